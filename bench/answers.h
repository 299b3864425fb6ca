// Answers: what bench_server says to each request, knowing nothing of sockets.
#ifndef APISQL_BENCH_ANSWERS_H_
#define APISQL_BENCH_ANSWERS_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "bench/page_text.h"

namespace apisql::bench {

// An HTTP answer in three parts, so that the large one need not be copied.
struct Answer {
  std::string head;       // Status line and header lines, then the body before its rows.
  std::string_view rows;  // Valid until the next answer.
  std::string tail;
};

// Lists by name, with their numbers of rows:
//   GET /lists/NAME?page_size=N&page_token=T   rows under /data, the next page's URL under
//                                              /metadata/next, the number of all under
//                                              /metadata/total_size; all rows when no size is given
//   GET /groups/NAME?...                       the same with the rows in groups of ten, under
//                                              /groups/*/items
//   GET /lists/NAME?owner=ID                   the one row that has this owner
//   GET /lists/NAME/ID                         one row
//   GET /lists/NAME/ID/rows                    ten rows that belong to it, in one page
//   GET /served                                {"served": N}: requests answered, others than this
class Answers {
 public:
  explicit Answers(std::map<std::string, uint64_t, std::less<>> lists) : lists_(std::move(lists)) {}

  // `target` is the request's path and query.
  Answer To(std::string_view target);
  // Those about the server itself are not delayed.
  static bool IsDelayed(std::string_view target) { return target != "/served"; }

 private:
  Answer List(std::string_view name, uint64_t total, std::string_view query);
  Answer Groups(std::string_view name, uint64_t total, std::string_view query);
  Answer RowsOf(uint64_t total, std::string_view owner);
  Answer Row(uint64_t total, std::string_view id);
  Answer Children(uint64_t total, std::string_view id);

  std::map<std::string, uint64_t, std::less<>> lists_;
  PageText text_;
  std::string groups_;  // Of the last answer that had some.
  uint64_t served_ = 0;
};

}  // namespace apisql::bench

#endif  // APISQL_BENCH_ANSWERS_H_
