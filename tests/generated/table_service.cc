#include "tests/generated/table_service.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "src/base/text.h"
#include "tests/generated/conditions.h"
#include "tests/generated/pages.h"
#include "tests/generated/row_json.h"

namespace apisql::generated {
namespace {

using Origin = Column::Origin;

std::string TextOf(const nlohmann::json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

sandbox::Answer Refusal(int status, const std::string& message) {
  return {.status = status,
          .body = nlohmann::json{{"message", message}, {"code", "refused"}}.dump()};
}

sandbox::Answer TableService::Handle(const sandbox::Call& call) {
  if (!Read(call)) return Refusal(400, "the server does not know what is asked");
  const std::string update = AsciiLower(call.method);
  if (own_key_.empty()) {
    const bool reads = call.method == (table_.list_by_post ? "POST" : "GET");
    return reads ? List(call) : Refusal(400, "a list is only read");
  }
  if (call.method == "GET" && table_.has_get) return Get();
  if (call.method == "DELETE" && table_.has_delete) return Delete();
  if (update == table_.update_verb && table_.has_update) return Update(call.body);
  return Refusal(400, "there is no such operation");
}

bool TableService::Read(const sandbox::Call& call) {
  if (!ReadPath(call.path) || !ReadQuery(call)) return false;
  if (own_key_.empty() && table_.list_by_post && !ReadBody(call.body)) return false;
  return std::ranges::all_of(table_.columns, [&](const Column& column) {
    const bool given = given_.contains(column.name);
    if (column.origin != Origin::kTree) return !column.scopes() || given;
    return own_key_.empty() ? given || table_.roots.empty() : !given;
  });
}

bool TableService::ReadPath(const Texts& path) {
  size_t at = 1;
  const auto ends = [&] {
    return at >= path.size() || path[at] == "of" || path[at] == "below" || path[at] == "rows";
  };
  const int input = table_.OptionalInput();
  if (input >= 0 && table_.columns[static_cast<size_t>(input)].in_path && !ends()) {
    given_[table_.columns[static_cast<size_t>(input)].name] = {path[at++]};
  }
  for (const Column& column : table_.columns) {
    if (!column.scopes() || column.in_query) continue;
    if (at >= path.size() || path[at++] != "of" || ends()) return false;
    std::string value = path[at++];
    size_t slashes = 0;
    for (; column.slashes && !ends(); ++at, ++slashes) value += "/" + path[at];
    const bool encoded = std::ranges::count(value, '/') != static_cast<std::ptrdiff_t>(slashes);
    if (column.slashes && encoded) return false;
    given_[column.name] = {value};
  }
  const int tree = table_.TreeColumn();
  if (tree >= 0 && path.size() >= at + 2 && path[at] == "below") {
    const Column& column = table_.columns[static_cast<size_t>(tree)];
    if (column.in_query) return false;
    given_[column.name] = {path[at + 1]};
    at += 2;
  }
  if (path.size() <= at || path[at] != "rows") return false;
  own_key_.assign(path.begin() + static_cast<std::ptrdiff_t>(at) + 1, path.end());
  const auto columns = std::ranges::count(table_.columns, true, &Column::own_key);
  return own_key_.empty() || std::ssize(own_key_) == columns;
}

bool TableService::ReadQuery(const sandbox::Call& call) {
  const bool lists = own_key_.empty();
  for (const auto& [name, value] : call.query) {
    const auto scope = std::ranges::find_if(table_.columns, [&](const Column& column) {
      return column.names_list() && column.in_query && column.name == name;
    });
    if (scope != table_.columns.end()) {
      if (!given_.emplace(name, Texts{value}).second) return false;
      continue;
    }
    if (!lists) return false;
    if (name == kExpression && ReadExpression(value)) continue;
    if (ReadNarrowing(name, value)) continue;
    if (table_.list_by_post) return false;
    if (ReadFilter(name, value)) continue;
    if (!IsPagingParameter(table_.paging, name) || !paging_.emplace(name, value).second) {
      return false;
    }
  }
  return IsUnderstood();
}

bool TableService::ReadBody(const std::string& text) {
  const nlohmann::json body =
      text.empty() ? nlohmann::json::object() : nlohmann::json::parse(text, nullptr, false);
  if (!body.is_object()) return false;
  for (const auto& [part, members] : body.items()) {
    if ((part != "where" && part != "page") || !members.is_object()) return false;
    for (const auto& [name, value] : members.items()) {
      const bool known = part == "where" ? ReadBodyFilter(name, value)
                                         : IsPagingParameter(table_.paging, name) &&
                                               paging_.emplace(name, TextOf(value)).second;
      if (!known) return false;
    }
  }
  return IsUnderstood();
}

// A filter that takes several values takes an array of them.
bool TableService::ReadBodyFilter(const std::string& name, const nlohmann::json& value) {
  const auto column = std::ranges::find_if(table_.columns, [&](const Column& one) {
    return !one.names_list() && one.filter != Filter::kNone && !one.in_expression &&
           one.parameter == name;
  });
  if (column == table_.columns.end() || column->repeatable != value.is_array()) return false;
  if (!value.is_array()) return AddFilter(*column, TextOf(value));
  return std::ranges::all_of(
      value, [&](const nlohmann::json& one) { return AddFilter(*column, TextOf(one)); });
}

bool TableService::ReadFilter(const std::string& name, const std::string& value) {
  const auto column = std::ranges::find_if(table_.columns, [&](const Column& one) {
    const bool brackets = one.repeatable && one.list == Column::List::kBrackets;
    return !one.names_list() && one.filter != Filter::kNone && !one.in_expression &&
           name == one.parameter + (brackets ? "[]" : "");
  });
  if (column == table_.columns.end()) return false;
  if (!column->repeatable || column->list != Column::List::kComma) {
    return AddFilter(*column, value);
  }
  for (const std::string& part : Split(value, ',')) {
    if (!AddFilter(*column, part)) return false;
  }
  return true;
}

bool TableService::AddFilter(const Column& column, const std::string& value) {
  Texts& texts = given_[column.name];
  if (!texts.empty() && !column.repeatable) return false;
  texts.push_back(value);
  return column.most == 0 || texts.size() <= column.most;
}

bool TableService::ReadNarrowing(const std::string& name, const std::string& value) {
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    if (table_.columns[i].in_expression) continue;
    for (const Narrowing& narrowing : table_.columns[i].narrowings) {
      if (narrowing.parameter != name) continue;
      const auto same = [&](const Given& given) { return given.narrowing == &narrowing; };
      if (std::ranges::any_of(narrowed_, same)) return false;
      narrowed_.push_back({i, &narrowing, value});
      return true;
    }
  }
  return false;
}

bool TableService::ReadExpression(const std::string& text) {
  const auto conditions = ParseExpression(text);
  if (!conditions) return false;
  for (const Condition& condition : *conditions) {
    const auto column = std::ranges::find(table_.columns, condition.column, &Column::name);
    if (column == table_.columns.end() || !column->in_expression) return false;
    const auto narrowing = std::ranges::find_if(column->narrowings, [&](const Narrowing& one) {
      return ExpressionWord(one.by) == condition.word;
    });
    if (narrowing != column->narrowings.end()) {
      const auto index = static_cast<size_t>(column - table_.columns.begin());
      narrowed_.push_back({index, &*narrowing, condition.text});
    } else if (condition.word != kEqual || column->filter == Filter::kNone ||
               !AddFilter(*column, condition.text)) {
      return false;
    }
  }
  return true;
}

bool TableService::IsUnderstood() const {
  const auto is_filter_understood = [&](const Column& column) {
    const auto given = given_.find(column.name);
    if (given == given_.end() || column.names_list()) return true;
    return std::ranges::all_of(given->second, [&](const std::string& text) {
      return PassesFilter(column, Value(), text).has_value();
    });
  };
  return std::ranges::all_of(table_.columns, is_filter_understood) &&
         std::ranges::all_of(narrowed_, [&](const Given& given) {
           return PassesNarrowing(table_.columns[given.column], *given.narrowing, Value(),
                                  given.text)
               .has_value();
         });
}

bool TableService::ScopeExists() const {
  if (const int tree = table_.TreeColumn(); tree >= 0 && IsBelowRow()) return true;
  if (table_.parent < 0) {
    return std::ranges::any_of(table_.rows, [&](const Row& row) { return IsListed(row); });
  }
  const Table& parent = world_.tables[static_cast<size_t>(table_.parent)];
  return std::ranges::any_of(parent.rows, [&](const Row& row) {
    return std::ranges::all_of(table_.columns, [&](const Column& column) {
      return !column.scopes() ||
             WireText(column, row.cells[column.parent_column].value) == given_.at(column.name)[0];
    });
  });
}

// Of a tree: whether the list is that of a row, which may have none below it.
bool TableService::IsBelowRow() const {
  const auto given = given_.find(table_.columns[static_cast<size_t>(table_.TreeColumn())].name);
  if (given == given_.end()) return false;
  const auto key = std::ranges::find(table_.columns, true, &Column::own_key);
  const auto index = static_cast<size_t>(key - table_.columns.begin());
  return std::ranges::any_of(table_.rows, [&](const Row& row) {
    return IsOfScope(row) && WireText(*key, row.cells[index].value) == given->second[0];
  });
}

// Whether the row stands in the list that path and inputs name.
bool TableService::IsListed(const Row& row) const {
  const int tree = table_.TreeColumn();
  if (!IsOfScope(row)) return false;
  if (tree < 0 || !own_key_.empty()) return true;
  const Column& column = table_.columns[static_cast<size_t>(tree)];
  const Value& above = row.cells[static_cast<size_t>(tree)].value;
  const auto given = given_.find(column.name);
  if (given == given_.end()) return std::holds_alternative<std::monostate>(above);
  return !std::holds_alternative<std::monostate>(above) &&
         WireText(column, above) == given->second[0];
}

bool TableService::IsOfScope(const Row& row) const {
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    const Column& column = table_.columns[i];
    if (!column.scopes()) continue;
    if (WireText(column, row.cells[i].value) != given_.at(column.name)[0]) return false;
  }
  return true;
}

bool TableService::PassesFilters(const Row& row) const {
  unsigned view = 1;
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    const Column& column = table_.columns[i];
    const auto given = given_.find(column.name);
    if (given == given_.end() || column.names_list()) continue;
    if (column.origin == Origin::kOptional) {
      view = 0;
      for (size_t n = 0; n < table_.inputs.size(); ++n) {
        const std::string text = WireText(column, table_.inputs[n].value);
        if (text == given->second[0]) view = 2U << n;
      }
      continue;
    }
    const bool any = std::ranges::any_of(given->second, [&](const std::string& text) {
      return PassesFilter(column, row.cells[i].value, text).value_or(false);
    });
    if (!any) return false;
  }
  const bool narrow = std::ranges::all_of(narrowed_, [&](const Given& given) {
    return PassesNarrowing(table_.columns[given.column], *given.narrowing,
                           row.cells[given.column].value, given.text)
        .value_or(false);
  });
  return narrow && (row.seen & view) != 0;
}

