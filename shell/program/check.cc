#include "shell/program/check.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "registry/document/document.h"
#include "registry/source/catalog.h"
#include "registry/source/check_document.h"
#include "registry/source/reference_rules.h"
#include "registry/yaml/faults.h"
#include "shell/output/display.h"
#include "src/base/text.h"
#include "src/files/file_text.h"
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

// The documents of a provider that is built in: the program has them already.
bool IsBuiltIn(const fs::path& folder, Catalog& catalog) {
  const std::string file = (folder / "provider.yaml").string();
  const auto read = ReadFileText(file, kMaxYamlBytes);
  if (!read.ok()) return false;
  const auto document = OpenDocument(read->text, file);
  return document.ok() && catalog.FindProvider(document->provider).ok();
}

// The tables that documents may name: those beside the ones that are checked, and those that are
// built in.
StatusOr<std::unique_ptr<Catalog>> CatalogAround(std::span<const std::string> files) {
  auto catalog = Catalog::Builtin();
  for (const fs::path& folder : FoldersOf(files)) {
    if (!IsBuiltIn(folder, *catalog)) RETURN_IF_ERROR(catalog->AddDirectory(folder.string()));
  }
  return catalog;
}

void AddFaults(const Status& status, std::vector<std::string>* faults) {
  if (status.ok()) return;
  std::ranges::copy(Split(status.message(), '\n'), std::back_inserter(*faults));
}

// What a sound document says of others.
std::vector<std::string> FaultsAmongOthers(const CheckedDocument& checked, Catalog& catalog) {
  Faults faults(checked.table->document);
  CheckReferences(*checked.table, checked.root, catalog, faults);
  std::vector<std::string> texts = faults.Texts();
  if (!checked.table->view_sql.empty()) {
    AddFaults(ReadViewShape(*checked.table, catalog).status(), &texts);
  }
  return texts;
}

std::vector<std::string> FaultsOf(std::span<const std::string> files,
                                  std::vector<std::string>* hints) {
  std::vector<std::string> faults;
  std::vector<CheckedDocument> tables;
  for (const std::string& file : files) {
    CheckedDocument checked = CheckDocument(file);
    std::ranges::copy(checked.faults, std::back_inserter(faults));
    std::ranges::copy(checked.hints, std::back_inserter(*hints));
    if (checked.table != nullptr) tables.push_back(std::move(checked));
  }
  if (tables.empty() || !faults.empty()) return faults;
  const auto catalog = CatalogAround(files);
  AddFaults(catalog.status(), &faults);
  if (!catalog.ok()) return faults;
  for (const CheckedDocument& checked : tables) {
    std::ranges::copy(FaultsAmongOthers(checked, **catalog), std::back_inserter(faults));
  }
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
