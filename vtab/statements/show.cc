// SHOW: what there is. A new thing to show is a function and a row of kShowThings.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "registry/model/api_words.h"
#include "registry/request/write_builder.h"
#include "src/base/text.h"
#include "vtab/functions/series_table.h"
#include "vtab/functions/sql_function.h"
#include "vtab/statements/sql_query.h"
#include "vtab/statements/statement_table.h"

namespace apisql {
namespace {

Parsed ShowProviders(StatementReader& /*reader*/, bool extended) {
  return MakeSelect(std::string("SELECT ") +
                    (extended ? "*" : "name, description, tables, region, regions") +
                    " FROM \"apisql.providers\" ORDER BY name");
}

Parsed ShowServices(StatementReader& reader, bool /*extended*/) {
  ASSIGN_OR_RETURN(const std::optional<DottedName> in, reader.TakeIn());
  std::string where;
  if (in) {
    ASSIGN_OR_RETURN(const std::string provider, reader.FindProvider(*in));
    where = " WHERE provider = " + QuoteText(provider);
  }
  return MakeSelect("SELECT provider, name FROM \"apisql.services\"" + where + " ORDER BY 1, 2");
}

Parsed ShowResources(StatementReader& reader, bool extended) {
  ASSIGN_OR_RETURN(const std::optional<DottedName> in, reader.TakeIn());
  std::string where;
  if (in) {
    ASSIGN_OR_RETURN(const std::string prefix,
                     in->parts.size() == 1 ? reader.FindProvider(*in) : reader.FindService(*in));
    const std::vector<std::string> parts = Split(prefix, '.');
    where = " WHERE provider = " + QuoteText(parts[0]);
    if (parts.size() > 1) where += " AND service = " + QuoteText(parts[1]);
  }
  const std::string columns = extended ? "*" : "name, kind, stage, description";
  return MakeSelect("SELECT " + columns + " FROM \"apisql.resources\"" + where + " ORDER BY name");
}

StatusOr<std::vector<std::string>> NotesOfMethods(Catalog& catalog, const std::string& table) {
  std::vector<std::string> notes;
  ASSIGN_OR_RETURN(const auto resource, catalog.Find(table));
  if (HasPartialFilter(*resource)) notes.emplace_back(kNoteOfPartial);
  const std::vector<std::string> parts = Split(table, '.');
  ASSIGN_OR_RETURN(const ServiceNotes of_import, catalog.NotesOf(parts[0], parts[1]));
  for (const ImportNote& note : of_import.refused) {
    if (!note.name.starts_with(table + ".")) continue;
    notes.push_back(note.name + " was left out, since " + note.reason);
  }
  return notes;
}

Parsed ShowMethods(StatementReader& reader, bool extended) {
  ASSIGN_OR_RETURN(const std::optional<DottedName> in, reader.TakeIn());
  if (!in) return reader.SyntaxError();
  ASSIGN_OR_RETURN(const std::string table, reader.FindApiTable(*in));
  const std::string columns =
      extended ? "*"
               : "name, verb, http_method, path, required, filters, stage, quota, aliases, "
                 "description";
  return MakeSelect(
      "SELECT " + columns + " FROM \"apisql.methods\" WHERE resource = " + QuoteText(table),
      [table](Catalog& catalog) { return NotesOfMethods(catalog, table); });
}

Parsed ShowSettings(StatementReader& /*reader*/, bool /*extended*/) {
  return MakeSelect(
      R"(SELECT name, value, "default", description FROM "apisql.settings" ORDER BY name)");
}

Parsed ShowTables(StatementReader& reader, bool /*extended*/) {
  ASSIGN_OR_RETURN(const std::optional<DottedName> in, reader.TakeIn());
  std::string prefix;
  if (in) {
    ASSIGN_OR_RETURN(prefix,
                     in->parts.size() == 1 ? reader.FindProvider(*in) : reader.FindService(*in));
    prefix += '.';
  }
  std::vector<std::string> api_tables;
  if (in) {
    const RegisteredNames& names = reader.tables().api_tables;
    const std::string of = AsciiLower(in->text());
    ASSIGN_OR_RETURN(api_tables, in->parts.size() == 1 ? names.Under(of) : names.UnderService(of));
  } else {
    api_tables = reader.tables().api_tables.All();
  }
  std::set<std::string> names(api_tables.begin(), api_tables.end());
  for (std::string& name : reader.tables().other_tables()) names.insert(std::move(name));
  std::vector<std::string> rows;
  rows.reserve(names.size());
  for (const std::string& name : names) {
    if (name.starts_with(prefix)) rows.push_back("(" + QuoteText(name) + ")");
  }
  if (rows.empty()) return MakeSelect("SELECT NULL AS name WHERE 0");
  return MakeSelect("SELECT column1 AS name FROM (VALUES " + Join(rows, ", ") + ")");
}

Parsed ShowFunctions(StatementReader& /*reader*/, bool /*extended*/) {
  std::vector<std::string> rows;
  const auto add = [&rows](std::string_view name, std::string_view arguments,
                           std::string_view description) {
    rows.push_back("(" + QuoteText(name) + ", " + QuoteText(arguments) + ", " +
                   QuoteText(description) + ")");
  };
  for (const SqlFunction& function : SqlFunctions()) {
    add(function.name, function.arguments, function.description);
  }
  add(kSeriesTable, "start [, stop [, step]]",
      "A table of the integers from start to stop, for FROM; its column is value");
  return MakeSelect(
      "SELECT column1 AS name, column2 AS arguments, column3 AS description FROM (VALUES " +
          Join(rows, ", ") + ") ORDER BY name",
      [](Catalog&) {
        return std::vector<std::string>{
            "those of SQLite are there too: https://sqlite.org/lang_corefunc.html"};
      });
}

// An INSERT to fill in, a row per line: a table on a terminal shows no line breaks within a value.
class InsertTemplateExecution final : public TableExecution {
 public:
  explicit InsertTemplateExecution(std::string sql) : sql_(std::move(sql)) {}

