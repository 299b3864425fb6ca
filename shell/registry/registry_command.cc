#include "shell/registry/registry_command.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "registry/config/grants.h"
#include "registry/trust/grant_file.h"
#include "registry/trust/provider_wants.h"
#include "shell/output/display.h"
#include "shell/registry/build_command.h"
#include "src/base/text.h"
#include "vtab/views/view_shape.h"

namespace apisql {
namespace {

Status UsageError(std::string text) { return {StatusCode::kInvalidArgument, std::move(text)}; }

// A provider as its documents are, and what they want.
struct Description {
  std::shared_ptr<const Provider> provider;
  std::string directory;            // Of documents from elsewhere; empty: there are none.
  std::vector<std::string> tables;  // Full names.
  Wants wants;
  Wants missing;
};

StatusOr<Description> Describe(const std::string& name, Catalog& catalog, const Config& config) {
  Description described;
  ASSIGN_OR_RETURN(described.provider, catalog.FindProvider(name));
  ASSIGN_OR_RETURN(described.directory, ElsewhereOf(*described.provider, catalog));
  ASSIGN_OR_RETURN(described.tables, catalog.TablesOf(described.provider->name));
  if (described.directory.empty()) return described;
  const auto tables_of_view =
      [&catalog](const Resource& view) -> StatusOr<std::vector<std::string>> {
    ASSIGN_OR_RETURN(const ViewShape shape, ReadViewShape(view, catalog));
    return shape.tables;
  };
  ASSIGN_OR_RETURN(described.wants, AllWants(*described.provider, catalog, config, tables_of_view));
  described.missing = NotGranted(described.wants, *described.provider, config);
  return described;
}

std::string OriginText(const Description& described) {
  if (!described.provider->origin.is_ours()) return described.directory;
  return described.directory.empty() ? "built in" : "built in, and " + described.directory;
}

std::string GrantedText(const Description& described) {
  if (described.directory.empty()) return "";
  return described.missing.none() ? "yes" : "no";
}

void WriteTable(const std::vector<std::array<std::string, 4>>& rows, Output& out) {
  std::array<size_t, 4> widths{};
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += row[i] + std::string(widths[i] - DisplayWidth(row[i]) + 2, ' ');
    }
    out.Write(line.substr(0, line.find_last_not_of(' ') + 1) + "\n");
  }
}

// Of a provider whose services are not all imported what is known by now.
StatusOr<std::array<std::string, 4>> ListRow(const std::string& name, Catalog& catalog,
                                             const Config& config) {
  ASSIGN_OR_RETURN(const std::optional<size_t> tables, catalog.CountTables(name));
  if (tables) {
    ASSIGN_OR_RETURN(const Description described, Describe(name, catalog, config));
    return std::array<std::string, 4>{name, Visible(OriginText(described)), std::to_string(*tables),
                                      GrantedText(described)};
  }
  ASSIGN_OR_RETURN(const auto provider, catalog.FindProvider(name));
  Wants wants;
  for (const Server& server : provider->servers) wants.Add(WantsOf(*provider, server, config));
  const bool granted = NotGranted(wants, *provider, config).none();
  const std::string answer = granted ? "yes" : "no";
  return std::array<std::string, 4>{name, Visible(provider->origin.directory), "not known yet",
                                    provider->servers.empty() ? "" : answer};
}

Status List(const RegistryRequest&, Catalog& catalog, const Config& config, Output& out) {
  std::vector<std::array<std::string, 4>> rows = {{"provider", "documents", "tables", "granted"}};
  for (const std::string& name : catalog.ProviderNames()) {
    RETURN_IF_ERROR(catalog.ServicesOf(name).status());
    if (!catalog.HasProvider(name)) continue;  // A folder without documents.
    ASSIGN_OR_RETURN(auto row, ListRow(name, catalog, config));
    rows.push_back(std::move(row));
  }
  WriteTable(rows, out);
  return OkStatus();
}

// One line, where there is something to say.
void Say(std::string_view what, const std::vector<std::string>& names, Output& out) {
  if (names.empty()) return;
  out.Write(std::string(what) + ": " + Visible(Join(names, ", ")) + "\n");
}

std::vector<std::string> SecretTexts(const Wants& wants,
                                     const std::map<std::string, std::string>& owners) {
  std::vector<std::string> texts;
  for (const SecretWant& want : wants.secrets) {
    const auto owner = owners.find(want.environment);
    texts.push_back((want.server.empty() ? "" : want.server + ".") + want.name + ", by default $" +
                    want.environment +
                    (owner == owners.end() ? "" : ", which is " + owner->second + "'s own"));
  }
  return texts;
}

std::string VariableText(const ServerVariable& variable, const ServerValues& chosen, bool ours) {
  std::string text = variable.name;
  if (!variable.description.empty()) text += " (" + variable.description + ")";
  if (!variable.values.empty()) text += ", one of " + Join(variable.values, ", ");
  if (ours && !variable.environment.empty()) text += ", by default $" + variable.environment;
  const auto value = chosen.find(variable.name);
  return text + (value == chosen.end() ? ", not set" : ", now " + value->second);
}

