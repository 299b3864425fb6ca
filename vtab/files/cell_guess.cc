#include "vtab/files/cell_guess.h"

#include <charconv>
#include <memory>
#include <string>
#include <system_error>

namespace apisql {
namespace {

constexpr int64_t kLargestExact = int64_t{1} << 53;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Digits, a fraction, an exponent; as JSON writes numbers.
bool IsNumberText(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || !IsDigit(text[0])) return false;
  if (text[0] == '0' && text.size() > 1 && IsDigit(text[1])) return false;
  return IsDigit(text.back()) && text.find_first_not_of("0123456789.eE+-") == text.npos;
}

template <typename Number>
std::optional<Number> WholeNumber(std::string_view text) {
  Number number{};
  const char* const end = std::to_address(text.end());
  const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace

std::string_view FileTypeName(FileType type) {
  switch (type) {
    case FileType::kInteger:
      return "INTEGER";
    case FileType::kReal:
      return "REAL";
    case FileType::kText:
      return "TEXT";
    case FileType::kJson:
      return "JSON_TEXT";
  }
  return "TEXT";
}

std::optional<int64_t> WrittenInteger(std::string_view text) {
  if (!IsNumberText(text) || text == "-0") return std::nullopt;
  return WholeNumber<int64_t>(text);
}

std::optional<double> WrittenReal(std::string_view text) {
  if (!IsNumberText(text)) return std::nullopt;
  return WholeNumber<double>(text);
}

void CellGuess::Add(std::string_view text) {
  any_ = true;
  if (!reals_) return;
  const std::optional<int64_t> integer = WrittenInteger(text);
  if (integer) {
    exact_ &= *integer <= kLargestExact && *integer >= -kLargestExact;
    return;
  }
  integers_ = false;
  // A long row of digits is a name, not a quantity.
  const bool has_point = text.find_first_of(".eE") != std::string_view::npos;
  reals_ = has_point && WrittenReal(text).has_value();
}

void CellGuess::AddCell(std::string_view text) {
  Add(text);
  // Who writes numbers writes 1.2e5, or 1e+5.
  const size_t exponent = text.find_first_of("eE");
  const bool has_sign = exponent != std::string_view::npos && exponent + 1 < text.size() &&
                        (text[exponent + 1] == '+' || text[exponent + 1] == '-');
  if (exponent == std::string_view::npos || has_sign) return;
  reals_ &= text.find('.') != std::string_view::npos;
}

FileType CellGuess::type() const {
  if (!any_) return FileType::kText;
  if (integers_) return FileType::kInteger;
  return reals_ && exact_ ? FileType::kReal : FileType::kText;
}

SqlValue CellValue(std::string_view text, FileType type) {
  if (type == FileType::kInteger) {
    if (const std::optional<int64_t> integer = WrittenInteger(text)) return *integer;
  }
  if (type == FileType::kReal) {
    if (const std::optional<double> real = WrittenReal(text)) return *real;
  }
  return std::string(text);
}

}  // namespace apisql
