#include "vtab/connection/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "src/base/text.h"
#include "vtab/sql/registered_names.h"

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

// Where a setting lives: with whoever acts on it.
template <auto Member>
auto& OfRules(Connection& connection) {
  return connection.rules.*Member;
}
template <auto Member>
auto& OfReads(Connection& connection) {
  return connection.api.options().*Member;
}
template <auto Member>
auto& OfWrites(Connection& connection) {
  return connection.writes.options().*Member;
}
template <auto Member>
auto& OfRequests(Connection& connection) {
  return connection.api.client().limits().*Member;
}

template <auto Place>
Status ApplySwitch(Connection& connection, std::string_view text) {
  const std::optional<bool> value = ReadSwitch(text);
  if (!value) {
    return {StatusCode::kInvalidArgument, "takes on or off, not '" + std::string(text) + "'"};
  }
  Place(connection) = *value;
  return OkStatus();
}

template <auto Place>
std::string SwitchText(Connection& connection) {
  return Place(connection) ? "on" : "off";
}

template <auto Place, int64_t Least, int64_t Most>
Status ApplyNumber(Connection& connection, std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || value < Least || value > Most) {
    return {StatusCode::kInvalidArgument, "takes a number from " + std::to_string(Least) + " to " +
                                              std::to_string(Most) + ", not '" + std::string(text) +
                                              "'"};
  }
  Place(connection) = static_cast<std::decay_t<decltype(Place(connection))>>(value);
  return OkStatus();
}

template <auto Place>
std::string NumberText(Connection& connection) {
  return std::to_string(Place(connection));
}

template <typename Value>
struct Word {
  Value value;
  std::string_view word;
};
constexpr Word<Preference> kPreferences[] = {{Preference::kLeastWaiting, "waiting"},
                                             {Preference::kFewestRequests, "requests"}};
constexpr Word<AbsentWrites> kAbsentWritesWords[] = {{AbsentWrites::kNote, "note"},
                                                     {AbsentWrites::kError, "error"}};
constexpr Word<LearnSizes> kLearnSizesWords[] = {
    {LearnSizes::kSession, "session"}, {LearnSizes::kDisk, "disk"}, {LearnSizes::kOff, "off"}};
constexpr Word<JsonColumns> kJsonColumnsWords[] = {{JsonColumns::kNested, "nested"},
                                                   {JsonColumns::kText, "text"}};

template <auto Place, const auto& Words>
Status ApplyWord(Connection& connection, std::string_view text) {
  std::vector<std::string> known;
  for (const auto& [value, word] : Words) {
    if (EqualsIgnoreCase(word, text)) {
      Place(connection) = value;
      return OkStatus();
    }
    known.emplace_back(word);
  }
  const std::string last = known.back();
  known.pop_back();
  return {StatusCode::kInvalidArgument,
          "takes " + Join(known, ", ") + " or " + last + ", not '" + std::string(text) + "'"};
}

template <auto Place, const auto& Words>
std::string WordText(Connection& connection) {
  for (const auto& [value, word] : Words) {
    if (value == Place(connection)) return std::string(word);
  }
  return "";
}

constexpr auto kAllowPartial = OfReads<&ReadOptions::allow_partial>;
constexpr auto kStrictPages = OfReads<&ReadOptions::strict_pages>;
constexpr auto kAllowReveal = OfReads<&ReadOptions::allow_reveal>;
constexpr auto kLearnSizes = OfReads<&ReadOptions::learn_sizes>;
constexpr auto kJsonColumns = OfReads<&ReadOptions::json_columns>;
constexpr auto kPreference = OfReads<&ReadOptions::preference>;
constexpr auto kPrefetch = OfReads<&ReadOptions::prefetch>;
constexpr auto kPageMemory = OfReads<&ReadOptions::page_memory_bytes>;
constexpr auto kAllowTriggerWrites = OfRules<&WriteRules::allow_trigger_writes>;
constexpr auto kAllowFullTableWrites = OfRules<&WriteRules::allow_full_table_writes>;
constexpr auto kConfirmWrites = OfWrites<&WriteOptions::confirm_writes>;
constexpr auto kDryRun = OfWrites<&WriteOptions::dry_run>;
constexpr auto kAbsentWrites = OfWrites<&WriteOptions::absent_writes>;
constexpr auto kAwait = OfWrites<&WriteOptions::await>;
constexpr auto kMaxAffectedRows = OfWrites<&WriteOptions::max_affected_rows>;
constexpr auto kWriteConcurrency = OfWrites<&WriteOptions::write_concurrency>;
constexpr auto kMaxConcurrency = OfRequests<&ClientLimits::max_concurrency>;
constexpr auto kMaxRequests = OfRequests<&ClientLimits::max_requests>;
constexpr auto kMaxRetries = OfRequests<&ClientLimits::max_retries>;
constexpr auto kRetryDelay = OfRequests<&ClientLimits::retry_delay>;
constexpr auto kMaxResponseBytes = OfRequests<&ClientLimits::max_response_bytes>;
constexpr auto kRequestTimeout = OfRequests<&ClientLimits::request_timeout>;
constexpr auto kRetryBudget = OfRequests<&ClientLimits::retry_budget>;

// The words of a switch mean what they mean elsewhere.
Status ApplyLearnSizes(Connection& connection, std::string_view text) {
  const std::optional<bool> on = ReadSwitch(text);
  if (!on) return ApplyWord<kLearnSizes, kLearnSizesWords>(connection, text);
  kLearnSizes(connection) = *on ? LearnSizes::kSession : LearnSizes::kOff;
  return OkStatus();
}

