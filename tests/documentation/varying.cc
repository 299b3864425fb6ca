#include "tests/documentation/varying.h"

#include <regex>

namespace apisql {
namespace {

struct Varying {
  const char* pattern;
  const char* instead;
};

constexpr Varying kVarying[] = {
    {R"(\b\d+(\.\d+)? m?s\b)", "85 ms"},
    {R"(_ms = \d+(\.\d+)?)", "_ms = 1.0"},
    // Those that are measured in the sentence of EXPLAIN ANALYZE REQUESTS.
    {R"(\b\d+(\.\d+)? (waiting for|decoding|in SQLite))", "1.0 $2"},
    {R"(\b\d+(\.\d+)? (B|kB|MB)\b)", "24 kB"},
    {R"(\b\d[\d,]* bytes\b)", "1,424 bytes"},
    {R"(\bbytes = \d+)", "bytes = 24000"},
    {R"(127\.0\.0\.1:\d+)", "127.0.0.1:8080"},
};

}  // namespace

std::string WithoutVarying(const std::string& text) {
  std::string same = text;
  for (const Varying& varying : kVarying) {
    same = std::regex_replace(same, std::regex(varying.pattern), varying.instead);
  }
  return same;
}

}  // namespace apisql
