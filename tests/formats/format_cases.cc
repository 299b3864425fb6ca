#include "tests/formats/format_cases.h"

#include <gtest/gtest.h>

#include <utility>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "shell/run/shell.h"
#include "src/base/clock.h"

namespace apisql {
namespace {

std::string TwoHundredColumns() {
  std::string sql = "SELECT ";
  for (int i = 1; i <= 200; ++i) {
    sql += (i == 1 ? "" : ", ") + std::to_string(i) + " AS c" + std::to_string(i);
  }
  return sql;
}

std::vector<FormatCase> MakeCases() {
  return {
      {"plain", "SELECT 7 AS n, 'ada' AS name UNION ALL SELECT -12, 'grace hopper'"},
      {"wide characters",
       "SELECT '日本語' AS 名前, 'é' || 'e' || char(769) AS accents, '👩‍💻' AS emoji, "
       "'ﬀ' "
       "AS "
       "ligature "
       "UNION ALL SELECT 'a', 'b', 'c', 'd'"},
      {"newlines",
       "SELECT 'two' || char(10) || 'lines' AS lf, 'two' || char(13, 10) || 'lines' AS crlf, "
       "char(10) AS alone, 'end' || char(10) AS at_end, char(9) || 'tab' AS tab"},
      {"quotes",
       "SELECT 'say \"hi\"' AS double, 'it''s' AS single, 'a,b' AS comma, 'a|b' AS bar, "
       "'\\n and \\' AS backslash, '<b>&amp;</b>' AS markup, '  blanks  ' AS blanks, '`a`' AS "
       "tick"},
      {"names", R"(SELECT 1 AS "say ""hi""", 2 AS "a,b|c", 3 AS "<i>", 4 AS "two words")"},
      {"null", "SELECT NULL AS a, 'NULL' AS b, '' AS c UNION ALL SELECT '', NULL, 'null'"},
      {"null alone", "SELECT NULL AS a UNION ALL SELECT 'x' UNION ALL SELECT NULL"},
      {"numbers",
       "SELECT 9223372036854775807 AS big, -9223372036854775807 - 1 AS small, -0.5 AS real, 1.0 AS "
       "whole, 1e300 AS huge, 0.1 + 0.2 AS "
       "exact, '007' AS zeros, '1e5' AS text, true AS yes"},
      {"infinity", "SELECT 9e999 AS up, -9e999 AS down"},
      {"json nested", "SELECT id, doc FROM docs ORDER BY id"},
      {"json as text",
       "SET json_columns = text; SELECT id, doc FROM docs ORDER BY id; SET json_columns = nested",
       false},
      {"equal names", "SELECT 1 AS id, 2 AS id, 3 AS ID, 4 AS id_2"},
      {"two hundred columns", TwoHundredColumns()},
      {"no rows", "SELECT 1 AS a, 'x' AS b WHERE false"},
      {"blobs", "SELECT x'00ff27' AS bytes, x'' AS empty, x'616263' AS letters"},
      {"control characters",
       "SELECT char(27) || '[31mred' AS esc, 'a' || char(7) || 'b' AS bell, char(127) AS del, "
       "char(155) || '2J' AS c1, char(8238) || 'gpj' AS bidi"},
      // A csv file with it is taken for no text.
      {"nul", "SELECT 'a' || char(0) || 'b' AS nul", false},
      // What is no UTF-8 is shown as it can be.
      {"no utf-8", "SELECT CAST(x'61ff62' AS TEXT) AS a, CAST(x'e697' AS TEXT) AS b", false},
      {"two results", "SELECT 1 AS a; SELECT 'x' AS b, 'y' AS c", false},
  };
}

constexpr char kTables[] =
    "CREATE TABLE docs (id INTEGER, doc JSON);"
    "INSERT INTO docs VALUES (1, '{\"a\": [1, {\"b\": null}], \"t\": \"say \\\"hi\\\", 日本\"}'),"
    "(2, '[]'), (3, NULL), (4, 'no JSON'), (5, '\"text\"'), (6, '{\"lines\":\n  [true]}'), (7, '')";

}  // namespace

std::span<const FormatCase> FormatCases() {
  static const std::vector<FormatCase> kCases = MakeCases();
  return kCases;
}

FormatSession::FormatSession() : transport_(MakeCurlTransport({})) {
  auto session =
      Session::Open(Catalog::Builtin(), Config(), *transport_, Clock::Real(), SessionOptions());
  EXPECT_TRUE(session.ok()) << session.status().message();
  session_ = *std::move(session);
  Run(kTables);
}

Printed FormatSession::Print(const std::string& sql, const Format& format, size_t width) {
  Printed printed;
  const auto into = [](std::string& place) {
    return [&place](std::string_view text) {
      place += text;
      return OkStatus();
    };
  };
  Output out(into(printed.out));
  Output errors(into(printed.errors));
  Progress progress(Clock::Real(), nullptr);
  ShellSettings settings;
  settings.format = &format;
  settings.timer = Timer::kOff;
  settings.terminal = width != 0;
  settings.attributes = width != 0;
  settings.width = [width] { return width; };
  Variables variables;
  Shell shell(*session_, out, errors, progress, variables, std::move(settings));
  shell.Run({"", sql});
  out.Flush();
  errors.Flush();
  return printed;
}

void FormatSession::Run(const std::string& sql) {
  const Printed printed = Print(sql, *FindFormat("csv"));
  EXPECT_EQ(printed.out + printed.errors, "") << sql;
}

}  // namespace apisql
