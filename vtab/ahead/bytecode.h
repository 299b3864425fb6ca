// SQLite's EXPLAIN, read for what it says of virtual tables: which are scanned, with which plan,
// and where the arguments come from. The opcodes are no stable interface
// (https://sqlite.org/opcode.html): good for showing, never for deciding what a result is.
#ifndef APISQL_VTAB_AHEAD_BYTECODE_H_
#define APISQL_VTAB_AHEAD_BYTECODE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "vtab/sqlite.h"

namespace apisql {

// What SQLite calls a virtual table in bytecode: "vtab:0x55...".
std::string NameInBytecode(const sqlite3_vtab* table);

// Where one argument of a scan comes from.
struct ArgumentSource {
  enum class Kind {
    kConstant,   // `constant`
    kColumn,     // Column `column` of another scanned table, `table`.
    kList,       // A whole IN list.
    kParameter,  // Of the statement: ?, :name.
    kOther,      // An expression, a table of the workspace.
  };
  Kind kind = Kind::kOther;
  std::variant<int64_t, std::string> constant = {};
  std::string table = {};
  int column = 0;
  int cursor = -1;  // Of the program: tells two scans of one table apart.
  // Different values of a list of literals, NULLs left out; 0: none, or not known.
  int list_values = 0;
  std::vector<std::string> list_texts = {};  // These values where all are texts, else none.
  friend bool operator==(const ArgumentSource&, const ArgumentSource&) = default;
};

// One VFilter: a place where a virtual table is scanned.
struct ScanSite {
  std::string table;  // Its NameInBytecode().
  std::string plan;   // idxStr
  std::vector<ArgumentSource> arguments;
  int cursor = -1;
  size_t begin = 0;         // The place of the VFilter,
  size_t end = 0;           // and of the last instruction of the loop that it begins.
  bool in_trigger = false;  // Runs as often as the trigger does, perhaps never.
};

// One instruction; an EXPLAIN gives them in order, so that its place is its address. Triggers stand
// behind the statement itself, each with addresses, registers and cursors of its own.
struct Instruction {
  std::string opcode;
  int p1 = 0;
  int p2 = 0;
  int p3 = 0;
  std::string p4;
};

class Program {
 public:
  // Without instructions.
  Program() = default;
  // Steps an EXPLAIN statement to its end.
  static Program Read(sqlite3_stmt* explain);

  // In the order of the program, which is that of the nested loops.
  const std::vector<ScanSite>& sites() const { return sites_; }
  const std::vector<Instruction>& instructions() const { return instructions_; }
  // Where the value of a register comes from that the instruction at `at` reads.
  ArgumentSource SourceOf(int register_number, size_t at) const;

 private:
  explicit Program(std::vector<Instruction> instructions);
  size_t RoutineBegin(size_t at) const;
  size_t RoutineEnd(size_t at) const;
  std::string TableOf(int cursor, size_t at) const;
  ScanSite SiteAt(size_t at) const;
  size_t LoopEnd(size_t at) const;
  std::optional<size_t> Writer(int register_number, size_t at) const;
  ArgumentSource SourceAt(size_t at) const;
  void ReadListValues(int cursor, size_t at, ArgumentSource* source) const;

  std::vector<Instruction> instructions_;
  std::vector<size_t> routines_;  // Where the statement and its triggers begin.
  std::map<std::pair<size_t, int>, std::string> tables_;  // By beginning of the routine and cursor.
  std::vector<ScanSite> sites_;
};

// The sites of an EXPLAIN statement, which is stepped to its end.
std::vector<ScanSite> ReadScanSites(sqlite3_stmt* explain);

}  // namespace apisql

#endif  // APISQL_VTAB_AHEAD_BYTECODE_H_
