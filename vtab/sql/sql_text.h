// SqlText: a statement as SQLite gets it, and as the user wrote it.
#ifndef APISQL_VTAB_SQL_SQL_TEXT_H_
#define APISQL_VTAB_SQL_SQL_TEXT_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "vtab/sql/offset_map.h"

namespace apisql {

struct SqlText {
  std::string typed;                // By the user; empty where the text is none of the user's.
  std::string text;                 // As SQLite gets it.
  OffsetMap places;                 // From `text` to `typed`.
  std::vector<std::string> tables;  // Registered tables that the statement names, each once.

  // SQL that no user wrote: its errors have no place.
  static SqlText Own(std::string text, std::vector<std::string> tables = {}) {
    return {"", std::move(text), {}, std::move(tables)};
  }

  // `status`, about the byte `at` of `text`, with the place that this has in `typed`.
  Status Fault(Status status, size_t at) const {
    return typed.empty() ? status : std::move(status).At(places.ToOriginal(at));
  }
};

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_SQL_TEXT_H_
