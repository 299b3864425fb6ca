// EndMark: the last line of --mark-end, which says that an output is whole, or why it is not.
#ifndef APISQL_SHELL_FILES_END_MARK_H_
#define APISQL_SHELL_FILES_END_MARK_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "shell/output/renderer.h"

namespace apisql {

// In a form that does not look like a row of `format`, with its newline:
//   #complete rows=3      csv, tsv and line      {"apisql": "complete", "rows": 3}   json, ndjson
//   -- complete rows=3    insert                 <!-- complete rows=3 -->            html, markdown
// "error" and its message stand in place of "complete" where `error` is not empty. Nothing for
// formats for people.
std::string EndMark(const Format& format, int64_t rows, std::string_view error);

}  // namespace apisql

#endif  // APISQL_SHELL_FILES_END_MARK_H_
