#include "shell/program/engine.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "registry/config/config.h"
#include "registry/model/server_url.h"
#include "registry/source/catalog.h"
#include "shell/process/interrupt.h"
#include "shell/program/sandbox_mode.h"
#include "src/base/clock.h"
#include "src/base/text.h"

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
  const std::vector<std::string> known = catalog.ProviderNames();
  for (const auto& [provider, given] : options.base_urls) {
    if (std::ranges::find(known, provider) == known.end()) {
      return Status(StatusCode::kInvalidArgument,
                    "--base-url: no provider " + provider + "; there are " + Join(known, ", "));
    }
    RETURN_IF_ERROR(ApplyBaseUrl(provider, given, catalog, config).Annotate("--base-url"));
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

std::string CacheFolder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::string(cache) + "/apisql";
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? std::string(home) + "/.cache/apisql" : "";
}

StatusOr<Engine> OpenEngine(const Options& options, EngineHooks hooks) {
  Engine engine;
  std::unique_ptr<Catalog> catalog = Catalog::Builtin();
  for (const std::string& directory : options.provider_directories) {
    RETURN_IF_ERROR(catalog->AddDirectory(directory));
  }
  ASSIGN_OR_RETURN(Config config, LoadConfig(options));
  config.set_credentials_advice("without an account, try apisql --sandbox");
  if (options.sandbox) {
    ASSIGN_OR_RETURN(engine.sandbox, StartSandbox(options));
    RETURN_IF_ERROR(UseSandbox(engine.sandbox->access(), *catalog, config));
  }
  RETURN_IF_ERROR(ApplyBaseUrls(options, *catalog, config));
  engine.transport = MakeCurlTransport({});
  ASSIGN_OR_RETURN(engine.session,
                   Session::Open(std::move(catalog), std::move(config), *engine.transport,
                                 Clock::Real(), MakeSessionOptions(options, std::move(hooks))));
  return engine;
}

}  // namespace apisql
