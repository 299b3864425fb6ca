#include "registry/source/check_document.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "registry/document/document.h"
#include "registry/rules/key_rules.h"
#include "registry/source/catalog.h"
#include "src/base/text.h"
#include "src/files/file_text.h"

namespace apisql {
namespace {

std::vector<std::string> Lines(const Status& status) {
  if (status.ok()) return {};
  return Split(status.message(), '\n');
}

StatusOr<Document> OpenAt(const std::string& file) {
  ASSIGN_OR_RETURN(const FileText read, ReadFileText(file, kMaxYamlBytes));
  return OpenDocument(read.text, file);
}

// The provider.yaml beside `file`, else the built-in provider of the table's name.
StatusOr<std::shared_ptr<const Provider>> ProviderBeside(const std::string& file,
                                                         const Document& table) {
  const auto beside = std::filesystem::path(file).parent_path() / "provider.yaml";
  const auto document = OpenAt(beside.string());
  if (document.ok()) return ReadProviderDocument(*document);
  if (document.status().code() != StatusCode::kNotFound) return document.status();
  auto builtin = Catalog::Builtin()->FindProvider(table.provider_name());
  if (builtin.ok() || builtin.status().code() != StatusCode::kNotFound) return builtin;
  return Status(StatusCode::kInvalidArgument,
                file + ":" + std::to_string(table.root.FindKey("table")->line) +
                    ": there is no provider.yaml beside it, and no built-in provider " +
                    table.provider_name());
}

// With two values of an optional input one row of the API may come twice, and be two rows of the
// table: then only a key that names the input tells them apart.
std::string KeyHint(const Resource& table, const Column& column) {
  if (column.source != Column::Source::kParameter || table.key.empty()) return "";
  if (std::ranges::find(table.key, column.name) != table.key.end()) return "";
  for (const Method& method : table.methods) {
    const Parameter* const parameter = method.ParameterOf(column.name);
    if (method.verb != Verb::kSelect || parameter == nullptr) continue;
    if (parameter->required || parameter->reveals) continue;
    return "key: hint: should it name " + column.name + "? " + method.name +
           " may give one row with several values of it";
  }
  return "";
}

std::vector<std::string> HintsOf(const std::string& file, const Document& document,
                                 const Resource& table) {
  std::vector<std::string> hints;
  const YamlKey* const key = document.root.FindKey("key");
  if (key == nullptr) return hints;
  for (const Column& column : table.columns) {
    const std::string hint = KeyHint(table, column);
    if (!hint.empty()) hints.push_back(file + ":" + std::to_string(key->line) + ": " + hint);
  }
  return hints;
}

}  // namespace

CheckedDocument CheckDocument(const std::string& file) {
  auto document = OpenAt(file);
  if (!document.ok()) return {Lines(document.status()), nullptr, {}, {}};
  if (!document->provider.empty()) {
    return {Lines(ReadProviderDocument(*document).status()), nullptr, {}, {}};
  }
  auto provider = ProviderBeside(file, *document);
  if (!provider.ok()) return {Lines(provider.status()), nullptr, {}, {}};
  const auto table = ReadTableDocument(*document, *std::move(provider));
  if (!table.ok()) return {Lines(table.status()), nullptr, {}, {}};
  Faults faults(file);
  CheckKeyInputs(**table, document->root, faults);
  std::vector<std::string> hints = HintsOf(file, *document, **table);
  return {faults.Texts(), *table, std::move(hints), std::move(document->root)};
}

}  // namespace apisql
