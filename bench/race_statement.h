// RaceStatement: a statement that asks for the rows of many keys, the ways in which a program would
// answer it by hand, and the bounds that join_rule.h promises.
#ifndef APISQL_BENCH_RACE_STATEMENT_H_
#define APISQL_BENCH_RACE_STATEMENT_H_

#include <cstdint>
#include <string>
#include <vector>

namespace apisql::bench {

// Of the provider `race`, and of its server.
struct RaceSetting {
  int64_t keys = 10'000;
  int64_t page_size = 100;
  int64_t concurrency = 8;
  int64_t latency_ms = 50;

  int64_t pages() const { return (keys + page_size - 1) / page_size; }
};

// Requests, and round trips that are waited for, one after another.
struct RaceCost {
  int64_t requests = 0;
  double waiting = 0;
};

struct RaceStatement {
  std::string name;
  std::string sql;
  bool sized = true;  // The first page of the list tells its length.
  int64_t keys = 0;   // That it asks for.
  int64_t users = 0;  // That these come from; 0: they stand in the statement.
  // What it prints, sorted.
  std::vector<std::string> lines;
  // What `ideal` is told, before and behind the URL: one look-up for each key, or all of the list.
  std::vector<std::string> look_ups;
  std::vector<std::string> list;

  RaceCost LookUps(const RaceSetting& setting) const;
  RaceCost List(const RaceSetting& setting) const;
  // Of the two the one that waits least, among those that send at most twice the fewest requests.
  bool ListIsBest(const RaceSetting& setting) const;
  int64_t Fewest(const RaceSetting& setting) const;
  // The most that it may cost. What reads the users is added to the promise.
  RaceCost Bound(const RaceSetting& setting) const;
};

// All, first those of the table that tells its length.
std::vector<RaceStatement> RaceStatements(const RaceSetting& setting);

}  // namespace apisql::bench

#endif  // APISQL_BENCH_RACE_STATEMENT_H_
