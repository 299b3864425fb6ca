// Catalog: documents that are read when they are added.
#include <algorithm>
#include <map>

#include "registry/document/table_document.h"
#include "registry/source/catalog_impl.h"
#include "registry/source/embedded_documents.h"
#include "src/base/text.h"
#include "src/files/file_text.h"

namespace apisql {
namespace {

StatusOr<Document> OpenFile(const std::string& file, std::string& text) {
  ASSIGN_OR_RETURN(FileText read, ReadFileText(file, kMaxYamlBytes));
  text = std::move(read.text);
  return OpenDocument(text, file);
}

}  // namespace

void Catalog::Impl::AddEmbedded() {
  for (const EmbeddedDocument& document : EmbeddedDocuments()) {
    if (!document.provider.empty()) {
      auto& entry = providers_[std::string(document.provider)];
      entry.file = document.file;
      entry.embedded = document.text;
    } else {
      auto& entry = tables_[std::string(document.table)];
      entry.file = document.file;
      entry.embedded = document.text;
      if (document.aliases.empty()) continue;
      for (const std::string& alias : Split(document.aliases, ',')) {
        entry.aliases.emplace_back(StripBlanks(alias));
      }
    }
  }
  ListAliases();
}

Status Catalog::Impl::AddDirectory(const std::string& directory, const Origin& origin,
                                   const std::vector<std::string>& replaced) {
  ASSIGN_OR_RETURN(const auto files, DocumentFiles(directory));
  Impl added;
  Problems problems;
  std::vector<Document> documents;
  for (const std::string& file : files) {
    std::string text;
    auto document = OpenFile(file, text);
    if (!problems.Note(document.status())) continue;
    document->origin = origin;
    if (!problems.Note(CheckReplaces(*document, replaced))) continue;
    if (!problems.Note(added.AddNew(*document, std::move(text)))) continue;
    documents.push_back(*std::move(document));
  }
  ReadProviders(documents, added, problems);
  ReadTables(documents, added, directory, problems);
  CheckAliases(added, problems);
  RETURN_IF_ERROR(problems.ToStatus());
  Take(std::move(added));
  return OkStatus();
}

// Registers a document of a directory by its name.
Status Catalog::Impl::AddNew(const Document& document, std::string text) {
  const bool table = !document.table.empty();
  const std::string& name = table ? document.table : document.provider;
  const auto add = [&](auto& entry) -> Status {
    if (!entry.file.empty()) {
      return {StatusCode::kInvalidArgument,
              document.file + ":1: " + name + " is declared in " + entry.file + " as well"};
    }
    entry.file = document.file;
    entry.origin = document.origin;
    entry.text = std::move(text);
    return OkStatus();
  };
  return table ? add(tables_[name]) : add(providers_[name]);
}

void Catalog::Impl::ReadProviders(const std::vector<Document>& documents, Impl& added,
                                  Problems& problems) {
  for (const Document& document : documents) {
    if (document.provider.empty()) continue;
    ++parsed_;
    auto provider = ReadProviderDocument(document);
    if (!problems.Note(provider.status())) continue;
    added.providers_[document.provider].content = *std::move(provider);
  }
}

// That it takes no name which is taken, unless it may. A provider's credential would go to the
// servers of the new document, and statements over a table would read and write something else.
Status Catalog::Impl::CheckReplaces(const Document& document,
                                    const std::vector<std::string>& replaced) {
  const bool table = !document.table.empty();
  const std::string name = AsciiLower(table ? document.table : document.provider);
  if (!table && name == kOwnTables) {
    return {StatusCode::kInvalidArgument,
            document.file + ":1: apisql is the name of the program's own tables"};
  }
  RETURN_IF_ERROR(table ? OpenServiceOf(name) : OpenFolder(name));
  if (std::ranges::find(replaced, name) != replaced.end()) return OkStatus();
  const std::string taken = TakenBy(table, name, document.origin);
  if (taken.empty()) return OkStatus();
  return {StatusCode::kInvalidArgument,
          document.file + ":" +
              std::to_string(document.root.FindKey(table ? "table" : "provider")->line) + ": " +
              taken + (document.origin.is_ours() ? "" : "; --replace " + name + " lets it")};
}

// What has that name already; "" where a document of that origin may have it.
std::string Catalog::Impl::TakenBy(bool table, const std::string& name,
                                   const Origin& origin) const {
  if (!table && providers_.contains(name)) {
    return "there is a provider " + name +
           " already, and its credential belongs to its own servers. Tables can be added to it "
           "without a provider document; base_url in the config file or --base-url names "
           "another server";
  }
  if (!table || origin.is_ours()) return "";
  if (tables_.contains(name)) {
    return "there is a table " + name + " already, which this document would take the place of";
  }
  const std::string owner = OwnerOfAlias(name);
  return owner.empty() ? "" : name + " is another name of the table " + owner;
}

// The table that has that other name; "" where none has.
std::string Catalog::Impl::OwnerOfAlias(std::string_view name) const {
  const auto found = aliases_.find(name);
  return found == aliases_.end() ? "" : found->second;
}

void Catalog::Impl::ReadTables(const std::vector<Document>& documents, Impl& added,
                               const std::string& directory, Problems& problems) {
  for (const Document& document : documents) {
    if (document.table.empty()) continue;
    ++parsed_;
    auto provider = ProviderFor(document, added, directory);
    if (!problems.Note(provider.status()) || *provider == nullptr) continue;
    auto table = ReadTableDocument(document, *std::move(provider));
    if (!problems.Note(table.status())) continue;
    added.tables_[document.table].aliases = (*table)->aliases;
    added.tables_[document.table].content = *std::move(table);
  }
}

// The alias of a built-in table gives way to a table of that name, so that documents which were
// made from elsewhere can be added; any other clash is a fault.
void Catalog::Impl::CheckAliases(const Impl& added, Problems& problems) const {
  std::map<std::string, std::string> taken;
  for (const auto& [name, entry] : tables_) {
    taken[name] = name;
    if (added.tables_.contains(name)) continue;
    for (const std::string& alias : entry.aliases) taken[alias] = name;
  }
  for (const auto& [name, entry] : added.tables_) taken[name] = name;
  for (const auto& [name, entry] : added.tables_) {
    for (const std::string& alias : entry.aliases) {
      const auto [known, is_new] = taken.emplace(alias, name);
      if (is_new || known->second == name) continue;
      problems.Note({StatusCode::kInvalidArgument,
                     entry.file + ":1: aliases: " + alias + " is the name of " + known->second});
    }
  }
}

// Null when the provider's own document is among `added` and faulty: that is reported already.
StatusOr<std::shared_ptr<const Provider>> Catalog::Impl::ProviderFor(const Document& document,
                                                                     Impl& added,
                                                                     const std::string& directory) {
  const std::string name = document.provider_name();
  const auto found = added.providers_.find(name);
  if (found != added.providers_.end()) return found->second.content;
  if (providers_.contains(name)) return ProviderOfTable(document.table);
  return Status(StatusCode::kInvalidArgument,
                document.file + ":" + std::to_string(document.root.FindKey("table")->line) +
                    ": the provider " + name + " is neither in " + directory + " nor built in");
}

// Tables that were read with a provider which is now replaced are read again when next used.
void Catalog::Impl::Take(Impl&& added) {
  for (auto& [name, entry] : added.providers_) {
    for (auto& [table, known] : tables_) {
      if (ProviderOf(table) == name) known.content = nullptr;
    }
    providers_.insert_or_assign(name, std::move(entry));
  }
  for (auto& [name, entry] : added.tables_) tables_.insert_or_assign(name, std::move(entry));
  ListAliases();
}

void Catalog::Impl::ListAliases() {
  aliases_.clear();
  for (const auto& [name, entry] : tables_) {
    for (const std::string& alias : entry.aliases) {
      if (!tables_.contains(alias)) aliases_.emplace(alias, name);
    }
  }
}

}  // namespace apisql
