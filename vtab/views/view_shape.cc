#include "vtab/views/view_shape.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "vtab/meta/meta_tables.h"
#include "vtab/module/empty_table.h"
#include "vtab/module/module.h"
#include "vtab/rewrite/rewrite.h"
#include "vtab/sql/tokens.h"
#include "vtab/sqlite_handles.h"
#include "vtab/table/table_declaration.h"

namespace apisql {
namespace {

// Enough for any view over empty tables; one that counts without end is stopped.
constexpr int kMostInstructions = 1'000'000;
constexpr char kProbe[] = "apisql_collation_probe";

Status Fault(const std::string& text) { return {StatusCode::kInvalidArgument, text}; }

// Notes the collation of each comparison that its column stands in.
class CollationProbe final : public EmptyTable {
 public:
  explicit CollationProbe(std::string* seen) : EmptyTable("CREATE TABLE x(c)"), seen_(seen) {}

  bool BestIndex(sqlite3_index_info* info) const override {
    for (int i = 0; i < info->nConstraint; ++i) {
      if (info->aConstraint[i].iColumn == 0) *seen_ = sqlite3_vtab_collation(info, i);
    }
    return true;
  }

 private:
  std::string* seen_;
};

// The database in memory.
class Model {
 public:
  Status Open() {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open(":memory:", &raw);
    db_.reset(raw);
    if (code != SQLITE_OK) return {StatusCode::kInternal, sqlite3_errstr(code)};
    // A misspelt name in double quotes is no text.
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_set_authorizer(raw, NoteRead, this);
    sqlite3_progress_handler(raw, kMostInstructions, [](void*) { return 1; }, nullptr);
    return RegisterTable(raw, kProbe, [this](sqlite3*) {
      return std::make_unique<CollationProbe>(&collation_seen_);
    });
  }

  Status AddTable(const std::string& name, const std::string& declaration) {
    return RegisterTable(db_.get(), name, [declaration](sqlite3*) {
      return std::make_unique<EmptyTable>(declaration);
    });
  }

  StatusOr<SqliteStatement> Prepare(const std::string& sql, const char** tail = nullptr) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &raw, tail);
    SqliteStatement statement(raw);
    if (code != SQLITE_OK) return Fault(sqlite3_errmsg(db_.get()));
    return statement;
  }

  Status Run(const std::string& sql) {
    ASSIGN_OR_RETURN(const SqliteStatement statement, Prepare(sql));
    const int code = sqlite3_step(statement.get());
    if (code == SQLITE_DONE) return OkStatus();
    if (code == SQLITE_INTERRUPT) return Fault("it does not come to an end");
    return Fault(sqlite3_errmsg(db_.get()));
  }

  // What the view reads that is neither of a provider nor of apisql: SQLite tells there of the
  // database that the view is used in. It must have been prepared before: where a table of a module
  // is named first, SQLite reads its schema.
  Status AddInternalTables(const std::string& select, std::vector<std::string>* tables) {
    read_.clear();
    RETURN_IF_ERROR(Prepare(select).status());
    for (const std::string& read : read_) {
      if (read == "json_each" || read == "json_tree") continue;
      const std::string name = read == "sqlite_schema" ? "sqlite_master" : read;
      if (std::ranges::find(*tables, name) == tables->end()) tables->push_back(name);
    }
    return OkStatus();
  }

  // The types that CREATE TABLE AS writes down for the columns.
  StatusOr<std::vector<std::string>> TypesOf(const std::string& select) {
    RETURN_IF_ERROR(Run("CREATE TABLE shape AS SELECT * FROM (" + select + "\n) LIMIT 0"));
    ASSIGN_OR_RETURN(const SqliteStatement columns,
                     Prepare("SELECT type FROM pragma_table_info('shape') ORDER BY cid"));
    std::vector<std::string> types;
    while (sqlite3_step(columns.get()) == SQLITE_ROW) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(columns.get(), 0));
      types.emplace_back(EqualsIgnoreCase(text, "INT") ? "INTEGER" : text);
    }
    RETURN_IF_ERROR(Run("DROP TABLE shape"));
    return types;
  }

  // The left side of `=` has precedence; where it has no collation, the probe's BINARY counts.
  StatusOr<std::string> CollationOf(const std::string& select, const std::string& column) {
    collation_seen_ = "BINARY";
    RETURN_IF_ERROR(Prepare("SELECT 1 FROM (" + select + "\n) AS v, " + kProbe + " AS p WHERE v." +
                            QuoteName(column) + " = p.c")
                        .status());
    return collation_seen_;
  }

 private:
  static int NoteRead(void* model, int action, const char* table, const char*, const char*,
                      const char*) {
    if (action == SQLITE_READ) static_cast<Model*>(model)->read_.insert(table);
    return SQLITE_OK;
  }

  std::string collation_seen_;
  std::set<std::string> read_;
  SqliteDatabase db_;  // Last: its tables point to what stands above.
};

