#include "shell/layout/column_meaning.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr size_t kLongestId = 64;

ColumnMeaning MeaningOfName(const ResultColumn& column) {
  const std::string name = AsciiLower(column.name);
  if (name == "id") return {ColumnKind::kKey, true};
  if (name == "name" || name.ends_with("_id")) return {ColumnKind::kWhole, true};
  // The session's own tables have sentences, for people to read.
  if (name == "description" && column.table.starts_with("apisql.")) return {ColumnKind::kWords};
  return {};
}

}  // namespace

ColumnMeaning MeaningOf(const ResultColumn& column, const Resource* resource) {
  ColumnMeaning meaning = MeaningOfName(column);
  const int found = resource == nullptr ? -1 : resource->FindColumn(column.column);
  if (found < 0) return meaning;
  const Column& declared = resource->columns[static_cast<size_t>(found)];
  if (std::ranges::find(resource->key, declared.name) != resource->key.end()) {
    return {ColumnKind::kKey};
  }
  if (meaning.kind == ColumnKind::kKey) meaning.kind = ColumnKind::kWhole;
  if (declared.type == ColumnType::kJson) meaning = {};
  if (declared.type == ColumnType::kTimestamp) meaning = {ColumnKind::kWhole};
  meaning.boolean = declared.type == ColumnType::kBoolean;
  return meaning;
}

bool LooksLikeId(std::string_view value) {
  return value.size() <= kLongestId && value.find_first_of(" \t\n\\") == std::string_view::npos;
}

}  // namespace apisql
