// Fields: reads a map of a document key by key, and records whatever is wrong with it.
#ifndef APISQL_REGISTRY_YAML_FIELDS_H_
#define APISQL_REGISTRY_YAML_FIELDS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry/yaml/document_keys.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"
#include "src/json/path.h"

namespace apisql {

// A member of a map whose keys are names that the author chose.
struct NamedNode {
  const YamlKey* name;
  const YamlNode* node;
};

// Construction records unknown keys (with the nearest known one), missing required keys and a node
// that is no map. Getters return the fallback for a key that is absent, and also for a value of the
// wrong type, which they record. `node` and `faults` must outlive it.
class Fields {
 public:
  // `place` says in faults where the map stands: "columns.id".
  Fields(const YamlNode& node, const KeySet& keys, std::string place, Faults& faults);

  const YamlNode* Find(std::string_view key) const { return node_.Find(key); }
  bool Has(std::string_view key) const { return Find(key) != nullptr; }
  int Line(std::string_view key) const;  // Of the key; of the map when the key is absent.
  void Fault(std::string_view key, std::string_view rule) const;

  std::string Text(std::string_view key, std::string fallback = {}) const;
  bool Boolean(std::string_view key, bool fallback) const;
  int64_t Integer(std::string_view key, int64_t least, int64_t most, int64_t fallback) const;
  JsonPath Path(std::string_view key, JsonPath fallback = {}) const;
  std::vector<std::string> Texts(std::string_view key) const;
  // The index in `names` of the text given.
  size_t Choice(std::string_view key, std::span<const std::string_view> names,
                size_t fallback) const;
  // The members of the map at `key`.
  std::vector<NamedNode> Members(std::string_view key) const;
  // The items of the list at `key`.
  std::span<const YamlNode> Items(std::string_view key) const;

  const std::string& place() const { return place_; }
  Faults& faults() const { return faults_; }

 private:
  void CheckKeys(const KeySet& keys) const;
  void Report(int line, std::string_view key, std::string_view rule) const;

  const YamlNode& node_;
  std::string place_;
  Faults& faults_;
};

// "columns.id: rule", or just the rule at the top of a document.
std::string At(std::string_view place, std::string_view rule);
// The whole of `text` as a number; none when it is none.
std::optional<int64_t> IntegerOf(std::string_view text);
// The value as JSON: plain true, false, null and numbers as such, other scalars as strings.
std::string ToJson(const YamlNode& node);

}  // namespace apisql

#endif  // APISQL_REGISTRY_YAML_FIELDS_H_
