#include "registry/document/column_document.h"

#include <algorithm>
#include <span>

#include "registry/keys/key.h"
#include "registry/model/choices.h"
#include "registry/model/names.h"
#include "src/base/text.h"

namespace apisql {
namespace {

void ReadWriting(const Fields& fields, Column& column) {
  const std::vector<std::string> when = fields.Texts("write");
  column.on_create = std::ranges::find(when, kWriteNames[0]) != when.end();
  column.on_update = std::ranges::find(when, kWriteNames[1]) != when.end();
  column.required_on_create = fields.Boolean("required");
  column.write_path = fields.Path("write_path", column.path);
  if (column.required_on_create && !column.on_create) {
    fields.Fault("required", "needs write: [create]");
  }
  const bool writable = column.on_create || column.on_update;
  if (writable && column.source == Column::Source::kHeader) {
    return fields.Fault("write", "a header of the answer is no member of a body");
  }
  if (writable && !column.other_paths.empty() && !fields.Has("write_path")) {
    fields.Fault("write", "needs a write_path, for path names several places");
  }
  if (fields.Has("write_path") && !writable) fields.Fault("write_path", "needs write");
  if (writable && column.write_path.empty() && !fields.Has("write_path")) {
    fields.Fault("write", "needs a write_path, for the column has no path");
  }
}

void ReadCreateOnly(const Fields& column_fields, Column& column) {
  const YamlNode* node = column_fields.Find("create_only");
  if (node == nullptr) return;
  const Fields fields(*node, kCreateOnly, column_fields.Within("create_only"),
                      column_fields.faults());
  column.create_only = fields.Texts("values");
  column.create_reason = fields.Text("reason");
  if (fields.Has("values") && column.create_only.empty()) fields.Fault("values", "needs a text");
  if (column.on_create) column_fields.Fault("create_only", "means nothing beside write: [create]");
}

void ReadHeader(const Fields& fields, std::string_view place, Column& column) {
  if (fields.Has("source")) fields.Fault("source", "means nothing for a header of the answer");
  column.source = Column::Source::kHeader;
  column.header = place.substr(kHeaderPlace.size());
  if (!IsHeaderName(column.header)) fields.Fault("path", "is no header's name");
  if (column.type == ColumnType::kJson) fields.Fault("type", "a header has no JSON");
  if (column.prefix > 0) fields.Fault("prefix", "means nothing for a header of the answer");
}

// Where the answer has it: in a header, or in the row at one or several paths.
void ReadPlace(const Fields& fields, Column& column) {
  const std::string place = fields.Text("path");
  const bool header = place.starts_with(kHeaderPlace);
  if (fields.Has("header_in_lists") && !header) {
    fields.Fault("header_in_lists", "needs a path header:NAME");
  }
  column.header_of_lists = fields.Boolean("header_in_lists");
  if (header) return ReadHeader(fields, place, column);
  std::vector<JsonPath> paths = fields.Paths("path");
  const bool list = fields.Has("path") && fields.Find("path")->is(YamlNode::Kind::kList);
  if (list && paths.empty()) return fields.Fault("path", "names no place");
  if (paths.empty()) return;
  const std::span<const YamlNode> items = fields.Items("path");
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i].text.starts_with(kHeaderPlace)) {
      fields.Fault("path", "a header of the answer stands alone, and in no list");
    }
    if (items[i].text == "/" && items.size() > 1) {
      fields.Fault("path", "/ is always there, so that no other place counts");
    }
    const auto end = paths.begin() + static_cast<std::ptrdiff_t>(i);
    if (!paths[i].empty() && std::find(paths.begin(), end, paths[i]) != end) {
      fields.Fault("path", paths[i].ToString() + " stands twice");
    }
  }
  column.path = paths.front();
  column.other_paths.assign(paths.begin() + 1, paths.end());
}

// Where a column's values come from decides whether a path makes sense.
void CheckPath(const Fields& fields, const Column& column) {
  if (column.source == Column::Source::kHeader) {
    if (column.secret) fields.Fault("secret", "only a column of the row can be secret");
    return;
  }
  const bool row = column.source == Column::Source::kRow;
  if (row && !fields.Has("path")) fields.Fault("path", "is missing: where does a row have it?");
  const bool group = column.source == Column::Source::kGroup;
  if (group && !fields.Has("path")) fields.Fault("path", "is missing: where does a group have it?");
  const bool writable = column.on_create || column.on_update;
  const bool of_group = group || column.source == Column::Source::kGroupKey;
  if (of_group && writable) fields.Fault("write", "only a column of the row can be written");
  if (!row && !group && fields.Has("path")) {
    fields.Fault("path", "means nothing for a column that no row has (source)");
  }
  if (column.secret && !row) fields.Fault("secret", "only a column of the row can be secret");
}

}  // namespace

Column ReadColumn(const NamedNode& entry, Faults& faults) {
  const Fields fields(*entry.node, kColumn, "columns." + entry.name->text, faults);
  Column column;
  column.name = entry.name->text;
  if (EqualsIgnoreCase(column.name, "rowid") || EqualsIgnoreCase(column.name, "oid")) {
    faults.Add(entry.name->line, At(fields.place(), "is SQLite's own name for the row number"));
  }
  column.aliases = fields.Texts("aliases");
  column.type = static_cast<ColumnType>(fields.Choice("type").value_or(0));
  column.time = static_cast<TimeForm>(fields.Choice("time").value_or(0));
  column.description = fields.Text("description");
  column.source = static_cast<Column::Source>(fields.Choice("source").value_or(0));
  column.group = static_cast<size_t>(fields.Integer("group", 1));
  column.secret = fields.Boolean("secret");
  column.hidden = fields.Boolean("hidden") || column.secret;
  column.values = fields.Texts("values");
  column.distinct = fields.Integer("distinct");
  column.never_number = fields.Boolean("never_number");
  if (column.never_number && column.type != ColumnType::kText) {
    fields.Fault("never_number", "says something of texts only");
  }
  column.prefix = static_cast<size_t>(fields.Integer("prefix"));
  if (column.prefix > 0 && column.type != ColumnType::kText) {
    fields.Fault("prefix", "says something of texts only");
  }
  const bool map = entry.node->is(YamlNode::Kind::kMap);
  if (map) ReadPlace(fields, column);
  ReadWriting(fields, column);
  if (map) CheckPath(fields, column);
  ReadCreateOnly(fields, column);
  column.answered = fields.Path("answered");
  return column;
}

}  // namespace apisql
