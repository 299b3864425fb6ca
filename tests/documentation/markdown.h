// What a page of Markdown has to try: its fenced blocks, and what stands in it as code.
#ifndef APISQL_TESTS_DOCUMENTATION_MARKDOWN_H_
#define APISQL_TESTS_DOCUMENTATION_MARKDOWN_H_

#include <string>
#include <vector>

namespace apisql {

// A fenced block. The words behind its fence say what it is: the first is its language.
struct Block {
  std::string page;  // README.md
  int line = 0;      // Of the opening fence.
  std::vector<std::string> words;
  std::string text;

  std::string Place() const;  // README.md:12
  const std::string& Language() const { return words.front(); }
  bool Is(const std::string& word) const;
  // X of the word NAME=X; "" where there is none.
  std::string Value(const std::string& name) const;
};

// A file below the root of the repository; "" where there is none.
std::string ReadPage(const std::string& page);
std::vector<std::string> Lines(const std::string& text);
// Blocks that are indented, as in a list, are given without that indentation.
std::vector<Block> Blocks(const std::string& page);
// What stands between backticks in running text.
std::vector<std::string> CodeSpans(const std::string& page);

}  // namespace apisql

#endif  // APISQL_TESTS_DOCUMENTATION_MARKDOWN_H_
