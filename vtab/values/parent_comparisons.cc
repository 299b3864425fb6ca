#include "vtab/values/parent_comparisons.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "vtab/values/echoed_value.h"
#include "vtab/values/row_filter.h"

namespace apisql {
namespace {

// Exact, as the literal of a number is not.
std::string TextOf(const SqlValue& value) {
  if (const auto* real = std::get_if<double>(&value)) {
    return std::to_string(std::bit_cast<uint64_t>(*real));
  }
  return ToSqlLiteral(value);
}

// True when the rows of a call show in the parameter's column what the call was made for. A time
// may be sent in one form and come back in another.
bool ShowsSent(const Column& column, const Parameter& parameter) {
  if (column.source == Column::Source::kParameter) return true;
  const bool plain = column.type == ColumnType::kText || column.type == ColumnType::kInteger;
  return plain && parameter.match == Parameter::Match::kExact;
}

class ComparisonsOf {
 public:
  ComparisonsOf(const Resource& resource, const Parameter& parameter,
                std::span<const ScanArgument> arguments, BoundScan* bound)
      : parameter_(parameter),
        column_(resource.FindColumn(parameter.column)),
        arguments_(arguments),
        bound_(*bound) {
    shown_ = column_ >= 0 && parameter.parent && parameter.parent->format == "{}" &&
             ShowsSent(resource.columns[static_cast<size_t>(column_)], parameter);
  }

  // Comparisons with what differs from call to call say nothing of the rows that the calls share.
  void Add(std::span<const Filter> filters) {
    for (const Filter& filter : filters) {
      if (filter.known) Add(filter.column, filter.op, filter.nocase, filter.argument);
    }
  }

  // An IN list may be longer than the parent, and a value may be one that cannot be sent.
  void Add(std::span<const Binding> bindings) {
    for (const Binding& binding : bindings) {
      Add(binding.column, Operator::kEqual, /*nocase=*/false, binding.argument);
    }
  }

 private:
  void Add(const std::string& column, Operator op, bool nocase, int argument) {
    const auto index = static_cast<size_t>(argument);
    if (!shown_ || column != parameter_.column || index >= arguments_.size()) return;
    if (arguments_[index].empty()) return;  // Not known yet.
    BoundParameterValues comparison{&parameter_, column_, {}, op, nocase};
    const std::string name = std::string(OperatorText(op)) + (nocase ? " nocase " : " ");
    for (const SqlValue& value : arguments_[index]) {
      comparison.values.push_back({name + TextOf(value), value});
    }
    bound_.parameters.push_back(std::move(comparison));
  }

  const Parameter& parameter_;
  int column_;
  std::span<const ScanArgument> arguments_;
  BoundScan& bound_;
  bool shown_ = false;
};

ScanCell CellShowing(const SqlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    return {.kind = Cell::Kind::kText, .text = *text};
  }
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    return {.kind = Cell::Kind::kInteger, .integer = *integer};
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return {.kind = Cell::Kind::kReal, .real = *real};
  }
  return {};
}

bool IsNumber(ColumnType type) {
  return type == ColumnType::kInteger || type == ColumnType::kReal || type == ColumnType::kBoolean;
}

}  // namespace

void AddParentComparisons(const Resource& resource, const ScanPlan& plan,
                          std::span<const ScanArgument> arguments, BoundScan* bound) {
  if (bound->never_matches) return;
  for (const std::string& name : bound->plan.each) {
    const Parameter* parameter = bound->method->FindParameter(name);
    // Below a row of a tree that is ruled out there may be others.
    if (parameter == nullptr || (parameter->parent && parameter->parent->is_tree())) continue;
    ComparisonsOf comparisons(resource, *parameter, arguments, bound);
    comparisons.Add(plan.filters);
    comparisons.Add(plan.ruling_out);
    comparisons.Add(plan.bindings);
  }
}

bool ComesFromParent(const BoundScan& scan, const Resource& resource,
                     const BoundParameterValues& given) {
  const std::optional<Parent>& own = given.parameter->parent;
  if (!own || !ShowsSent(resource.columns[static_cast<size_t>(given.column)], *given.parameter)) {
    return false;
  }
  return std::ranges::any_of(scan.plan.each, [&](const std::string& name) {
    const Parameter* const other = scan.method->FindParameter(name);
    return other != nullptr && other->parent && other->parent->table == own->table;
  });
}

std::string ParentText(const Parameter& parameter, const Column& own, const Column& source,
                       const SqlValue& value) {
  const bool times = own.type == ColumnType::kTimestamp && source.type == ColumnType::kTimestamp;
  std::string text = ToWire(value, times ? own : source, parameter).text;
  // A column of numbers may show a text that is none.
  if (text.empty()) text = PlainText(value);
  if (text.empty()) return text;
  const std::string& format = parameter.parent->format;
  const size_t mark = format.find("{}");
  if (mark == std::string::npos) return text;
  return format.substr(0, mark) + text + format.substr(mark + 2);
}

// A column of texts shows a number as its text, and one of numbers a text as a number if it is one:
// where the classes differ, SQLite alone can tell.
bool MayCompare(const BoundParameterValues& comparison, const Resource& resource,
                const std::string& sent) {
  const Column& column = resource.columns[static_cast<size_t>(comparison.column)];
  const SqlValue shown = EchoedValue(column, sent);
  if (std::holds_alternative<std::string>(shown) == IsNumber(column.type)) return true;
  return std::ranges::any_of(comparison.values, [&](const BoundValue& compared) {
    return MayPass(CellShowing(shown), *comparison.compared, compared.given, comparison.nocase);
  });
}

// SQLite compares the column of the child's rows, which shows what was sent.
bool MayBeGiven(const BoundParameterValues& given, const Resource& resource,
                const std::string& sent) {
  const SqlValue shown = EchoedValue(resource.columns[static_cast<size_t>(given.column)], sent);
  return std::ranges::any_of(given.values, [&](const BoundValue& one) {
    if (one.wire == sent) return true;
    const bool same_class = std::holds_alternative<std::string>(shown) ==
                            std::holds_alternative<std::string>(one.given);
    return !same_class ||
           MayPass(CellShowing(shown), Operator::kEqual, one.given, /*nocase=*/false);
  });
}

}  // namespace apisql
