// Fields: reads a map of a document key by key, and records whatever is wrong with it.
#ifndef APISQL_REGISTRY_YAML_FIELDS_H_
#define APISQL_REGISTRY_YAML_FIELDS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry/keys/places.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/key_checks.h"
#include "registry/yaml/yaml_tree.h"
#include "src/json/path.h"
#include "src/paging/places.h"

namespace apisql {

// A member of a map whose keys are names that the author chose.
struct NamedNode {
  const YamlKey* name;
  const YamlNode* node;
};

// Construction records what is wrong with the map by the rows of its place (key_checks.h), and a
// node that is no map. Getters only fetch: they return the fallback for a key that is absent or has
// a value of the wrong type. `key` must be a row of the place. `node` and `faults` must outlive it.
class Fields {
 public:
  // `place` says in faults where the map stands: "columns.id".
  Fields(const YamlNode& node, const Place& keys, std::string place, Faults& faults);

  const YamlNode* Find(std::string_view key) const;
  bool Has(std::string_view key) const { return Find(key) != nullptr; }
  int Line(std::string_view key) const;  // Of the key; of the map when the key is absent.
  void Fault(std::string_view key, std::string_view rule) const;

  std::string Text(std::string_view key, const std::string& fallback = {}) const;
  bool Boolean(std::string_view key, bool fallback = false) const;
  int64_t Integer(std::string_view key, int64_t fallback = 0) const;
  JsonPath Path(std::string_view key, JsonPath fallback = {}) const;
  // The place where a value stands in an answer.
  AnswerPlace PlaceInAnswer(std::string_view key, AnswerPlace fallback = {}) const;
  std::vector<JsonPath> Paths(std::string_view key) const;
  std::vector<std::string> Texts(std::string_view key) const;
  // The index of the value among the choices of the key.
  std::optional<size_t> Choice(std::string_view key) const;
  // That the value is the word that may stand in its place: `paging: none`.
  bool IsWord(std::string_view key) const;
  // The members of the map at `key`.
  std::vector<NamedNode> Members(std::string_view key) const;
  // The items of the list at `key`.
  std::span<const YamlNode> Items(std::string_view key) const;

  const std::string& place() const { return place_; }
  // "columns.id.create_only": where the map at `key` stands.
  std::string Within(std::string_view key) const;
  Faults& faults() const { return faults_; }

 private:
  const KeyRules& RulesOf(std::string_view key) const;

  const YamlNode& node_;
  const Place& keys_;
  std::string place_;
  Faults& faults_;
};

// The value as JSON: plain true, false, null and numbers as such, other scalars as strings.
std::string ToJson(const YamlNode& node);

}  // namespace apisql

#endif  // APISQL_REGISTRY_YAML_FIELDS_H_
