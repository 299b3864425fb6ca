#include "shell/registry/import_command.h"

#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "registry/print/yaml_text.h"
#include "registry/stackql/importer.h"
#include "shell/output/display.h"
#include "shell/registry/import_notes.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

const std::string kFormats[] = {"stackql"};

Status CannotWrite(const fs::path& file) {
  return {StatusCode::kFailedPrecondition, file.string() + " cannot be written"};
}

// Writes the documents of one provider, whose folder must not be there yet.
class DocumentFolder {
 public:
  explicit DocumentFolder(fs::path out) : out_(std::move(out)) {}

  Status Write(const std::string& name, const YamlNode& root) {
    const fs::path file = out_ / name;
    RETURN_IF_ERROR(MakeFolder(file.parent_path()));
    std::ofstream stream(file, std::ios::binary);
    stream << PrintYaml(root);
    stream.close();
    return stream.fail() ? CannotWrite(file) : OkStatus();
  }

 private:
  Status MakeFolder(const fs::path& folder) {
    if (folder == made_) return OkStatus();
    std::error_code error;
    if (fs::exists(folder, error)) {
      return {StatusCode::kFailedPrecondition,
              folder.string() + " is there already; remove it, or name another folder by --out"};
    }
    fs::create_directories(folder, error);
    if (error) return CannotWrite(folder);
    made_ = folder;
    return OkStatus();
  }

  fs::path out_;
  fs::path made_;
};

}  // namespace

std::span<const std::string> ImportFormats() { return kFormats; }

Status RunImport(const ImportRequest& request, Output& out) {
  ASSIGN_OR_RETURN(const auto providers, FindStackqlProviders(request.directory));
  ImportReport report;
  for (const fs::path& provider : providers) {
    DocumentFolder folder(request.out);
    const DocumentSink sink = [&](const std::string& file, const YamlNode& root) {
      return folder.Write(file, root);
    };
    RETURN_IF_ERROR(ImportStackqlProvider(provider, sink, report));
  }
  WriteImportNotes(report.refused, "left out: ", out);
  WriteImportNotes(report.changed, "called by EXEC: ", out);
  WriteReasonCounts(report.refused, "left out, since", out);
  WriteReasonCounts(report.changed, "called by EXEC, since", out);
  out.Write((report.refused.empty() && report.changed.empty() ? "" : "\n") +
            CountText(report.providers, "provider") + ", " + CountText(report.tables, "table") +
            ", " + CountText(report.methods, "method") + " in " + Visible(request.out) + "\n");
  return OkStatus();
}

}  // namespace apisql
