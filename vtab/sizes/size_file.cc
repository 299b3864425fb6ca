#include "vtab/sizes/size_file.h"

#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "src/files/file_text.h"
#include "src/files/private_folder.h"
#include "src/files/replace_file.h"
#include "src/json/tape.h"
#include "src/json/writer.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

using ScanSize = TableStatistics::ScanSize;

constexpr std::string_view kVersion = "1";

// FNV-1a. HashBytes() differs between machines, and a home folder may be shared by several.
std::string HashText(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

bool Is(const std::optional<JsonValue>& value, JsonKind kind, std::string_view text) {
  return value && value->kind() == kind && value->text() == text;
}

// A whole number.
std::optional<int64_t> CountIn(const std::optional<JsonValue>& value) {
  if (!value || value->kind() != JsonKind::kNumber) return std::nullopt;
  const std::string_view text = value->text();
  int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(count) : std::nullopt;
}

// A table below another is listed without a request where there is no parent, and has no rows then.
bool IsPossible(const ScanSize& size) {
  const bool bounded = size.rows >= 0 && size.rows <= SizeFile::kMostRows && size.requests >= 0 &&
                       size.requests <= SizeFile::kMostRequests;
  return bounded && (size.requests > 0 || size.rows == 0);
}

std::optional<ScanSize> SizeIn(const JsonValue& value) {
  const auto rows = CountIn(value.Member("rows"));
  const auto requests = CountIn(value.Member("requests"));
  if (!rows || !requests) return std::nullopt;
  const ScanSize size{*rows, *requests};
  return IsPossible(size) ? std::optional(size) : std::nullopt;
}

// None where one of them is impossible.
std::optional<SizeFile::Sizes> SizesIn(const JsonValue& tables, const std::string& provider) {
  SizeFile::Sizes sizes;
  if (tables.kind() != JsonKind::kObject) return std::nullopt;
  bool possible = true;
  tables.ForEachMember([&](std::string_view table, const JsonValue& value) {
    const auto size = SizeIn(value);
    possible = size && table.starts_with(provider + ".");
    if (possible) sizes[std::string(table)] = *size;
    return possible;
  });
  if (!possible) return std::nullopt;
  return sizes;
}

}  // namespace

// Two URLs of one hash would share the name. The file names its URL, so they do not share sizes.
SizeFile::SizeFile(const std::string& folder, std::string provider, std::string base_url)
    : provider_(std::move(provider)),
      base_url_(std::move(base_url)),
      name_(fs::path(folder) / ("sizes-" + provider_ + "-" + HashText(base_url_) + ".json")) {}

SizeFile::Sizes SizeFile::Read() const {
  // To open a pipe would be to wait for its writer.
  if (std::error_code ignored; !fs::is_regular_file(name_, ignored)) return {};
  const auto file = ReadFileText(name_, kMostBytes);
  if (!file.ok()) return {};
  const auto tape = JsonTape::Parse(file->text);
  if (!tape.ok()) return {};
  const JsonValue root = tape->root();
  const bool ours = Is(root.Member("version"), JsonKind::kNumber, kVersion) &&
                    Is(root.Member("base_url"), JsonKind::kString, base_url_);
  const auto tables = root.Member("tables");
  if (!ours || !tables) return {};
  return SizesIn(*tables, provider_).value_or(Sizes());
}

std::string SizeFile::TextOf(const Sizes& sizes) const {
  constexpr std::string_view kEnd = "}}\n";
  std::string text = R"({"version":)" + std::string(kVersion) + R"(,"base_url":)" +
                     QuoteJson(base_url_) + R"(,"tables":{)";
  const char* separator = "\n";
  for (const auto& [table, size] : sizes) {
    const std::string entry = separator + QuoteJson(table) + R"(:{"rows":)" +
                              std::to_string(size.rows) + R"(,"requests":)" +
                              std::to_string(size.requests) + "}";
    // What is written is to be believed when it is read.
    if (!IsPossible(size)) continue;
    if (text.size() + entry.size() + kEnd.size() > kMostBytes) break;
    text += entry;
    separator = ",\n";
  }
  return text.append(kEnd);
}

Status SizeFile::Write(const Sizes& sizes) const {
  // Where there is no folder, there will be no file in it either.
  (void)MakePrivateFolder(fs::path(name_).parent_path());
  return ReplaceFile(name_, TextOf(sizes));
}

}  // namespace apisql
