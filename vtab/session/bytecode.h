// SQLite's EXPLAIN, read for what it says of virtual tables: which are scanned, with which plan,
// and where the arguments come from. The opcodes are no stable interface
// (https://sqlite.org/opcode.html): good for showing, never for deciding what a result is.
#ifndef APISQL_VTAB_SESSION_BYTECODE_H_
#define APISQL_VTAB_SESSION_BYTECODE_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "vtab/sqlite.h"

namespace apisql {

// Where one argument of a scan comes from.
struct ArgumentSource {
  enum class Kind {
    kConstant,  // `constant`
    kColumn,    // Column `column` of another scanned table, `table`.
    kList,      // A whole IN list.
    kOther,     // A parameter, an expression, a table of the workspace.
  };
  Kind kind = Kind::kOther;
  std::variant<int64_t, std::string> constant;
  std::string table;
  int column = 0;
};

// One VFilter: a place where a virtual table is scanned.
struct ScanSite {
  std::string table;  // As SQLite shows it, "vtab:0x55...": equal for the same table.
  std::string plan;   // idxStr
  std::vector<ArgumentSource> arguments;
};

// Steps an EXPLAIN statement to its end. The sites stand in the order of the program, which is that
// of the nested loops.
std::vector<ScanSite> ReadScanSites(sqlite3_stmt* explain);

}  // namespace apisql

#endif  // APISQL_VTAB_SESSION_BYTECODE_H_
