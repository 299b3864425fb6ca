// ReportFault: all that is needed to find the cause of a fault, as short as it can be made.
#ifndef APISQL_TESTS_GENERATED_REPORT_H_
#define APISQL_TESTS_GENERATED_REPORT_H_

#include <cstdint>
#include <string>

#include "tests/generated/lab.h"
#include "tests/generated/statement.h"
#include "tests/generated/world.h"

namespace apisql::generated {

// `world` has the rows that were there before the statement. The statement is run again in a lab of
// its own, and made shorter, as its rows are made fewer, as long as the fault stays the same.
std::string ReportFault(const World& world, const Statement& statement, uint64_t number,
                        const Comparison& fault);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_REPORT_H_
