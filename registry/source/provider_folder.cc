#include "registry/source/provider_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "registry/model/names.h"
#include "src/base/text.h"
#include "src/files/file_text.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDocument = ".yaml";
constexpr const char* kProviderFile = "provider.yaml";

Status FolderError(const std::string& directory, const std::error_code& error) {
  return {StatusCode::kInvalidArgument, directory + ": " + error.message()};
}

// The table that a file called so declares; "" where the name does not say it.
std::string TableCalled(const std::string& file, const std::string& provider) {
  std::string table = provider + "." + fs::path(file).stem().string();
  return IsTableName(table) ? table : "";
}

Status Fault(const Document& document, bool table, const std::string& text) {
  const YamlKey* key = document.root.FindKey(table ? "table" : "provider");
  const int line = key == nullptr ? document.root.line : key->line;
  return {StatusCode::kInvalidArgument, document.file + ":" + std::to_string(line) + ": " + text};
}

// Where to put the file of a document that is called otherwise.
Status Place(const std::string& file, const std::string& provider, int* opened,
             std::string* table) {
  ASSIGN_OR_RETURN(const Document document, OpenDocumentFile(file));
  ++*opened;
  if (document.provider_name() != provider) {
    return Fault(document, !document.table.empty(),
                 "it declares " + document.provider + document.table +
                     ", and lies in the folder of " + provider);
  }
  *table = document.table;
  return OkStatus();
}

}  // namespace

StatusOr<std::vector<std::string>> DocumentFiles(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(directory, error);
  for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
    std::error_code unreadable;
    if (entry->path().extension() == kDocument && entry->is_regular_file(unreadable)) {
      files.push_back(entry->path().string());
    }
  }
  if (error) return FolderError(directory, error);
  std::ranges::sort(files);
  return files;
}

StatusOr<Document> OpenDocumentFile(const std::string& file) {
  ASSIGN_OR_RETURN(const FileText read, ReadFileText(file, kMaxYamlBytes));
  return OpenDocument(read.text, file);
}

StatusOr<ProviderFolder> ProviderFolder::List(const std::string& directory,
                                              const std::string& provider, int* opened) {
  ASSIGN_OR_RETURN(const std::vector<std::string> files, DocumentFiles(directory));
  ProviderFolder folder;
  for (const std::string& file : files) {
    std::string table = TableCalled(file, provider);
    if (table.empty() && fs::path(file).filename() != kProviderFile) {
      RETURN_IF_ERROR(Place(file, provider, opened, &table));
    }
    std::string& known = table.empty() ? folder.provider_file : folder.tables[table];
    if (!known.empty()) {
      return Status(StatusCode::kInvalidArgument, file +
                                                      ":1: " + (table.empty() ? provider : table) +
                                                      " is declared in " + known + " as well");
    }
    known = file;
  }
  return folder;
}

Status CheckDeclares(const Document& document, bool table, std::string_view name) {
  const std::string& declared = table ? document.table : document.provider;
  if (declared == name) return OkStatus();
  return Fault(document, !document.table.empty(),
               "it declares " + document.provider + document.table +
                   ", and its name and folder say " + std::string(name));
}

std::vector<std::string> AliasesIn(const std::string& file) {
  const auto read = ReadFileText(file, kMaxYamlBytes);
  if (!read.ok() || read->text.find("aliases") == std::string::npos) return {};
  const auto document = OpenDocument(read->text, file);
  const YamlNode* list = document.ok() ? document->root.Find("aliases") : nullptr;
  std::vector<std::string> aliases;
  if (list == nullptr) return aliases;
  for (const YamlNode& alias : list->items) aliases.push_back(alias.text);
  return aliases;
}

}  // namespace apisql
