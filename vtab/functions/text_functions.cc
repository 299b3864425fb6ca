// split_part and string of StackQL; concat, concat_ws, unhex and octet_length of newer SQLite.
#include <cstdint>
#include <string>
#include <vector>

#include "vtab/functions/calls.h"

namespace apisql {
namespace {

// Where the parts begin and end; one part where there is no separator.
std::vector<std::string_view> SplitBy(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  for (size_t end = 0; (end = text.find(separator, begin)) != std::string_view::npos;) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + separator.size();
  }
  parts.push_back(text.substr(begin));
  return parts;
}

// -1: it is no hexadecimal digit.
int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

size_t Utf8Size(std::string_view text) {
  size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
  return size;
}

// None: it is not hexadecimal. `ignored` are the characters that may stand between two bytes.
std::optional<std::string> Unhex(std::string_view text, std::string_view ignored) {
  std::string bytes;
  while (!text.empty()) {
    const int high = HexDigit(text[0]);
    if (high < 0) {
      const size_t size = Utf8Size(text);
      if (ignored.find(text.substr(0, size)) == std::string_view::npos) return std::nullopt;
      text.remove_prefix(size);
      continue;
    }
    const int low = text.size() > 1 ? HexDigit(text[1]) : -1;
    if (low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
    text.remove_prefix(2);
  }
  return bytes;
}

std::string JoinTexts(FunctionArguments values, std::string_view separator) {
  std::string joined;
  bool first = true;
  for (sqlite3_value* value : values) {
    const std::optional<std::string_view> text = TextOf(value);
    if (!text) continue;
    if (!first) joined += separator;
    joined += *text;
    first = false;
  }
  return joined;
}

}  // namespace

std::optional<std::string_view> TextOf(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  if (text == nullptr) return std::nullopt;
  return std::string_view(text, static_cast<size_t>(sqlite3_value_bytes(value)));
}

void SetTextResult(sqlite3_context* context, std::string_view text) {
  const char* bytes = text.data() == nullptr ? "" : text.data();
  sqlite3_result_text64(context, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

Status CallSplitPart(sqlite3_context* context, FunctionArguments arguments) {
  const std::optional<std::string_view> text = TextOf(arguments[0]);
  const std::optional<std::string_view> separator = TextOf(arguments[1]);
  if (!text || !separator || separator->empty()) return OkStatus();
  const std::vector<std::string_view> parts = SplitBy(*text, *separator);
  const int64_t number = sqlite3_value_int64(arguments[2]);
  const auto count = static_cast<int64_t>(parts.size());
  if (number == 0 || number > count || number < -count) return OkStatus();
  SetTextResult(context, parts[static_cast<size_t>(number < 0 ? count + number : number - 1)]);
  return OkStatus();
}

Status CallString(sqlite3_context* context, FunctionArguments arguments) {
  if (const auto text = TextOf(arguments[0])) SetTextResult(context, *text);
  return OkStatus();
}

Status CallConcat(sqlite3_context* context, FunctionArguments arguments) {
  SetTextResult(context, JoinTexts(arguments, ""));
  return OkStatus();
}

Status CallConcatWs(sqlite3_context* context, FunctionArguments arguments) {
  const std::optional<std::string_view> separator = TextOf(arguments[0]);
  if (!separator) return OkStatus();
  SetTextResult(context, JoinTexts(arguments.subspan(1), *separator));
  return OkStatus();
}

Status CallUnhex(sqlite3_context* context, FunctionArguments arguments) {
  const std::optional<std::string_view> text = TextOf(arguments[0]);
  const auto ignored = arguments.size() > 1 ? TextOf(arguments[1]) : std::string_view();
  if (!text || !ignored) return OkStatus();
  const std::optional<std::string> bytes = Unhex(*text, *ignored);
  if (!bytes) return OkStatus();
  sqlite3_result_blob64(context, bytes->data(), bytes->size(), SQLITE_TRANSIENT);
  return OkStatus();
}

Status CallOctetLength(sqlite3_context* context, FunctionArguments arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_BLOB) {
    sqlite3_result_int64(context, sqlite3_value_bytes(arguments[0]));
  } else if (const auto text = TextOf(arguments[0])) {
    sqlite3_result_int64(context, static_cast<int64_t>(text->size()));
  }
  return OkStatus();
}

}  // namespace apisql
