#include "vtab/scan/input_rows.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "registry/model/names.h"
#include "src/base/text.h"
#include "vtab/rows/row_hash.h"

namespace apisql {
namespace {

Status NotRead(const Resource& resource, const Method& method, const std::string& what) {
  const std::string_view done = method.verb == Verb::kDelete ? "deleted" : "updated";
  return {StatusCode::kInvalidArgument, resource.name + ": its rows are not read before they are " +
                                            std::string(done) + ", so " + what};
}

std::string NamesOf(const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const std::string& column : columns) names.push_back(SqlName(column));
  return Join(names, ", ");
}

bool IsIn(const std::vector<std::string>& columns, std::string_view column) {
  return std::ranges::any_of(columns,
                             [&](const std::string& one) { return EqualsIgnoreCase(one, column); });
}

Status TakesOnly(const Resource& resource, const Method& method, const std::string& column) {
  return NotRead(resource, method,
                 "WHERE takes only " + NamesOf(method.InputColumns(/*required=*/false)) +
                     ", and no value of " + SqlName(column) + " is known");
}

bool Equals(const Filter& filter) { return filter.op == Operator::kEqual && !filter.nocase; }

// The number of the argument that gives `column` its value; none: WHERE does not.
std::optional<int> ArgumentOf(const ScanPlan& plan, std::string_view column) {
  for (const Binding& binding : plan.bindings) {
    if (EqualsIgnoreCase(binding.column, column)) return binding.argument;
  }
  for (const Filter& filter : plan.filters) {
    if (Equals(filter) && EqualsIgnoreCase(filter.column, column)) return filter.argument;
  }
  return std::nullopt;
}

}  // namespace

Status CheckInputs(const Resource& resource, const Method& method, const ScanPlan& plan) {
  const std::vector<std::string> needed = method.InputColumns(/*required=*/true);
  std::vector<std::string> missing;
  for (const std::string& column : needed) {
    if (!ArgumentOf(plan, column)) missing.push_back(column);
  }
  // SQLite chooses rows by LIMIT in a subquery, and names them by their rowids.
  const auto is_of_rowid = [](const std::string& check) {
    return check == "rowid=" || check == "rowid IN";
  };
  if (!missing.empty() && std::ranges::any_of(plan.checks, is_of_rowid)) {
    return NotRead(
        resource, method,
        "none of them can be chosen by LIMIT or rowid; WHERE must give a value by = for " +
            NamesOf(needed));
  }
  if (!missing.empty()) {
    const std::string rest =
        missing.size() < needed.size() ? "; it lacks " + NamesOf(missing) : std::string();
    return NotRead(resource, method, "WHERE must give a value by = for " + NamesOf(needed) + rest);
  }
  // SQLite would not see to what a select sends, and would find NULL for the rest.
  const std::vector<std::string> inputs = method.InputColumns(/*required=*/false);
  for (const Binding& binding : plan.bindings) {
    if (!IsIn(inputs, binding.column)) return TakesOnly(resource, method, binding.column);
  }
  for (const std::vector<Filter>* comparisons : {&plan.filters, &plan.ruling_out}) {
    for (const Filter& filter : *comparisons) {
      if (!IsIn(inputs, filter.column)) return TakesOnly(resource, method, filter.column);
    }
  }
  return OkStatus();
}

Status CheckReads(const Resource& resource, const ScanPlan& plan) {
  const Method* const called = resource.FindMethod(plan.method);
  if (called != nullptr && called->verb != Verb::kSelect) {
    return {StatusCode::kInvalidArgument,
            resource.name + " cannot be read: its API has no call for that; SHOW METHODS IN " +
                resource.name + " lists those that it has"};
  }
  for (const Method& method : resource.methods) {
    if (!method.by_inputs) continue;
    for (const std::string& input : method.InputColumns(/*required=*/false)) {
      const Column& column = resource.columns[static_cast<size_t>(resource.FindColumn(input))];
      const bool told = column.source != Column::Source::kParameter ||
                        resource.SelectParameterOf(input) != nullptr;
      if (told || !ArgumentOf(plan, input)) continue;
      return {StatusCode::kInvalidArgument,
              resource.name + ": " + SqlName(input) + " is what " + method.name +
                  " is asked with, and no row tells it: only the WHERE of a statement that " +
                  (method.verb == Verb::kDelete ? "deletes" : "updates") +
                  " by its own text can give it"};
    }
  }
  return OkStatus();
}

Status NeedsRow(const RowImage& image) {
  return NotRead(*image.resource, *image.by_inputs,
                 "members of an object, of which nothing is known, cannot be changed");
}

InputRows::InputRows(std::shared_ptr<const Resource> resource, const Method& method,
                     const ScanPlan& plan, std::span<const ScanArgument> arguments)
    : resource_(std::move(resource)), method_(method) {
  RowImage none{resource_, std::vector<std::optional<SqlValue>>(resource_->columns.size())};
  none.by_inputs = &method_;
  rows_.push_back(std::move(none));
  for (const std::string& column : method_.InputColumns(/*required=*/false)) {
    const std::optional<int> argument = ArgumentOf(plan, column);
    if (argument) Give(resource_->FindColumn(column), arguments[static_cast<size_t>(*argument)]);
  }
}

void InputRows::Give(int column, const ScanArgument& values) {
  std::vector<RowImage> given;
  for (const RowImage& row : rows_) {
    for (const SqlValue& value : values) {
      if (std::holds_alternative<std::monostate>(value)) continue;  // It is equal to nothing.
      given.push_back(row);
      given.back().values[static_cast<size_t>(column)] = value;
    }
  }
  rows_ = std::move(given);
}

StatusOr<bool> InputRows::Next() { return ++next_ <= rows_.size(); }

Status InputRows::Load(int column) {
  const auto index = static_cast<size_t>(column);
  const RowImage& row = rows_[next_ - 1];
  if (index >= row.values.size() || row.values[index]) return OkStatus();
  return TakesOnly(*resource_, method_, resource_->columns[index].name);
}

ScanCell InputRows::At(int column) const {
  const auto index = static_cast<size_t>(column);
  const RowImage& row = rows_[next_ - 1];
  if (index >= row.values.size() || !row.values[index]) return {};
  return CellOf(*row.values[index], resource_->columns[index]);
}

int64_t InputRows::RowId() const {
  RowHash hash;
  hash.Add(resource_->name);
  hash.Add(rows_[next_ - 1].KeyText());
  return hash.RowId();
}

}  // namespace apisql
