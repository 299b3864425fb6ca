#include "bench/page_text.h"

#include <charconv>
#include <cstring>
#include <memory>

namespace apisql::bench {
namespace {

constexpr size_t kDigits = 12;
constexpr std::string_view kSerialMark = "############";
constexpr std::string_view kReferenceMark = "@@@@@@@@@@@@";
constexpr uint64_t kStep = 7919;

constexpr std::string_view kRow =
    R"({"api_version":"iam/v2","id":"KEYS############","kind":"ApiKey","metadata":{)"
    R"("created_at":"2026-08-22T07:00:00.123456Z","resource_name":"crn://confluent.cloud/)"
    R"(organization=9bb441c4-edef-46ac-8a41-c49e44a3fd9a/service-account=sa-############/)"
    R"(api-key=KEYS############","self":"https://api.confluent.cloud/iam/v2/api-keys/)"
    R"(KEYS############","updated_at":"2026-09-01T16:20:31.654321Z"},"spec":{"description":)"
    R"("Made for the nightly ingest","display_name":"CI Kafka access ############","owner":{)"
    R"("api_version":"iam/v2","id":"sa-############","kind":"ServiceAccount","related":)"
    R"("https://api.confluent.cloud/iam/v2/service-accounts/sa-############","resource_name":)"
    R"("crn://confluent.cloud/organization=9bb441c4-edef-46ac-8a41-c49e44a3fd9a/)"
    R"(service-account=sa-############"},"resource":{"api_version":"cmk/v2","environment":)"
    R"("env-d5j1x2","id":"KEYS@@@@@@@@@@@@","kind":"Cluster","related":)"
    R"("https://api.confluent.cloud/cmk/v2/clusters/KEYS@@@@@@@@@@@@","resource_name":)"
    R"("crn://confluent.cloud/organization=9bb441c4-edef-46ac-8a41-c49e44a3fd9a/)"
    R"(environment=env-d5j1x2/cloud-cluster=KEYS@@@@@@@@@@@@"},"secret":""}})";

std::vector<size_t> PlacesOf(std::string_view mark, std::string_view text) {
  std::vector<size_t> places;
  for (size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    places.push_back(at);
  }
  return places;
}

void WriteDigits(uint64_t number, const std::vector<size_t>& places, char* row) {
  const std::string digits = SerialText(number);
  for (const size_t place : places) std::memcpy(row + place, digits.data(), kDigits);
}

}  // namespace

PageText::PageText()
    : row_(kRow),
      serials_(PlacesOf(kSerialMark, kRow)),
      references_(PlacesOf(kReferenceMark, kRow)) {
  row_ += ',';
}

std::string_view PageText::Rows(const RowRange& range) {
  std::string& text = texts_[range.count];
  if (range.count == 0) return text;
  if (text.empty()) {
    for (size_t i = 0; i < range.count; ++i) text += row_;
    text.pop_back();
  }
  for (size_t i = 0; i < range.count; ++i) {
    const uint64_t serial = range.first + i;
    char* row = text.data() + i * row_.size();
    WriteDigits(serial, serials_, row);
    WriteDigits(serial * kStep % range.total, references_, row);
  }
  return text;
}

uint64_t SerialOf(std::string_view text) {
  if (text.size() < kDigits) return UINT64_MAX;
  text.remove_prefix(text.size() - kDigits);
  uint64_t serial = 0;
  const char* const end = std::to_address(text.end());
  const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, serial);
  return error == std::errc() && stop == end ? serial : UINT64_MAX;
}

std::string SerialText(uint64_t serial) {
  std::string digits(kDigits, '0');
  for (size_t i = kDigits; i-- > 0 && serial > 0; serial /= 10) {
    digits[i] = static_cast<char>('0' + serial % 10);
  }
  return digits;
}

}  // namespace apisql::bench