bool JoinsSelects(const Token& token) {
  return token.IsWord("union") || token.IsWord("except") || token.IsWord("intersect");
}

// The SELECTs of a compound, each as a statement of its own. None: the text has a compound within
// parentheses, or rows of VALUES, which may differ from each other.
std::vector<std::string> SelectsOf(const std::string& sql) {
  std::vector<std::string> selects;
  int depth = 0;
  std::string with;
  size_t begin = std::string::npos;
  for (const Token& token : SignificantTokens(sql)) {
    if (token.IsOperator('(')) ++depth;
    if (token.IsOperator(')')) --depth;
    if (token.IsWord("values") || (depth > 0 && JoinsSelects(token))) return {};
    if (depth > 0) continue;
    if (token.IsWord("select") && begin == std::string::npos) {
      if (selects.empty()) with = sql.substr(0, token.offset);
      begin = token.offset;
    } else if (JoinsSelects(token) && begin != std::string::npos) {
      selects.push_back(with + sql.substr(begin, token.offset - begin));
      begin = std::string::npos;
    }
  }
  if (begin != std::string::npos) selects.push_back(with + sql.substr(begin));
  return selects;
}

// Without the semicolon behind it.
std::string WithoutEnd(const std::string& sql) {
  const std::vector<Token> tokens = SignificantTokens(sql);
  if (tokens.empty() || !tokens.back().IsOperator(';')) return sql;
  return sql.substr(0, tokens.back().offset);
}

class ShapeReader {
 public:
  explicit ShapeReader(Catalog& catalog)
      : catalog_(catalog), own_(OwnTables()), names_(AllNames(catalog, own_)) {}

  StatusOr<ViewShape> Read(const Resource& view) {
    const auto reading = std::ranges::find(reading_, view.name);
    if (reading != reading_.end()) return AtView(view, Fault(Cycle(reading)));
    reading_.push_back(view.name);
    StatusOr<ViewShape> shape = ReadNew(view);
    reading_.pop_back();
    if (!shape.ok()) return AtView(view, shape.status());
    return shape;
  }

 private:
  using Declarations = std::map<std::string, std::string>;

  // What they list is not asked for, so they need no connection.
  static Declarations OwnTables() {
    Declarations own;
    for (MetaTableSpec& spec : MetaTables(nullptr)) {
      const std::string name = spec.name;
      own[name] = MetaTable(std::make_shared<const MetaTableSpec>(std::move(spec))).Declaration();
    }
    return own;
  }

  static RegisteredNames AllNames(const Catalog& catalog, const Declarations& own) {
    std::vector<std::string> names;
    for (const auto& [name, declaration] : own) names.push_back(name);
    return RegisteredNames(std::move(names), &catalog);
  }

  // A fault of a view that this one reads has its place already.
  Status AtView(const Resource& view, const Status& fault) {
    if (std::exchange(placed_, true)) return fault;
    return {fault.code(), view.document + ":" + std::to_string(view.view_line) + ": the view " +
                              view.name + ": " + fault.message()};
  }

  std::string Cycle(std::vector<std::string>::const_iterator first) const {
    const std::vector<std::string> between(first + 1, reading_.cend());
    return "it reads itself" + (between.empty() ? "" : ", by way of " + Join(between, ", "));
  }