 protected:
  std::vector<ResultColumn> KnownColumns() override { return {{"sql", "TEXT"}}; }
  StatusOr<TableRun> Run(const Parameters& /*parameters*/) override {
    TableRun run;
    run.table.columns = KnownColumns();
    for (std::string& line : Split(StripBlanks(sql_), '\n')) {
      run.table.rows.push_back({std::move(line)});
    }
    return run;
  }

 private:
  std::string sql_;
};

struct InsertTemplateStatement final : ParsedStatement {
  explicit InsertTemplateStatement(std::string name) : table(std::move(name)) {}
  StatusOr<std::unique_ptr<Execution>> Prepare(Database& database) const override {
    ASSIGN_OR_RETURN(const auto resource, database.connection().api.catalog().Find(table));
    ASSIGN_OR_RETURN(std::string sql, InsertTemplate(*resource));
    return std::unique_ptr<Execution>(std::make_unique<InsertTemplateExecution>(std::move(sql)));
  }

  std::string table;
};

Parsed ShowInsert(StatementReader& reader, bool /*extended*/) {
  ASSIGN_OR_RETURN(const DottedName name, reader.TakeName());
  ASSIGN_OR_RETURN(std::string table, reader.FindApiTable(name));
  return std::unique_ptr<ParsedStatement>(
      std::make_unique<InsertTemplateStatement>(std::move(table)));
}

// What users of other databases write for DESCRIBE.
Parsed ShowColumns(StatementReader& reader, bool /*extended*/) {
  if (!reader.TakeWord("from")) reader.TakeWord("in");
  return ReadDescribedTable(reader);
}

struct ShowThing {
  std::string_view words;
  Parsed (*read)(StatementReader& reader, bool extended);
};
constexpr ShowThing kShowThings[] = {
    {"PROVIDERS", ShowProviders}, {"SERVICES", ShowServices}, {"RESOURCES", ShowResources},
    {"METHODS", ShowMethods},     {"SETTINGS", ShowSettings}, {"FUNCTIONS", ShowFunctions},
    {"TABLES", ShowTables},       {"COLUMNS", ShowColumns},   {"INSERT INTO", ShowInsert},
};

// LIKE 'pattern' is about names, or their last parts; the text of WHERE is SQL of the result's
// columns.
Status TakeFilters(StatementReader& reader, OwnSelect* select) {
  if (reader.TakeWord("like")) {
    if (reader.Peek() == nullptr || reader.Peek()->kind != TokenKind::kString) {
      return reader.SyntaxError();
    }
    const std::string pattern = QuoteText(Unquote(*reader.Peek()));
    const std::string last_part = "substr(name, length(rtrim(name, replace(name, '.', ''))) + 1)";
    select->select = "SELECT * FROM (" + select->select + ") WHERE name LIKE " + pattern + " OR " +
                     last_part + " LIKE " + pattern;
    reader.Skip();
  }
  if (!reader.TakeWord("where")) return OkStatus();
  if (reader.Peek() == nullptr) return reader.SyntaxError();
  select->where = {std::string(reader.typed()), reader.Peek()->offset, 0};
  for (; reader.Peek() != nullptr; reader.Skip()) select->where.end = reader.Peek()->end();
  return OkStatus();
}

// True when the first word of `words` comes next; the others are then an error where they are
// missing.
StatusOr<bool> TakeWords(StatementReader& reader, std::string_view words) {
  bool first = true;
  for (const std::string& word : Split(words, ' ')) {
    const bool taken = reader.TakeWord(word);
    if (!taken && first) return false;
    if (!taken) return reader.SyntaxError();
    first = false;
  }
  return true;
}

// "SHOW takes PROVIDERS, SERVICES or INSERT INTO".
std::string TakesText() {
  std::string text = "SHOW takes ";
  for (const ShowThing& thing : kShowThings) {
    if (&thing != std::begin(kShowThings)) {
      text += &thing + 1 == std::end(kShowThings) ? " or " : ", ";
    }
    text += thing.words;
  }
  return text;
}

}  // namespace

// SHOW EXTENDED has no more to tell of some things.
Parsed ReadShow(StatementReader& reader) {
  const Status unknown = reader.SyntaxErrorBefore();
  const bool extended = reader.TakeWord("extended");
  for (const ShowThing& thing : kShowThings) {
    ASSIGN_OR_RETURN(const bool taken, TakeWords(reader, thing.words));
    if (!taken) continue;
    ASSIGN_OR_RETURN(std::unique_ptr<ParsedStatement> parsed, thing.read(reader, extended));
    if (auto* select = dynamic_cast<OwnSelect*>(parsed.get())) {
      RETURN_IF_ERROR(TakeFilters(reader, select));
    }
    RETURN_IF_ERROR(reader.CheckEnd());
    return parsed;
  }
  return Status(unknown).WithMessage(unknown.message() + ". " + TakesText()).WithHint(TakesText());
}

std::vector<std::string> ShowWords() {
  std::vector<std::string> words;
  for (const ShowThing& thing : kShowThings) {
    for (std::string& word : Split(thing.words, ' ')) words.push_back(std::move(word));
  }
  return words;
}

}  // namespace apisql
