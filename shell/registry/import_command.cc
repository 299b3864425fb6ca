#include "shell/registry/import_command.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "registry/print/yaml_text.h"
#include "registry/stackql/importer.h"
#include "shell/output/display.h"

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

// Those of a file in their order.
void WriteNotes(const std::vector<ImportNote>& notes, std::string_view word, Output& out) {
  std::multimap<std::string, const ImportNote*> by_file;
  for (const ImportNote& note : notes) by_file.emplace(note.file, &note);
  for (const auto& [file, told] : by_file) {
    const ImportNote& note = *told;
    out.Write(Visible(file + ":" + std::to_string(note.line) + ": " + note.name + ": " +
                      std::string(word) + note.reason) +
              "\n");
  }
}

// How often each reason stands there, the most frequent first. Names differ from method to method.
void WriteCounts(const std::vector<ImportNote>& notes, std::string_view title, Output& out) {
  if (notes.empty()) return;
  std::map<std::string, size_t> counts;
  for (const ImportNote& note : notes) ++counts[note.reason];
  std::multimap<size_t, std::string, std::greater<>> sorted;
  for (const auto& [reason, count] : counts) sorted.emplace(count, reason);
  constexpr size_t kMostShown = 20;
  out.Write("\n" + std::to_string(notes.size()) + " " + std::string(title) + "\n");
  size_t shown = 0;
  for (const auto& [count, reason] : sorted) {
    if (++shown > kMostShown) break;
    out.Write("  " + std::to_string(count) + "  " + Visible(reason) + "\n");
  }
  if (sorted.size() > kMostShown) {
    out.Write("  and " + std::to_string(sorted.size() - kMostShown) + " more reasons\n");
  }
}

std::string Count(size_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

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
  WriteNotes(report.refused, "left out: ", out);
  WriteNotes(report.changed, "called by EXEC: ", out);
  WriteCounts(report.refused, "left out, since", out);
  WriteCounts(report.changed, "called by EXEC, since", out);
  out.Write((report.refused.empty() && report.changed.empty() ? "" : "\n") +
            Count(report.providers, "provider") + ", " + Count(report.tables, "table") + ", " +
            Count(report.methods, "method") + " in " + Visible(request.out) + "\n");
  return OkStatus();
}

}  // namespace apisql
