// line: a block of `name = value` lines per row, an empty line between blocks.
#include <algorithm>

#include "shell/output/display.h"
#include "shell/output/renderer.h"
#include "shell/output/value_text.h"

namespace apisql {
namespace {

class LineRenderer final : public RowSink {
 public:
  explicit LineRenderer(Output& out) : out_(out) {}

  Status Begin(std::span<const ResultColumn> columns) override {
    size_t widest = 0;
    for (const ResultColumn& column : columns) {
      names_.push_back(Visible(column.name));
      widest = std::max(widest, DisplayWidth(names_.back()));
    }
    for (std::string& name : names_) {
      name.insert(0, widest - DisplayWidth(name), ' ');
      name += " = ";
    }
    return out_.status();
  }

  Status Row(std::span<const Value> values) override {
    std::string& buffer = out_.buffer();
    if (any_) buffer += '\n';
    any_ = true;
    for (size_t i = 0; i < values.size() && i < names_.size(); ++i) {
      buffer += names_[i];
      text_.clear();
      AppendPlain(values[i], &text_);
      if (IsNull(values[i])) text_ = "NULL";
      AppendVisible(text_, "", &buffer);
      buffer += '\n';
    }
    return out_.Settle();
  }

  Status End() override { return out_.Flush(); }

 private:
  Output& out_;
  std::vector<std::string> names_;
  std::string text_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<RowSink> MakeLine(Output& out, const RenderOptions&) {
  return std::make_unique<LineRenderer>(out);
}

}  // namespace apisql
