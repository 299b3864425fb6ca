#include "src/rows/dom_decoder.h"

#include <simdjson.h>

#include <charconv>

#include "src/base/read_ahead.h"
#include "src/rows/page_builder.h"

namespace apisql {
namespace {

using simdjson::dom::element_type;

constexpr size_t kKeptBodyBytes = size_t{1} << 20;
static_assert(kReadAheadBytes >= simdjson::SIMDJSON_PADDING);

class DomValue {
 public:
  explicit DomValue(simdjson::dom::element element) : element_(element) {}

  JsonKind kind() const {
    switch (element_.type()) {
      case element_type::ARRAY:
        return JsonKind::kArray;
      case element_type::OBJECT:
        return JsonKind::kObject;
      case element_type::STRING:
        return JsonKind::kString;
      case element_type::BOOL:
        return element_.get_bool().value_unsafe() ? JsonKind::kTrue : JsonKind::kFalse;
      case element_type::NULL_VALUE:
        return JsonKind::kNull;
      case element_type::INT64:
      case element_type::UINT64:
      case element_type::DOUBLE:
        break;
    }
    return JsonKind::kNumber;
  }

  std::string_view text() const { return element_.get_string().value_unsafe(); }

  template <typename Visit>
  void ForEachMember(Visit visit) const {
    // A copy: value_unsafe() refers into a temporary.
    const simdjson::dom::object members = element_.get_object().value_unsafe();
    for (const simdjson::dom::key_value_pair member : members) {
      if (!visit(member.key, DomValue(member.value))) return;
    }
  }

  template <typename Visit>
  void ForEachElement(Visit visit) const {
    const simdjson::dom::array elements = element_.get_array().value_unsafe();
    for (const simdjson::dom::element element : elements) {
      if (!visit(DomValue(element))) return;
    }
  }

  bool WriteNumber(CellWriter* writer) const {
    if (element_.is_int64()) {
      writer->Integer(element_.get_int64().value_unsafe());
      return true;
    }
    if (writer->type() == ColumnType::kReal) {
      writer->Real(element_.get_double().value_unsafe());
      return true;
    }
    std::string digits;
    if (!AppendNumber(&digits)) return false;
    writer->Number(digits);
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): simdjson bounds the depth.
  bool AppendJson(std::string* json) const {
    switch (kind()) {
      case JsonKind::kNull:
        *json += "null";
        return true;
      case JsonKind::kFalse:
        *json += "false";
        return true;
      case JsonKind::kTrue:
        *json += "true";
        return true;
      case JsonKind::kNumber:
        return AppendNumber(json);
      case JsonKind::kString:
        AppendJsonString(text(), json);
        return true;
      case JsonKind::kArray:
        return AppendElements(json);
      case JsonKind::kObject:
        return AppendMembers(json);
    }
    return false;
  }

 private:
  // False for a double: its digits are gone.
  bool AppendNumber(std::string* json) const {
    char digits[24];
    char* const last = digits + sizeof digits;
    const char* end = digits;
    if (element_.is_int64()) {
      end = std::to_chars(digits, last, element_.get_int64().value_unsafe()).ptr;
    } else if (element_.is_uint64()) {
      end = std::to_chars(digits, last, element_.get_uint64().value_unsafe()).ptr;
    }
    json->append(digits, static_cast<size_t>(end - digits));
    return end != digits;
  }

  // NOLINTNEXTLINE(misc-no-recursion): simdjson bounds the depth.
  bool AppendElements(std::string* json) const {
    bool complete = true;
    const char* separator = "";
    *json += '[';
    ForEachElement([&](const DomValue& element) {
      *json += separator;
      separator = ",";
      return complete = element.AppendJson(json);
    });
    *json += ']';
    return complete;
  }

  // NOLINTNEXTLINE(misc-no-recursion): simdjson bounds the depth.
  bool AppendMembers(std::string* json) const {
    bool complete = true;
    const char* separator = "";
    *json += '{';
    ForEachMember([&](std::string_view key, const DomValue& member) {
      *json += separator;
      separator = ",";
      AppendJsonString(key, json);
      *json += ':';
      return complete = member.AppendJson(json);
    });
    *json += '}';
    return complete;
  }

  simdjson::dom::element element_;
};

bool ParseDom(simdjson::dom::parser* parser, std::string_view text, simdjson::dom::element* root) {
  // The caller's buffer is padded, so simdjson need not copy it.
  return parser->parse(text.data(), text.size(), /*realloc_if_needed=*/false).get(*root) ==
         simdjson::SUCCESS;
}

}  // namespace

struct DomDecoder::Buffers {
  simdjson::dom::parser parser;
  std::string padded;  // The body and the room behind it that simdjson reads.
  PageSize last_page;
  // Of the body that is open.
  std::optional<PageBuilder<DomValue>> builder;
  std::string_view lines;  // Where it is NDJSON.
  size_t body_bytes = 0;
};

DomDecoder::DomDecoder() : buffers_(std::make_unique<Buffers>()) {}
DomDecoder::~DomDecoder() = default;
DomDecoder::DomDecoder(DomDecoder&&) noexcept = default;
DomDecoder& DomDecoder::operator=(DomDecoder&&) noexcept = default;

bool DomDecoder::Open(const std::string& body, const PageShape& shape) {
  // simdjson may look at what lies behind the text, and makes nothing of it.
  if (body.capacity() - body.size() >= kReadAheadBytes) return OpenPadded(body, shape);
  return Open(std::string_view(body), shape);
}

bool DomDecoder::Open(std::string_view body, const PageShape& shape) {
  std::string& padded = buffers_->padded;
  padded.reserve(body.size() + kReadAheadBytes);
  padded.assign(body);
  return OpenPadded(padded, shape);
}

bool DomDecoder::OpenPadded(std::string_view text, const PageShape& shape) {
  buffers_->body_bytes = text.size();
  buffers_->lines = shape.kind == RowsKind::kNdjson ? text : std::string_view();
  PageBuilder<DomValue>& builder =
      buffers_->builder.emplace(shape, text.size(), buffers_->last_page);
  if (shape.kind == RowsKind::kNdjson) return true;
  simdjson::dom::element root;
  return ParseDom(&buffers_->parser, text, &root) && builder.Open(DomValue(root)).ok();
}

const std::vector<std::optional<std::string>>& DomDecoder::envelope() const {
  return buffers_->builder->page().envelope;
}

uint64_t DomDecoder::envelope_numbers() const { return buffers_->builder->page().envelope_numbers; }

std::optional<Page> DomDecoder::Rows() {
  PageBuilder<DomValue>& builder = *buffers_->builder;
  bool complete = true;
  if (buffers_->lines.data() == nullptr) {
    complete = builder.AddRows().ok();
  } else {
    ForEachLine(buffers_->lines, [&](std::string_view line, size_t, size_t) {
      simdjson::dom::element root;
      complete = ParseDom(&buffers_->parser, line, &root) && builder.Add(DomValue(root)).ok();
      return complete;
    });
  }
  std::optional<Page> page;
  if (complete) page = builder.TakePage();
  buffers_->builder.reset();
  if (buffers_->body_bytes > kKeptBodyBytes) buffers_ = std::make_unique<Buffers>();
  if (page) buffers_->last_page = {page->cells.size(), page->arena.size()};
  return page;
}

std::optional<Page> DecodeWithDom(std::string_view body, const PageShape& shape) {
  DomDecoder decoder;
  if (!decoder.Open(body, shape)) return std::nullopt;
  return decoder.Rows();
}

}  // namespace apisql
