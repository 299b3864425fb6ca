#include "src/json/tape.h"

#include <charconv>
#include <cstring>
#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

namespace apisql {
namespace {

// long double, because nlohmann refuses a number that its floating point type cannot hold.
using WideJson =
    nlohmann::basic_json<std::map, std::vector, std::string, bool, int64_t, uint64_t, long double>;

// What nlohmann says that it expected; the token before it may hold anything, "; expected " too.
constexpr std::string_view kExpectations[] = {
    "end of input", "string literal", "':'", "'}'", "']'", "'[', '{', or a literal",
};

// Drops the token that nlohmann quotes: "...; last read: '"s3cr'; expected ..." .
std::string WithoutQuotes(std::string_view text) {
  const size_t quoted = text.find("; last read: '");
  if (quoted == std::string_view::npos) return std::string(text);
  std::string kept(text.substr(0, quoted));
  for (const std::string_view expectation : kExpectations) {
    const std::string expected = "; expected " + std::string(expectation);
    if (text.ends_with("'" + expected)) return kept + expected;
  }
  return kept;
}

// "[json.exception.parse_error.101] parse error at line 1, column 5: syntax error while parsing
// value - unexpected end of input" -> "while parsing value - unexpected end of input"
std::string Reason(std::string_view text) {
  for (const std::string_view mark : {"parse error at line ", "syntax error "}) {
    const size_t start = text.find(mark);
    if (start != std::string_view::npos) text.remove_prefix(start + mark.size());
  }
  return WithoutQuotes(text);
}

}  // namespace

// Takes nlohmann's events and lays them on the tape.
class TapeBuilder {
 public:
  TapeBuilder(JsonTape* tape, size_t max_depth) : tape_(tape), max_depth_(max_depth) {}

  const std::string& fault() const { return fault_; }
  size_t position() const { return position_; }

  // The names below are nlohmann's.
  bool null() { return Add(JsonKind::kNull); }
  bool boolean(bool value) { return Add(value ? JsonKind::kTrue : JsonKind::kFalse); }
  bool number_integer(int64_t value) { return AddInteger(value); }
  bool number_unsigned(uint64_t value) { return AddInteger(value); }
  bool number_float(long double, const std::string& digits) {
    Add(JsonKind::kNumber, digits);
    // nlohmann hands out the decimal point of the process's locale.
    std::string& text = tape_->text_;
    for (size_t i = text.size() - digits.size(); i < text.size(); ++i) {
      const bool known = (text[i] >= '0' && text[i] <= '9') ||
                         std::string_view("+-eE").find(text[i]) != std::string_view::npos;
      if (!known) text[i] = '.';
    }
    return true;
  }
  bool string(const std::string& value) { return Add(JsonKind::kString, value); }
  bool key(const std::string& value) { return Add(JsonKind::kString, value); }
  bool binary(const std::vector<uint8_t>&) { return false; }
  bool start_object(size_t) { return Open(JsonKind::kObject); }
  bool end_object() { return Close(); }
  bool start_array(size_t) { return Open(JsonKind::kArray); }
  bool end_array() { return Close(); }
  bool parse_error(size_t position, const std::string&, const std::exception& error) {
    position_ = position;
    const auto* json = dynamic_cast<const nlohmann::detail::exception*>(&error);
    constexpr int kNumberOverflow = 406;
    if (json != nullptr && json->id == kNumberOverflow) {
      fault_ = "a number is too large";
    } else {
      fault_ = Reason(error.what());
    }
    return false;
  }

 private:
  bool Add(JsonKind kind, std::string_view text = {}) {
    tape_->nodes_.push_back({kind, tape_->text_.size(), text.size(), tape_->nodes_.size() + 1});
    tape_->text_ += text;
    return true;
  }

  template <typename Integer>
  bool AddInteger(Integer value) {
    char digits[24];
    const char* end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    return Add(JsonKind::kNumber, {digits, static_cast<size_t>(end - digits)});
  }

  bool Open(JsonKind kind) {
    if (open_.size() == max_depth_) {
      fault_ = "values are nested deeper than " + std::to_string(max_depth_) + " levels";
      return false;
    }
    open_.push_back(tape_->nodes_.size());
    return Add(kind);
  }

  bool Close() {
    tape_->nodes_[open_.back()].end = tape_->nodes_.size();
    open_.pop_back();
    return true;
  }

  JsonTape* tape_;
  size_t max_depth_;
  std::vector<size_t> open_;  // The arrays and objects around the place reached.
  std::string fault_;
  size_t position_ = 0;
};

namespace {

Status TapeFault(size_t position, const std::string& reason) {
  return {StatusCode::kDataLoss,
          "invalid JSON at byte " + std::to_string(position) + ": " + reason};
}

}  // namespace

StatusOr<JsonTape> JsonTape::Parse(std::string_view text, size_t max_depth, size_t offset) {
  if (text.starts_with("\xEF\xBB\xBF")) return TapeFault(offset, "a byte order mark");
  // nlohmann takes a NUL byte for the end of the text.
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return TapeFault(offset + nul, "a NUL byte");
  }
  JsonTape tape;
  TapeBuilder builder(&tape, max_depth);
  if (WideJson::sax_parse(text.begin(), text.end(), &builder)) return tape;
  if (builder.position() == 0) {
    return Status(StatusCode::kDataLoss, "invalid JSON: " + builder.fault());
  }
  return TapeFault(offset + builder.position(), builder.fault());
}

}  // namespace apisql
