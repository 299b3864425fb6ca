// Variables: values that the user names once and statements use as parameters. They are bound, so
// that whatever they hold stays a value.
#ifndef APISQL_SHELL_SCRIPT_VARIABLES_H_
#define APISQL_SHELL_SCRIPT_VARIABLES_H_

#include <map>
#include <string>
#include <string_view>

#include "src/base/status.h"
#include "vtab/prepared/prepared.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

// A number where `text` is how that number is written (12, -3, 2.5), else the text as it is: 007
// and 1e3 stay texts.
SqlValue ValueOfWord(std::string_view text);

// The value that `.set` is given: NULL; a text in single quotes, doubled within; else as
// ValueOfWord(). An error for a quote without an end.
StatusOr<SqlValue> ReadValue(std::string_view text);

// By name, letter case counts. Not thread-safe.
class Variables {
 public:
  using Map = std::map<std::string, SqlValue, std::less<>>;

  // An error for what cannot stand behind the ':' of a parameter.
  Status Set(std::string_view name, SqlValue value);
  // kNotFound names the nearest.
  Status Unset(std::string_view name);
  const Map& all() const { return values_; }

  // The text of the variable that a parameter called `name` (without its first character) has as
  // its value, for what is needed before a statement can be bound. An error for NULL, and for one
  // that is not set, as of Bind().
  StatusOr<std::string> TextOf(std::string_view name) const;

  // Gives each parameter of `statement` its value: those named :id, @id and $id are one. One
  // without a value is an error, with its place, that tells how to set it; in the explanation of a
  // statement (`explained`), which runs nothing, it stays unset.
  Status Bind(Prepared& statement, bool explained) const;

 private:
  Map values_;
};

}  // namespace apisql

#endif  // APISQL_SHELL_SCRIPT_VARIABLES_H_
