#include "tests/generated/table_service.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "tests/generated/pages.h"
#include "tests/generated/row_json.h"

namespace apisql::generated {
namespace {

using Origin = Column::Origin;

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

bool Matches(const Column& column, const Value& value, const std::string& given) {
  const std::string text = WireText(column, value);
  switch (column.filter) {
    case Filter::kExact:
      return !std::holds_alternative<std::monostate>(value) && text == given;
    case Filter::kPrefix:
      return Lower(text).starts_with(Lower(given));
    case Filter::kSubstring:
      return Lower(text).find(Lower(given)) != std::string::npos;
    case Filter::kNone:
    case Filter::kIgnored:
      return true;
  }
  return true;
}

}  // namespace

sandbox::Answer Refusal(int status, const std::string& message) {
  return {.status = status,
          .body = nlohmann::json{{"message", message}, {"code", "refused"}}.dump()};
}

sandbox::Answer TableService::Handle(const sandbox::Call& call) {
  if (!Read(call)) return Refusal(400, "the server does not know what is asked");
  const std::string update = Lower(call.method);
  if (own_key_.empty()) {
    return call.method == "GET" ? List(call) : Refusal(400, "a list is only read");
  }
  if (call.method == "GET" && table_.has_get) return Get();
  if (call.method == "DELETE" && table_.has_delete) return Delete();
  if (update == table_.update_verb && table_.has_update) return Update(call.body);
  return Refusal(400, "there is no such operation");
}

bool TableService::Read(const sandbox::Call& call) {
  if (!ReadPath(call.path) || !ReadQuery(call)) return false;
  return std::ranges::all_of(table_.columns, [&](const Column& column) {
    return !column.scopes() || given_.contains(column.name);
  });
}

bool TableService::ReadPath(const Texts& path) {
  size_t at = 1;
  for (const Column& column : table_.columns) {
    if (!column.scopes() || column.in_query) continue;
    if (path.size() < at + 2 || path[at] != "of") return false;
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
    const auto column = std::ranges::find_if(table_.columns, [&](const Column& one) {
      if (one.scopes()) return one.in_query && one.name == name;
      return lists && one.filter != Filter::kNone && one.parameter == name;
    });
    if (column != table_.columns.end()) {
      Texts& texts = given_[column->name];
      if (!texts.empty() && !column->repeatable) return false;
      texts.push_back(value);
    } else if (const auto compared = ReadComparisons(table_, name, value); lists && compared) {
      comparisons_.insert(comparisons_.end(), compared->begin(), compared->end());
    } else if (!lists || !IsPagingParameter(table_.paging, name) ||
               !paging_.emplace(name, value).second) {
      return false;
    }
  }
  return true;
}

bool TableService::ScopeExists() const {
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

// Whether the row stands in the list that path and inputs name.
bool TableService::IsListed(const Row& row) const {
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
    if (given == given_.end() || column.scopes()) continue;
    if (column.origin == Origin::kOptional) {
      view = 0;
      for (size_t n = 0; n < table_.inputs.size(); ++n) {
        const std::string text = WireText(column, table_.inputs[n].value);
        if (text == given->second[0]) view = 2U << n;
      }
      continue;
    }
    const bool any = std::ranges::any_of(given->second, [&](const std::string& text) {
      return Matches(column, row.cells[i].value, text);
    });
    if (!any) return false;
  }
  const auto passes = [&](const ListComparison& comparison) {
    return Passes(table_, row, comparison);
  };
  if (!std::ranges::all_of(comparisons_, passes)) return false;
  return (row.seen & view) != 0;
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
