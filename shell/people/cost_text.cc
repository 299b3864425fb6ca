#include "shell/people/cost_text.h"

#include <algorithm>
#include <cstdio>
#include <map>

namespace apisql {
namespace {

struct Cost {
  int64_t requests = 0;
  int64_t rows = 0;
  int64_t bytes = 0;

  void Add(const RequestRecord& record) {
    ++requests;
    rows += record.rows;
    bytes += record.bytes;
  }
};

template <typename Take>
void ForEachBehind(const RequestLog& log, int64_t before, Take take) {
  for (auto record = log.records().rbegin();
       record != log.records().rend() && record->number > before; ++record) {
    take(*record);
  }
}

std::string Printed(const char* format, double number) {
  char text[32];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

}  // namespace

std::string Grouped(int64_t number) {
  std::string text = std::to_string(number);
  const size_t first = text.front() == '-' ? 1 : 0;
  for (size_t at = text.size(); at > first + 3;) text.insert(at -= 3, ",");
  return text;
}

std::string Counted(int64_t count, const std::string& one, const std::string& many) {
  return Grouped(count) + " " + (count == 1 ? one : many);
}

std::string ByteText(int64_t bytes) {
  constexpr double kKilo = 1000;
  const auto number = static_cast<double>(bytes);
  if (number < kKilo) return std::to_string(bytes) + " B";
  if (number < kKilo * kKilo - kKilo / 2) return Printed("%.0f kB", number / kKilo);
  return Printed("%.1f MB", number / kKilo / kKilo);
}

std::string DurationText(std::chrono::steady_clock::duration duration) {
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(duration).count();
  if (milliseconds < 100) return std::to_string(std::max<int64_t>(milliseconds, 1)) + " ms";
  return Printed("%.1f s", static_cast<double>(milliseconds) / 1000);
}

std::string CostText(std::chrono::steady_clock::duration elapsed, const RequestLog& log,
                     int64_t before) {
  Cost cost;
  ForEachBehind(log, before, [&cost](const RequestRecord& record) { cost.Add(record); });
  std::string text = ", " + DurationText(elapsed);
  if (cost.requests == 0) return text;
  return text + ", " + Counted(cost.requests, "request", "requests") + ", " + ByteText(cost.bytes);
}

std::string CostByTable(const RequestLog& log, int64_t before) {
  std::map<std::string, Cost> tables;
  ForEachBehind(log, before, [&tables](const RequestRecord& record) {
    const std::string& table = record.label.table;
    tables[table.empty() ? "tokens" : table].Add(record);
  });
  std::string text;
  for (const auto& [table, cost] : tables) {
    text += "  " + table + ": " + Counted(cost.requests, "request", "requests") + ", " +
            Counted(cost.rows, "row", "rows") + ", " + ByteText(cost.bytes) + "\n";
  }
  return text;
}

}  // namespace apisql
