// insert: the rows as INSERT statements for a table named "result".
#include <cmath>

#include "shell/output/display.h"
#include "shell/output/renderer.h"
#include "shell/output/unique_names.h"
#include "shell/output/value_text.h"

namespace apisql {
namespace {

void AppendQuoted(std::string_view text, char quote, std::string* out) {
  *out += quote;
  for (const char c : text) {
    if (c == quote) *out += quote;
    *out += c;
  }
  *out += quote;
}

// A literal cannot hold NUL: SQLite's parser takes it for the end of the statement.
void AppendTextLiteral(std::string_view text, std::string* out) {
  if (text.find('\0') == std::string_view::npos) return AppendQuoted(text, '\'', out);
  *out += "CAST(X'";
  AppendHex(text, out);
  *out += "' AS TEXT)";
}

class InsertRenderer final : public RowSink {
 public:
  InsertRenderer(Output& out, const RenderOptions& options) : out_(out), options_(options) {}

  Status Begin(std::span<const ResultColumn> columns) override {
    start_ = "INSERT INTO \"result\"";
    const auto names = UniqueNames(columns, NameCase::kIgnored, options_.notes);
    for (size_t i = 0; i < names.size(); ++i) {
      start_ += i == 0 ? "(" : ", ";
      AppendQuoted(Shown(names[i]), '"', &start_);
    }
    start_ += ") VALUES(";
    return out_.status();
  }

  Status Row(std::span<const Value> values) override {
    out_.buffer() += start_;
    for (size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_.buffer() += ", ";
      AppendLiteral(values[i], &out_.buffer());
    }
    out_.buffer() += ");\n";
    return out_.Settle();
  }

  Status End() override { return out_.Flush(); }

 private:
  std::string Shown(std::string_view text) const {
    return options_.terminal ? Visible(text, "\n\t") : std::string(text);
  }

  void AppendLiteral(const Value& value, std::string* out) const {
    if (IsNull(value)) {
      *out += "NULL";
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      AppendTextLiteral(Shown(*text), out);
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
      *out += "X'";
      AppendHex(blob->bytes, out);
      *out += '\'';
    } else if (const auto* real = std::get_if<double>(&value); real && std::isinf(*real)) {
      *out += *real > 0 ? "1e999" : "-1e999";
    } else {
      AppendPlain(value, out);
    }
  }

  Output& out_;
  RenderOptions options_;
  std::string start_;
};

}  // namespace

std::unique_ptr<RowSink> MakeInsert(Output& out, const RenderOptions& options) {
  return std::make_unique<InsertRenderer>(out, options);
}

}  // namespace apisql
