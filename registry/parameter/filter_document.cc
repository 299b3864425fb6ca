#include "registry/parameter/filter_document.h"

#include <string>

#include "registry/model/names.h"

namespace apisql {
namespace {

using Place = Parameter::Place;
using Comparison = Parameter::Comparison;

constexpr Place kPlaces[] = {Place::kQuery, Place::kHeader, Place::kBody};

bool IsNullTest(const Parameter& filter) {
  return filter.comparison == Comparison::kIsNull || filter.comparison == Comparison::kIsNotNull;
}

// "{}" stands in it once.
std::string ReadFormat(const Fields& fields) {
  std::string format = fields.Text("format", "{}");
  const size_t mark = format.find("{}");
  if (mark == std::string::npos || format.find("{}", mark + 1) != std::string::npos) {
    fields.Fault("format", "must hold {} once, where the value goes");
  }
  return format;
}

void ReadWhere(const Fields& fields, Parameter& filter) {
  filter.place = kPlaces[fields.Choice("in").value_or(0)];
  const bool in_header = filter.place == Place::kHeader;
  if (filter.place == Place::kBody) {
    filter.body_path = fields.Path("body_path", JsonPath{{filter.name}});
  }
  if (filter.repeatable && in_header) fields.Fault("repeatable", "is not for headers");
  if (filter.name.empty() || (in_header && !IsHeaderName(filter.name))) {
    fields.Fault("parameter", in_header ? "is no header's name" : "is empty");
  }
}

void ReadList(const Fields& fields, Parameter& filter) {
  filter.repeatable = fields.Boolean("repeatable") || fields.Has("list");
  filter.list = static_cast<Parameter::List>(fields.Choice("list").value_or(0));
  if (fields.Has("or")) {
    if (filter.repeatable) fields.Fault("or", "is another way to send a list: say one of them");
    if (!filter.repeatable && !fields.Has("format")) fields.Fault("or", "needs a format");
    filter.repeatable = true;
    filter.list = Parameter::List::kOr;
    filter.or_text = fields.Text("or");
  }
  filter.most_values = fields.Integer("most");
  if (fields.Has("most") && !filter.repeatable) fields.Fault("most", "needs a list");
}

void ReadText(const Fields& fields, Parameter& filter) {
  filter.format = ReadFormat(fields);
  filter.escape = static_cast<Parameter::Escape>(fields.Choice("escape").value_or(0));
  filter.join = fields.Text("join", filter.join);
  for (const auto& [name, node] : fields.Members("words")) {
    filter.words.emplace_back(name->text, node->text);
  }
  filter.constant = fields.Text("value");
  if (const auto time = fields.Choice("time")) filter.time = static_cast<TimeForm>(*time);
  for (const char* key : {"escape", "join"}) {
    if (fields.Has(key) && !filter.is_formatted()) fields.Fault(key, "needs a format");
  }
  if (filter.is_formatted() && filter.repeatable && filter.list != Parameter::List::kOr) {
    fields.Fault("format", "stands around one value, and a list has several; say or: \" or \"");
  }
}

// What a filter of another comparison than `=` cannot be.
void CheckComparison(const Fields& fields, const Parameter& filter) {
  if (filter.comparison == Comparison::kEqual) return;
  for (const char* key : {"repeatable", "list", "or", "from", "reveals", "words"}) {
    if (fields.Has(key)) fields.Fault(key, "is for the operator = alone");
  }
  const bool range = filter.comparison != Comparison::kPrefix && !IsNullTest(filter);
  if (filter.required && !range) {
    fields.Fault("required", "is for the operators =, >=, >, <= and < alone");
  }
  if (!IsNullTest(filter)) return;
  if (!fields.Has("value")) fields.Fault("operator", "needs the value that is sent for it");
  if (filter.place == Place::kBody) fields.Fault("operator", "is for the query and headers");
  if (filter.is_formatted()) fields.Fault("format", "has no value to stand around");
}

}  // namespace

std::optional<Parent> ReadParent(const Fields& parameter) {
  const YamlNode* node = parameter.Find("from");
  if (node == nullptr) return std::nullopt;
  const Fields fields(*node, kFrom, parameter.Within("from"), parameter.faults());
  Parent parent{fields.Text("table"), fields.Text("column"), ReadFormat(fields)};
  if (fields.Has("roots")) {
    parent.roots = fields.IsWord("roots") ? std::vector<std::string>() : fields.Texts("roots");
    if (parent.roots->empty() && !fields.IsWord("roots")) {
      fields.Fault("roots", "is empty: say none where the first request leaves the parameter out");
    }
  }
  return parent;
}

Parameter ReadFilter(const NamedNode& entry, const Fields& method) {
  const std::string place = method.Within("filters") + "." + entry.name->text;
  const Fields fields(*entry.node, kFilter, place, method.faults());
  Parameter filter;
  filter.filter = entry.name->text;
  filter.column = fields.Text("column", filter.filter);
  filter.name = fields.Text("parameter", filter.filter);
  filter.comparison = static_cast<Comparison>(fields.Choice("operator").value_or(0));
  filter.match = static_cast<Parameter::Match>(fields.Choice("match").value_or(0));
  filter.required = fields.Boolean("required");
  filter.reveals = fields.Boolean("reveals");
  filter.parent = ReadParent(fields);
  ReadList(fields, filter);
  ReadWhere(fields, filter);
  ReadText(fields, filter);
  CheckComparison(fields, filter);
  if (filter.filter.find_first_of(" \t\n") != std::string::npos) {
    fields.Fault("parameter", "a filter's own name has no blanks; say parameter");
  }
  if (filter.parent && !filter.parent->is_tree() && !filter.required) {
    fields.Fault("from", "needs required: true");
  }
  if (filter.reveals && filter.required) {
    fields.Fault("reveals", "means nothing for what is always sent (required)");
  }
  return filter;
}

}  // namespace apisql
