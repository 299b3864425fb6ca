// line: a block of `name = value` lines per row, an empty line between blocks.
#include <optional>

#include "shell/output/display.h"
#include "shell/output/record_text.h"
#include "shell/output/renderer.h"
#include "shell/output/value_text.h"

namespace apisql {
namespace {

class LineRenderer final : public RowSink {
 public:
  LineRenderer(Output& out, const RenderOptions& options) : out_(out), options_(options) {}

  Status Begin(std::span<const ResultColumn> columns) override {
    record_.emplace(columns, options_.terminal ? options_.width : 0, options_.attributes);
    return out_.status();
  }

  Status Row(std::span<const Value> values) override {
    std::string& buffer = out_.buffer();
    if (any_) buffer += '\n';
    any_ = true;
    for (size_t i = 0; i < values.size() && i < record_->columns(); ++i) {
      text_.clear();
      AppendShown(values[i], options_.attributes, &text_);
      record_->Append(i, Visible(text_), IsNull(values[i]), &buffer);
    }
    return out_.Settle();
  }

  Status End() override { return out_.Flush(); }

 private:
  Output& out_;
  RenderOptions options_;
  std::optional<RecordText> record_;
  std::string text_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<RowSink> MakeLine(Output& out, const RenderOptions& options) {
  return std::make_unique<LineRenderer>(out, options);
}

}  // namespace apisql
