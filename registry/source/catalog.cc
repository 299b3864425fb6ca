#include "registry/source/catalog.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

#include "registry/document/document.h"
#include "registry/document/table_document.h"
#include "registry/source/embedded_documents.h"
#include "src/base/text.h"
#include "src/files/file_text.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOwnTables = "apisql";  // apisql.requests and the like.

// A document that is there, and what was read from it so far.
template <typename T>
struct Entry {
  std::string file;
  std::string_view embedded;  // Of the program; else `text` holds the document.
  std::string text;
  std::vector<std::string> aliases;
  std::shared_ptr<const T> content;

  std::string_view Text() const { return embedded.empty() ? std::string_view(text) : embedded; }
};

// All *.yaml files below `directory`, sorted. Links to folders are not followed: they may loop.
StatusOr<std::vector<std::string>> DocumentFiles(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(directory, error);
  for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
    std::error_code unreadable;
    if (entry->path().extension() == ".yaml" && entry->is_regular_file(unreadable)) {
      files.push_back(entry->path().string());
    }
  }
  if (error) return Status(StatusCode::kInvalidArgument, directory + ": " + error.message());
  std::ranges::sort(files);
  return files;
}

StatusOr<Document> OpenFile(const std::string& file, std::string& text) {
  ASSIGN_OR_RETURN(FileText read, ReadFileText(file, kMaxYamlBytes));
  text = std::move(read.text);
  return OpenDocument(text, file);
}

// Collects the errors of many files.
class Problems {
 public:
  bool Note(const Status& status) {  // True when it is ok.
    if (!status.ok()) texts_.push_back(status.message());
    return status.ok();
  }
  Status ToStatus() const {
    if (texts_.empty()) return OkStatus();
    return {StatusCode::kInvalidArgument, Join(texts_, "\n")};
  }

 private:
  std::vector<std::string> texts_;
};

}  // namespace

class Catalog::Impl {
 public:
  void AddEmbedded() {
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
    ListNames();
  }

