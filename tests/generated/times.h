// Times of a world: the instants as SQL shows them, and the ways in which its API writes them. The
// calendar is the test's own.
#ifndef APISQL_TESTS_GENERATED_TIMES_H_
#define APISQL_TESTS_GENERATED_TIMES_H_

#include <string>

#include "tests/differential/random.h"

namespace apisql::generated {

// What an API means by the times of a column.
enum class TimeForm { kText, kSeconds, kMilliseconds, kMicroseconds };
std::string TimeWord(TimeForm form);  // As documents say it.

// JSON for the time, "2026-08-22 07:00:00.5", in one of the spellings of which all mean the same.
std::string TimeSpelling(differential::Random& random, TimeForm form, const std::string& time);
// As a path or a query carries it, and as a body has it without its quotes.
std::string TimeText(TimeForm form, const std::string& time);
// The time that a body has in that form, strictly; "" for anything else.
std::string TimeOf(TimeForm form, const std::string& json);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_TIMES_H_
