#include <algorithm>
#include <array>
#include <string_view>

#include "registry/model/names.h"
#include "registry/request/write_builder.h"
#include "registry/request/write_parts.h"
#include "src/base/text.h"
#include "src/json/text.h"

namespace apisql {
namespace {

std::string SqlText(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

// A value of the column's type that shows its form.
std::string Placeholder(const Column& column) {
  if (!column.values.empty()) return SqlText(column.values.front());
  constexpr std::string_view kPlaceholders[] = {"'text'", "0", "0.0", "0", "'2026-01-31 00:00:00'",
                                                "'{}'"};
  return std::string(kPlaceholders[static_cast<size_t>(column.type)]);
}

std::string_view TypeText(ColumnType type) {
  constexpr std::string_view kTexts[] = {"text", "integer", "real", "0 or 1", "timestamp", "JSON"};
  return kTexts[static_cast<size_t>(type)];
}

// Up to the end of its first sentence. A point within "lkc-..." or "e.g." ends none: a capital must
// follow.
std::string FirstSentence(std::string_view text) {
  for (size_t at = text.find(". "); at != std::string_view::npos; at = text.find(". ", at + 1)) {
    const char next = at + 2 < text.size() ? text[at + 2] : 'A';
    if (next >= 'A' && next <= 'Z') return std::string(text.substr(0, at + 1));
  }
  return std::string(text);
}

struct TemplateColumn {
  const Column* column;
  bool required;
};

// Required columns first.
std::vector<TemplateColumn> TemplateColumns(const Resource& resource, const Method& method) {
  std::vector<TemplateColumn> required;
  std::vector<TemplateColumn> optional;
  for (const Column& column : resource.columns) {
    const Parameter* parameter = method.ParameterOf(column.name);
    if (!column.on_create && (column.secret || parameter == nullptr)) continue;
    // What a parent's row has beside what names that row need not be given.
    const bool looked_up = parameter != nullptr && parameter->parent &&
                           std::ranges::find(resource.key, column.name) == resource.key.end();
    if (column.required_on_create || (parameter != nullptr && parameter->required && !looked_up)) {
      required.push_back({&column, true});
    } else {
      optional.push_back({&column, false});
    }
  }
  required.insert(required.end(), optional.begin(), optional.end());
  return required;
}

std::string ColumnComment(const TemplateColumn& entry) {
  constexpr size_t kMostBytes = 200;
  std::string comment = entry.required ? "required, " : "";
  comment += TypeText(entry.column->type);
  if (!entry.column->values.empty()) comment += " (" + Join(entry.column->values, ", ") + ")";
  const std::string sentence = FirstSentence(entry.column->description);
  if (!sentence.empty()) comment += ": " + sentence;
  return Printable(comment, kMostBytes);
}

struct TemplateLine {
  std::string code;
  std::string comment;
};

// One line each, with commas between and the comments below each other.
std::string WithComments(const std::vector<TemplateLine>& lines) {
  size_t width = 0;
  for (const TemplateLine& line : lines) width = std::max(width, line.code.size());
  std::string text;
  for (size_t i = 0; i < lines.size(); ++i) {
    std::string code = lines[i].code + (i + 1 < lines.size() ? "," : "");
    code.resize(width + 1, ' ');
    text += "  " + code + "  -- " + lines[i].comment + "\n";
  }
  return text;
}

// " RETURNING id, secret", or "".
std::string ReturningClause(const Resource& resource, const Method& method) {
  std::vector<std::string> secrets;
  for (const Column& column : resource.columns) {
    if (column.secret) secrets.push_back(SqlName(column.name));
  }
  if (!method.returns_row || secrets.empty()) return "";
  std::vector<std::string> names;
  for (const std::string& key : resource.key) {
    const int column = resource.FindColumn(key);
    const bool answered = column >= 0 && ColumnAt(resource, column).source == Column::Source::kRow;
    if (answered) names.push_back(SqlName(key));
  }
  names.insert(names.end(), secrets.begin(), secrets.end());
  return " RETURNING " + Join(names, ", ");
}

}  // namespace

StatusOr<std::string> InsertTemplate(const Resource& resource) {
  ASSIGN_OR_RETURN(const Method* method, WriteMethod(resource, Verb::kInsert));
  std::vector<TemplateLine> names;
  std::vector<TemplateLine> values;
  for (const TemplateColumn& entry : TemplateColumns(resource, *method)) {
    const std::string name = SqlName(entry.column->name);
    names.push_back({name, ColumnComment(entry)});
    values.push_back({entry.required ? Placeholder(*entry.column) : "NULL", name});
  }
  const std::string into = "INSERT INTO " + resource.name;
  if (names.empty()) return into + " DEFAULT VALUES" + ReturningClause(resource, *method) + ";\n";
  return into + " (\n" + WithComments(names) + ") VALUES (\n" + WithComments(values) + ")" +
         ReturningClause(resource, *method) + ";\n";
}

}  // namespace apisql
