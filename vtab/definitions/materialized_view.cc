#include "vtab/definitions/materialized_view.h"

#include <optional>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "vtab/definitions/definition_run.h"
#include "vtab/rewrite/rewrite.h"
#include "vtab/sqlite.h"
#include "vtab/workspace/workspace.h"

namespace apisql {
namespace {

constexpr std::string_view kCatalog = "apisql_materialized_views";
constexpr const char* kRead = "temp.apisql_materialized_rows";
// Stands in the text of its table, which SQLite keeps: a table that somebody has made in its place
// does not say so.
constexpr std::string_view kMark = "/* materialized view */";

// One view of a database, and what is known of it.
class ViewWork {
 public:
  ViewWork(Database& database, const MaterializedViewStatement& statement)
      : database_(database), statement_(statement), view_(statement.view) {}
  ViewWork(const ViewWork&) = delete;
  ViewWork& operator=(const ViewWork&) = delete;
  ~ViewWork() {
    if (!has_read_) return;
    const std::string drop = std::string("DROP TABLE IF EXISTS ") + kRead;
    sqlite3_exec(database_.db(), drop.c_str(), nullptr, nullptr, nullptr);
  }

  Status Create();
  Status Refresh();
  Status Drop();
  int64_t rows() const { return rows_; }

 private:
  Status Own(std::string sql) { return RunToEnd(database_, SqlText::Own(std::move(sql))); }
  Status Fail(StatusCode code, const std::string& text) const {
    return Status(code, text).At(view_.place);
  }

  std::string CatalogInSql() const { return QuoteName(view_.schema) + "." + QuoteName(kCatalog); }
  std::string Named() const { return " WHERE name = " + QuoteText(view_.name) + " COLLATE NOCASE"; }
  std::vector<std::string> Texts(const std::string& sql, std::string_view parameter = {}) const {
    return QueryTexts(database_.db(), sql.c_str(), parameter);
  }

  // The SELECT of the view that is there; none: there is no such view.
  std::optional<std::string> KeptSelect() const {
    const std::vector<std::string> texts = Texts("SELECT sql FROM " + CatalogInSql() + Named());
    if (texts.empty()) return std::nullopt;
    return texts[0];
  }
  bool HasTable() const {
    return !Texts("SELECT 1 FROM pragma_table_list WHERE schema = " + QuoteText(view_.schema) +
                      " COLLATE NOCASE AND name = ?1 COLLATE NOCASE",
                  view_.name)
                .empty();
  }
  // False of a table that somebody has made after the view's was dropped.
  bool HasOwnTable() const {
    return !Texts("SELECT 1 FROM " + QuoteName(view_.schema) +
                      ".sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE AND "
                      "instr(sql, " +
                      QuoteText(kMark) + ") > 0",
                  view_.name)
                .empty();
  }
  std::vector<std::string> ColumnNames(const std::string& schema, const std::string& table) const {
    return Texts("SELECT name FROM pragma_table_info(?1, " + QuoteText(schema) + ")", table);
  }

  Status CheckNothingStaged() const;
  Status CheckSameColumns() const;
  Status Read(const std::string& typed, size_t begin, size_t end);
  Status Keep(const std::string& select);
  Status MakeTable();
  Status FillTable();

