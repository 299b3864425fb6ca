#include "src/rows/exact_decoder.h"

#include <optional>
#include <string>

#include "src/rows/page_builder.h"
#include "src/rows/valid_text.h"

namespace apisql {
namespace {

class TapeValue {
 public:
  explicit TapeValue(JsonValue value) : value_(value) {}

  JsonKind kind() const { return value_.kind(); }
  std::string_view text() const { return value_.text(); }

  template <typename Visit>
  void ForEachMember(Visit visit) const {
    value_.ForEachMember([&](std::string_view key, const JsonValue& member) {
      return visit(key, TapeValue(member));
    });
  }

  template <typename Visit>
  void ForEachElement(Visit visit) const {
    value_.ForEachElement([&](const JsonValue& element) { return visit(TapeValue(element)); });
  }

  bool WriteNumber(CellWriter* writer) const {
    writer->Number(text());
    return true;
  }

  bool AppendJson(std::string* json) const {
    apisql::AppendJson(value_, json);
    return true;
  }

 private:
  JsonValue value_;
};

Status AddTapeText(std::string_view text, size_t offset, PageBuilder<TapeValue>* builder) {
  ASSIGN_OR_RETURN(const JsonTape tape, JsonTape::Parse(text, kMaxRowDepth, offset));
  return builder->Add(TapeValue(tape.root()));
}

StatusOr<Page> DecodeValidText(std::string_view body, const PageShape& shape) {
  PageBuilder<TapeValue> builder(shape, body.size());
  Status status;
  if (shape.kind != RowsKind::kNdjson) {
    status = AddTapeText(body, 0, &builder);
  } else {
    ForEachLine(body, [&](std::string_view line, size_t offset, size_t number) {
      status = AddTapeText(line, offset, &builder);
      if (!status.ok()) status = std::move(status).Annotate("line " + std::to_string(number));
      return status.ok();
    });
  }
  if (!status.ok()) return status;
  return builder.TakePage();
}

}  // namespace

StatusOr<Page> DecodeExactly(std::string_view body, const PageShape& shape) {
  const std::optional<std::string> valid = WithValidText(body);
  if (!valid) return DecodeValidText(body, shape);
  ASSIGN_OR_RETURN(Page page, DecodeValidText(*valid, shape));
  page.replaced_text = true;
  return page;
}

}  // namespace apisql
