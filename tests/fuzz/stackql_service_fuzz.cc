// Any bytes as a service document of StackQL (registry/stackql/service_importer.h): whatever it
// says, what is made of it is a sound document that reads back as it was printed.
#include <set>

#include "registry/print/make_node.h"
#include "registry/print/yaml_text.h"
#include "registry/stackql/service_importer.h"
#include "src/json/text.h"
#include "tests/fuzz/fuzz_target.h"

namespace apisql {
namespace {

void CheckImportNotes(const std::vector<ImportNote>& notes) {
  for (const ImportNote& note : notes) {
    Require(note.line >= 1, "a note names a line", note.name);
    Require(!note.reason.empty(), "a note gives a reason", note.name);
    Require(ReplaceInvalidUtf8(note.reason) == note.reason, "a reason is UTF-8", note.reason);
  }
}

void FuzzStackqlService(std::string_view input) {
  if (input.size() > size_t{1} << 16) return;
  const auto document = OpenApiDocument::Parse(input, "fuzz.yaml");
  if (!document.ok()) {
    Require(document.status().code() == StatusCode::kInvalidArgument,
            "what is no description is kInvalidArgument");
    return;
  }
  YamlNode auth = MapNode();
  Put(auth, "scheme", WordNode("none"));
  ProviderContext context{"fuzz", nullptr, ServerNodes(std::move(auth), "main"), ""};
  ImportReport report;
  std::set<std::string> files;
  const DocumentSink sink = [&](const std::string& file, const YamlNode& root) {
    Require(files.insert(file).second, "each table has a file", file);
    const auto read = ParseYaml(PrintYaml(root), file);
    Require(read.ok(), "what is printed can be read", read.status().message());
    Require(MeanTheSame(*read, root), "what is printed reads back", PrintYaml(root));
    return OkStatus();
  };
  const Status status = ServiceImporter(*document, "service", context, sink, report).Import();
  Require(status.ok(), "an import leaves out, and does not fail", status.message());
  Require(report.tables == files.size(), "each table is counted");
  CheckImportNotes(report.refused);
  CheckImportNotes(report.changed);
}

const FuzzRegistration kStackqlService("stackql_service", FuzzStackqlService);

}  // namespace
}  // namespace apisql
