#include "src/rows/shape/field_tree.h"

#include <charconv>
#include <memory>

namespace apisql {

FieldNode MakeFieldTree(const std::vector<Field>& fields, size_t group) {
  FieldNode root;
  for (size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    if (field.is_map_key || field.outside || field.group != group) continue;
    FieldNode* node = &root;
    for (const std::string& key : fields[i].path.keys) {
      FieldNode* child = node->Child(key);
      if (child == nullptr) {
        child = &node->children.emplace_back();
        child->key = key;
        node->key_lengths |= uint64_t{1} << (key.size() % 64);
        child->element = ElementNumber(key);
      }
      node = child;
    }
    node->columns.push_back(i);
  }
  return root;
}

int64_t ElementNumber(std::string_view key) {
  int64_t number = -1;
  const char* const end = std::to_address(key.end());
  const auto [stop, error] = std::from_chars(std::to_address(key.begin()), end, number);
  const bool plain = error == std::errc() && stop == end && number >= 0;
  return plain ? number : -1;
}

}  // namespace apisql
