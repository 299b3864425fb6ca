#include "registry/source/catalog.h"

#include <algorithm>

#include "registry/document/table_document.h"
#include "registry/source/catalog_impl.h"
#include "src/base/text.h"

namespace apisql {

template <typename T>
StatusOr<Document> Catalog::Impl::Open(const Entry<T>& entry) {
  ++parsed_;
  const std::string_view text = entry.embedded.empty() ? entry.text : entry.embedded;
  auto document = text.empty() ? OpenDocumentFile(entry.file) : OpenDocument(text, entry.file);
  if (document.ok()) document->origin = entry.origin;
  return document;
}

StatusOr<std::shared_ptr<const Provider>> Catalog::Impl::FindProvider(std::string_view name) {
  const std::string lower = AsciiLower(name);
  const Status opened = OpenFolder(lower);
  const auto found = providers_.find(lower);
  if (found == providers_.end()) return opened.ok() ? NoProvider(name) : opened;
  Entry<Provider>& entry = found->second;
  if (entry.content == nullptr) {
    const auto folder = folders_.find(lower);
    if (folder != folders_.end() && folder->second.packs != nullptr) {
      ASSIGN_OR_RETURN(entry.content, ProviderOfPacks(found->first, folder->second));
      return entry.content;
    }
    ASSIGN_OR_RETURN(const Document document, Open(entry));
    RETURN_IF_ERROR(CheckDeclares(document, false, found->first));
    ASSIGN_OR_RETURN(entry.content, ReadProviderDocument(document));
  }
  return entry.content;
}

StatusOr<std::shared_ptr<const Resource>> Catalog::Impl::Find(std::string_view name) {
  const std::string lower = AsciiLower(name);
  const Status opened = OpenServiceOf(lower);
  const auto found = tables_.find(lower);
  if (found == tables_.end()) return opened.ok() ? NoTable(name) : opened;
  Entry<Resource>& entry = found->second;
  if (entry.content == nullptr) {
    ASSIGN_OR_RETURN(auto provider, ProviderOfTable(found->first));
    ASSIGN_OR_RETURN(const Document document,
                     entry.service.empty() ? Open(entry) : OpenPacked(found->first, entry));
    RETURN_IF_ERROR(CheckDeclares(document, true, found->first));
    ASSIGN_OR_RETURN(entry.content, ReadTableDocument(document, std::move(provider)));
  }
  return entry.content;
}

Status Catalog::Impl::NoProvider(std::string_view name) const {
  const auto known = ProviderNames();
  return {StatusCode::kNotFound, "no provider " + std::string(name) + DidYouMean(name, known) +
                                     "; SHOW PROVIDERS lists them"};
}

// The statement that lists what stands nearest above `table`.
std::string Catalog::Impl::WhereToLook(std::string_view table) {
  const auto parts = Split(AsciiLower(table), '.');
  if (parts.size() > 2 && !NamesWith(parts[0] + "." + parts[1] + ".").empty()) {
    return "SHOW RESOURCES IN " + parts[0] + "." + parts[1] + " lists its tables";
  }
  if (HasProvider(parts[0])) return "SHOW SERVICES IN " + parts[0] + " lists its services";
  return "SHOW PROVIDERS lists the providers";
}

Status Catalog::Impl::NoTable(std::string_view name) {
  const std::string left_out = WhyLeftOut(name);
  if (!left_out.empty()) {
    return {StatusCode::kNotFound, "no table " + std::string(name) + ": " + left_out};
  }
  const std::string hint = DidYouMean(name, NamesNear(name));
  return {StatusCode::kNotFound,
          "no table " + std::string(name) + hint + (hint.empty() ? "; " : " ") + WhereToLook(name)};
}

Catalog::Catalog() : impl_(std::make_unique<Impl>()) {}
Catalog::~Catalog() = default;

std::unique_ptr<Catalog> Catalog::Builtin() {
  std::unique_ptr<Catalog> catalog(new Catalog());
  catalog->impl_->AddEmbedded();
  return catalog;
}

void Catalog::set_cache_folder(const std::string& folder) { impl_->set_cache_folder(folder); }

Status Catalog::AddDirectory(const std::string& directory) {
  return impl_->AddDirectory(directory, Origin(), {});
}

Status Catalog::AddFromElsewhere(const std::string& directory,
                                 const std::vector<std::string>& replaced) {
  return impl_->AddFromElsewhere(directory, replaced);
}

const std::string* Catalog::FindName(std::string_view name) const { return impl_->FindName(name); }
bool Catalog::Has(std::string_view table) const { return impl_->Has(table); }

StatusOr<std::shared_ptr<const Resource>> Catalog::Find(std::string_view table) {
  return impl_->Find(table);
}

StatusOr<std::shared_ptr<const Resource>> Catalog::FindForList(std::string_view table) {
  return impl_->FindForList(table);
}

StatusOr<std::shared_ptr<const Provider>> Catalog::FindProvider(std::string_view provider) {
  return impl_->FindProvider(provider);
}

bool Catalog::HasProvider(std::string_view provider) const { return impl_->HasProvider(provider); }
std::vector<std::string> Catalog::ProviderNames() const { return impl_->ProviderNames(); }
std::vector<std::string> Catalog::KnownProviders() const { return impl_->KnownProviders(); }

StatusOr<std::vector<std::string>> Catalog::TablesOf(std::string_view provider) const {
  return impl_->TablesOf(provider);
}

StatusOr<std::vector<std::string>> Catalog::TablesOf(std::string_view provider,
                                                     std::string_view service) const {
  return impl_->TablesOf(provider, service);
}

StatusOr<std::vector<std::string>> Catalog::ServicesOf(std::string_view provider) const {
  return impl_->ServicesOf(provider);
}

StatusOr<std::optional<size_t>> Catalog::CountTables(std::string_view provider) const {
  return impl_->CountTables(provider);
}

StatusOr<ServiceNotes> Catalog::NotesOf(std::string_view provider, std::string_view service) const {
  return impl_->NotesOf(provider, service);
}

std::string Catalog::WhyLeftOut(std::string_view table) const { return impl_->WhyLeftOut(table); }

std::vector<std::string> Catalog::TableNames() const { return impl_->TableNames(); }

std::vector<std::string> Catalog::KnownTableNames() const { return impl_->KnownTableNames(); }

std::vector<std::string> Catalog::NamesNear(std::string_view name) const {
  return impl_->NamesNear(name);
}

std::vector<std::string> Catalog::NamesFrom(std::string_view prefix) const {
  return impl_->NamesFrom(prefix);
}

std::vector<TableAlias> Catalog::TableAliases() const { return impl_->TableAliases(); }
std::vector<std::string> Catalog::TakeNotes() { return impl_->TakeNotes(); }
int Catalog::documents_parsed() const { return impl_->parsed(); }

}  // namespace apisql
