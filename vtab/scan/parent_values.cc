#include "vtab/scan/parent_values.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "vtab/plan/planner.h"
#include "vtab/scan/table_access.h"
#include "vtab/values/echoed_value.h"
#include "vtab/values/parent_comparisons.h"

namespace apisql {
namespace {

const ColumnValue* KnownAt(const KnownRow& known, int column) {
  if (column < 0 || static_cast<size_t>(column) >= known.size()) return nullptr;
  const std::optional<ColumnValue>& value = known[static_cast<size_t>(column)];
  return value && !IsNull(*value) ? &*value : nullptr;
}

using InputsByTable = std::map<std::string, std::vector<const Parameter*>>;

// The inputs of the method that come from parents, where some have no value yet.
InputsByTable InputsToFill(const Resource& resource, const Method& method, const KnownRow& known) {
  InputsByTable inputs;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.parent) inputs[parameter.parent->table].push_back(&parameter);
  }
  std::erase_if(inputs, [&](const auto& entry) {
    return std::ranges::all_of(entry.second, [&](const Parameter* input) {
      return KnownAt(known, resource.FindColumn(input->column)) != nullptr;
    });
  });
  return inputs;
}

std::string NamesOf(const std::vector<const Parameter*>& inputs) {
  std::vector<std::string> names;
  for (const Parameter* input : inputs) {
    if (std::ranges::find(names, input->column) == names.end()) names.push_back(input->column);
  }
  return Join(names, " or ");
}

ColumnValue AsColumnValue(const SqlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* integer = std::get_if<int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return ColumnValue();
}

// The inputs of one parent, of one row.
class ParentRow {
 public:
  ParentRow(const Resource& resource, const Resource& parent,
            const std::vector<const Parameter*>& inputs, const KnownRow& known)
      : resource_(resource), parent_(parent), inputs_(inputs), known_(known) {}

  // What each input is given as, as it is sent; none: it is to be looked up.
  Status ReadGiven() {
    for (const Parameter* input : inputs_) {
      const int column = resource_.FindColumn(input->column);
      const ColumnValue* value = KnownAt(known_, column);
      std::optional<std::string>& given = given_.emplace_back();
      if (value == nullptr) continue;
      ASSIGN_OR_RETURN(given, ToParameterText(OwnColumn(*input), *value));
    }
    const bool any = std::ranges::any_of(given_, [](const auto& one) { return one.has_value(); });
    if (any) return OkStatus();
    return {StatusCode::kInvalidArgument, resource_.name + ": needs a value for " +
                                              NamesOf(inputs_) + ", by which a row of " +
                                              parent_.name + " is found"};
  }

  // What the parent's API may filter by.
  std::vector<std::pair<int, SqlValue>> Conditions() const {
    std::vector<std::pair<int, SqlValue>> conditions;
    for (size_t i = 0; i < inputs_.size(); ++i) {
      const Parameter& input = *inputs_[i];
      const int column = parent_.FindColumn(input.parent->column);
      const bool plain = input.parent->format == "{}" && given_[i] &&
                         parent_.columns[static_cast<size_t>(column)].type == OwnColumn(input).type;
      if (!plain) continue;
      conditions.emplace_back(column,
                              AsSqlValue(*KnownAt(known_, resource_.FindColumn(input.column))));
    }
    return conditions;
  }

  // Keeps what a row of the parent gives, where it is the row that is meant.
  void Add(const Scan& row) {
    std::vector<std::string> values;
    for (size_t i = 0; i < inputs_.size(); ++i) {
      const Parameter& input = *inputs_[i];
      const int column = parent_.FindColumn(input.parent->column);
      values.push_back(ParentText(input, OwnColumn(input),
                                  parent_.columns[static_cast<size_t>(column)],
                                  ValueOf(row.At(column))));
      if (given_[i] && *given_[i] != values.back()) return;
    }
    found_.insert(std::move(values));
  }

