#include "shell/run/schema_text.h"

#include <algorithm>

#include "registry/model/names.h"
#include "registry/source/catalog.h"
#include "shell/output/display.h"
#include "src/base/text.h"

namespace apisql {
namespace {

std::string_view TypeWord(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
      return "TEXT";
    case ColumnType::kInteger:
      return "INTEGER";
    case ColumnType::kReal:
      return "REAL";
    case ColumnType::kBoolean:
      return "BOOLEAN";
    case ColumnType::kTimestamp:
      return "TIMESTAMP";
    case ColumnType::kJson:
      return "JSON";
  }
  return "";
}

// What a user must know of a column beside name and type: "hidden; INSERT; ..., description".
std::string ColumnComment(const Resource& resource, const Column& column) {
  std::vector<std::string> notes;
  if (std::ranges::find(resource.key, column.name) != resource.key.end()) notes.push_back("key");
  if (column.secret) {
    notes.push_back("secret: only RETURNING shows it");
  } else if (column.hidden) {
    notes.push_back("hidden");
  }
  if (column.required_on_create) {
    notes.push_back("INSERT needs it");
  } else if (column.on_create) {
    notes.push_back("INSERT");
  }
  if (column.on_update) notes.push_back("UPDATE");
  if (!column.values.empty()) notes.push_back("one of " + Join(column.values, ", "));
  std::string text = Join(notes, "; ");
  if (!column.description.empty()) text += (text.empty() ? "" : ". ") + column.description;
  return text;
}

// Takes the one text column of a query.
class TextSink final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn>) override { return OkStatus(); }
  Status Row(std::span<const Value> values) override {
    if (const auto* text = std::get_if<std::string_view>(&values[0])) {
      text_ += Visible(*text, "\n\t") + ";\n";
    }
    return OkStatus();
  }
  Status End() override { return OkStatus(); }
  std::string&& Take() { return std::move(text_); }

 private:
  std::string text_;
};

StatusOr<std::string> QueryText(Session& session, const std::string& sql) {
  TextSink sink;
  std::string_view rest = sql;
  const StatusOr<StatementSummary> summary = session.RunNext(&rest, sink);
  if (!summary.ok()) return summary.status();
  return sink.Take();
}

std::string QuotedText(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + "'";
}

StatusOr<std::string> WorkspaceText(Session& session, const std::string& table) {
  const std::string which = table.empty() ? "name NOT LIKE 'sqlite%'"
                                          : "tbl_name = " + QuotedText(table) + " COLLATE NOCASE";
  return QueryText(session, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND " + which +
                                " ORDER BY rowid;");
}

// apisql.requests and its like, which are in no document and in no schema table.
StatusOr<std::string> BuiltinText(Session& session, const std::string& table) {
  const std::string name = QuotedText(table);
  return QueryText(session,
                   "SELECT 'CREATE TABLE ' || " + name +
                       " || ' (' || group_concat(char(10) || '  ' || name || ' ' || type) || "
                       "char(10) || ')' FROM pragma_table_info(" +
                       name + ");");
}

}  // namespace

std::string ResourceText(const Resource& resource) {
  const std::string about =
      resource.description.empty() ? "" : "  -- " + Visible(resource.description);
  if (!resource.view_sql.empty()) {
    return "CREATE VIEW " + resource.name + " AS" + about + "\n" +
           Visible(resource.view_sql, "\n\t") + ";\n";
  }
  std::string text = "CREATE TABLE " + resource.name + " (" + about + "\n";
  for (const Column& column : resource.columns) {
    text += "  " + SqlName(column.name) + " ";
    text += TypeWord(column.type);
    text += &column == &resource.columns.back() ? "" : ",";
    const std::string comment = ColumnComment(resource, column);
    if (!comment.empty()) text += "  -- " + Visible(comment);
    text += "\n";
  }
  return text + ");\n";
}

StatusOr<std::string> SchemaText(Session& session, const std::string& table) {
  if (table.empty() || !session.catalog().Has(table)) {
    ASSIGN_OR_RETURN(std::string text, WorkspaceText(session, table));
    if (!text.empty()) return text;
    if (table.empty()) {
      return std::string(
          "-- The workspace has no tables of its own; .schema TABLE shows an API table.\n");
    }
    ASSIGN_OR_RETURN(text, BuiltinText(session, table));
    if (!text.empty()) return text;
  }
  ASSIGN_OR_RETURN(const auto resource, session.catalog().Find(table));
  return ResourceText(*resource);
}

}  // namespace apisql