  Database& database_;
  const MaterializedViewStatement& statement_;
  const DefinedName& view_;
  bool has_read_ = false;
  int64_t rows_ = 0;
};

Status ViewWork::CheckNothingStaged() const {
  if (database_.connection().writes.waiting() == 0) return OkStatus();
  return Fail(StatusCode::kFailedPrecondition,
              "a materialized view cannot be filled while rows wait for COMMIT: it would keep rows "
              "that the API does not have. COMMIT or ROLLBACK first");
}

// The SELECT that stands there in `typed`, into the temporary table.
Status ViewWork::Read(const std::string& typed, size_t begin, size_t end) {
  const std::string own = "CREATE TABLE " + std::string(kRead) + " AS ";
  RETURN_IF_ERROR(Own(std::string("DROP TABLE IF EXISTS ") + kRead));
  ASSIGN_OR_RETURN(const SqlText select,
                   RewriteSql(std::string_view(typed).substr(0, end), database_.names(), begin));
  SqlText sql{statement_.typed.empty() ? "" : typed, own, {}, select.tables};
  sql.places.AddReplacement(0, begin);
  sql.places.AddSlice(select.places, 0, select.text.size() + 1, own.size());
  sql.text += select.text;
  has_read_ = true;
  RETURN_IF_ERROR(RunToEnd(database_, std::move(sql)));
  const std::vector<std::string> count = Texts(std::string("SELECT count(*) FROM ") + kRead);
  rows_ = count.empty() ? 0 : std::stoll(count[0]);
  return OkStatus();
}

Status ViewWork::MakeTable() {
  const std::vector<std::string> columns = Texts(
      "SELECT '\"' || replace(name, '\"', '\"\"') || '\" ' || type FROM "
      "pragma_table_info(?1, 'temp')",
      "apisql_materialized_rows");
  RETURN_IF_ERROR(Own("CREATE TABLE " + view_.InSql() + "(" + std::string(kMark) + " " +
                      Join(columns, ", ") + ")"));
  return Own("INSERT INTO " + view_.InSql() + " SELECT * FROM " + kRead);
}

Status ViewWork::FillTable() {
  RETURN_IF_ERROR(Own("DELETE FROM " + view_.InSql()));
  return Own("INSERT INTO " + view_.InSql() + " SELECT * FROM " + kRead);
}

// The row of the catalog; what was there of that name is replaced.
Status ViewWork::Keep(const std::string& select) {
  RETURN_IF_ERROR(Own("CREATE TABLE IF NOT EXISTS " + CatalogInSql() +
                      "(name TEXT PRIMARY KEY COLLATE NOCASE, sql TEXT NOT NULL, "
                      "refreshed_at TEXT NOT NULL)"));
  return Own("INSERT OR REPLACE INTO " + CatalogInSql() + " VALUES (" + QuoteText(view_.name) +
             ", " + QuoteText(select) + ", datetime('now'))");
}

Status ViewWork::Create() {
  const bool is_view = KeptSelect().has_value() && (HasOwnTable() || !HasTable());
  if (is_view && statement_.if_not_exists) return OkStatus();
  if (HasTable() && !(is_view && statement_.or_replace)) {
    return Fail(StatusCode::kFailedPrecondition,
                is_view ? "the materialized view " + view_.name +
                              " is there already; CREATE OR REPLACE makes it anew"
                        : "there is a table or view " + view_.name + " already");
  }
  RETURN_IF_ERROR(CheckNothingStaged());
  RETURN_IF_ERROR(Read(statement_.typed, statement_.select, statement_.select_end));
  DefinitionRun run(database_);
  RETURN_IF_ERROR(run.Begin());
  RETURN_IF_ERROR(Own("DROP TABLE IF EXISTS " + view_.InSql()));
  RETURN_IF_ERROR(MakeTable());
  RETURN_IF_ERROR(
      Keep(statement_.typed.substr(statement_.select, statement_.select_end - statement_.select)));
  return run.Keep();
}

Status ViewWork::CheckSameColumns() const {
  const std::vector<std::string> before = ColumnNames(view_.schema, view_.name);
  const std::vector<std::string> now = ColumnNames("temp", "apisql_materialized_rows");
  if (before == now) return OkStatus();
  return Fail(StatusCode::kFailedPrecondition,
              "the columns of " + view_.name + " are " + Join(before, ", ") +
                  ", and its SELECT gives " + Join(now, ", ") +
                  " today. CREATE OR REPLACE MATERIALIZED VIEW makes it anew");
}

Status ViewWork::Refresh() {
  const std::optional<std::string> select = KeptSelect();
  if (!select) {
    return Fail(StatusCode::kNotFound, "no such materialized view: " + view_.name);
  }
  RETURN_IF_ERROR(CheckNothingStaged());
  const Status read = Read(*select, 0, select->size());
  if (!read.ok()) return Status(read).Annotate(view_.name + " is as it was: its SELECT failed");
  DefinitionRun run(database_);
  RETURN_IF_ERROR(run.Begin());
  if (HasTable() && !HasOwnTable()) {
    return Fail(StatusCode::kFailedPrecondition,
                view_.name +
                    " is a table of another make by now, whose rows are left alone. DROP "
                    "MATERIALIZED VIEW forgets the view and leaves that table");
  }
  if (HasTable()) {
    RETURN_IF_ERROR(CheckSameColumns());
    RETURN_IF_ERROR(FillTable());
  } else {
    RETURN_IF_ERROR(MakeTable());  // It was dropped as a table.
  }
  RETURN_IF_ERROR(
      Own("UPDATE " + CatalogInSql() + " SET refreshed_at = datetime('now')" + Named()));
  return run.Keep();
}

Status ViewWork::Drop() {
  if (!KeptSelect()) {
    if (statement_.if_exists) return OkStatus();
    return Fail(StatusCode::kNotFound, "no such materialized view: " + view_.name);
  }
  DefinitionRun run(database_);
  RETURN_IF_ERROR(run.Begin());
  if (HasOwnTable()) RETURN_IF_ERROR(Own("DROP TABLE " + view_.InSql()));
  RETURN_IF_ERROR(Own("DELETE FROM " + CatalogInSql() + Named()));
  return run.Keep();
}

class MaterializedViewExecution final : public TableExecution {
 public:
  MaterializedViewExecution(Database& database, MaterializedViewStatement statement)
      : database_(database), statement_(std::move(statement)) {}

 protected:
  StatusOr<TableRun> Run(const Parameters& /*parameters*/) override {
    using Verb = MaterializedViewStatement::Verb;
    ViewWork work(database_, statement_);
    switch (statement_.verb) {
      case Verb::kCreate:
        RETURN_IF_ERROR(work.Create());
        break;
      case Verb::kRefresh:
        RETURN_IF_ERROR(work.Refresh());
        break;
      case Verb::kDrop:
        RETURN_IF_ERROR(work.Drop());
        break;
    }
    TableRun run;
    run.summary.changes = work.rows();
    return run;
  }

 private:
  Database& database_;
  const MaterializedViewStatement statement_;
};

}  // namespace

// What cannot be run is told before anything is sent.
StatusOr<std::unique_ptr<Execution>> MaterializedViewStatement::Prepare(Database& database) const {
  if (verb == Verb::kCreate) {
    const std::vector<SqlParameter> parameters = ReadParameters(typed, select);
    if (!parameters.empty()) {
      return Status(StatusCode::kInvalidArgument,
                    "a materialized view takes no parameters: REFRESH would not know " +
                        parameters[0].name)
          .At(parameters[0].place);
    }
    if (database.names().Has(view.name)) {
      return Status(StatusCode::kInvalidArgument,
                    view.name + " is an API table; a view of that name would hide it")
          .At(view.place);
    }
    ASSIGN_OR_RETURN(SqlText sql, RewriteSql(std::string_view(typed).substr(0, select_end),
                                             database.names(), select));
    RETURN_IF_ERROR(database.Prepare(std::move(sql)).status());
  }
  return std::unique_ptr<Execution>(std::make_unique<MaterializedViewExecution>(database, *this));
}

}  // namespace apisql
