#include "registry/print/yaml_text.h"

#include <algorithm>
#include <cstdint>

namespace apisql {
namespace {

using Kind = YamlNode::Kind;

constexpr size_t kWidth = 100;
constexpr size_t kIndent = 2;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Text that means itself without quotes, in blocks and between braces.
bool IsPlain(std::string_view text) {
  constexpr std::string_view kInside = "_./$+ ()-";
  if (text.empty() || text.back() == ' ') return false;
  const char first = text.front();
  if (!IsLetter(first) && !IsDigit(first) && first != '/' && first != '_' && first != '$') {
    return false;
  }
  return std::ranges::all_of(text, [&](char c) {
    return IsLetter(c) || IsDigit(c) || kInside.find(c) != std::string_view::npos;
  });
}

std::string Hexadecimal(uint32_t code) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text = "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) text += kDigits[(code >> shift) & 0xFU];
  return text;
}

// Of a character of two or three bytes that must not stand in a document as it is: line separators,
// the control characters beside ASCII, the byte order mark and what is no character. 0: of others.
uint32_t EscapedCode(std::string_view bytes) {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<uint8_t>(bytes[i])); };
  if (bytes.size() >= 2 && byte(0) == 0xC2 && byte(1) < 0xA0) return byte(1);
  if (bytes.size() < 3 || (byte(0) & 0xF0U) != 0xE0) return 0;
  const uint32_t code = (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
  const bool escaped =
      code == 0x2028 || code == 0x2029 || code == 0xFEFF || code == 0xFFFE || code == 0xFFFF;
  return escaped ? code : 0;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (const uint32_t code = EscapedCode(text.substr(i)); code != 0) {
      quoted += Hexadecimal(code);
      i += code < 0x800 ? 1 : 2;
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string TextOf(std::string_view text, bool quoted) {
  const bool plain = IsPlain(text) && !(quoted && IsYamlLiteral(text));
  return plain ? std::string(text) : Quoted(text);
}

// In quotes also where it looks like a number or like null, which is no key.
std::string KeyText(const YamlKey& key) { return TextOf(key.text, /*quoted=*/true); }

bool IsBranch(const YamlNode& node) { return node.is(Kind::kMap) || node.is(Kind::kList); }

// "{a: 1, b: [x, y]}"
std::string Flow(const YamlNode& node) {
  if (node.is(Kind::kNull)) return "null";
  if (node.is(Kind::kScalar)) {
    // A word that is not plain, such as -1, stands as it is. What only begins like one does not: in
    // text from elsewhere a comma or a brace may follow.
    const bool is_word = std::ranges::all_of(node.text, [](char c) {
      return IsLetter(c) || IsDigit(c) || c == '-' || c == '+' || c == '.' || c == '~';
    });
    const bool as_it_is = is_word && !node.quoted && IsYamlLiteral(node.text);
    return as_it_is ? node.text : TextOf(node.text, node.quoted);
  }
  const bool map = node.is(Kind::kMap);
  std::string text(1, map ? '{' : '[');
  for (size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0) text += ", ";
    if (map) text += KeyText(node.keys[i]) + ": ";
    text += Flow(node.items[i]);
  }
  return text + (map ? '}' : ']');
}

class BlockPrinter {
 public:
  void Print(const YamlNode& node, size_t indent) {
    const bool map = node.is(Kind::kMap);
    for (size_t i = 0; i < node.items.size(); ++i) {
      const std::string start =
          std::string(indent, ' ') + (map ? KeyText(node.keys[i]) + ":" : "-");
      PrintValue(node.items[i], start, indent);
    }
  }

  std::string Take() { return std::move(text_); }

 private:
  // The members of a document, and of its maps of columns and methods, have a line each.
  void PrintValue(const YamlNode& value, const std::string& start, size_t indent) {
    const std::string line = start + " " + Flow(value);
    const bool map_at_top = value.is(Kind::kMap) && indent == 0;
    const bool fits = line.size() <= kWidth && !map_at_top;
    if (!IsBranch(value) || value.items.empty() || fits) {
      text_ += line + "\n";
      return;
    }
    text_ += start + "\n";
    Print(value, indent + kIndent);
  }

  std::string text_;
};

}  // namespace

bool IsYamlLiteral(std::string_view text) {
  constexpr std::string_view kWords[] = {"",     "~",    "null",  "Null",  "NULL", "true",
                                         "True", "TRUE", "false", "False", "FALSE"};
  if (std::ranges::find(kWords, text) != std::end(kWords)) return true;
  if (text.front() == '-' || text.front() == '+' || text.front() == '.') text.remove_prefix(1);
  return !text.empty() && IsDigit(text.front());
}

std::string PrintYaml(const YamlNode& root) {
  if (!IsBranch(root) || root.items.empty()) return Flow(root) + "\n";
  BlockPrinter printer;
  printer.Print(root, 0);
  return printer.Take();
}

}  // namespace apisql
