#include "vtab/plan/scan_plan.h"

#include <algorithm>
#include <charconv>

#include "registry/model/names.h"
#include "src/base/text.h"
#include "vtab/plan/narrowing.h"

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

// "$3" or "?3".
bool ReadArgument(std::string_view text, int* argument, bool* known) {
  if (!text.starts_with('$') && !text.starts_with('?')) return false;
  *known = text.front() == '$';
  return ReadNumber(text.substr(1), argument) && *argument >= 0 &&
         *argument < ScanPlan::kMostArguments;
}

bool ReadColumns(std::string_view text, ColumnSet* columns) {
  uint64_t bits = 0;
  if (!ReadNumber(text, &bits, 16)) return false;
  *columns = ColumnSet(bits);
  return true;
}

Status ReadBinding(std::string_view word, ScanPlan* plan) {
  const size_t equals = word.find('=');
  if (equals == std::string_view::npos) return BadPlan(word);
  std::string_view argument = word.substr(equals + 1);
  Binding binding;
  binding.list = argument.size() > 2 && argument.front() == '[' && argument.back() == ']';
  if (binding.list) argument = argument.substr(1, argument.size() - 2);
  if (!ReadArgument(argument, &binding.argument, &binding.known)) return BadPlan(word);
  binding.column = word.substr(0, equals);
  if (binding.column == "@limit") {
    plan->limit_argument = binding.argument;
  } else if (binding.column == "@offset") {
    plan->offset_argument = binding.argument;
  } else {
    plan->bindings.push_back(std::move(binding));
  }
  return OkStatus();
}

// The operators of filters; of two that begin alike the longer one stands first.
constexpr std::pair<std::string_view, Operator> kFilterOperators[] = {
    {"=null", Operator::kIsNull}, {"<>null", Operator::kNotNull}, {"<>is", Operator::kIsNot},
    {"<>", Operator::kNotEqual},  {"~like", Operator::kLike},     {"~glob", Operator::kGlob},
    {"<=", Operator::kLessEqual}, {"<", Operator::kLess},         {">=", Operator::kGreaterEqual},
    {">", Operator::kGreater},    {"=is", Operator::kIs},         {"=", Operator::kEqual},
};

// "created_at<?1", "email=nocase$2", "owner_id=null$3".
Status ReadFilter(std::string_view word, std::vector<Filter>* filters) {
  Filter filter;
  const size_t name = std::min(word.find_first_of("<>=~"), word.size());
  filter.column = word.substr(0, name);
  std::string_view rest = word.substr(name);
  const auto take = [&rest](std::string_view text) {
    const bool found = rest.starts_with(text);
    if (found) rest.remove_prefix(text.size());
    return found;
  };
  const auto* op =
      std::ranges::find_if(kFilterOperators, [&](const auto& entry) { return take(entry.first); });
  if (op == std::end(kFilterOperators) || filter.column.empty()) return BadPlan(word);
  filter.op = op->second;
  filter.nocase = take("nocase");
  if (!ReadArgument(rest, &filter.argument, &filter.known)) return BadPlan(word);
  filters->push_back(std::move(filter));
  return OkStatus();
}

// "created>=$0", "name~prefix?1".
Status ReadNarrowing(std::string_view word, ScanPlan* plan) {
  using Comparison = Parameter::Comparison;
  const size_t name = std::min(word.find_first_of("<>=~"), word.size());
  const size_t mark = word.find_first_of("$?", name);
  if (mark == std::string_view::npos || name == 0) return BadPlan(word);
  Narrowing narrowing;
  narrowing.column = word.substr(0, name);
  const std::string_view text = word.substr(name, mark - name);
  for (auto one = static_cast<int>(Comparison::kGreaterEqual);
       one <= static_cast<int>(Comparison::kIsNotNull); ++one) {
    narrowing.comparison = static_cast<Comparison>(one);
    if (ComparisonText(narrowing.comparison) != text) continue;
    if (!ReadArgument(word.substr(mark), &narrowing.argument, &narrowing.known)) break;
    plan->narrowing.push_back(std::move(narrowing));
    return OkStatus();
  }
  return BadPlan(word);
}

