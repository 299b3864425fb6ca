// Race: statements that look many keys up in a long list of which the document knows too little,
// against the best way that a program would take by hand.
#ifndef APISQL_BENCH_RACE_H_
#define APISQL_BENCH_RACE_H_

#include "bench/programs.h"
#include "bench/race_statement.h"

namespace apisql::bench {

// Each run of a statement is the first of a fresh process. Prints a line for each. False where rows
// are wrong, or where the server counts more requests than the bound, or others than EXPLAIN
// REQUESTS has foretold; times are only told.
//
//   requests, fewest, bound   of apisql, of the way that sends the fewest, the most allowed
//   foretold                  the least and the most by EXPLAIN REQUESTS; no most: unbounded
//   ms, bound                 of apisql, from exec to exit, and the most that it should be
//   waits, bare               the round trips of the best way, and the program that goes it
bool RunRace(const Programs& programs, const RaceSetting& setting, int runs);

}  // namespace apisql::bench

#endif  // APISQL_BENCH_RACE_H_
