// DESCRIBE: the columns of a table.
#include <algorithm>
#include <string>
#include <vector>

#include "registry/model/api_words.h"
#include "vtab/sql/registered_names.h"
#include "vtab/statements/sql_query.h"
#include "vtab/statements/statement_table.h"

namespace apisql {
namespace {

// The columns of a view are known to SQLite alone; those of a table the document describes.
std::string DescribeSelect(const std::string& table, bool extended) {
  const std::string shown =
      extended ? R"(name, type, key, hidden, "write", parameter, filter, "values", aliases, )"
                 "description"
               : R"(name, type, key, "write", )"
                 "parameter || iif(filter LIKE '%partial%', ' (partial)', '') || "
                 "iif(filter LIKE '%required', ' (required)', '') AS filter, description";
  const std::string name = QuoteText(table);
  return "SELECT " + shown + " FROM (SELECT * FROM \"apisql.columns\" WHERE resource = " + name +
         " UNION ALL SELECT " + name +
         ", name, cid + 1, lower(type), NULL, hidden, 0, NULL, NULL, NULL, NULL, NULL FROM "
         "pragma_table_xinfo(" +
         name + ") WHERE NOT EXISTS (SELECT 1 FROM \"apisql.columns\" WHERE resource = " + name +
         "))" + (extended ? "" : " WHERE hidden = 0") + " ORDER BY position";
}

StatusOr<std::vector<std::string>> NotesOfColumns(Catalog& catalog, const std::string& table,
                                                  bool extended) {
  std::vector<std::string> notes;
  ASSIGN_OR_RETURN(const auto resource, catalog.Find(table));
  const auto hidden = std::ranges::count_if(resource->columns, &Column::hidden);
  if (hidden > 0 && !extended) {
    notes.push_back(std::to_string(hidden) + (hidden == 1 ? " column is" : " columns are") +
                    " hidden; DESCRIBE EXTENDED shows " + (hidden == 1 ? "it" : "them"));
  }
  if (HasPartialFilter(*resource)) notes.emplace_back(kNoteOfPartial);
  if (resource->stage == Stage::kRetired) notes.emplace_back("the vendor has retired this API");
  if (resource->stage == Stage::kDeprecated) {
    notes.emplace_back("this API is deprecated: the vendor will take it away");
  }
  return notes;
}

// A table that the catalog does not have.
Parsed DescribeOther(const KnownTables& tables, const DottedName& name) {
  std::vector<std::string> others = tables.other_tables();
  const auto found = std::ranges::find_if(
      others, [&](const std::string& other) { return EqualsIgnoreCase(other, name.text()); });
  if (found == others.end()) {
    const std::vector<std::string> near = tables.api_tables.Near(name.text());
    others.insert(others.end(), near.begin(), near.end());
    return UnknownName("table", name.text(), others).At(name.place);
  }
  return MakeSelect("SELECT name, type, pk > 0 AS key FROM pragma_table_xinfo(" +
                    QuoteText(*found) + ")");
}

}  // namespace

// A table may be called "method", too.
Parsed ReadDescribedTable(StatementReader& reader) {
  const bool extended = reader.TakeWord("extended");
  ASSIGN_OR_RETURN(const DottedName name, reader.TakeName());
  const bool of_method = name.parts.size() == 1 && EqualsIgnoreCase(name.parts[0], "method");
  if (of_method && reader.Peek() != nullptr) return ReadDescribeMethod(reader, extended);
  const StatusOr<std::string> table = reader.FindApiTable(name);
  if (!table.ok()) return DescribeOther(reader.tables(), name);
  return MakeSelect(DescribeSelect(*table, extended), [name = *table, extended](Catalog& catalog) {
    return NotesOfColumns(catalog, name, extended);
  });
}

Parsed ReadDescribe(StatementReader& reader) {
  ASSIGN_OR_RETURN(std::unique_ptr<ParsedStatement> parsed, ReadDescribedTable(reader));
  RETURN_IF_ERROR(reader.CheckEnd());
  return parsed;
}

}  // namespace apisql
