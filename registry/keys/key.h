// Key and Place: what may be said in a document, where, and in which words it is explained. The
// readers, the JSON Schema and docs/documents.md are made from these rows alone.
#ifndef APISQL_REGISTRY_KEYS_KEY_H_
#define APISQL_REGISTRY_KEYS_KEY_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace apisql {

struct Place;

enum class KeyType {
  kText,          // Any single value.
  kName,          // A lower-case SQL identifier.
  kColumn,        // A name of a column or a method: also with capitals and -.
  kTable,         // provider.service.table
  kPath,          // Where a value stands in JSON: /spec/owner/id, or / for the whole.
  kPaths,         // A path, or a list of them.
  kPlaces,        // The same, or header:NAME for a header of the answer.
  kAnswerPlace,   // Where a value stands in an answer: a path, or header:NAME.
  kRequestPlace,  // Where a value stands in a request: a query parameter, a path, or header:NAME.
  kUrlPath,       // /things/{id}
  kBoolean,       // true or false
  kInteger,       // From `least` to `most`.
  kChoice,        // One of `choices`.
  kTexts,         // A list of single values.
  kColumns,       // A list of names of columns.
  kTables,        // A list of tables.
  kChoices,       // A list of some of `choices`.
  kMap,           // A map with the keys of the place `of`.
  kMaps,          // A list of such maps. With `most`, a whole number may stand for one.
  kNamedMaps,     // A map of names that the author chooses; each has a map as kMap.
  kNamedTexts,    // A map of names that the author chooses; each has a single value.
  kStatuses,      // A map of statuses from `least` to `most`, each with a text of one line.
  kAny,           // Any value.
};

using NamesFunction = std::vector<std::string_view> (*)();

// A list of words as a NamesFunction.
template <const auto& kNames>
std::vector<std::string_view> WordsOf() {
  return {std::begin(kNames), std::end(kNames)};
}

// What a place in an answer begins with that is a header: header:ETag.
inline constexpr std::string_view kHeaderPlace = "header:";

// What holds of a key beside its type.
struct KeyRules {
  bool required = false;
  const Place* of = nullptr;
  int64_t least = 0;
  int64_t most = 0;
  NamesFunction choices = nullptr;
  // This word may stand in place of the value: `paging: none`.
  std::string_view word = {};
  // The names of a kNamedMaps are lower-case SQL identifiers.
  bool sql_names = false;
  // Or those of columns, or of methods.
  bool column_names = false;
  // It means something only where `where_key` of the same map has one of these values.
  std::string_view where_key = {};
  std::span<const std::string_view> where_values = {};
};

struct Key {
  std::string_view name = {};
  KeyType type = KeyType::kText;
  std::string_view words = {};  // What it says, in a sentence or two for people.
  KeyRules rules = {};
};

// The keys of one kind of map.
struct Place {
  std::string_view name;   // In the schema's $defs, and the heading in docs/documents.md.
  std::string_view words;  // What the map is.
  std::span<const Key> keys;
  bool open = false;  // Other keys are allowed as well.
  // Not empty: exactly one of these must be there. A blank stands between keys that belong
  // together.
  std::span<const std::string_view> alternatives = {};

  const Key* Find(std::string_view key) const;  // Null when there is none.
};

// The texts that `key` takes, where they are a fixed set; else none.
std::vector<std::string_view> ChoicesOf(const Key& key);

}  // namespace apisql

#endif  // APISQL_REGISTRY_KEYS_KEY_H_
