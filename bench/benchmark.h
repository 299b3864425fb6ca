// Benchmark: a statement of apisql, the server that it asks, and what it is measured against.
#ifndef APISQL_BENCH_BENCHMARK_H_
#define APISQL_BENCH_BENCHMARK_H_

#include <cstdint>
#include <string>
#include <vector>

namespace apisql::bench {

struct Benchmark {
  std::string name;
  std::vector<std::string> server;  // Arguments of bench_server, or of apisql for its sandbox.
  bool asks_sandbox = false;
  std::string sql;
  std::vector<std::string> ideal;  // Mode of `ideal`, then what follows the URL.
  std::string plain_sql;           // In the place of `ideal`: a statement of apisql's own.
  std::string against;             // What the ratio is against.
  double ideal_ms = 0;             // Where it is a number and not the time of `ideal`.
  double budget = 0;               // Of the ratio; 0: none.
  int64_t rows = 0;
  int64_t requests = 0;
  bool shows_use = false;  // CPU per row and peak memory.
  int runs = 0;            // 0: as many as asked for.
};

// All, in the order in which they run; numbers of rows are divided by `divisor`.
std::vector<Benchmark> AllBenchmarks(int64_t divisor);

}  // namespace apisql::bench

#endif  // APISQL_BENCH_BENCHMARK_H_
