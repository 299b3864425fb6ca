// What a statement took, as people read it.
#ifndef APISQL_SHELL_PEOPLE_COST_TEXT_H_
#define APISQL_SHELL_PEOPLE_COST_TEXT_H_

#include <chrono>
#include <cstdint>
#include <string>

#include "src/http/request_log.h"

namespace apisql {

// 1234567 as 1,234,567.
std::string Grouped(int64_t number);
// "1 row", "1,200 rows".
std::string Counted(int64_t count, const std::string& one, const std::string& many);
// "812 B", "187 kB", "1.9 MB".
std::string ByteText(int64_t bytes);
// "4 ms", "0.4 s", "12.0 s".
std::string DurationText(std::chrono::steady_clock::duration duration);

// ", 0.4 s, 3 requests, 187 kB": the time, and the requests behind number `before` that `log` has.
// Without requests the time alone.
std::string CostText(std::chrono::steady_clock::duration elapsed, const RequestLog& log,
                     int64_t before);
// A line per table of them: "  confluent.iam.users: 1 request, 40 rows, 16 kB\n".
std::string CostByTable(const RequestLog& log, int64_t before);

}  // namespace apisql

#endif  // APISQL_SHELL_PEOPLE_COST_TEXT_H_
