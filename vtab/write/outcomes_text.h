// What became of rows that were sent, in words.
#ifndef APISQL_VTAB_WRITE_OUTCOMES_TEXT_H_
#define APISQL_VTAB_WRITE_OUTCOMES_TEXT_H_

#include <span>
#include <string>

#include "vtab/write/mutation.h"
#include "vtab/write/write_counts.h"

namespace apisql {

// The row for people: "confluent.iam.api_keys: id = 'X'". One whose key is not known: "row 2".
std::string NameOf(const Mutation& mutation);

// "2 rows applied: id = 'a', id = 'b'", or "of 3 rows 1 applied, 1 failed, 1 not sent (SELECT *
// FROM apisql.mutations); applied: id = 'a'". Names the first few rows that were applied, or may
// have been, for whoever must not send them again.
std::string OutcomesText(std::span<const Mutation> mutations, const WriteCounts& counts);

// "1 row was not there": what a host that shows no counts is to be told; "" where all were.
std::string AbsentNote(const WriteCounts& counts);

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_OUTCOMES_TEXT_H_
