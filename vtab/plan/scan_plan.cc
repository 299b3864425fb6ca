#include "vtab/plan/scan_plan.h"

#include <algorithm>
#include <charconv>

#include "src/base/text.h"

namespace apisql {
namespace {

Status BadPlan(std::string_view word) {
  return {StatusCode::kInternal, "cannot read the plan at '" + std::string(word) + "'"};
}

template <typename T>
bool ReadNumber(std::string_view text, T* number, int base = 10) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), *number, base);
  return error == std::errc() && stop == text.data() + text.size();
}

// "$3", or "[$3]" for a list.
bool ReadArgument(std::string_view text, Binding* binding) {
  binding->list = text.size() > 2 && text.front() == '[' && text.back() == ']';
  if (binding->list) text = text.substr(1, text.size() - 2);
  return text.starts_with('$') && ReadNumber(text.substr(1), &binding->argument) &&
         binding->argument >= 0;
}

Status ReadBinding(std::string_view word, bool probe, ScanPlan* plan) {
  const size_t equals = word.find('=');
  Binding binding;
  if (equals == std::string_view::npos || !ReadArgument(word.substr(equals + 1), &binding)) {
    return BadPlan(word);
  }
  binding.column = word.substr(0, equals);
  if (binding.column == "@limit") {
    plan->limit_argument = binding.argument;
  } else if (binding.column == "@offset") {
    plan->offset_argument = binding.argument;
  } else {
    (probe ? plan->probes : plan->bindings).push_back(std::move(binding));
  }
  return OkStatus();
}

Status ReadItem(std::string_view word, ScanPlan* plan) {
  const size_t colon = word.find(':');
  if (colon == std::string_view::npos) return ReadBinding(word, /*probe=*/false, plan);
  const std::string_view name = word.substr(0, colon);
  const std::string_view value = word.substr(colon + 1);
  if (name == "probe") return ReadBinding(value, /*probe=*/true, plan);
  if (name == "each") {
    plan->each.emplace_back(value);
  } else if (name == "missing") {
    plan->missing.emplace_back(value);
  } else if (name == "check") {
    plan->checks = Split(value, ',');
    for (std::string& check : plan->checks) std::ranges::replace(check, '.', ' ');
  } else if (!(name == "columns" && ReadNumber(value, &plan->columns, 16)) &&
             !(name == "requests" && ReadNumber(value, &plan->requests)) &&
             !(name == "rows" && ReadNumber(value, &plan->rows))) {
    return BadPlan(word);
  }
  return OkStatus();
}

std::string Hex(uint64_t number) {
  char digits[16];
  const auto [end, error] = std::to_chars(digits, digits + sizeof(digits), number, 16);
  return {digits, end};
}

}  // namespace

int ScanPlan::arguments() const {
  int count = std::max(limit_argument, offset_argument) + 1;
  for (const Binding& binding : bindings) count = std::max(count, binding.argument + 1);
  for (const Binding& probe : probes) count = std::max(count, probe.argument + 1);
  return count;
}

std::string ScanPlan::Serialize() const {
  std::string text = method;
  for (const Binding& binding : bindings) {
    const std::string argument = "$" + std::to_string(binding.argument);
    text += " " + binding.column + "=" + (binding.list ? "[" + argument + "]" : argument);
  }
  for (const Binding& probe : probes) {
    text += " probe:" + probe.column + "=$" + std::to_string(probe.argument);
  }
  for (const std::string& parameter : each) text += " each:" + parameter;
  for (const std::string& column : missing) text += " missing:" + column;
  if (limit_argument >= 0) text += " @limit=$" + std::to_string(limit_argument);
  if (offset_argument >= 0) text += " @offset=$" + std::to_string(offset_argument);
  text += " columns:" + Hex(columns);
  text += " requests:" + std::to_string(requests) + " rows:" + std::to_string(rows);
  if (checks.empty()) return text;
  std::string checked = Join(checks, ",");
  std::ranges::replace(checked, ' ', '.');  // Blanks part the words; no name here has a dot.
  return text + " check:" + checked;
}

StatusOr<ScanPlan> ScanPlan::Parse(std::string_view text) {
  const std::vector<std::string> words = Split(text, ' ');
  ScanPlan plan;
  plan.method = words[0];
  if (plan.method.empty()) return BadPlan(text);
  for (size_t i = 1; i < words.size(); ++i) RETURN_IF_ERROR(ReadItem(words[i], &plan));
  return plan;
}

}  // namespace apisql
