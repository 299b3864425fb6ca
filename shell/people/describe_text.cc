#include "shell/people/describe_text.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/choices.h"
#include "registry/model/filter_use.h"
#include "shell/output/display.h"
#include "shell/people/named_row.h"
#include "shell/people/paragraph.h"
#include "src/base/text.h"

namespace apisql {
namespace {

constexpr size_t kWidestName = 24;  // Longer names stand on a line of their own.

std::string_view TypeWord(ColumnType type) { return kTypeNames[static_cast<size_t>(type)]; }

// APIs have no ranges here.
std::string FilterText(const Resource& resource, const Column& column) {
  const FilterUse use = FilterUseOf(resource, column);
  if (use.parameter == nullptr) return "";
  if (use.parameter->reveals) return "= true shows secrets (SET allow_reveal = on)";
  std::string text = "API filters by =, IN";
  if (use.parameter->repeatable) text += " (in one request)";
  if (!use.exact) text += " (partial)";
  if (!use.parent.empty()) return text + ", else asks for each " + use.parent;
  return use.required ? text + ", required" : text;
}

std::string WriteText(const Column& column) {
  std::vector<std::string> when;
  if (column.on_create)
    when.emplace_back(column.required_on_create ? "INSERT (required)" : "INSERT");
  if (column.on_update) when.emplace_back("UPDATE");
  return when.empty() ? "" : "written by " + Join(when, ", ");
}

// "text, key; API filters by =, IN; written by INSERT (required)"
std::string Facts(const Resource& resource, const Column& column) {
  std::string text(TypeWord(column.type));
  if (std::ranges::find(resource.key, column.name) != resource.key.end()) text += ", key";
  if (column.secret) {
    text += ", secret";
  } else if (column.hidden) {
    text += ", hidden";
  }
  for (const std::string& part : {FilterText(resource, column), WriteText(column)}) {
    if (!part.empty()) text += "; " + part;
  }
  if (!column.values.empty()) text += "; values: " + Join(column.values, ", ");
  return text;
}

// A name that leaves no room stands on a line of its own.
void AppendNamed(std::string name, const std::string& facts, size_t indent, size_t width,
                 std::string* out) {
  if (name.size() + 2 > indent) {
    *out += name + "\n";
    name.clear();
  }
  AppendParagraph(name, facts, indent, width, out);
}

void AppendColumn(const Resource& resource, const Column& column, size_t indent, size_t width,
                  std::string* out) {
  AppendNamed(Visible(column.name), Facts(resource, column), indent, width, out);
  if (column.description.empty()) return;
  AppendParagraph(std::string(indent, ' '), column.description, indent, width, out);
}

std::string_view StatementOf(Verb verb) {
  switch (verb) {
    case Verb::kSelect:
      return "SELECT";
    case Verb::kInsert:
      return "INSERT";
    case Verb::kUpdate:
      return "UPDATE";
    case Verb::kDelete:
      return "DELETE";
    case Verb::kExec:
      return "EXEC";
  }
  return "";
}

void AppendMethods(const Resource& resource, std::string* out) {
  if (resource.methods.empty()) return;
  *out += "\nMethods\n";
  for (const Method& method : resource.methods) {
    out->append("  ").append(StatementOf(method.verb));
    *out += " " + Visible(method.name) + ": " + method.http_method + " " + Visible(method.path);
    *out += "\n";
  }
}

// What max() and ORDER BY would surprise with.
void AppendIntegerNote(const Resource& resource, Hidden hidden, size_t width, std::string* out) {
  const bool has_integer = std::ranges::any_of(resource.columns, [&](const Column& column) {
    return column.type == ColumnType::kInteger && (hidden == Hidden::kShown || !column.hidden);
  });
  if (!has_integer) return;
  *out += "\n";
  AppendParagraph("", "An integer beyond 64 bits keeps its digits as a text, and sorts last.", 0,
                  width, out);
}

void AppendExample(const Resource& resource, size_t width, std::string* out) {
  for (const Method& method : resource.methods) {
    if (method.verb != Verb::kSelect || method.example.empty()) continue;
    *out += "\nExample\n";
    AppendParagraph("  ", method.example + ";", 2, width, out);
    return;
  }
}

std::string TitleText(const Resource& resource, size_t width) {
  std::string text;
  const std::string about = resource.description.empty() ? "" : ": " + resource.description;
  AppendParagraph("", resource.name + about, 0, width, &text);
  return text + "\n";
}

// Where the facts of columns begin, the longest of whose names is so wide.
size_t IndentFor(size_t widest_name, size_t width) {
  return std::min({widest_name + 2, kWidestName, std::max<size_t>(width / 3, 4)});
}

}  // namespace

std::string DescribeText(const Resource& resource, Hidden hidden, size_t width) {
  const bool all = hidden == Hidden::kShown;
  std::string text = TitleText(resource, width);
  size_t widest = 0;
  for (const Column& column : resource.columns) {
    if (all || !column.hidden) widest = std::max(widest, DisplayWidth(column.name));
  }
  const size_t indent = IndentFor(widest, width);
  for (const Column& column : resource.columns) {
    if (all || !column.hidden) AppendColumn(resource, column, indent, width, &text);
  }
  AppendIntegerNote(resource, hidden, width, &text);
  AppendMethods(resource, &text);
  AppendExample(resource, width, &text);
  return text;
}

std::string DescribeViewText(const Resource& view, const ResultTable& rows, size_t width) {
  std::string text = TitleText(view, width);
  size_t widest = 0;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    widest = std::max(widest, DisplayWidth(Visible(NamedRow(rows, i).Text("name"))));
  }
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const NamedRow row(rows, i);
    const std::string type = row.Text("type");
    AppendNamed(Visible(row.Text("name")), type.empty() ? "of any type" : type,
                IndentFor(widest, width), width, &text);
  }
  text += "\n";
  AppendParagraph("", "A view: EXPLAIN REQUESTS SELECT * FROM " + view.name + " tells its tables.",
                  0, width, &text);
  return text;
}

}  // namespace apisql
