#include "shell/line/completion.h"

#include <algorithm>

#include "src/base/text.h"

namespace apisql {
namespace {

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view LastWord(std::string_view text) {
  size_t start = text.size();
  while (start > 0 && IsWordCharacter(text[start - 1])) --start;
  return text.substr(start);
}

std::vector<std::string> StartingWith(std::string_view start,
                                      const std::vector<std::string>& candidates) {
  std::vector<std::string> matching;
  for (const std::string& candidate : candidates) {
    if (candidate.size() >= start.size() &&
        EqualsIgnoreCase(std::string_view(candidate).substr(0, start.size()), start)) {
      matching.push_back(candidate);
    }
  }
  return matching;
}

// The word that is completed: a name behind its double quote where that is what is offered.
std::string_view TypedWord(std::string_view text, const std::vector<std::string>& candidates) {
  const size_t quote = text.rfind('"');
  if (quote != std::string_view::npos && !StartingWith(text.substr(quote), candidates).empty()) {
    return text.substr(quote);
  }
  return LastWord(text);
}

// How many bytes all words share at the front; never a part of a UTF-8 character.
size_t SharedBytes(const std::vector<std::string>& words) {
  size_t shared = words[0].size();
  for (const std::string& word : words) {
    size_t same = 0;
    while (same < shared && same < word.size() &&
           AsciiLower(word[same]) == AsciiLower(words[0][same])) {
      ++same;
    }
    shared = same;
  }
  while (shared > 0 && shared < words[0].size() && (words[0][shared] & 0xC0) == 0x80) --shared;
  return shared;
}

}  // namespace

Completion CompleteWord(std::string_view before_cursor, std::vector<std::string> candidates) {
  std::ranges::sort(candidates);
  const auto repeated = std::ranges::unique(candidates);
  candidates.erase(repeated.begin(), repeated.end());
  Completion completion;
  for (std::string_view word = TypedWord(before_cursor, candidates);;) {
    completion.words = StartingWith(word, candidates);
    if (!completion.words.empty()) {
      const size_t shared = SharedBytes(completion.words);
      if (shared > word.size()) {
        completion.insert = completion.words[0].substr(word.size(), shared - word.size());
      }
      return completion;
    }
    const size_t dot = word.find('.');
    if (dot == std::string_view::npos) return completion;
    word.remove_prefix(dot + 1);
  }
}

}  // namespace apisql
