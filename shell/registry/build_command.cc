#include "shell/registry/build_command.h"

#include <filesystem>
#include <memory>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "registry/config/config.h"
#include "registry/config/grants.h"
#include "registry/document/document.h"
#include "registry/pack/service_packs.h"
#include "registry/source/registry_layout.h"
#include "shell/output/display.h"
#include "shell/registry/import_notes.h"
#include "src/base/text.h"
#include "src/files/private_folder.h"
#include "src/files/replace_file.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

struct Built {
  size_t services = 0;
  size_t tables = 0;
  std::set<std::string> hosts;
  std::set<std::string> variables;
  std::vector<ImportNote> refused;
  std::vector<ImportNote> changed;
};

// Packs of services that are gone: from `out` they would be documents still.
void RemoveOthers(const fs::path& folder, const ServicePacks& packs) {
  std::error_code error;
  std::vector<fs::path> gone;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const bool is_pack = entry.path().extension() == ".pack";
    if (is_pack && !packs.Has(entry.path().stem().string())) gone.push_back(entry.path());
  }
  for (const fs::path& file : gone) fs::remove(file, error);
}

// What a credential of the provider is sent to, and which it is.
Status AddWants(const Pack& pack, const std::string& directory, Built& built) {
  if (!pack.has_provider_document()) return OkStatus();
  ASSIGN_OR_RETURN(const std::string_view text, pack.ProviderDocument());
  ASSIGN_OR_RETURN(Document document, OpenDocument(text, pack.provider() + "/provider.yaml"));
  document.origin = Origin{directory};
  ASSIGN_OR_RETURN(const auto provider, ReadProviderDocument(document));
  for (const Server& server : provider->servers) {
    const Wants wants = WantsOf(*provider, server, Config());
    built.hosts.insert(wants.hosts.begin(), wants.hosts.end());
    for (const SecretWant& secret : wants.secrets) built.variables.insert(secret.environment);
  }
  return OkStatus();
}

// That each document is what its checksum was taken of.
bool IsSound(const Pack& pack) {
  if (!pack.ProviderDocument().ok()) return false;
  for (const std::string& table : pack.TableNames()) {
    if (!pack.TableDocument(table).ok()) return false;
  }
  return true;
}

Status WritePack(const std::string& out, const std::string& provider, const std::string& service,
                 const ServicePacks& packs) {
  const fs::path folder = fs::path(out) / provider;
  RETURN_IF_ERROR(MakePrivateFolder(folder));
  ASSIGN_OR_RETURN(const std::string bytes, packs.Export(service));
  return ReplaceFile((folder / (service + ".pack")).string(), bytes);
}

StatusOr<Built> BuildProvider(const BuildRequest& request, const fs::path& provider_file) {
  ASSIGN_OR_RETURN(ServicePacks packs,
                   ServicePacks::OfStackql(
                       provider_file, request.out.empty() ? request.cache_folder : std::string()));
  Built built;
  for (const std::string& service : packs.services()) {
    ASSIGN_OR_RETURN(std::shared_ptr<const Pack> pack, packs.Find(service));
    if (!IsSound(*pack)) {
      ASSIGN_OR_RETURN(pack, packs.Rebuild(service));
    }
    if (request.out.empty() && !request.cache_folder.empty()) RETURN_IF_ERROR(packs.kept());
    if (!request.out.empty()) {
      RETURN_IF_ERROR(WritePack(request.out, packs.provider(), service, packs));
    }
    ++built.services;
    built.tables += pack->TableNames().size();
    RETURN_IF_ERROR(AddWants(*pack, request.directory, built));
    built.refused.insert(built.refused.end(), pack->refused().begin(), pack->refused().end());
    built.changed.insert(built.changed.end(), pack->changed().begin(), pack->changed().end());
  }
  if (!request.out.empty()) RemoveOthers(fs::path(request.out) / packs.provider(), packs);
  return built;
}

void WriteList(std::string_view what, const std::set<std::string>& names, Output& out) {
  if (names.empty()) return;
  const std::vector<std::string> sorted(names.begin(), names.end());
  out.Write("  " + std::string(what) + ": " + Visible(Join(sorted, ", ")) + "\n");
}

void WriteBuilt(const std::string& provider, const Built& built, Output& out) {
  out.Write(provider + ": " + CountText(built.services, "service") + ", " +
            CountText(built.tables, "table") + "\n");
  WriteList("sends requests to", built.hosts, out);
  WriteList("wants the variables", built.variables, out);
  if (!built.refused.empty() || !built.changed.empty()) {
    out.Write("  " + std::to_string(built.refused.size()) + " left out, " +
              std::to_string(built.changed.size()) + " called by EXEC\n");
  }
  out.Flush();
}

void AddAll(std::vector<ImportNote>& all, const std::vector<ImportNote>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

Status RunBuild(const BuildRequest& request, Output& out) {
  ASSIGN_OR_RETURN(const auto places, ProvidersIn(request.directory));
  size_t providers = 0;
  Built all;
  for (const ProviderPlace& place : places.value_or(std::vector<ProviderPlace>())) {
    const auto file = StackqlProviderFile(place.folder);
    if (!file) continue;  // Documents of ours are read as they are.
    ASSIGN_OR_RETURN(const Built built, BuildProvider(request, *file));
    WriteBuilt(place.name, built, out);
    ++providers;
    all.tables += built.tables;
    AddAll(all.refused, built.refused);
    AddAll(all.changed, built.changed);
  }
  if (providers == 0) {
    return {StatusCode::kNotFound,
            request.directory +
                " has no provider of StackQL: PROVIDER/VERSION/provider.yaml, "
                "also below src, is what is looked for"};
  }
  WriteReasonCounts(all.refused, "left out, since", out);
  WriteReasonCounts(all.changed, "called by EXEC, since", out);
  const std::string& where = request.out.empty() ? request.cache_folder : request.out;
  out.Write((all.refused.empty() && all.changed.empty() ? "" : "\n") +
            CountText(providers, "provider") + ", " + CountText(all.tables, "table") +
            (where.empty() ? ", kept nowhere: HOME is no absolute path" : " in " + Visible(where)) +
            "\n");
  return OkStatus();
}

}  // namespace apisql
