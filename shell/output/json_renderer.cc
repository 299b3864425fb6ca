// json and ndjson: rows as objects, written as they arrive.
#include "shell/output/renderer.h"
#include "shell/output/unique_names.h"
#include "shell/output/value_text.h"

namespace apisql {
namespace {

// What stands around the objects of one statement.
struct JsonFrame {
  const char* open;
  const char* between;
  const char* close;        // After at least one row.
  const char* close_empty;  // After none.
};
constexpr JsonFrame kArray = {"[", ",\n ", "]\n", "]\n"};
constexpr JsonFrame kLines = {"", "\n", "\n", ""};

class JsonRenderer final : public RowSink {
 public:
  JsonRenderer(Output& out, const RenderOptions& options, const JsonFrame& frame)
      : out_(out), notes_(options.notes), frame_(frame) {}

  Status Begin(std::span<const ResultColumn> columns) override {
    // Of two members of one name most readers keep the last.
    for (const std::string& name : UniqueNames(columns, NameCase::kCounts, notes_)) {
      std::string& key = keys_.emplace_back(keys_.empty() ? "{" : ", ");
      AppendJsonText(name, &key);
      key += ": ";
    }
    for (const ResultColumn& column : columns) nested_.push_back(column.is_json);
    out_.buffer() += frame_.open;
    return out_.status();
  }

  Status Row(std::span<const Value> values) override {
    std::string& buffer = out_.buffer();
    if (any_) buffer += frame_.between;
    any_ = true;
    for (size_t i = 0; i < values.size() && i < keys_.size(); ++i) {
      buffer += keys_[i];
      const auto* text = std::get_if<std::string_view>(&values[i]);
      if (nested_[i] && text != nullptr && AppendNested(*text, &buffer)) continue;
      AppendJsonValue(values[i], &buffer);
    }
    buffer += '}';
    return out_.Settle();
  }

  Status End() override {
    out_.buffer() += any_ ? frame_.close : frame_.close_empty;
    return out_.Flush();
  }

 private:
  Output& out_;
  std::vector<std::string>* notes_;
  const JsonFrame& frame_;
  std::vector<std::string> keys_;  // With what precedes the value: `, "name": `.
  std::vector<bool> nested_;       // Columns whose texts are JSON.
  bool any_ = false;
};

}  // namespace

std::unique_ptr<RowSink> MakeJson(Output& out, const RenderOptions& options) {
  return std::make_unique<JsonRenderer>(out, options, kArray);
}

std::unique_ptr<RowSink> MakeNdjson(Output& out, const RenderOptions& options) {
  return std::make_unique<JsonRenderer>(out, options, kLines);
}

}  // namespace apisql
