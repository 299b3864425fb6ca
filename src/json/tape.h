// JsonTape: a parsed JSON text that keeps every number as it was written.
//
// nlohmann's and simdjson's values turn 12.30 into 12.3 and 18446744073709551616 into a rounded
// double, and simdjson refuses the whole text for such a number. Here digits are text until
// somebody asks for a number.
#ifndef APISQL_SRC_JSON_TAPE_H_
#define APISQL_SRC_JSON_TAPE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

enum class JsonKind : uint8_t { kNull, kFalse, kTrue, kNumber, kString, kArray, kObject };

class JsonValue;

// Immutable once parsed. Values and their texts point into the tape and live as long as it does.
class JsonTape {
 public:
  static constexpr size_t kMaxDepth = 512;

  // Parses one JSON text (RFC 8259). kDataLoss says what is wrong and after how many bytes, counted
  // from `offset` bytes before `text`. Refused: invalid UTF-8, a byte order mark, a NUL byte,
  // anything after the value, values nested deeper than `max_depth`, numbers beyond 1e4932. Error
  // texts never quote the JSON: an answer can hold a secret.
  static StatusOr<JsonTape> Parse(std::string_view text, size_t max_depth = kMaxDepth,
                                  size_t offset = 0);

  JsonValue root() const;

 private:
  friend class JsonValue;
  friend class TapeBuilder;
  // Values in document order. A member is two nodes: its key as a string, then its value.
  struct Node {
    JsonKind kind;
    uint64_t offset = 0;  // Of the text of strings and numbers, in text_.
    uint64_t length = 0;
    uint64_t end = 0;  // The first node after this value and everything in it.
  };
  std::vector<Node> nodes_;
  std::string text_;
};

// One value of a tape. Cheap to copy.
class JsonValue {
 public:
  JsonKind kind() const { return node().kind; }
  // The characters of a string, or the digits of a number; empty for all else.
  std::string_view text() const {
    return {tape_->text_.data() + node().offset, static_cast<size_t>(node().length)};
  }

  // Calls visit(std::string_view key, JsonValue value) for the members of an object, in document
  // order and with repeated keys, until it returns false.
  template <typename Visit>
  void ForEachMember(Visit visit) const {
    for (size_t i = index_ + 1; i < node().end; i = tape_->nodes_[i + 1].end) {
      if (!visit(JsonValue(tape_, i).text(), JsonValue(tape_, i + 1))) return;
    }
  }
  // The member of that name, of a repeated one the last; none where it is absent, and of no object.
  std::optional<JsonValue> Member(std::string_view name) const;
  // Calls visit(JsonValue element) for the elements of an array until it returns false.
  template <typename Visit>
  void ForEachElement(Visit visit) const {
    for (size_t i = index_ + 1; i < node().end; i = tape_->nodes_[i].end) {
      if (!visit(JsonValue(tape_, i))) return;
    }
  }

 private:
  friend class JsonTape;
  JsonValue(const JsonTape* tape, size_t index) : tape_(tape), index_(index) {}
  const JsonTape::Node& node() const { return tape_->nodes_[index_]; }

  const JsonTape* tape_;
  size_t index_;
};

inline JsonValue JsonTape::root() const { return {this, 0}; }

inline std::optional<JsonValue> JsonValue::Member(std::string_view name) const {
  std::optional<JsonValue> found;
  if (kind() != JsonKind::kObject) return found;
  ForEachMember([&](std::string_view key, const JsonValue& member) {
    if (key == name) found = member;
    return true;
  });
  return found;
}

}  // namespace apisql

#endif  // APISQL_SRC_JSON_TAPE_H_
