#include "vtab/session/settings.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "src/base/text.h"
#include "vtab/session/registered_names.h"

namespace apisql {
namespace {

std::optional<bool> ReadSwitch(std::string_view text) {
  constexpr std::array<std::string_view, 4> kOn = {"on", "true", "yes", "1"};
  constexpr std::array<std::string_view, 4> kOff = {"off", "false", "no", "0"};
  const auto matches = [&](std::string_view word) { return EqualsIgnoreCase(word, text); };
  if (std::ranges::any_of(kOn, matches)) return true;
  if (std::ranges::any_of(kOff, matches)) return false;
  return std::nullopt;
}

template <bool* SettingValues::* Member>
Status ApplySwitch(const SettingValues& values, std::string_view text) {
  const std::optional<bool> value = ReadSwitch(text);
  if (!value) {
    return {StatusCode::kInvalidArgument, "takes on or off, not '" + std::string(text) + "'"};
  }
  *(values.*Member) = *value;
  return OkStatus();
}

template <bool* SettingValues::* Member>
std::string SwitchText(const SettingValues& values) {
  return *(values.*Member) ? "on" : "off";
}

constexpr Setting kSettings[] = {
    {"allow_partial", "off", "Give the rows there are, with a warning, where a request failed.",
     ApplySwitch<&SettingValues::allow_partial>, SwitchText<&SettingValues::allow_partial>},
    {"allow_trigger_writes", "off", "Let triggers of the workspace write to API tables.",
     ApplySwitch<&SettingValues::allow_trigger_writes>,
     SwitchText<&SettingValues::allow_trigger_writes>},
};

}  // namespace

std::span<const Setting> AllSettings() { return kSettings; }

Status ApplySetting(const SettingValues& values, std::string_view name, std::string_view text) {
  std::vector<std::string> known;
  for (const Setting& setting : kSettings) {
    if (EqualsIgnoreCase(setting.name, name)) {
      return setting.apply(values, text).Annotate(setting.name);
    }
    known.emplace_back(setting.name);
  }
  return {StatusCode::kNotFound,
          "no such setting: " + std::string(name) + "." + DidYouMean(name, known)};
}

}  // namespace apisql
