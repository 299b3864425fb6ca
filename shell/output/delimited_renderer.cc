// csv, csv-excel and tsv: one line per row.
#include "shell/output/display.h"
#include "shell/output/renderer.h"
#include "shell/output/value_text.h"

namespace apisql {
namespace {

// Appends one field of text, quoted or escaped as the format wants.
using AppendField = void (*)(std::string_view text, std::string* out);

// RFC 4180, but lines end with LF alone. NULL is empty; the empty text is "", so they differ.
void AppendCsvField(std::string_view text, std::string* out) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out->append(text);
    return;
  }
  *out += '"';
  for (const char c : text) {
    if (c == '"') *out += '"';
    *out += c;
  }
  *out += '"';
}

void AppendTsvField(std::string_view text, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '\t':
        *out += "\\t";
        break;
      case '\n':
        *out += "\\n";
        break;
      case '\r':
        *out += "\\r";
        break;
      case '\\':
        *out += "\\\\";
        break;
      default:
        *out += c;
    }
  }
}

struct Dialect {
  char separator;
  AppendField append;
  std::string_view line_end;
  std::string_view mark;  // At the front of the output.
};
constexpr Dialect kCsv = {',', AppendCsvField, "\n", ""};
// Excel takes a file without the mark for one in the machine's old encoding.
constexpr Dialect kCsvExcel = {',', AppendCsvField, "\r\n", "\xEF\xBB\xBF"};
constexpr Dialect kTsv = {'\t', AppendTsvField, "\n", ""};

class DelimitedRenderer final : public RowSink {
 public:
  DelimitedRenderer(Output& out, const RenderOptions& options, const Dialect& dialect)
      : out_(out), options_(options), dialect_(dialect) {}

  Status Begin(std::span<const ResultColumn> columns) override {
    if (out_.empty() && !options_.terminal) out_.buffer() += dialect_.mark;
    if (!options_.header) return out_.status();
    for (size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) out_.buffer() += dialect_.separator;
      AppendText(columns[i].name);
    }
    return EndLine();
  }

  Status Row(std::span<const Value> values) override {
    for (size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_.buffer() += dialect_.separator;
      const auto* blob = std::get_if<Blob>(&values[i]);
      if (const auto* text = std::get_if<std::string_view>(&values[i])) {
        AppendText(*text);
      } else if (blob != nullptr && blob->bytes.empty()) {
        AppendText("");  // Without anything it would be NULL.
      } else {
        AppendPlain(values[i], &out_.buffer());
      }
    }
    return EndLine();
  }

  Status End() override { return out_.Flush(); }

 private:
  void AppendText(std::string_view text) {
    if (!options_.terminal) return dialect_.append(text, &out_.buffer());
    dialect_.append(Visible(text, "\n\t"), &out_.buffer());
  }

  Status EndLine() {
    out_.buffer() += dialect_.line_end;
    return out_.Settle();
  }

  Output& out_;
  RenderOptions options_;
  const Dialect& dialect_;
};

}  // namespace

std::unique_ptr<RowSink> MakeCsv(Output& out, const RenderOptions& options) {
  return std::make_unique<DelimitedRenderer>(out, options, kCsv);
}

std::unique_ptr<RowSink> MakeCsvExcel(Output& out, const RenderOptions& options) {
  return std::make_unique<DelimitedRenderer>(out, options, kCsvExcel);
}

std::unique_ptr<RowSink> MakeTsv(Output& out, const RenderOptions& options) {
  return std::make_unique<DelimitedRenderer>(out, options, kTsv);
}

}  // namespace apisql
