// Any bytes as a response body (src/rows/decode.h). The first four choose the shape of the page.
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "src/json/reader.h"
#include "src/json/tape.h"
#include "src/json/text.h"
#include "src/rows/decode.h"
#include "src/rows/dom_decoder.h"
#include "src/rows/exact_decoder.h"
#include "src/rows/valid_text.h"
#include "tests/fuzz/fuzz_target.h"

namespace apisql {
namespace {

constexpr size_t kShapeBytes = 4;

struct FieldChoice {
  std::string_view path;
  ColumnType type;
  bool is_map_key = false;
  TimeForm time = TimeForm::kText;
};
// Every type, at places that the seeds have.
constexpr std::array<FieldChoice, 16> kFieldChoices = {{
    {"/id", ColumnType::kText},
    {"/id", ColumnType::kInteger},
    {"/n", ColumnType::kInteger},
    {"/n", ColumnType::kReal},
    {"/n", ColumnType::kTimestamp, false, TimeForm::kEpochMilliseconds},
    {"/b", ColumnType::kBoolean},
    {"/t", ColumnType::kTimestamp},
    {"/spec", ColumnType::kJson},
    {"/spec/owner", ColumnType::kText},
    {"/", ColumnType::kJson},
    {"/tags/0", ColumnType::kText},
    {"/", ColumnType::kText},
    {"/n", ColumnType::kJson},
    {"", ColumnType::kText, true},
    {"/spec/secret", ColumnType::kJson},
    {"/tags", ColumnType::kBoolean},
}};
constexpr std::array<std::string_view, 4> kRowsPaths = {"/", "/data", "/data/items", "/0"};
constexpr std::array<std::string_view, 4> kSecretPaths = {"", "/spec/secret", "/tags/1", "/spec"};
constexpr std::array<std::string_view, 4> kEnvelopePaths = {"", "/next", "/meta/total", "/data/0"};

JsonPath PathOf(std::string_view text) { return *JsonPath::Parse(text); }

PageShape ShapeOf(std::string_view bytes) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  PageShape shape;
  shape.kind = static_cast<RowsKind>(byte(0) % 4);
  shape.rows = PathOf(kRowsPaths[byte(0) / 4 % 4]);
  const bool groups = byte(0) >= 128;
  if (groups) shape.rows.keys.emplace_back(kEveryMember);
  const size_t chosen = byte(1) | byte(2) << 8U;
  for (size_t i = 0; i < kFieldChoices.size(); ++i) {
    if ((chosen >> i & 1U) == 0) continue;
    const FieldChoice& choice = kFieldChoices[i];
    shape.fields.push_back(
        {PathOf(choice.path), choice.type, choice.is_map_key, /*prefix=*/0, choice.time});
    if (groups && i % 3 == 1) shape.fields.back().group = 1;
  }
  const std::string_view secret = kSecretPaths[byte(3) % 4];
  if (!secret.empty()) shape.secrets.push_back(PathOf(secret));
  const std::string_view envelope = kEnvelopePaths[byte(3) / 4 % 4];
  if (!envelope.empty()) shape.envelope.push_back(PathOf(envelope));
  if (byte(3) >= 16) shape.max_cells = byte(3) / 16;
  return shape;
}

bool SameCell(const Page& a, const Cell& in_a, const Page& b, const Cell& in_b) {
  if (in_a.kind != in_b.kind) return false;
  switch (in_a.kind) {
    case Cell::Kind::kNull:
      return true;
    case Cell::Kind::kInteger:
      return in_a.integer == in_b.integer;
    case Cell::Kind::kReal:
      return std::bit_cast<uint64_t>(in_a.real) == std::bit_cast<uint64_t>(in_b.real);
    case Cell::Kind::kText:
    case Cell::Kind::kJson:
      return a.text(in_a) == b.text(in_b);
  }
  return false;
}

void RequireSamePages(const Page& a, const Page& b, std::string_view fact) {
  Require(a.rows == b.rows && a.columns == b.columns, fact, "the number of rows differs");
  Require(a.cells.size() == b.cells.size(), fact, "the number of cells differs");
  for (size_t i = 0; i < a.cells.size(); ++i) {
    Require(SameCell(a, a.cells[i], b, b.cells[i]), fact, "cell " + std::to_string(i));
  }
  Require(a.envelope == b.envelope && a.envelope_numbers == b.envelope_numbers, fact,
          "the envelopes differ");
  Require(a.replaced_text == b.replaced_text, fact, "one has replaced text");
  Require(a.misfits.size() == b.misfits.size(), fact, "one has other misfits");
}

bool IsUtf8(std::string_view text) { return ReplaceInvalidUtf8(text) == text; }

// The keys from a field down to the secret within it; none when it is not within it.
std::optional<JsonPath> SecretWithin(const Field& field, const PageShape& shape) {
  if (shape.secrets.empty() || field.is_map_key || field.group > 0) return std::nullopt;
  const std::vector<std::string>& keys = shape.secrets[0].keys;
  const size_t depth = field.path.keys.size();
  if (keys.size() <= depth) return std::nullopt;
  for (size_t i = 0; i < depth; ++i) {
    if (keys[i] != field.path.keys[i]) return std::nullopt;
  }
  return JsonPath{{keys.begin() + static_cast<std::ptrdiff_t>(depth), keys.end()}};
}

void CheckJsonText(std::string_view json, const Field& field, const PageShape& shape) {
  constexpr size_t kDeep = 2000;
  const StatusOr<JsonTape> tape = JsonTape::Parse(json, kDeep);
  Require(tape.ok(), "a JSON cell is JSON", json);
  std::string again;
  AppendJson(tape->root(), &again);
  Require(again == json, "a JSON cell is compact and keeps its digits", json);
  const StatusOr<JsonDocument> document = JsonDocument::Parse(json);
  const std::optional<JsonPath> secret = SecretWithin(field, shape);
  if (!document.ok() || !secret) return;
  Require(document->Json(*secret).value_or("null") == "null", "a secret is left out", json);
}

void CheckCell(const Page& page, const Cell& cell, const Field& field, const PageShape& shape) {
  const ColumnType type = field.type;
  if (cell.kind == Cell::Kind::kInteger) {
    const bool boolean = type == ColumnType::kBoolean && (cell.integer == 0 || cell.integer == 1);
    Require(type == ColumnType::kInteger || boolean, "integers are of integer fields");
  } else if (cell.kind == Cell::Kind::kReal) {
    const bool number = type == ColumnType::kReal || type == ColumnType::kInteger;
    Require(number && std::isfinite(cell.real), "reals are finite, and of fields of numbers");
  } else if (cell.kind != Cell::Kind::kNull) {
    Require(cell.offset + cell.length < page.arena.size(), "text stands in the arena");
    Require(page.arena[cell.offset + cell.length] == '\0', "text ends with NUL");
    Require(IsUtf8(page.text(cell)), "text is UTF-8", page.text(cell));
    const bool json = cell.kind == Cell::Kind::kJson;
    Require(json == (type == ColumnType::kJson), "JSON cells are of JSON fields");
    Require(type != ColumnType::kBoolean, "booleans are numbers");
    Require(type != ColumnType::kTimestamp || IsSqliteTime(page.text(cell)),
            "a time has SQL's text", page.text(cell));
    if (json) CheckJsonText(page.text(cell), field, shape);
  }
}

void CheckPage(const Page& page, const PageShape& shape) {
  Require(page.columns == shape.fields.size(), "a cell per field");
  Require(page.cells.size() == page.rows * page.columns, "cells are rows times columns");
  Require(page.cells.size() <= shape.max_cells, "cells are bounded");
  Require(page.envelope.size() == shape.envelope.size(), "a value per envelope path");
  for (size_t row = 0; row < page.rows; ++row) {
    for (size_t column = 0; column < page.columns; ++column) {
      CheckCell(page, page.cell(row, column), shape.fields[column], shape);
    }
  }
}

// What another reader of JSON says of the number of rows.
void CheckRowCount(const Page& page, std::string_view body, const PageShape& shape) {
  if (shape.kind == RowsKind::kObject) Require(page.rows == 1, "an object is one row");
  if (shape.kind != RowsKind::kArray || GroupsOf(shape.rows) > 0) return;
  const StatusOr<JsonDocument> document = JsonDocument::Parse(body);
  if (!document.ok()) return;  // Nested deeper than that reader goes.
  Require(page.rows == document->ArraySize(shape.rows), "no row is lost");
}

void CheckTruncation(std::string_view body, const PageShape& shape) {
  if (shape.kind == RowsKind::kNdjson || (body.back() != '}' && body.back() != ']')) return;
  Require(!DecodePage(body.substr(0, body.size() - 1), shape).ok(), "a truncated body is refused");
  Require(!DecodePage(std::string(body) + "1", shape).ok(), "nothing may follow a body");
}

// Stands in the seeds where an answer has a secret. Names of rows are shown, nothing else.
void CheckError(const Status& status, const PageShape& shape) {
  const bool too_many = status.code() == StatusCode::kResourceExhausted;
  Require(too_many || status.code() == StatusCode::kDataLoss, "a broken body is kDataLoss");
  const std::string& message = status.message();
  Require(IsUtf8(message), "an error can be shown", message);
  const bool quotes_names = shape.kind == RowsKind::kMap || GroupsOf(shape.rows) > 0;
  Require(quotes_names || message.find("S3CR3T") == std::string::npos,
          "an error shows nothing of the body", message);
}

// The body as it is read: with U+FFFD for what is no Unicode.
std::string ReadableBody(std::string_view body) {
  const std::optional<std::string> replaced = WithValidText(body);
  if (!replaced) return std::string(body);
  Require(!WithValidText(*replaced), "what was replaced is valid", *replaced);
  Require(IsUtf8(*replaced), "what was replaced is UTF-8", *replaced);
  return *replaced;
}

// A decoder that has decoded another body before knows nothing of it.
void CheckKeptBuffers(std::string_view body, const PageShape& shape, const StatusOr<Page>& page) {
  PageDecoder decoder;
  const bool other = decoder.Decode(std::string(body) + '\n' + std::string(body), shape).ok();
  const StatusOr<Page> again = decoder.Decode(body, shape);
  Require(again.ok() == page.ok(), "a decoder forgets", other ? "a sound body" : "a broken body");
  if (page.ok()) RequireSamePages(*again, *page, "a decoder forgets");
}

void FuzzResponsePage(std::string_view input) {
  if (input.size() < kShapeBytes) return;
  const PageShape shape = ShapeOf(input);
  const std::string_view body = input.substr(kShapeBytes);
  const std::string readable = ReadableBody(body);
  const std::optional<Page> fast = DecodeWithDom(body, shape);
  const StatusOr<Page> exact = DecodeExactly(body, shape);
  const StatusOr<Page> page = DecodePage(body, shape);
  CheckKeptBuffers(body, shape, page);
  Require(page.ok() == exact.ok(), "a page is what the exact decoder accepts",
          page.ok() ? exact.status().message() : page.status().message());
  Require(IsUtf8(page.status().message()), "an error can be shown", page.status().message());
  if (fast) {
    Require(exact.ok(), "the exact decoder accepts what the fast one does");
    RequireSamePages(*fast, *exact, "the decoders agree");
    Require(readable == body, "the fast decoder takes Unicode only");
  }
  if (!exact.ok()) return CheckError(exact.status(), shape);
  RequireSamePages(*page, *exact, "a page is what the exact decoder makes of it");
  Require(page->replaced_text == (readable != body), "a page tells of replaced text");
  CheckPage(*page, shape);
  CheckRowCount(*page, readable, shape);
  CheckTruncation(body, shape);
}

const FuzzRegistration kResponsePage("response_page", FuzzResponsePage);

}  // namespace
}  // namespace apisql
