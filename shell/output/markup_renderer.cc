// markdown and html: tables for documents, written as rows arrive.
#include "shell/output/display.h"
#include "shell/output/renderer.h"
#include "shell/output/value_text.h"

namespace apisql {
namespace {

void AppendMarkdownText(std::string_view text, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '|':
        *out += "\\|";
        break;
      case '\\':
        *out += "\\\\";
        break;
      case '<':
        *out += "&lt;";
        break;
      case '\n':
        *out += "<br>";
        break;
      case '\r':
        break;
      default:
        *out += c;
    }
  }
}

void AppendHtmlText(std::string_view text, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        *out += "&amp;";
        break;
      case '<':
        *out += "&lt;";
        break;
      case '>':
        *out += "&gt;";
        break;
      case '"':
        *out += "&quot;";
        break;
      default:
        *out += c;
    }
  }
}

// The text around each part of a table, and how the text of a cell is made safe in it.
struct Markup {
  const char* open;
  const char* again;  // Before a further table, which would go on with the rows of the last one.
  const char* row_open;
  const char* row_close;
  const char* name_open;
  const char* name_close;
  const char* cell_open;
  const char* cell_close;
  const char* rule;  // Per column, on a line of its own after the names; empty: no such line.
  const char* close;
  void (*append)(std::string_view text, std::string* out);
  bool needs_header;  // Without the names it would not be a table.
};
constexpr Markup kMarkdown = {
    "", "\n", "|", "\n", " ", " |", " ", " |", " --- |", "", AppendMarkdownText, true};
constexpr Markup kHtml = {"<table>\n", "",      "<tr>", "</tr>\n",    "<th>",         "</th>",
                          "<td>",      "</td>", "",     "</table>\n", AppendHtmlText, false};

class MarkupRenderer final : public RowSink {
 public:
  MarkupRenderer(Output& out, const RenderOptions& options, const Markup& markup)
      : out_(out), options_(options), markup_(markup) {}

  Status Begin(std::span<const ResultColumn> columns) override {
    if (!out_.empty()) out_.buffer() += markup_.again;
    out_.buffer() += markup_.open;
    if (options_.header || markup_.needs_header) AppendNames(columns);
    return out_.Settle();
  }

  Status Row(std::span<const Value> values) override {
    std::string& buffer = out_.buffer();
    buffer += markup_.row_open;
    for (const Value& value : values) {
      buffer += markup_.cell_open;
      text_.clear();
      AppendShown(value, false, &text_);
      AppendText(text_);
      buffer += markup_.cell_close;
    }
    buffer += markup_.row_close;
    return out_.Settle();
  }

  Status End() override {
    out_.buffer() += markup_.close;
    return out_.Flush();
  }

 private:
  void AppendNames(std::span<const ResultColumn> columns) {
    std::string& buffer = out_.buffer();
    buffer += markup_.row_open;
    for (const ResultColumn& column : columns) {
      buffer += markup_.name_open;
      AppendText(column.name);
      buffer += markup_.name_close;
    }
    buffer += markup_.row_close;
    if (*markup_.rule == '\0') return;
    buffer += markup_.row_open;
    for (size_t i = 0; i < columns.size(); ++i) buffer += markup_.rule;
    buffer += markup_.row_close;
  }

  void AppendText(std::string_view text) {
    if (!options_.terminal) return markup_.append(text, &out_.buffer());
    markup_.append(Visible(text, "\n"), &out_.buffer());
  }

  Output& out_;
  RenderOptions options_;
  const Markup& markup_;
  std::string text_;
};

}  // namespace

std::unique_ptr<RowSink> MakeMarkdown(Output& out, const RenderOptions& options) {
  return std::make_unique<MarkupRenderer>(out, options, kMarkdown);
}

std::unique_ptr<RowSink> MakeHtml(Output& out, const RenderOptions& options) {
  return std::make_unique<MarkupRenderer>(out, options, kHtml);
}

}  // namespace apisql