Row* TableService::Find() {
  for (Row& row : table_.rows) {
    if (!IsListed(row)) continue;
    Texts key;
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      const Column& column = table_.columns[i];
      if (column.own_key) key.push_back(WireText(column, row.cells[i].value));
    }
    if (key == own_key_) return &row;
  }
  return nullptr;
}

sandbox::Answer TableService::List(const sandbox::Call& call) const {
  if (table_.list_says_absent && !ScopeExists()) return Refusal(404, "there is no such list");
  std::vector<const Row*> rows;
  for (const Row& row : table_.rows) {
    if (IsListed(row) && PassesFilters(row)) rows.push_back(&row);
  }
  return Page(table_, rows, paging_, call, server_url_);
}

sandbox::Answer TableService::Get() {
  const Row* row = Find();
  if (row == nullptr || (row->seen & 1U) == 0) return Refusal(404, "there is no such row");
  const std::string json = RowJson(table_, *row);
  return {.body = table_.get_wraps ? "{\"item\":" + json + "}" : json};
}

sandbox::Answer TableService::Update(const std::string& body) {
  Row* row = Find();
  if (row == nullptr) return Refusal(404, "there is no such row");
  if (!Take(table_, body, *row)) return Refusal(400, "the body has what cannot be changed");
  written_ = row->id;
  return {.body = "{}"};
}

sandbox::Answer TableService::Delete() {
  Row* row = Find();
  if (row == nullptr) return Refusal(404, "there is no such row");
  written_ = row->id;
  table_.rows.erase(table_.rows.begin() + (row - table_.rows.data()));
  return {.status = 204};
}

}  // namespace apisql::generated
