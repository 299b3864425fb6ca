#include "sandbox/rockset_virtual_instances.h"

#include "sandbox/rockset_errors.h"

namespace apisql::sandbox {
namespace {

constexpr std::string_view kRrnPrefix = "rrn:vi:usw2a1:";

// Long enough for a client to see that it must wait, short enough for tests.
constexpr std::chrono::milliseconds kChangeTime{1000};

void WriteAutoScaling(const VirtualInstance& instance, JsonText& text) {
  text.Key("auto_scaling_policy");
  if (!instance.auto_scaling) {
    text.Null();
    return;
  }
  text.BeginObject().Key("enabled").Boolean(instance.auto_scaling->enabled);
  text.Field("max_size", instance.auto_scaling->max_size);
  text.Field("min_size", instance.auto_scaling->min_size).EndObject();
}

void WriteNumber(std::string_view name, const std::optional<int64_t>& number, JsonText& text) {
  text.Key(name);
  if (number) {
    text.Number(*number);
  } else {
    text.Null();
  }
}

void WriteInstance(const VirtualInstance& instance, JsonText& text) {
  text.BeginObject();
  WriteAutoScaling(instance, text);
  WriteNumber("auto_suspend_seconds", instance.auto_suspend_seconds, text);
  text.Field("created_at", RocksetTime(instance.created_at));
  text.Nullable("created_by", instance.created_by);
  text.Field("current_instance_class", instance.instance_class);
  text.Field("current_size", instance.current_size);
  text.Key("default_vi").Boolean(instance.is_default);
  text.Nullable("description", instance.description);
  text.Field("desired_instance_class", instance.instance_class);
  text.Field("desired_size", instance.desired_size);
  text.Key("enable_remount_on_resume").Boolean(instance.remounts);
  text.Field("id", instance.id).Key("monitoring_enabled").Boolean(instance.monitored);
  text.Key("mount_refresh_interval_seconds").Null();
  text.Field("mount_type", instance.live_mounts ? "LIVE" : "STATIC").Field("name", instance.name);
  OptionalText resumed_at;
  if (instance.resumed_at) resumed_at = RocksetTime(*instance.resumed_at);
  text.Nullable("resumed_at", resumed_at).Field("rrn", InstanceRrn(instance));
  text.Field("state", InstanceState(instance)).Key("stats").BeginObject();
  std::optional<int64_t> queried;
  if (instance.last_queried) queried = *instance.last_queried / 1000;
  WriteNumber("last_queried_ms", queried, text);
  text.EndObject().EndObject();
}

Answer InstanceAnswer(const VirtualInstance& instance) {
  JsonText text;
  text.BeginObject().Key("data");
  WriteInstance(instance, text);
  text.EndObject();
  return RocksetAnswer(std::move(text));
}

// The path may name the instance by its RRN or by its id.
std::string_view IdOf(const Call& call) {
  const std::string_view name = call.rest[0];
  return name.starts_with(kRrnPrefix) ? name.substr(kRrnPrefix.size()) : name;
}

Answer NoSuchInstance(const Call& call) {
  return RocksetNotFound(call, "Virtual Instance not found: " + call.rest[0]);
}

Answer ListInstances(const State& state) {
  JsonText text;
  text.BeginObject().Key("data").BeginArray();
  state.virtual_instances.Each(
      [&](const VirtualInstance& instance) { WriteInstance(instance, text); });
  text.EndArray().EndObject();
  return RocksetAnswer(std::move(text));
}

Answer Suspend(const Call& call, VirtualInstance& instance) {
  if (instance.is_default) {
    return RocksetInvalid(call, "The default virtual instance cannot be suspended");
  }
  if (InstanceState(instance) != "ACTIVE") {
    return RocksetError(call, 409, "CONFLICT", "The virtual instance is not active");
  }
  instance.state = "SUSPENDING";
  instance.settled_at = std::chrono::steady_clock::now() + kChangeTime;
  return InstanceAnswer(instance);
}

Answer Resume(const World& world, const Call& call, VirtualInstance& instance) {
  if (InstanceState(instance) != "SUSPENDED") {
    return RocksetError(call, 409, "CONFLICT", "The virtual instance is not suspended");
  }
  instance.state = "RESUMING";
  instance.settled_at = std::chrono::steady_clock::now() + kChangeTime;
  instance.resumed_at = world.Now();
  return InstanceAnswer(instance);
}

}  // namespace

std::string InstanceRrn(const VirtualInstance& instance) {
  return std::string(kRrnPrefix) + instance.id;
}

std::string_view InstanceState(const VirtualInstance& instance) {
  const auto& settled_at = instance.settled_at;
  if (!settled_at || std::chrono::steady_clock::now() < *settled_at) return instance.state;
  return instance.state == "SUSPENDING" ? "SUSPENDED" : "ACTIVE";
}

Answer ReadVirtualInstances(const World& world, const Call& call) {
  if (call.rest.empty()) return ListInstances(world.state);
  if (call.rest.size() > 1) return RocksetMethodNotAllowed(call);
  const VirtualInstance* instance = world.state.virtual_instances.Find(IdOf(call));
  return instance == nullptr ? NoSuchInstance(call) : InstanceAnswer(*instance);
}

Answer WriteVirtualInstances(World& world, const Call& call) {
  if (call.rest.size() < 2 || call.method != "POST") return RocksetMethodNotAllowed(call);
  VirtualInstance* instance = world.state.virtual_instances.Find(IdOf(call));
  if (instance == nullptr) return NoSuchInstance(call);
  if (call.rest[1] == "suspend") return Suspend(call, *instance);
  if (call.rest[1] == "resume") return Resume(world, call, *instance);
  return RocksetNotFound(call, "HTTP 404 Not Found");
}

}  // namespace apisql::sandbox
