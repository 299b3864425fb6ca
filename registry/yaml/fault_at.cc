#include "registry/yaml/fault_at.h"

#include "registry/yaml/key_checks.h"

namespace apisql {
namespace {

int LineAt(const YamlNode& root, std::initializer_list<std::string_view> way) {
  const YamlNode* node = &root;
  int line = root.line;
  for (const std::string_view key : way) {
    const YamlKey* found = node->FindKey(key);
    if (found == nullptr) return line;
    line = found->line;
    node = node->Find(key);
  }
  return line;
}

}  // namespace

void AddFaultAt(const YamlNode& root, std::initializer_list<std::string_view> way,
                const std::string& rule, Faults& faults) {
  std::string where;
  for (const std::string_view key : way) where += (where.empty() ? "" : ".") + std::string(key);
  faults.Add(LineAt(root, way), At(where, rule));
}

}  // namespace apisql