constexpr Setting kSettings[] = {
    {"allow_partial", "off", "Give the rows there are, with a warning, where a request failed.",
     ApplySwitch<kAllowPartial>, SwitchText<kAllowPartial>},
    {"allow_reveal", "off", "Let a SELECT that asks to reveal a secret show it.",
     ApplySwitch<kAllowReveal>, SwitchText<kAllowReveal>},
    {"strict_pages", "off",
     "Take it for an error, and not for a warning, that a list whose paging no document tells has "
     "a "
     "round number of rows, as a page has that is not the last.",
     ApplySwitch<kStrictPages>, SwitchText<kStrictPages>},
    {"learn_sizes", "session",
     "Plan with the sizes of tables that this session has seen; or with those too that earlier "
     "runs "
     "of the program have seen, kept in the cache folder: disk; or with none: off.",
     ApplyLearnSizes, WordText<kLearnSizes, kLearnSizesWords>},
    {"json_columns", "nested",
     "How JSON columns stand in the formats json and ndjson: nested, or as text in quotes: text.",
     ApplyWord<kJsonColumns, kJsonColumnsWords>, WordText<kJsonColumns, kJsonColumnsWords>},
    {"prefer", "waiting",
     "Join by the way that waits least, of those that send at most twice the fewest requests; or "
     "by the one with the fewest: requests.",
     ApplyWord<kPreference, kPreferences>, WordText<kPreference, kPreferences>},
    {"prefetch", "on", "Ask ahead for what SQLite's plan of the statement tells will be wanted.",
     ApplySwitch<kPrefetch>, SwitchText<kPrefetch>},
    {"page_memory_bytes", "67108864",
     "Memory for rows that a statement may read again; more of them wait in a temporary file.",
     ApplyNumber<kPageMemory, 0, int64_t{1} << 40>, NumberText<kPageMemory>},
    {"allow_trigger_writes", "off", "Let triggers of the workspace write to API tables.",
     ApplySwitch<kAllowTriggerWrites>, SwitchText<kAllowTriggerWrites>},
    {"allow_full_table_writes", "off", "Let UPDATE and DELETE go without WHERE.",
     ApplySwitch<kAllowFullTableWrites>, SwitchText<kAllowFullTableWrites>},
    {"dry_run", "off", "Show the requests of writes instead of sending them.", ApplySwitch<kDryRun>,
     SwitchText<kDryRun>},
    {"confirm_writes", "on",
     "Show what a write outside of BEGIN would send, and ask, before it is sent; in the "
     "interactive "
     "shell alone.",
     ApplySwitch<kConfirmWrites>, SwitchText<kConfirmWrites>},
    {"await", "off", "After a write that the server only accepted, wait until it is done.",
     ApplySwitch<kAwait>, SwitchText<kAwait>},
    {"absent_writes", "note",
     "What it is that a row to be written is not there: a note; or a failure like any other: "
     "error.",
     ApplyWord<kAbsentWrites, kAbsentWritesWords>, WordText<kAbsentWrites, kAbsentWritesWords>},
    {"max_affected_rows", "0", "Refuse statements that write more rows; 0 is no limit.",
     ApplyNumber<kMaxAffectedRows, 0, std::numeric_limits<int64_t>::max()>,
     NumberText<kMaxAffectedRows>},
    {"write_concurrency", "1", "Rows written side by side.", ApplyNumber<kWriteConcurrency, 1, 100>,
     NumberText<kWriteConcurrency>},
    {"max_concurrency", "0",
     "Requests under way at once per provider; 0 is what its document or the config file says.",
     ApplyNumber<kMaxConcurrency, 0, 256>, NumberText<kMaxConcurrency>},
    {"max_requests", "0", "Stop a statement that sends more requests; 0 is no limit.",
     ApplyNumber<kMaxRequests, 0, std::numeric_limits<int64_t>::max()>, NumberText<kMaxRequests>},
    {"max_retries", "5", "How often a request that failed is sent again; 0 is never.",
     ApplyNumber<kMaxRetries, 0, 100>, NumberText<kMaxRetries>},
    {"retry_delay", "500",
     "Milliseconds, at most, before a request is sent again; twice as long each further time.",
     ApplyNumber<kRetryDelay, 0, 60'000>, NumberText<kRetryDelay>},
    {"retry_budget", "300",
     "Seconds that a statement may lose to requests that fail, and the longest wait for a server "
     "that asks for one.",
     ApplyNumber<kRetryBudget, 0, 86'400>, NumberText<kRetryBudget>},
    {"request_timeout", "60", "Seconds until the answer to a request is given up.",
     ApplyNumber<kRequestTimeout, 1, 86'400>, NumberText<kRequestTimeout>},
    {"max_response_bytes", "268435456", "Largest answer that is read, after unpacking.",
     ApplyNumber<kMaxResponseBytes, 1, int64_t{1} << 40>, NumberText<kMaxResponseBytes>},
};

}  // namespace

std::span<const Setting> AllSettings() { return kSettings; }

Status ApplySetting(Connection& connection, std::string_view name, std::string_view text) {
  std::vector<std::string> known;
  for (const Setting& setting : kSettings) {
    if (EqualsIgnoreCase(setting.name, name)) {
      return setting.apply(connection, text).Annotate(setting.name);
    }
    known.emplace_back(setting.name);
  }
  return UnknownName("setting", name, known);
}

Status ApplyConfiguredSettings(Connection& connection) {
  for (const auto& [name, value] : connection.api.config().settings()) {
    RETURN_IF_ERROR(ApplySetting(connection, name, value));
  }
  return OkStatus();
}

}  // namespace apisql
