#include "shell/program/check.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <set>
#include <vector>

#include "registry/source/catalog.h"
#include "registry/source/check_document.h"
#include "shell/output/display.h"
#include "src/base/text.h"
#include "vtab/views/view_shape.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

// The folders of `files`, without those that lie in another one.
std::vector<fs::path> FoldersOf(std::span<const std::string> files) {
  std::set<fs::path> all;
  for (const std::string& file : files) all.insert(fs::weakly_canonical(file).parent_path());
  std::vector<fs::path> outermost;
  for (const fs::path& folder : all) {  // A folder stands before those that lie in it.
    const auto holds = [&](const fs::path& other) {
      return std::ranges::mismatch(other, folder).in1 == other.end();
    };
    if (std::ranges::none_of(outermost, holds)) outermost.push_back(folder);
  }
  return outermost;
}

// A view needs the tables that it reads: those beside the documents that are checked, and those
// that are built in.
StatusOr<std::unique_ptr<Catalog>> CatalogAround(std::span<const std::string> files) {
  auto catalog = Catalog::Builtin();
  for (const fs::path& folder : FoldersOf(files)) {
    RETURN_IF_ERROR(catalog->AddDirectory(folder.string()));
  }
  return catalog;
}

void AddFaults(const Status& status, std::vector<std::string>* faults) {
  if (status.ok()) return;
  std::ranges::copy(Split(status.message(), '\n'), std::back_inserter(*faults));
}

std::vector<std::string> FaultsOf(std::span<const std::string> files,
                                  std::vector<std::string>* hints) {
  std::vector<std::string> faults;
  std::vector<std::shared_ptr<const Resource>> views;
  for (const std::string& file : files) {
    const CheckedDocument checked = CheckDocument(file);
    std::ranges::copy(checked.faults, std::back_inserter(faults));
    std::ranges::copy(checked.hints, std::back_inserter(*hints));
    if (checked.table != nullptr && !checked.table->view_sql.empty()) {
      views.push_back(checked.table);
    }
  }
  if (views.empty() || !faults.empty()) return faults;
  const auto catalog = CatalogAround(files);
  AddFaults(catalog.status(), &faults);
  if (!catalog.ok()) return faults;
  for (const auto& view : views) AddFaults(ReadViewShape(*view, **catalog).status(), &faults);
  return faults;
}

}  // namespace

ExitCode CheckFiles(std::span<const std::string> files, Output& out) {
  std::vector<std::string> hints;
  const std::vector<std::string> faults = FaultsOf(files, &hints);
  for (const std::string& hint : hints) out.Write(Visible(hint) + "\n");
  for (const std::string& fault : faults) out.Write(Visible(fault) + "\n");
  if (!faults.empty()) return ExitCode::kFailed;
  out.Write(std::to_string(files.size()) +
            (files.size() == 1 ? " document, no faults\n" : " documents, no faults\n"));
  return ExitCode::kDone;
}

}  // namespace apisql
