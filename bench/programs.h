// Programs: what is run side by side, and what the server between them has counted.
#ifndef APISQL_BENCH_PROGRAMS_H_
#define APISQL_BENCH_PROGRAMS_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace apisql::bench {

struct Programs {
  std::string apisql;
  std::string ideal;
  std::string server;
  std::string documents;
};

// Of any one run.
inline constexpr std::chrono::seconds kLimit{120};

// Requests that the bench_server at `url` has answered.
int64_t RequestsServed(const Programs& programs, const std::string& url);

// 0 of none.
double Median(std::vector<double> values);

}  // namespace apisql::bench

#endif  // APISQL_BENCH_PROGRAMS_H_
