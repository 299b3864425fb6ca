// DESCRIBE METHOD: what a method takes, and what it answers with.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "registry/model/choices.h"
#include "vtab/statements/statement_table.h"

namespace apisql {
namespace {

std::vector<ResultColumn> MethodColumns() {
  return {{"name", "TEXT"},
          {"place", "TEXT"},
          {"type", "TEXT"},
          {"required", "INTEGER"},
          {"description", "TEXT"}};
}

std::string PlaceName(Parameter::Place place) {
  switch (place) {
    case Parameter::Place::kPath:
      return "path";
    case Parameter::Place::kQuery:
      return "query";
    case Parameter::Place::kHeader:
      return "header";
    case Parameter::Place::kBody:
      return "body";
  }
  return "";
}

// The rows of one method: what is sent first, then what comes back.
class MethodDescription {
 public:
  MethodDescription(const Resource& resource, const Method& method, bool extended)
      : resource_(resource), method_(method), extended_(extended) {}

  ResultTable Run() {
    table_.columns = MethodColumns();
    for (const Parameter& parameter : method_.parameters) AddParameter(parameter);
    for (const Column& column : resource_.columns) AddBodyColumn(column);
    const bool answers = method_.verb == Verb::kSelect || method_.returns_row;
    for (const Column& column : resource_.columns) {
      if (answers) AddAnswer(column);
    }
    return std::move(table_);
  }

 private:
  void Add(const Column& column, std::string place, bool required) {
    table_.rows.push_back({column.name, std::move(place),
                           std::string(kTypeNames[static_cast<size_t>(column.type)]),
                           int64_t{required}, TextOrNull(column.description)});
  }

  // A column that two filters narrow is named once for each place.
  void AddParameter(const Parameter& parameter) {
    const int column = resource_.FindColumn(parameter.column);
    if (parameter.column.empty() || column < 0) return;
    const Column& found = resource_.columns[static_cast<size_t>(column)];
    const std::string place = PlaceName(parameter.place);
    for (const auto& row : table_.rows) {
      if (row[0] == SqlValue(found.name) && row[1] == SqlValue(place)) return;
    }
    Add(found, place, parameter.required);
  }

  void AddBodyColumn(const Column& column) {
    const bool inserted = method_.verb == Verb::kInsert && column.on_create;
    const bool updated = method_.verb == Verb::kUpdate && column.on_update;
    if ((!inserted && !updated) || method_.ParameterOf(column.name) != nullptr) return;
    Add(column, "body", inserted && column.required_on_create);
  }

  void AddAnswer(const Column& column) {
    if (column.source == Column::Source::kParameter || (column.hidden && !extended_)) return;
    Add(column, "answer", false);
  }

  const Resource& resource_;
  const Method& method_;
  const bool extended_;
  ResultTable table_;
};

class DescribeMethodExecution final : public TableExecution {
 public:
  explicit DescribeMethodExecution(ResultTable table) : table_(std::move(table)) {}

 protected:
  std::vector<ResultColumn> KnownColumns() override { return MethodColumns(); }
  StatusOr<TableRun> Run(const Parameters& /*parameters*/) override {
    TableRun run;
    run.table = table_;
    return run;
  }

 private:
  const ResultTable table_;
};

struct DescribeMethodStatement final : ParsedStatement {
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override {
    ASSIGN_OR_RETURN(const auto resource, database.connection().api.catalog().Find(table));
    const Method* found = resource->FindMethod(method);
    if (found == nullptr) {
      std::vector<std::string> known;
      for (const Method& one : resource->methods) known.push_back(one.name);
      const std::string all = Join(known, ", ");
      const Status unknown = UnknownName("method", table + "." + method, known);
      return Status(unknown)
          .WithMessage(unknown.message() + ". The table's methods are " + all)
          .At(place);
    }
    return std::unique_ptr<Execution>(std::make_unique<DescribeMethodExecution>(
        MethodDescription(*resource, *found, extended).Run()));
  }

  std::string table;
  std::string method;
  size_t place = 0;  // Of their name.
  bool extended = false;
};

}  // namespace

Parsed ReadDescribeMethod(StatementReader& reader, bool extended) {
  auto statement = std::make_unique<DescribeMethodStatement>();
  statement->extended = extended || reader.TakeWord("extended");
  ASSIGN_OR_RETURN(const DottedName name, reader.TakeName());
  const std::string text = name.text();
  const size_t dot = text.rfind('.');
  ASSIGN_OR_RETURN(statement->table,
                   reader.FindApiTable({{text.substr(0, std::min(dot, text.size()))}, name.place}));
  statement->method = text.substr(dot + 1);
  statement->place = name.place;
  return std::unique_ptr<ParsedStatement>(std::move(statement));
}

}  // namespace apisql
