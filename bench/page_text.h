// PageText: the synthetic rows that bench_server answers with, each about 1.1 KB and in the form of
// a Confluent API key.
//
// Row number n of a list of `total` rows says its serial, n in twelve digits, in its id
// (KEYS000000000007), names and URLs, and a reference to another row of such a list,
// 7919 n mod total, so that two lists of one length can be joined row by row.
#ifndef APISQL_BENCH_PAGE_TEXT_H_
#define APISQL_BENCH_PAGE_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace apisql::bench {

// Rows `first` to `first + count - 1` of a list of `total`, at most 10^12.
struct RowRange {
  uint64_t first = 0;
  size_t count = 0;
  uint64_t total = 0;
};

// Keeps one text for each count of rows and only writes the digits anew: a page costs a few
// microseconds.
class PageText {
 public:
  PageText();

  // The rows, separated by commas. Valid until the next call.
  std::string_view Rows(const RowRange& range);

 private:
  std::string row_;                      // With marks where digits go.
  std::vector<size_t> serials_;          // Places of the serial in row_.
  std::vector<size_t> references_;       // Of the reference.
  std::map<size_t, std::string> texts_;  // By count of rows.
};

// The serial that stands in an id, or in a page token; UINT64_MAX where there is none.
uint64_t SerialOf(std::string_view text);
// In twelve digits.
std::string SerialText(uint64_t serial);

}  // namespace apisql::bench

#endif  // APISQL_BENCH_PAGE_TEXT_H_
