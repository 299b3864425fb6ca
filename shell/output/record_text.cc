#include "shell/output/record_text.h"

#include <algorithm>

#include "shell/output/display.h"

namespace apisql {
namespace {

constexpr size_t kLeastRoom = 16;  // Narrower columns of text are no help.

}  // namespace

RecordText::RecordText(std::span<const ResultColumn> columns, size_t width, bool attributes)
    : attributes_(attributes) {
  size_t widest = 0;
  for (const ResultColumn& column : columns) {
    names_.push_back(Visible(column.name));
    widest = std::max(widest, DisplayWidth(names_.back()));
  }
  for (std::string& name : names_) {
    name.insert(0, widest - DisplayWidth(name), ' ');
    name += " = ";
  }
  indent_ = widest + 3;
  if (width >= indent_ + kLeastRoom) room_ = width - indent_;
}

void RecordText::Append(size_t index, std::string_view value, bool is_null,
                        std::string* out) const {
  *out += names_[index];
  if (is_null && attributes_) {
    *out += Dim(value) + "\n";
    return;
  }
  if (room_ == 0 || DisplayWidth(value) <= room_) {
    out->append(value).append("\n");
    return;
  }
  bool first = true;
  for (const std::string& line : WrapWords(value, room_, LongWords::kBreak)) {
    if (!first) out->append(indent_, ' ');
    first = false;
    *out += line + "\n";
  }
}

}  // namespace apisql