  Status AddDirectory(const std::string& directory, const Origin& origin,
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

  StatusOr<std::shared_ptr<const Provider>> FindProvider(std::string_view name) {
    const auto found = providers_.find(AsciiLower(name));
    if (found == providers_.end()) return NoProvider(name);
    Entry<Provider>& entry = found->second;
    if (entry.content == nullptr) {
      ASSIGN_OR_RETURN(const Document document, OpenDocument(entry.Text(), entry.file));
      ++parsed_;
      ASSIGN_OR_RETURN(entry.content, ReadProviderDocument(document));
    }
    return entry.content;
  }

  StatusOr<std::shared_ptr<const Resource>> Find(std::string_view name) {
    const auto found = tables_.find(AsciiLower(name));
    if (found == tables_.end()) return NoTable(name);
    Entry<Resource>& entry = found->second;
    if (entry.content == nullptr) {
      ASSIGN_OR_RETURN(auto provider, FindProvider(ProviderOf(found->first)));
      ASSIGN_OR_RETURN(const Document document, OpenDocument(entry.Text(), entry.file));
      ++parsed_;
      ASSIGN_OR_RETURN(entry.content, ReadTableDocument(document, std::move(provider)));
    }
    return entry.content;
  }

  bool Has(std::string_view table) const { return tables_.contains(AsciiLower(table)); }
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<TableAlias>& aliases() const { return aliases_; }
  int parsed() const { return parsed_; }

  std::vector<std::string> ProviderNames() const {
    std::vector<std::string> names;
    names.reserve(providers_.size());
    for (const auto& [name, entry] : providers_) names.push_back(name);
    return names;
  }

 private:
  // Registers a document of a directory by its name.
  Status AddNew(const Document& document, std::string text) {
    const bool table = !document.table.empty();
    const std::string& name = table ? document.table : document.provider;
    std::string& file = table ? tables_[name].file : providers_[name].file;
    if (!file.empty()) {
      return {StatusCode::kInvalidArgument,
              document.file + ":1: " + name + " is declared in " + file + " as well"};
    }
    file = document.file;
    (table ? tables_[name].text : providers_[name].text) = std::move(text);
    return OkStatus();
  }

  void ReadProviders(const std::vector<Document>& documents, Impl& added, Problems& problems) {
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
  Status CheckReplaces(const Document& document, const std::vector<std::string>& replaced) const {
    const bool table = !document.table.empty();
    const std::string name = AsciiLower(table ? document.table : document.provider);
    if (!table && name == kOwnTables) {
      return {StatusCode::kInvalidArgument,
              document.file + ":1: apisql is the name of the program's own tables"};
    }
    if (std::ranges::find(replaced, name) != replaced.end()) return OkStatus();
    const bool ours = document.origin.is_ours();
    std::string taken;
    if (!table && providers_.contains(name)) {
      taken = "there is a provider " + name +
              " already, and its credential belongs to its own servers. Tables can be added to it "
              "without a provider document; base_url in the config file or --base-url names "
              "another server";
    } else if (table && !ours && tables_.contains(name)) {
      taken = "there is a table " + name + " already, which this document would take the place of";
    } else if (const std::string of = ours ? "" : OwnerOfAlias(name); table && !of.empty()) {
      taken = name + " is another name of the table " + of;
    }
    if (taken.empty()) return OkStatus();
    return {StatusCode::kInvalidArgument,
            document.file + ":" +
                std::to_string(document.root.FindKey(table ? "table" : "provider")->line) + ": " +
                taken + (ours ? "" : "; --replace " + name + " lets it")};
  }

  // The table that has that other name; "" where none has.
  std::string OwnerOfAlias(std::string_view name) const {
    const auto found = std::ranges::find(aliases_, name, &TableAlias::alias);
    return found == aliases_.end() ? "" : found->table;
  }

  void ReadTables(const std::vector<Document>& documents, Impl& added, const std::string& directory,
                  Problems& problems) {
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
  void CheckAliases(const Impl& added, Problems& problems) const {
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
  StatusOr<std::shared_ptr<const Provider>> ProviderFor(const Document& document, Impl& added,
                                                        const std::string& directory) {
    const std::string name = document.provider_name();
    const auto found = added.providers_.find(name);
    if (found != added.providers_.end()) return found->second.content;
    if (providers_.contains(name)) return FindProvider(name);
    return Status(StatusCode::kInvalidArgument,
                  document.file + ":" + std::to_string(document.root.FindKey("table")->line) +
                      ": the provider " + name + " is neither in " + directory + " nor built in");
  }

  // Tables that were read with a provider which is now replaced are read again when next used.
  void Take(Impl&& added) {
    for (auto& [name, entry] : added.providers_) {
      for (auto& [table, known] : tables_) {
        if (ProviderOf(table) == name) known.content = nullptr;
      }
      providers_.insert_or_assign(name, std::move(entry));
    }
    for (auto& [name, entry] : added.tables_) tables_.insert_or_assign(name, std::move(entry));
    ListNames();
  }

  void ListNames() {
    names_.clear();
    aliases_.clear();
    for (const auto& [name, entry] : tables_) {
      names_.push_back(name);
      for (const std::string& alias : entry.aliases) {
        if (!tables_.contains(alias)) aliases_.push_back({alias, name});
      }
    }
    std::ranges::sort(aliases_, {}, &TableAlias::alias);
  }

  Status NoProvider(std::string_view name) const {
    const auto known = ProviderNames();
    return {StatusCode::kNotFound, "no provider " + std::string(name) + DidYouMean(name, known) +
                                       "; SHOW PROVIDERS lists them"};
  }

  // The statement that lists what stands nearest above `table`.
  std::string WhereToLook(std::string_view table) const {
    const auto parts = Split(AsciiLower(table), '.');
    const auto starts = [&](const std::string& prefix) {
      return std::ranges::any_of(names_,
                                 [&](const auto& name) { return name.starts_with(prefix); });
    };
    if (parts.size() > 2 && starts(parts[0] + "." + parts[1] + ".")) {
      return "SHOW RESOURCES IN " + parts[0] + "." + parts[1] + " lists its tables";
    }
    if (providers_.contains(parts[0])) {
      return "SHOW SERVICES IN " + parts[0] + " lists its services";
    }
    return "SHOW PROVIDERS lists the providers";
  }

  Status NoTable(std::string_view name) const {
    const std::string hint = DidYouMean(name, names_);
    return {StatusCode::kNotFound, "no table " + std::string(name) + hint +
                                       (hint.empty() ? "; " : " ") + WhereToLook(name)};
  }

  std::map<std::string, Entry<Provider>> providers_;
  std::map<std::string, Entry<Resource>> tables_;
  std::vector<std::string> names_;
  std::vector<TableAlias> aliases_;
  int parsed_ = 0;
};

Catalog::Catalog() : impl_(std::make_unique<Impl>()) {}
Catalog::~Catalog() = default;

std::unique_ptr<Catalog> Catalog::Builtin() {
  std::unique_ptr<Catalog> catalog(new Catalog());
  catalog->impl_->AddEmbedded();
  return catalog;
}

Status Catalog::AddDirectory(const std::string& directory) {
  return impl_->AddDirectory(directory, Origin(), {});
}

Status Catalog::AddFromElsewhere(const std::string& directory,
                                 const std::vector<std::string>& replaced) {
  return impl_->AddDirectory(directory, Origin{directory}, replaced);
}

const std::vector<std::string>& Catalog::TableNames() const { return impl_->names(); }
const std::vector<TableAlias>& Catalog::TableAliases() const { return impl_->aliases(); }
bool Catalog::Has(std::string_view table) const { return impl_->Has(table); }

StatusOr<std::shared_ptr<const Resource>> Catalog::Find(std::string_view table) {
  return impl_->Find(table);
}

StatusOr<std::shared_ptr<const Provider>> Catalog::FindProvider(std::string_view provider) {
  return impl_->FindProvider(provider);
}

std::vector<std::string> Catalog::ProviderNames() const { return impl_->ProviderNames(); }
int Catalog::documents_parsed() const { return impl_->parsed(); }

}  // namespace apisql
