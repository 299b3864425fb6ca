#include "shell/output/display.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdio>

namespace apisql {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

bool IsPlainAscii(char c) { return c >= 0x20 && c < 0x7f; }

size_t CharacterWidth(int code_point) {
  if (code_point < 0) return 1;  // Shown as U+FFFD.
  return static_cast<size_t>(utf8proc_charwidth(code_point));
}

void AppendEscape(int code_point, std::string* out) {
  switch (code_point) {
    case '\n':
      *out += "\\n";
      return;
    case '\r':
      *out += "\\r";
      return;
    case '\t':
      *out += "\\t";
      return;
    default:
      break;
  }
  char text[12];
  const char* form = code_point < 0x100 ? "\\x%02x" : "\\u%04x";
  std::snprintf(text, sizeof text, form, static_cast<unsigned>(code_point));
  *out += text;
}

// Of the longest beginning of `text` that fits `width` columns.
size_t BytesThatFit(std::string_view text, size_t width) {
  size_t taken = 0;
  size_t columns = 0;
  while (taken < text.size()) {
    const Character c = FirstCharacter(text.substr(taken));
    columns += CharacterWidth(c.code_point);
    if (columns > width) break;
    taken += c.bytes;
  }
  return taken;
}

}  // namespace

Character FirstCharacter(std::string_view text) {
  if (static_cast<unsigned char>(text.front()) < 0x80) return {text.front(), 1};
  utf8proc_int32_t code_point = -1;
  const utf8proc_ssize_t bytes =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  if (bytes <= 0) return {};
  return {code_point, static_cast<size_t>(bytes)};
}

bool IsControl(int code_point) {
  return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) ||
         (code_point >= 0x202a && code_point <= 0x202e) ||
         (code_point >= 0x2066 && code_point <= 0x2069);
}

void AppendVisible(std::string_view text, std::string_view keep, std::string* out) {
  while (!text.empty()) {
    size_t plain = 0;
    while (plain < text.size() && IsPlainAscii(text[plain])) ++plain;
    out->append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) return;
    const Character c = FirstCharacter(text);
    if (c.code_point < 0) {
      *out += kReplacement;
    } else if (IsControl(c.code_point) && keep.find(text.front()) == std::string_view::npos) {
      AppendEscape(c.code_point, out);
    } else {
      out->append(text.substr(0, c.bytes));
    }
    text.remove_prefix(c.bytes);
  }
}

std::string Visible(std::string_view text, std::string_view keep) {
  std::string out;
  AppendVisible(text, keep, &out);
  return out;
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    if (IsPlainAscii(text.front())) {
      ++width;
      text.remove_prefix(1);
      continue;
    }
    const Character c = FirstCharacter(text);
    width += CharacterWidth(c.code_point);
    text.remove_prefix(c.bytes);
  }
  return width;
}

std::string CutToWidth(std::string_view text, size_t width) {
  if (text.size() <= width || DisplayWidth(text) <= width) return std::string(text);
  if (width == 0) return "";
  return std::string(text.substr(0, BytesThatFit(text, width - 1))).append(kEllipsis);
}

std::string Bold(std::string_view text) { return "\x1b[1m" + std::string(text) + "\x1b[0m"; }
std::string Dim(std::string_view text) { return "\x1b[2m" + std::string(text) + "\x1b[0m"; }

std::string CutMiddle(std::string_view text, size_t width) {
  const size_t whole = DisplayWidth(text);
  if (whole <= width) return std::string(text);
  if (width == 0) return "";
  const size_t tail = (width - 1) / 2;
  const size_t head = width - 1 - tail;
  // What stands before the tail is at least so wide: half of a wide character is not shown.
  size_t cut = BytesThatFit(text, whole - tail);
  if (DisplayWidth(text.substr(cut)) > tail) cut += FirstCharacter(text.substr(cut)).bytes;
  return std::string(text.substr(0, BytesThatFit(text, head)))
      .append(kEllipsis)
      .append(text.substr(cut));
}

std::vector<std::string> WrapWords(std::string_view text, size_t width, LongWords long_words) {
  std::vector<std::string> lines;
  width = std::max<size_t>(width, 1);
  while (DisplayWidth(text) > width) {
    size_t end = BytesThatFit(text, width);
    size_t blank = text[end] == ' ' ? end : text.rfind(' ', end);
    if (blank == 0) blank = std::string_view::npos;
    if (blank == std::string_view::npos && long_words == LongWords::kStay) {
      blank = text.find(' ', end);
      if (blank == std::string_view::npos) break;
    }
    // A character that is wider than the line goes over its end.
    if (end == 0) end = FirstCharacter(text).bytes;
    const bool between_words = blank != std::string_view::npos;
    lines.emplace_back(text.substr(0, between_words ? blank : end));
    text.remove_prefix(between_words ? blank + 1 : end);
  }
  if (!text.empty() || lines.empty()) lines.emplace_back(text);
  return lines;
}

std::string WrapWords(std::string_view text, size_t width) {
  if (width == 0) return std::string(text);
  std::string wrapped;
  size_t column = 0;
  while (!text.empty()) {
    // A word with the blanks before it, or a line break.
    size_t end = text.find_first_not_of(' ');
    end = text.find_first_of(" \n", std::min(end, text.size()));
    if (text[0] == '\n') end = 1;
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(word.size());
    const size_t size = DisplayWidth(word);
    if (word == "\n") {
      wrapped += word;
      column = 0;
    } else if (column > 0 && column + size > width && word[0] == ' ') {
      const std::string_view bare = word.substr(std::min(word.find_first_not_of(' '), word.size()));
      wrapped.append("\n  ").append(bare);
      column = 2 + DisplayWidth(bare);
    } else {
      wrapped += word;
      column += size;
    }
  }
  return wrapped;
}

}  // namespace apisql
