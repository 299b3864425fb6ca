#include "tests/generated/row_json.h"

#include <nlohmann/json.hpp>

namespace apisql::generated {
namespace {

using Json = nlohmann::ordered_json;

// Members of an object as text: what the cells have must come out as it was spelled.
void AddMember(std::string& object, const std::string& name, const std::string& json) {
  object += (object.empty() ? "\"" : ",\"") + name + "\":" + json;
}

// The leaves of the body that are no column's.
size_t Leaves(const Json& body) {
  size_t leaves = 0;
  for (const auto& [name, member] : body.items()) {
    leaves += name == "spec" && member.is_object() ? member.size() : 1;
  }
  return leaves;
}

// The cells that stand below "other", or all but these.
void AddCells(const Table& table, const Row& row, bool other, std::string& members) {
  std::string spec;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    if (column.origin != Column::Origin::kRow || row.cells[i].json.empty()) continue;
    if ((column.two_places && row.id % 2 == 0) != other) continue;
    AddMember(column.path.size() > 1 ? spec : members, column.path.back(), row.cells[i].json);
  }
  if (!spec.empty()) AddMember(members, "spec", "{" + spec + "}");
}

}  // namespace

std::string RowJson(const Table& table, const Row& row) {
  std::string members;
  std::string other;
  AddCells(table, row, /*other=*/false, members);
  AddCells(table, row, /*other=*/true, other);
  if (!other.empty()) AddMember(members, "other", "{" + other + "}");
  return "{" + members + "}";
}

bool Take(const Table& table, const std::string& body, Row& row) {
  const Json json = Json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return false;
  size_t taken = 0;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    if (!column.writable) continue;
    const Json* at = &json;
    for (const std::string& key : column.path) {
      const auto member = at == nullptr ? Json::const_iterator() : at->find(key);
      at = at == nullptr || member == at->end() ? nullptr : &*member;
    }
    if (at == nullptr) {
      if (table.whole_body) row.cells[i] = {};
      continue;
    }
    ++taken;
    const std::string text = at->dump();
    row.cells[i] = {Decoded(column, text), text};
  }
  return taken == Leaves(json);
}

}  // namespace apisql::generated
