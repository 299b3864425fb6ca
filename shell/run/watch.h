// .watch: a SELECT again and again, and what is other each time.
#ifndef APISQL_SHELL_RUN_WATCH_H_
#define APISQL_SHELL_RUN_WATCH_H_

#include <functional>
#include <string>

#include "shell/run/shell.h"

namespace apisql {

// Runs `sql` until `wait`, called between two runs, gives false, or it fails. The first time all
// rows are shown, then those that came (+), went (-) or changed (~, where the result has the keys
// of its tables), each time with what it has cost, and at the end the sum. A statement that does
// not only read is refused. An interruption is kCancelled, without a message.
Status Watch(Shell& shell, std::string sql, const std::function<bool()>& wait);

// "SECONDS" or "SECONDS STATEMENT", as .watch is given them; without a statement the last one that
// ran.
Status WatchCommand(Shell& shell, const std::string& seconds, const std::string& sql);

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_WATCH_H_
