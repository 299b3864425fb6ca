#include "shell/output/renderer.h"

#include "src/base/text.h"

namespace apisql {
namespace {

constexpr Format kFormats[] = {
    {"table", "aligned columns (the default on a terminal)", MakeTable, true},
    {"box", "aligned columns within drawn lines", MakeBox, true},
    {"csv", "comma-separated, RFC 4180 (the default elsewhere)", MakeCsv, false},
    {"csv-excel", "csv with a byte order mark and CRLF, as Excel reads it", MakeCsvExcel, false},
    {"tsv", "tab-separated; tab, line break and backslash as \\t \\n \\r \\\\", MakeTsv, false},
    {"json", "one array of objects per statement", MakeJson, false},
    {"ndjson", "one JSON object per line", MakeNdjson, false},
    {"markdown", "a Markdown table", MakeMarkdown, false},
    {"line", "name = value, one column per line", MakeLine, false},
    {"html", "an HTML table", MakeHtml, false},
    {"insert", "INSERT statements", MakeInsert, false},
};

}  // namespace

std::span<const Format> Formats() { return kFormats; }

const Format* FindFormat(std::string_view name) {
  for (const Format& format : kFormats) {
    if (EqualsIgnoreCase(format.name, name)) return &format;
  }
  return nullptr;
}

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const Format& format : kFormats) names.emplace_back(format.name);
  return names;
}

std::string NoFormatText(const std::string& name) {
  return "no format " + name + "; there are " + Join(FormatNames(), ", ");
}

}  // namespace apisql
