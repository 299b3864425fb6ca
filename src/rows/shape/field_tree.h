// FieldTree: the wanted fields of a row as a tree of keys, so that one pass over the row finds all.
#ifndef APISQL_SRC_ROWS_SHAPE_FIELD_TREE_H_
#define APISQL_SRC_ROWS_SHAPE_FIELD_TREE_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "src/rows/shape/page_shape.h"

namespace apisql {

// As a == b. Most names are a few bytes long, and there are dozens to a row: in line, without a
// call of memcmp.
inline bool SameText(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto differ = [&](size_t at, auto word) {
    auto other = word;
    std::memcpy(&word, a.data() + at, sizeof word);
    std::memcpy(&other, b.data() + at, sizeof word);
    return word != other;
  };
  size_t at = 0;
  for (; at + sizeof(uint64_t) <= a.size(); at += sizeof(uint64_t)) {
    if (differ(at, uint64_t{})) return false;
  }
  if (at + sizeof(uint32_t) <= a.size()) {
    if (differ(at, uint32_t{})) return false;
    at += sizeof(uint32_t);
  }
  for (; at < a.size(); ++at) {
    if (a[at] != b[at]) return false;
  }
  return true;
}

struct FieldNode {
  std::string key;
  int64_t element = -1;         // The same as the number of an array's element; -1: no number.
  std::vector<size_t> columns;  // Fields whose path ends here.
  std::vector<FieldNode> children;
  uint64_t key_lengths = 0;  // Bit n: some child's key is n bytes long, or n + 64, and so on.
  size_t seen_in_row = 0;    // Number of the last row that had it, from 1. Of repeated members the
                             // first counts.

  FieldNode* Child(std::string_view name) {
    // Most members of a row are not wanted, and most of those differ in this already.
    if (((key_lengths >> (name.size() % 64)) & 1) == 0) return nullptr;
    for (FieldNode& child : children) {
      if (SameText(child.key, name)) return &child;
    }
    return nullptr;
  }
  FieldNode* ChildAt(int64_t index) {
    for (FieldNode& child : children) {
      if (child.element == index) return &child;
    }
    return nullptr;
  }
};

// Of the fields of the row, or of a group: the root stands for the row itself, or for that group.
// Fields that neither has are left out.
FieldNode MakeFieldTree(const std::vector<Field>& fields, size_t group = 0);

// The number that a key is, as the number of an array's element; -1 when it is none.
int64_t ElementNumber(std::string_view key);

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_SHAPE_FIELD_TREE_H_
