#include "sandbox/confluent_environments.h"

#include "sandbox/body.h"
#include "sandbox/confluent_errors.h"
#include "sandbox/confluent_list.h"
#include "sandbox/new_id.h"

namespace apisql::sandbox {
namespace {

using nlohmann::json;

constexpr ListStyle kEnvironmentStyle = {"/org/v2/environments",     "org/v2", "EnvironmentList",
                                         ListStyle::LastPage::kNull, false,    true};

void WriteEnvironment(const State& state, const Environment& environment, JsonText& text) {
  const std::string crn = state.EnvironmentCrn(environment.id);
  text.BeginObject();
  WriteObjectHead(
      {kEnvironmentStyle, environment.id, crn, environment.created_at, environment.updated_at},
      text);
  text.Field("display_name", environment.display_name);
  text.Key("stream_governance_config").BeginObject();
  text.Field("package", environment.advanced_governance ? "ADVANCED" : "ESSENTIALS");
  text.EndObject().EndObject();
}

Answer EnvironmentAnswer(const State& state, const Environment& environment, int status) {
  JsonText text;
  WriteEnvironment(state, environment, text);
  return JsonAnswer(status, std::move(text));
}

Answer NoSuchEnvironment(const Call& call) {
  return ConfluentNotFound(call, "resource_not_found", "The environment is not found");
}

Answer ListEnvironments(const World& world, const Call& call) {
  const auto& environments = world.state.environments;
  ListRows rows;
  rows.end = environments.end();
  rows.total = environments.size();
  rows.matches = [&](Position position) { return environments.At(position) != nullptr; };
  rows.write = [&](Position position, JsonText& text) {
    WriteEnvironment(world.state, *environments.At(position), text);
  };
  return ListPage(world, call, kEnvironmentStyle, rows);
}

// Takes over name and package. An error's pointer, empty when there is none.
std::string TakeEnvironment(const json& body, Environment& environment) {
  OptionalText name = environment.display_name;
  if (!ChangeText(body, "/display_name", name) || !name || name->empty()) return "/display_name";
  environment.display_name = *name;
  std::string pointer = "/stream_governance_config/package";
  const auto package = TextAt(body, pointer);
  if (package && *package != "ESSENTIALS" && *package != "ADVANCED") return pointer;
  if (package) environment.advanced_governance = *package == "ADVANCED";
  return "";
}

bool EnvironmentNameIsTaken(const State& state, const Environment& wanted) {
  bool taken = false;
  state.environments.Each([&](const Environment& other) {
    taken = taken || (other.display_name == wanted.display_name && other.id != wanted.id);
  });
  return taken;
}

Answer CreateEnvironment(World& world, const Call& call) {
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  Environment environment;
  const std::string wrong = TakeEnvironment(*body, environment);
  if (!wrong.empty()) return Unprocessable(call, wrong, "The value is missing or unknown");
  if (EnvironmentNameIsTaken(world.state, environment)) {
    return ConfluentConflict(call, "An environment of that name exists");
  }
  environment.id = NewId(world.random, "env-", world.state.environments);
  environment.schema_registry_id = "lsrc-" + world.random.Text(kLowerDigits, 6);
  environment.created_at = environment.updated_at = world.Now();
  Answer answer = EnvironmentAnswer(world.state, environment, 201);
  SetLocation(kEnvironmentStyle, environment.id, answer);
  world.state.environments.Add(std::move(environment));
  return answer;
}

Answer UpdateEnvironment(World& world, const Call& call, const Environment& environment) {
  const auto body = ParseBody(call);
  if (!body) return InvalidBody(call);
  Environment changed = environment;
  const std::string wrong = TakeEnvironment(*body, changed);
  if (!wrong.empty()) return Unprocessable(call, wrong, "The value is missing or unknown");
  if (EnvironmentNameIsTaken(world.state, changed)) {
    return ConfluentConflict(call, "An environment of that name exists");
  }
  changed.updated_at = world.Now();
  world.state.environments.Replace(changed);
  return EnvironmentAnswer(world.state, changed, 200);
}

bool HasClusters(const State& state, const std::string& environment_id) {
  for (const Position position : state.clusters_by_environment.Find(environment_id)) {
    if (state.clusters.At(position) != nullptr) return true;
  }
  return false;
}

}  // namespace

Answer ReadEnvironments(const World& world, const Call& call) {
  if (call.rest.empty()) return ListEnvironments(world, call);
  const Environment* environment = world.state.environments.Find(call.rest[0]);
  if (environment == nullptr) return NoSuchEnvironment(call);
  return EnvironmentAnswer(world.state, *environment, 200);
}

Answer WriteEnvironments(World& world, const Call& call) {
  if (call.rest.empty()) {
    return call.method == "POST" ? CreateEnvironment(world, call) : ConfluentMethodNotAllowed(call);
  }
  const Environment* environment = world.state.environments.Find(call.rest[0]);
  if (environment == nullptr) return NoSuchEnvironment(call);
  if (call.method == "PATCH") return UpdateEnvironment(world, call, *environment);
  if (call.method != "DELETE") return ConfluentMethodNotAllowed(call);
  if (HasClusters(world.state, call.rest[0])) {
    return ConfluentConflict(call, "The environment still has clusters");
  }
  world.state.environments.Remove(call.rest[0]);
  return {.status = 204};
}

}  // namespace apisql::sandbox