std::string FilterText(const Filter& filter) {
  std::string text = filter.column;
  for (const auto& [name, op] : kFilterOperators) {
    if (op == filter.op) text += name;
  }
  if (filter.nocase) text += "nocase";
  return text + (filter.known ? '$' : '?') + std::to_string(filter.argument);
}

Status ReadItem(std::string_view word, ScanPlan* plan) {
  const size_t colon = word.find(':');
  if (colon == std::string_view::npos) return ReadBinding(word, plan);
  const std::string_view name = word.substr(0, colon);
  const std::string_view value = word.substr(colon + 1);
  if (name == "send") return ReadNarrowing(value, plan);
  if (name == "filter") return ReadFilter(value, &plan->filters);
  if (name == "out") return ReadFilter(value, &plan->ruling_out);
  if (name == "each") {
    plan->each.emplace_back(value);
  } else if (name == "missing") {
    plan->missing.emplace_back(value);
  } else if (name == "check") {
    plan->checks = Split(value, ',');
    for (std::string& check : plan->checks) std::ranges::replace(check, '.', ' ');
  } else if (!(name == "columns" && ReadColumns(value, &plan->columns)) &&
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
  for (const Filter& filter : filters) count = std::max(count, filter.argument + 1);
  for (const Filter& filter : ruling_out) count = std::max(count, filter.argument + 1);
  return count;
}

const Filter* ScanPlan::ComparisonOf(const Narrowing& narrows) const {
  for (const std::vector<Filter>* comparisons : {&filters, &ruling_out}) {
    const auto found = std::ranges::find(*comparisons, narrows.argument, &Filter::argument);
    if (found != comparisons->end() && found->column == narrows.column) return &*found;
  }
  return nullptr;
}

void ScanPlan::DropLostNarrowing() {
  std::erase_if(narrowing, [&](const Narrowing& one) { return ComparisonOf(one) == nullptr; });
}

std::vector<std::string> ScanPlan::Checked() const {
  std::vector<std::string> checked;
  for (const std::vector<Filter>* comparisons : {&filters, &ruling_out}) {
    for (const Filter& filter : *comparisons) {
      checked.push_back(SqlName(filter.column) + std::string(OperatorText(filter.op)));
    }
  }
  checked.insert(checked.end(), checks.begin(), checks.end());
  return checked;
}

std::vector<int> ScanPlan::UnaskedColumns(const Resource& resource) const {
  const Method* const called = resource.FindMethod(method);
  const auto gives = [&](const std::string& column) {
    const auto is_of = [&](const auto& part) { return part.column == column; };
    const Parameter* const parameter = called == nullptr ? nullptr : called->ParameterOf(column);
    return std::ranges::any_of(bindings, is_of) || std::ranges::any_of(filters, is_of) ||
           (parameter != nullptr && std::ranges::find(each, parameter->id()) != each.end());
  };
  std::vector<int> unasked;
  for (int i = 0; i < static_cast<int>(resource.columns.size()); ++i) {
    const Column& column = resource.columns[static_cast<size_t>(i)];
    if (called != nullptr && !called->GivesHeader(column)) unasked.push_back(i);
    if (column.source != Column::Source::kParameter || gives(column.name)) continue;
    if (resource.SelectParameterOf(column.name) != nullptr) unasked.push_back(i);
  }
  return unasked;
}

std::string ScanPlan::Serialize() const {
  std::string text = method;
  for (const Binding& binding : bindings) {
    const std::string argument = (binding.known ? "$" : "?") + std::to_string(binding.argument);
    text += " " + binding.column + "=" + (binding.list ? "[" + argument + "]" : argument);
  }
  for (const Narrowing& one : narrowing) {
    text += " send:" + one.column + std::string(ComparisonText(one.comparison)) +
            (one.known ? "$" : "?") + std::to_string(one.argument);
  }
  for (const Filter& filter : filters) text += " filter:" + FilterText(filter);
  for (const Filter& filter : ruling_out) text += " out:" + FilterText(filter);
  for (const std::string& parameter : each) text += " each:" + parameter;
  for (const std::string& column : missing) text += " missing:" + column;
  if (limit_argument >= 0) text += " @limit=$" + std::to_string(limit_argument);
  if (offset_argument >= 0) text += " @offset=$" + std::to_string(offset_argument);
  text += " columns:" + Hex(columns.bits());
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
