// Names of columns for formats in which a name may stand once.
#ifndef APISQL_SHELL_OUTPUT_UNIQUE_NAMES_H_
#define APISQL_SHELL_OUTPUT_UNIQUE_NAMES_H_

#include <span>
#include <string>
#include <vector>

#include "vtab/session/session.h"

namespace apisql {

enum class NameCase { kCounts, kIgnored };

// The columns' names; where one came before, it gets the first of _2, _3 ... that makes it a name
// which no other column has: id, id, id_2 become id, id_3, id_2. For each of these a line is added
// to `*notes`, unless that is null.
std::vector<std::string> UniqueNames(std::span<const ResultColumn> columns, NameCase name_case,
                                     std::vector<std::string>* notes);

}  // namespace apisql

#endif  // APISQL_SHELL_OUTPUT_UNIQUE_NAMES_H_
