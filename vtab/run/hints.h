// Hints: what StackQL's users write into comments, such as INSERT /*+ AWAIT */ INTO ...
#ifndef APISQL_VTAB_RUN_HINTS_H_
#define APISQL_VTAB_RUN_HINTS_H_

#include <string>
#include <string_view>
#include <vector>

namespace apisql {

// True when a write, or an EXEC, is to wait until what it has started is done.
bool HasAwaitHint(std::string_view sql);

// A note for each hint that does nothing in this statement, so that nobody relies on it.
std::vector<std::string> HintNotes(std::string_view sql);

}  // namespace apisql

#endif  // APISQL_VTAB_RUN_HINTS_H_
