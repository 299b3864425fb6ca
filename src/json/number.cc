#include "src/json/number.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace apisql {
namespace {

// sign digits . fraction e exponent
struct DecimalParts {
  bool negative = false;
  std::string_view digits, fraction;
  bool exponent_is_negative = false;
  std::string_view exponent;
};

std::string_view TakeDigits(std::string_view* text) {
  size_t count = 0;
  while (count < text->size() && (*text)[count] >= '0' && (*text)[count] <= '9') ++count;
  const std::string_view digits = text->substr(0, count);
  text->remove_prefix(count);
  return digits;
}

bool TakeOne(std::string_view* text, std::string_view characters) {
  if (text->empty() || characters.find(text->front()) == std::string_view::npos) return false;
  text->remove_prefix(1);
  return true;
}

// JSON's numbers, and those with leading zeros.
std::optional<DecimalParts> Dissect(std::string_view text) {
  DecimalParts parts;
  parts.negative = TakeOne(&text, "-");
  parts.digits = TakeDigits(&text);
  if (parts.digits.empty()) return std::nullopt;
  if (TakeOne(&text, ".")) {
    parts.fraction = TakeDigits(&text);
    if (parts.fraction.empty()) return std::nullopt;
  }
  if (TakeOne(&text, "eE")) {
    parts.exponent_is_negative = !text.empty() && text.front() == '-';
    TakeOne(&text, "+-");
    parts.exponent = TakeDigits(&text);
    if (parts.exponent.empty()) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  return parts;
}

std::string_view WithoutLeadingZeros(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

// The exponent, bounded: beyond a million it no longer matters by how much.
int64_t ExponentOf(const DecimalParts& parts) {
  const std::string_view digits = WithoutLeadingZeros(parts.exponent);
  int64_t exponent = 1'000'000;
  if (digits.size() < 7) {
    exponent = 0;
    for (const char digit : digits) exponent = exponent * 10 + (digit - '0');
  }
  return parts.exponent_is_negative ? -exponent : exponent;
}

std::optional<int64_t> FromDigits(bool negative, std::string_view digits) {
  constexpr size_t kMostDigits = 19;
  if (digits.size() > kMostDigits) return std::nullopt;
  std::string text = (negative ? "-" : "") + std::string(digits);
  if (digits.empty()) text = "0";
  int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Decimal> ParseDecimal(std::string_view text) {
  const std::optional<DecimalParts> parts = Dissect(text);
  if (!parts) return std::nullopt;
  // 12.50e3: the digits 1250, to be shifted by 3 - 2.
  const std::string all = std::string(parts->digits) += parts->fraction;
  Decimal decimal{parts->negative, std::string(WithoutLeadingZeros(all)), 0};
  decimal.exponent = ExponentOf(*parts) - static_cast<int64_t>(parts->fraction.size());
  while (!decimal.digits.empty() && decimal.digits.back() == '0') {
    decimal.digits.pop_back();
    ++decimal.exponent;
  }
  return decimal;
}

std::optional<int64_t> ParseInteger(std::string_view text) {
  const std::optional<DecimalParts> parts = Dissect(text);
  if (!parts) return std::nullopt;
  if (parts->fraction.empty() && parts->exponent.empty()) {
    return FromDigits(parts->negative, WithoutLeadingZeros(parts->digits));
  }
  std::optional<Decimal> decimal = ParseDecimal(text);
  if (!decimal) return std::nullopt;
  if (decimal->digits.empty()) return 0;
  constexpr int64_t kMostZeros = 18;
  if (decimal->exponent < 0 || decimal->exponent > kMostZeros) return std::nullopt;
  decimal->digits.append(static_cast<size_t>(decimal->exponent), '0');
  return FromDigits(decimal->negative, decimal->digits);
}

std::optional<double> ParseReal(std::string_view text) {
  const std::optional<DecimalParts> parts = Dissect(text);
  if (!parts) return std::nullopt;
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc()) return value;
  // Out of range: either too large, or so small that it is 0. The place of the first digit tells.
  const std::string all = std::string(parts->digits) += parts->fraction;
  const size_t first = all.find_first_not_of('0');
  const auto place = static_cast<int64_t>(parts->digits.size()) - static_cast<int64_t>(first);
  if (ExponentOf(*parts) + place > 0) return std::nullopt;
  return parts->negative ? -0.0 : 0.0;
}

ColumnNumber IntegerColumnValue(std::string_view text) {
  if (const std::optional<int64_t> integer = ParseInteger(text)) return *integer;
  const std::optional<DecimalParts> parts = Dissect(text);
  if (!parts) return {};
  if (parts->fraction.empty() && parts->exponent.empty()) return text;
  return RealColumnValue(text);
}

ColumnNumber RealColumnValue(std::string_view text) {
  if (const std::optional<double> real = ParseReal(text)) return *real;
  if (Dissect(text)) return text;
  return {};
}

}  // namespace apisql
