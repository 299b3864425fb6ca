#include "tests/providers/api_parts.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <system_error>

namespace apisql {

using Json = nlohmann::json;

ApiAnswer JsonAnswer(int status, const Json& body) {
  return {.status = status, .body = body.dump()};
}

std::optional<Json> JsonBody(const ApiCall& call) {
  Json body = Json::parse(call.body, nullptr, /*allow_exceptions=*/false);
  return body.is_object() ? std::optional(std::move(body)) : std::nullopt;
}

std::string CallerUrl(const ApiCall& call) { return "http://" + call.Header("host"); }

std::string PercentEncoded(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return encoded;
}

std::optional<int64_t> WholeNumber(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size() && number >= 0;
  return whole ? std::optional(number) : std::nullopt;
}

int64_t NumberParameter(const ApiCall& call, std::string_view name, int64_t fallback) {
  return WholeNumber(call.Parameter(name).value_or("")).value_or(fallback);
}

int64_t NumberOption(const ApiOptions& options, const std::string& name, int64_t fallback) {
  const auto option = options.find(name);
  return option == options.end() ? fallback : WholeNumber(option->second).value_or(fallback);
}

int64_t SecondsNow() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string TimeText(int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::optional<int64_t> SecondsOf(std::string_view text) {
  if (!text.ends_with('Z')) return std::nullopt;
  const std::string given(text);
  std::tm parts{};
  const char* rest = strptime(given.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (rest == nullptr) return std::nullopt;
  if (*rest == '.') rest += 1 + std::string_view(rest + 1).find_first_not_of("0123456789");
  return std::string_view(rest) == "Z" ? std::optional<int64_t>(timegm(&parts)) : std::nullopt;
}

Json Slice(const Json& rows, size_t offset, size_t limit) {
  Json slice = Json::array();
  for (size_t i = offset; i < rows.size() && slice.size() < limit; ++i) slice.push_back(rows[i]);
  return slice;
}

}  // namespace apisql