  StatusOr<ViewShape> ReadNew(const Resource& view) {
    ASSIGN_OR_RETURN(const SqlText sql, RewriteSql(view.view_sql, names_));
    Model model;
    RETURN_IF_ERROR(model.Open());
    for (const std::string& table : sql.tables) {
      ASSIGN_OR_RETURN(const std::string declaration, DeclarationOf(table));
      RETURN_IF_ERROR(model.AddTable(table, declaration));
    }
    ViewShape shape{WithoutEnd(sql.text), {}, sql.tables};
    ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesOf(model, shape.sql));
    RETURN_IF_ERROR(model.AddInternalTables(shape.sql, &shape.tables));
    RETURN_IF_ERROR(AddColumns(model, names, &shape));
    MarkMixed(model, &shape);
    return shape;
  }

  StatusOr<std::string> DeclarationOf(const std::string& table) {
    if (const auto own = own_.find(table); own != own_.end()) return own->second;
    ASSIGN_OR_RETURN(const auto resource, catalog_.Find(table));
    if (resource->view_sql.empty()) return apisql::DeclarationOf(*resource);
    ASSIGN_OR_RETURN(const ViewShape shape, Read(*resource));
    return apisql::DeclarationOf(shape);
  }

  static StatusOr<std::vector<std::string>> NamesOf(Model& model, const std::string& sql) {
    const std::vector<Token> tokens = SignificantTokens(sql);
    const auto is_first = [&](const char* word) {
      return !tokens.empty() && tokens[0].IsWord(word);
    };
    const char* tail = "";
    ASSIGN_OR_RETURN(const SqliteStatement statement, model.Prepare(sql, &tail));
    const bool reads = is_first("select") || is_first("with") || is_first("values");
    if (!reads || sqlite3_stmt_readonly(statement.get()) == 0 || !SignificantTokens(tail).empty()) {
      return Fault("a view is one SELECT, and nothing else");
    }
    if (sqlite3_bind_parameter_count(statement.get()) > 0) return Fault("a view has no parameters");
    std::vector<std::string> names;
    for (int i = 0; i < sqlite3_column_count(statement.get()); ++i) {
      const std::string name = sqlite3_column_name(statement.get(), i);
      for (const std::string& other : names) {
        if (!EqualsIgnoreCase(name, other)) continue;
        return Fault("two columns are named " + name + "; AS gives one of them another name");
      }
      names.push_back(name);
    }
    return names;
  }

  static Status AddColumns(Model& model, const std::vector<std::string>& names, ViewShape* shape) {
    ASSIGN_OR_RETURN(const std::vector<std::string> types, model.TypesOf(shape->sql));
    if (types.size() != names.size()) return Fault("SQLite tells too few columns");
    for (size_t i = 0; i < names.size(); ++i) {
      ASSIGN_OR_RETURN(std::string collation, model.CollationOf(shape->sql, names[i]));
      shape->columns.push_back({names[i], types[i], std::move(collation), false});
    }
    return OkStatus();
  }

  // In doubt a column is mixed.
  static void MarkMixed(Model& model, ViewShape* shape) {
    const std::vector<std::string> selects = SelectsOf(shape->sql);
    if (selects.size() == 1) return;
    if (selects.empty()) {
      for (ViewColumn& column : shape->columns) column.mixed = true;
    }
    for (const std::string& select : selects) {
      const auto types = model.TypesOf(select);
      for (size_t i = 0; i < shape->columns.size(); ++i) {
        ViewColumn& column = shape->columns[i];
        column.mixed |= !types.ok() || types->size() <= i || (*types)[i] != column.type;
      }
    }
  }

  Catalog& catalog_;
  Declarations own_;
  RegisteredNames names_;
  std::vector<std::string> reading_;  // The outermost first.
  bool placed_ = false;               // A fault ends the reading.
};

}  // namespace

std::string DeclarationOf(const ViewShape& shape) {
  std::vector<std::string> columns;
  for (const ViewColumn& column : shape.columns) {
    columns.push_back(QuoteName(column.name) + " " + column.type + " COLLATE " +
                      QuoteName(column.collation));
  }
  return "CREATE TABLE x(" + Join(columns, ", ") + ")";
}

StatusOr<ViewShape> ReadViewShape(const Resource& view, Catalog& catalog) {
  return ShapeReader(catalog).Read(view);
}

}  // namespace apisql
