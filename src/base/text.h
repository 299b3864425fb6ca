// Small helpers for text that several floors need.
#ifndef APISQL_SRC_BASE_TEXT_H_
#define APISQL_SRC_BASE_TEXT_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace apisql {

// ASCII only, whatever the locale: names of SQL, HTTP and JSON follow ASCII rules.
char AsciiLower(char c);
std::string AsciiLower(std::string_view text);
std::string AsciiUpper(std::string_view text);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);

std::vector<std::string> Split(std::string_view text, char separator);
std::string Join(std::span<const std::string> parts, std::string_view separator);
std::string_view StripBlanks(std::string_view text);
size_t CountNuls(std::string_view text);
// Of the first `characters` of valid UTF-8; all where it has no more.
size_t BytesOfCharacters(std::string_view text, size_t characters);

// The names among `candidates` that are likeliest meant by `name` (edit distance, or a shared last
// part of a dotted name), best first, at most three. Of a name of three parts or more those with
// the same first part come first. Used in "did you mean" texts.
std::vector<std::string> NearestNames(std::string_view name,
                                      std::span<const std::string> candidates);
// "; did you mean a or b?", empty when nothing is near.
std::string DidYouMean(std::string_view name, std::span<const std::string> known);

}  // namespace apisql

#endif  // APISQL_SRC_BASE_TEXT_H_
