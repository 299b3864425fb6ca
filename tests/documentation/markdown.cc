#include "tests/documentation/markdown.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace apisql {
namespace {

constexpr const char* kFence = "```";

std::vector<std::string> Words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  if (words.empty()) words.emplace_back();
  return words;
}

bool IsFence(const std::string& line) {
  const size_t start = line.find_first_not_of(' ');
  return start != std::string::npos && line.compare(start, 3, kFence) == 0;
}

}  // namespace

std::string Block::Place() const { return page + ":" + std::to_string(line); }

bool Block::Is(const std::string& word) const {
  return std::ranges::find(words, word) != words.end();
}

std::string Block::Value(const std::string& name) const {
  const std::string begin = name + "=";
  for (const std::string& word : words) {
    if (word.starts_with(begin)) return word.substr(begin.size());
  }
  return "";
}

std::string ReadPage(const std::string& page) {
  std::ifstream file(std::string(APISQL_SOURCE_DIR) + "/" + page);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> Lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<Block> Blocks(const std::string& page) {
  std::vector<Block> blocks;
  bool inside = false;
  size_t indent = 0;
  int number = 0;
  for (const std::string& line : Lines(ReadPage(page))) {
    ++number;
    if (!IsFence(line)) {
      if (inside) blocks.back().text += line.substr(std::min(indent, line.size())) + "\n";
      continue;
    }
    inside = !inside;
    if (!inside) continue;
    indent = line.find('`');
    blocks.push_back({page, number, Words(line.substr(indent + 3)), ""});
  }
  return blocks;
}

std::vector<std::string> CodeSpans(const std::string& page) {
  std::string running;
  bool inside = false;
  for (const std::string& line : Lines(ReadPage(page))) {
    if (IsFence(line)) {
      inside = !inside;
    } else if (!inside) {
      running += line + "\n";
    }
  }
  std::vector<std::string> spans;
  for (size_t at = running.find('`'); at != std::string::npos; at = running.find('`', at)) {
    const size_t begin = running.find_first_not_of('`', at);  // `` ` `` has two on each side.
    const std::string fence(begin == std::string::npos ? 0 : begin - at, '`');
    const size_t end = fence.empty() ? std::string::npos : running.find(fence, begin);
    if (end == std::string::npos) break;
    spans.push_back(running.substr(begin, end - begin));
    at = end + fence.size();
  }
  return spans;
}

}  // namespace apisql
