// Renderers: one per output format, each a RowSink that turns rows into text.
#ifndef APISQL_SHELL_OUTPUT_RENDERER_H_
#define APISQL_SHELL_OUTPUT_RENDERER_H_

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"
#include "shell/output/output.h"
#include "src/base/clock.h"
#include "vtab/session/session.h"

namespace apisql {

struct RenderOptions {
  bool header = true;       // Column names, where the format has a place for them.
  bool terminal = false;    // A person looks: control characters are written out.
  bool attributes = false;  // The terminal shows bold and dim text.
  size_t width = 0;         // Of the terminal in columns; 0: unlimited.
  // The table of an API that a column comes from; null where it is none. May be null itself.
  std::function<const Resource*(const ResultColumn& column)> resource_of = nullptr;
  // What follows the count of rows, from formats for people: ", 0.4 s, 3 requests". May be null.
  std::function<std::string()> footer = nullptr;
  std::string_view for_all = "";  // What a person does to see columns that were left out.
  // By which rows are held back; null: the machine's. Must outlive the renderer.
  const Clock* clock = nullptr;
  // Where a renderer says what it cannot show as it is. May be null; must outlive the renderer.
  std::vector<std::string>* notes = nullptr;
};

// Makes the sink for one statement. `out` must outlive it.
using MakeRenderer = std::unique_ptr<RowSink> (*)(Output& out, const RenderOptions& options);

// An output format. A new one is a file with its MakeRenderer and a row in renderer.cc: help text,
// parsing and completion are made from that table.
struct Format {
  const char* name;
  const char* description;
  MakeRenderer make;
  bool for_people;  // Shows counts beside the rows; the others are for programs.
};
std::span<const Format> Formats();
// Null when there is no such format.
const Format* FindFormat(std::string_view name);
std::vector<std::string> FormatNames();
// "no format x; there are table, box, ...".
std::string NoFormatText(const std::string& name);

std::unique_ptr<RowSink> MakeTable(Output& out, const RenderOptions& options);
std::unique_ptr<RowSink> MakeBox(Output& out, const RenderOptions& options);
std::unique_ptr<RowSink> MakeCsv(Output& out, const RenderOptions& options);
std::unique_ptr<RowSink> MakeCsvExcel(Output& out, const RenderOptions& options);
std::unique_ptr<RowSink> MakeTsv(Output& out, const RenderOptions& options);
std::unique_ptr<RowSink> MakeJson(Output& out, const RenderOptions& options);
std::unique_ptr<RowSink> MakeNdjson(Output& out, const RenderOptions& options);
std::unique_ptr<RowSink> MakeLine(Output& out, const RenderOptions& options);
std::unique_ptr<RowSink> MakeMarkdown(Output& out, const RenderOptions& options);
std::unique_ptr<RowSink> MakeHtml(Output& out, const RenderOptions& options);
std::unique_ptr<RowSink> MakeInsert(Output& out, const RenderOptions& options);

}  // namespace apisql

#endif  // APISQL_SHELL_OUTPUT_RENDERER_H_