  Status Put(KnownRow* known) const {
    if (found_.empty()) return NotOne(StatusCode::kNotFound, "there is no row of ", "");
    if (found_.size() > 1) {
      return NotOne(StatusCode::kFailedPrecondition, "there are several rows of ",
                    ", which do not say the same: give " + NamesOf(Missing()) + ", too");
    }
    const std::vector<std::string>& values = *found_.begin();
    for (size_t i = 0; i < inputs_.size(); ++i) {
      if (given_[i]) continue;
      if (values[i].empty()) {
        return NotOne(StatusCode::kFailedPrecondition, "the row of ",
                      " has no " + inputs_[i]->parent->column);
      }
      const auto column = static_cast<size_t>(resource_.FindColumn(inputs_[i]->column));
      (*known)[column] = AsColumnValue(EchoedValue(OwnColumn(*inputs_[i]), values[i]));
    }
    return OkStatus();
  }

 private:
  const Column& OwnColumn(const Parameter& input) const {
    return resource_.columns[static_cast<size_t>(resource_.FindColumn(input.column))];
  }

  std::vector<const Parameter*> Missing() const {
    std::vector<const Parameter*> missing;
    for (size_t i = 0; i < inputs_.size(); ++i) {
      if (!given_[i]) missing.push_back(inputs_[i]);
    }
    return missing;
  }

  // "kafka.core.topics: there is no row of kafka.core.clusters with id = 'x'"
  Status NotOne(StatusCode code, const std::string& what, const std::string& then) const {
    std::vector<std::string> conditions;
    for (size_t i = 0; i < inputs_.size(); ++i) {
      if (!given_[i]) continue;
      conditions.push_back(inputs_[i]->parent->column + " = " + ToSqlLiteral(SqlValue(*given_[i])));
    }
    return {code, resource_.name + ": " + what + parent_.name + " with " +
                      Join(conditions, " and ") + then};
  }

  const Resource& resource_;
  const Resource& parent_;
  const std::vector<const Parameter*>& inputs_;
  const KnownRow& known_;
  std::vector<std::optional<std::string>> given_;
  std::set<std::vector<std::string>> found_;  // What different rows give.
};

}  // namespace

bool ParentValues::Lacks(const Resource& resource, const Method& method, const KnownRow& known) {
  return !InputsToFill(resource, method, known).empty();
}

StatusOr<std::unique_ptr<Scan>> ParentValues::OpenRows(
    const std::shared_ptr<const Resource>& table,
    std::span<const std::pair<int, SqlValue>> conditions) {
  std::vector<Constraint> constraints;
  for (const auto& [column, value] : conditions) {
    constraints.push_back(
        {.column = column, .op = Operator::kEqual, .usable = true, .constant = true});
  }
  const ScanQuestion question{constraints, false, ColumnSet::All()};
  const auto planned = PlanScan(*table, question, context_.api().estimates());
  if (!planned) return Status(StatusCode::kInternal, "no plan for the parent " + table->name);
  std::vector<ScanArgument> arguments(static_cast<size_t>(planned->plan.arguments()));
  for (size_t i = 0; i < conditions.size(); ++i) {
    const int argument = planned->arguments[i];
    if (argument >= 0) arguments[static_cast<size_t>(argument)] = {conditions[i].second};
  }
  TableAccess access(context_, cache_, table, planned->plan, AccessHints{.repeated = false});
  return access.Open(std::move(arguments), {});
}

Status ParentValues::Fill(const FindTable& find_table, KnownRow* known) {
  known->resize(resource_.columns.size());
  for (const auto& [table, inputs] : InputsToFill(resource_, method_, *known)) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const Resource> parent, find_table(table));
    ParentRow row(resource_, *parent, inputs, *known);
    RETURN_IF_ERROR(row.ReadGiven());
    ASSIGN_OR_RETURN(const std::unique_ptr<Scan> rows, OpenRows(parent, row.Conditions()));
    for (;;) {
      ASSIGN_OR_RETURN(const bool more, rows->Next());
      if (!more) break;
      row.Add(*rows);
    }
    RETURN_IF_ERROR(row.Put(known));
  }
  return OkStatus();
}

}  // namespace apisql
