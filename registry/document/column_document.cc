#include "registry/document/column_document.h"

#include "registry/model/names.h"

namespace apisql {
namespace {

constexpr int64_t kMostDistinct = 1'000'000'000'000;

void ReadWriting(const Fields& fields, Column& column) {
  for (const std::string& when : fields.Texts("write")) {
    if (when == "create") {
      column.on_create = true;
    } else if (when == "update") {
      column.on_update = true;
    } else {
      fields.Fault("write", "expected a list of create, update or both");
    }
  }
  column.required_on_create = fields.Boolean("required", false);
  column.write_path = fields.Path("write_path", column.path);
  if (column.required_on_create && !column.on_create) {
    fields.Fault("required", "needs write: [create]");
  }
  const bool writable = column.on_create || column.on_update;
  if (fields.Has("write_path") && !writable) fields.Fault("write_path", "needs write");
  if (writable && column.write_path.empty() && !fields.Has("write_path")) {
    fields.Fault("write", "needs a write_path, for the column has no path");
  }
}

void ReadCreateOnly(const Fields& column_fields, Column& column) {
  const YamlNode* node = column_fields.Find("create_only");
  if (node == nullptr) return;
  const Fields fields(*node, kCreateOnly, column_fields.place() + ".create_only",
                      column_fields.faults());
  column.create_only = fields.Texts("values");
  column.create_reason = fields.Text("reason");
  if (fields.Has("values") && column.create_only.empty()) fields.Fault("values", "needs a text");
  if (column.on_create) column_fields.Fault("create_only", "means nothing beside write: [create]");
}

void ReadAnswered(const Fields& fields, Column& column) {
  column.answered = fields.Path("answered");
  if (fields.Has("answered") && column.source != Column::Source::kParameter) {
    fields.Fault("answered", "needs source: parameter; others have a path");
  }
}

// Where a column's values come from decides whether a path makes sense.
void CheckPath(const Fields& fields, const Column& column) {
  const bool row = column.source == Column::Source::kRow;
  if (row && !fields.Has("path")) fields.Fault("path", "is missing: where does a row have it?");
  if (!row && fields.Has("path")) {
    fields.Fault("path", "means nothing for a column that no row has (source)");
  }
  if (column.secret && !row) fields.Fault("secret", "only a column of the row can be secret");
}

}  // namespace

Column ReadColumn(const NamedNode& entry, Faults& faults) {
  const Fields fields(*entry.node, kColumn, "columns." + entry.name->text, faults);
  Column column;
  column.name = entry.name->text;
  if (!IsName(column.name)) {
    faults.Add(entry.name->line, At(fields.place(), "a name is lower-case letters, digits and _"));
  } else if (column.name == "rowid" || column.name == "oid") {
    faults.Add(entry.name->line, At(fields.place(), "is SQLite's own name for the row number"));
  }
  column.aliases = fields.Texts("aliases");
  column.type = static_cast<ColumnType>(fields.Choice("type", kTypeNames, 0));
  column.time = static_cast<TimeForm>(fields.Choice("time", kTimeNames, 0));
  if (fields.Has("time") && column.type != ColumnType::kTimestamp) {
    fields.Fault("time", "says something of timestamps only");
  }
  column.description = fields.Text("description");
  column.source = static_cast<Column::Source>(fields.Choice("source", kSourceNames, 0));
  column.path = fields.Path("path");
  column.secret = fields.Boolean("secret", false);
  column.hidden = fields.Boolean("hidden", false) || column.secret;
  column.values = fields.Texts("values");
  column.distinct = fields.Integer("distinct", 0, kMostDistinct, 0);
  column.never_number = fields.Boolean("never_number", false);
  if (column.never_number && column.type != ColumnType::kText) {
    fields.Fault("never_number", "says something of texts only");
  }
  constexpr int64_t kMostCharacters = 1000;
  column.prefix = static_cast<size_t>(fields.Integer("prefix", 1, kMostCharacters, 0));
  if (column.prefix > 0 && column.type != ColumnType::kText) {
    fields.Fault("prefix", "says something of texts only");
  }
  if (entry.node->is(YamlNode::Kind::kMap)) CheckPath(fields, column);
  ReadWriting(fields, column);
  ReadCreateOnly(fields, column);
  ReadAnswered(fields, column);
  return column;
}

}  // namespace apisql
