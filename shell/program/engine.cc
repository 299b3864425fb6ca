#include "shell/program/engine.h"

#include <unistd.h>

#include <algorithm>
#include <set>
#include <string>

#include "registry/config/config.h"
#include "registry/model/names.h"
#include "registry/model/server_url.h"
#include "registry/source/catalog.h"
#include "shell/process/interrupt.h"
#include "shell/program/sandbox_mode.h"
#include "src/base/clock.h"
#include "src/base/text.h"
#include "src/files/user_folder.h"

namespace apisql {
namespace {

StatusOr<Config> LoadConfig(const Options& options) {
  if (!options.config.empty()) return Config::Load(options.config);
  const std::string file = Config::DefaultFile();
  if (file.empty() || access(file.c_str(), F_OK) != 0) return Config();
  return Config::Load(file);
}

// A word is the name of a region; all else has to be a URL.
Status ApplyBaseUrl(const std::string& name, const std::string& given, Catalog& catalog,
                    Config& config) {
  ProviderConfig& target = config.provider(name);
  target.base_url.clear();
  target.region.clear();
  if (given.find_first_of(":/.") == std::string::npos) {
    ASSIGN_OR_RETURN(const auto provider, catalog.FindProvider(name));
    target.region = given;
    if (!given.empty()) return config.CheckRegion(*provider);
  }
  ASSIGN_OR_RETURN(target.base_url, CheckBaseUrl(given, target.allow_plain_http));
  return OkStatus();
}

Status ApplyBaseUrls(const Options& options, Catalog& catalog, Config& config) {
  for (const auto& [provider, given] : options.base_urls) {
    const std::vector<std::string> known = catalog.ProviderNames();
    if (std::ranges::find(known, provider) == known.end()) {
      return Status(StatusCode::kInvalidArgument,
                    "--base-url: no provider " + provider + "; there are " + Join(known, ", "));
    }
    RETURN_IF_ERROR(ApplyBaseUrl(provider, given, catalog, config).Annotate("--base-url"));
  }
  return OkStatus();
}

Status SecretError(const std::string& name, const std::string& text) {
  return {StatusCode::kInvalidArgument, "--secret " + name + ": " + text};
}

// A credential that rows choose, where no server is called so.
bool IsCredential(const Provider& provider, const std::string& name) {
  return provider.FindServer(name) == nullptr &&
         std::ranges::any_of(provider.servers, &Server::has_own_credentials);
}

// "acme.token" is of the default server, "acme.shard.token" of another one, or of the credential
// shard.
Status ApplySecret(const std::string& name, const std::string& variable, Catalog& catalog,
                   Config& config) {
  const std::vector<std::string> parts = Split(name, '.');
  if (parts.size() < 2 || parts.size() > 3) {
    return SecretError(name, "expected PROVIDER.SECRET or PROVIDER.SERVER.SECRET");
  }
  if (!IsVariable(variable)) {
    return SecretError(name,
                       "expected the name of an environment variable behind =; a secret itself "
                       "would be seen by others in the list of processes");
  }
  const auto provider = catalog.FindProvider(parts.front());
  if (!provider.ok()) return SecretError(name, provider.status().message());
  const std::string server = parts.size() == 3 ? parts[1] : "";
  SecretReference reference;
  reference.environment = variable;
  ProviderConfig& target = config.provider((*provider)->name);
  if (IsCredential(**provider, server)) {
    target.credentials[{"", server, parts.back()}] = reference;
    for (const Server& one : (*provider)->servers) {
      if (!one.has_own_credentials()) continue;
      RETURN_IF_ERROR(config.CheckSecrets(**provider, one).Annotate("--secret " + name));
    }
    return OkStatus();
  }
  target.secrets[{server, parts.back()}] = reference;
  const Server* found = config.FindServer(**provider, server);
  if (found == nullptr) return SecretError(name, (*provider)->name + " has no server " + server);
  return config.CheckSecrets(**provider, *found).Annotate("--secret " + name);
}

// A provider that is not there would be asked for nothing, and a credential of another kind be
// told of by the first statement alone.
Status ApplyAuth(const std::string& text, Catalog& catalog, Config& config) {
  if (text.empty()) return OkStatus();
  ASSIGN_OR_RETURN(const std::vector<std::string> names, config.AddAuth(text));
  for (const std::string& name : names) {
    const auto provider = catalog.FindProvider(name);
    if (!provider.ok()) return Status(provider.status()).Annotate("--auth");
    const Server* server = config.FindServer(**provider, "");
    if (server != nullptr) RETURN_IF_ERROR(config.CheckAuth(**provider, *server));
  }
  return OkStatus();
}

// Documents from elsewhere take the place of built-in ones where the user says so by name; that
// also lets them be tables of a provider which is not theirs.
Status ApplyReplaced(const Options& options, const Catalog& catalog, Config& config) {
  for (const std::string& name : options.replaced) {
    if (!catalog.HasProvider(name) && catalog.FindName(name) == nullptr) {
      std::vector<std::string> known = catalog.ProviderNames();
      for (const std::string& table : catalog.TableNames()) known.push_back(table);
      for (const TableAlias& one : catalog.TableAliases()) known.push_back(one.alias);
      return {StatusCode::kInvalidArgument,
              "--replace: nothing built in is called " + name + DidYouMean(name, known)};
    }
    if (name.find('.') == std::string::npos) continue;
    config.provider(name.substr(0, name.find('.'))).tables.push_back(name);
  }
  return OkStatus();
}

SessionOptions MakeSessionOptions(const Options& options, EngineHooks hooks) {
  SessionOptions session;
  session.database = options.database;
  session.read_only = options.read_only;
  session.dry_run = options.dry_run;
  session.allow_partial = options.allow_partial;
  // The sandbox is another one in each run.
  if (!options.sandbox) session.cache_folder = CacheFolder();
  session.settings = options.settings;
  if (options.max_requests) {
    session.settings.emplace(session.settings.begin(), "max_requests",
                             std::to_string(*options.max_requests));
  }
  session.interrupted = Interrupted;
  if (options.trace) session.trace = std::move(hooks.trace);
  session.progress = std::move(hooks.progress);
  session.variable_text = std::move(hooks.variable_text);
  return session;
}

}  // namespace

StatusOr<Sources> OpenSources(const Options& options) {
  Sources sources;
  sources.catalog = Catalog::Builtin();
  sources.catalog->set_cache_folder(CacheFolder());
  ASSIGN_OR_RETURN(sources.config, LoadConfig(options));
  RETURN_IF_ERROR(ApplyReplaced(options, *sources.catalog, sources.config));
  for (const std::string& directory : sources.config.provider_directories()) {
    RETURN_IF_ERROR(sources.catalog->AddFromElsewhere(directory, options.replaced)
                        .Annotate(sources.config.FileName() + ": provider_dirs"));
  }
  for (const std::string& directory : options.provider_directories) {
    RETURN_IF_ERROR(sources.catalog->AddFromElsewhere(directory, options.replaced));
  }
  return sources;
}

StatusOr<Engine> OpenEngine(const Options& options, EngineHooks hooks) {
  Engine engine;
  ASSIGN_OR_RETURN(Sources sources, OpenSources(options));
  auto& [catalog, config] = sources;
  config.set_credentials_advice("without an account, try apisql --sandbox", SandboxProviders());
  if (options.sandbox) {
    ASSIGN_OR_RETURN(engine.sandbox, StartSandbox(options));
    std::set<std::string> elsewhere;
    for (const auto& [provider, url] : options.base_urls) elsewhere.insert(provider);
    RETURN_IF_ERROR(UseSandbox(engine.sandbox->access(), elsewhere, *catalog, config));
  }
  RETURN_IF_ERROR(ApplyBaseUrls(options, *catalog, config));
  RETURN_IF_ERROR(ApplyAuth(options.auth, *catalog, config));
  for (const auto& [name, variable] : options.secrets) {
    RETURN_IF_ERROR(ApplySecret(name, variable, *catalog, config));
  }
  engine.transport = MakeCurlTransport({});
  ASSIGN_OR_RETURN(engine.session,
                   Session::Open(std::move(catalog), std::move(config), *engine.transport,
                                 Clock::Real(), MakeSessionOptions(options, std::move(hooks))));
  return engine;
}

}  // namespace apisql