// What the user chooses of the servers, and which credentials rows choose.
void SayChoices(const Provider& provider, const Config& config, Output& out) {
  for (const Server& server : provider.servers) {
    const ServerValues chosen = config.Chosen(provider, server);
    for (const ServerVariable& variable : server.variables) {
      Say("leaves to you, for " + server.name,
          {VariableText(variable, chosen, provider.origin.is_ours())}, out);
    }
    if (!server.has_own_credentials()) continue;
    const std::string by = server.credential_by_host ? "host" : server.credential_by;
    Say("takes a credential for each", {by + " (server " + server.name + ")"}, out);
  }
}

// Of a provider that is built in.
void SayServers(const Provider& provider, const Config& config, Output& out) {
  for (const Server& server : provider.servers) {
    const bool any = !server.host_suffix.empty();
    Say("sends requests to",
        {config.ShownUrl(provider, server, {}) + (any ? ", in " + server.host_suffix : "")}, out);
    for (const SecretSource& secret : server.secrets) {
      Say("takes the secret",
          {server.name + "." + secret.name + ", by default $" + secret.environment}, out);
    }
  }
}

void SayWants(const Description& described, Catalog& catalog, Output& out) {
  const auto owners = VariableOwners(described.provider->name, catalog);
  Say("sends requests to", described.wants.hosts, out);
  for (const std::string& text : SecretTexts(described.wants, owners)) {
    Say("wants the secret", {text}, out);
  }
  Say("reads, and sends values of", described.wants.reads, out);
  Say("adds or replaces the tables", described.wants.tables, out);
  Say("reads by POST", described.wants.post_reads, out);
}

void SayLines(const RegistryRequest& request, const Description& described, Catalog& catalog,
              Output& out) {
  const std::string& name = described.provider->name;
  const std::string file = request.file.empty() ? "a config file" : request.file;
  out.Write("\nto be added to " + Visible(file) + ":\n");
  for (const std::string& line :
       GrantLines(name, described.missing, VariableOwners(name, catalog))) {
    out.Write(Visible(line) + "\n");
  }
}

// True when there is something to grant.
bool SayAll(const RegistryRequest& request, const Description& described, Catalog& catalog,
            const Config& config, Output& out) {
  const Provider& provider = *described.provider;
  out.Write(provider.name + ": " + Visible(provider.description) + "\n");
  out.Write("documents: " + Visible(OriginText(described)) + "\n");
  Say("tables", described.tables, out);
  if (described.directory.empty()) {
    SayServers(provider, config, out);
    SayChoices(provider, config, out);
    out.Write("Its documents are part of apisql: there is nothing to grant.\n");
    return false;
  }
  SayWants(described, catalog, out);
  SayChoices(provider, config, out);
  if (described.missing.none()) {
    out.Write("All that they want is granted.\n");
    return false;
  }
  SayLines(request, described, catalog, out);
  return true;
}

Status Show(const RegistryRequest& request, Catalog& catalog, const Config& config, Output& out) {
  ASSIGN_OR_RETURN(const Description described, Describe(request.subject, catalog, config));
  SayAll(request, described, catalog, config, out);
  return OkStatus();
}

Status Ask(const RegistryRequest& request) {
  if (request.yes) return OkStatus();
  if (!request.ask) return UsageError("nobody is there to be asked: --yes adds these lines");
  const auto answer = request.ask("Add these lines? [y/N] ");
  const std::string word = AsciiLower(StripBlanks(answer.value_or("")));
  if (word == "y" || word == "yes") return OkStatus();
  return {StatusCode::kDeclined, "nothing was added"};
}

Status Trust(const RegistryRequest& request, Catalog& catalog, const Config& config, Output& out) {
  ASSIGN_OR_RETURN(const Description described, Describe(request.subject, catalog, config));
  if (!SayAll(request, described, catalog, config, out)) return OkStatus();
  out.Flush();
  if (request.file.empty()) {
    return UsageError("HOME is no absolute path, so no config file is known: --config FILE");
  }
  RETURN_IF_ERROR(Ask(request));
  const Status added = AddGrants(request.file, described.provider->name, described.missing);
  if (!added.ok()) {
    return {added.code(), added.message() + "; put the lines above into " + request.file};
  }
  out.Write("added to " + Visible(request.file) + "\n");
  return OkStatus();
}

Status Build(const RegistryRequest& request, Catalog& /*catalog*/, const Config& /*config*/,
             Output& out) {
  return RunBuild({request.subject, request.cache_folder, request.out}, out);
}

using RunAction = Status (*)(const RegistryRequest&, Catalog&, const Config&, Output&);

const std::array<std::string, 4> kActions = {"build", "list", "show", "trust"};
constexpr std::array<RunAction, 4> kRuns = {Build, List, Show, Trust};

}  // namespace

std::span<const std::string> RegistryActions() { return kActions; }

Status RunRegistry(const RegistryRequest& request, Catalog& catalog, const Config& config,
                   Output& out) {
  const auto action = std::ranges::find(kActions, request.action);
  if (action == kActions.end())
    return UsageError("registry " + request.action + ": no such action");
  const bool list = *action == "list";
  const bool build = *action == "build";
  if (list != request.subject.empty()) {
    return UsageError("registry " + request.action +
                      (list    ? " takes no provider"
                       : build ? " takes the folder of a registry of StackQL"
                               : " takes the name of a provider"));
  }
  if (!build && !request.out.empty()) return UsageError("--out is for registry build");
  return kRuns[static_cast<size_t>(action - kActions.begin())](request, catalog, config, out);
}

}  // namespace apisql
