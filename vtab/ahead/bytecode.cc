#include "vtab/ahead/bytecode.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

namespace apisql {
namespace {

std::string TextAt(sqlite3_stmt* statement, int column) {
  const auto* text = static_cast<const char*>(sqlite3_column_blob(statement, column));
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, column));
  return text == nullptr ? std::string() : std::string(text, size);
}

// Columns of EXPLAIN: addr, opcode, p1, p2, p3, p4, p5, comment.
std::vector<Instruction> ReadInstructions(sqlite3_stmt* explain) {
  std::vector<Instruction> program;
  while (sqlite3_step(explain) == SQLITE_ROW) {
    program.push_back({TextAt(explain, 1), sqlite3_column_int(explain, 2),
                       sqlite3_column_int(explain, 3), sqlite3_column_int(explain, 4),
                       TextAt(explain, 5)});
  }
  return program;
}

// True when `i` stores into `register_number`, among the opcodes that can feed a scan.
bool Writes(const Instruction& i, int register_number) {
  if (i.opcode == "VColumn" || i.opcode == "Column" || i.opcode == "Concat" ||
      i.opcode == "Function" || i.opcode == "PureFunc") {
    return i.p3 == register_number;
  }
  if (i.opcode == "Copy") return i.p2 <= register_number && register_number <= i.p2 + i.p3;
  return (i.opcode == "String8" || i.opcode == "Integer" || i.opcode == "Int64" ||
          i.opcode == "Real" || i.opcode == "Variable" || i.opcode == "Null" ||
          i.opcode == "SCopy" || i.opcode == "VInitIn" || i.opcode == "Rowid") &&
         i.p2 == register_number;
}

bool IsLiteral(const Instruction& i) {
  return i.opcode == "String8" || i.opcode == "Integer" || i.opcode == "Int64" ||
         i.opcode == "Real" || i.opcode == "Null";
}

}  // namespace

std::string NameInBytecode(const sqlite3_vtab* table) {
  char name[64];
  return sqlite3_snprintf(sizeof name, name, "vtab:%p", static_cast<const void*>(table));
}

Program Program::Read(sqlite3_stmt* explain) { return Program(ReadInstructions(explain)); }

Program::Program(std::vector<Instruction> instructions) : instructions_(std::move(instructions)) {
  for (size_t at = 0; at < instructions_.size(); ++at) {
    const Instruction& i = instructions_[at];
    if (at == 0 || i.opcode == "Init") routines_.push_back(at);
    if (i.opcode == "VOpen") tables_[{routines_.back(), i.p1}] = i.p4;
  }
  for (size_t at = 0; at < instructions_.size(); ++at) {
    if (instructions_[at].opcode == "VFilter") sites_.push_back(SiteAt(at));
  }
}

size_t Program::RoutineBegin(size_t at) const {
  return *std::prev(std::ranges::upper_bound(routines_, at));
}

size_t Program::RoutineEnd(size_t at) const {
  const auto next = std::ranges::upper_bound(routines_, at);
  return next == routines_.end() ? instructions_.size() : *next;
}

std::string Program::TableOf(int cursor, size_t at) const {
  const auto found = tables_.find({RoutineBegin(at), cursor});
  return found == tables_.end() ? "" : found->second;
}

// Register p3 holds the plan number, p3 + 1 the count of arguments, then the arguments.
ScanSite Program::SiteAt(size_t at) const {
  const Instruction& filter = instructions_[at];
  ScanSite site{TableOf(filter.p1, at), filter.p4, {}, filter.p1, at, LoopEnd(at)};
  site.in_trigger = RoutineBegin(at) > 0;
  const std::optional<size_t> count = Writer(filter.p3 + 1, at);
  const bool counted = count && instructions_[*count].opcode == "Integer";
  const int arguments = counted ? instructions_[*count].p1 : 0;
  for (int i = 0; i < arguments; ++i) site.arguments.push_back(SourceOf(filter.p3 + 2 + i, at));
  return site;
}

// A scan of at most one row has no VNext: it ends where it goes when it has no row.
size_t Program::LoopEnd(size_t at) const {
  for (size_t i = at + 1; i < RoutineEnd(at); ++i) {
    if (instructions_[i].opcode == "VNext" && instructions_[i].p1 == instructions_[at].p1) return i;
  }
  const auto target = static_cast<size_t>(std::max(instructions_[at].p2, 1));
  return std::max(at, RoutineBegin(at) + target - 1);
}

// The instruction that last stored into the register before `at`. SQLite moves constants to the
// end of the routine and runs them first.
std::optional<size_t> Program::Writer(int register_number, size_t at) const {
  const size_t begin = RoutineBegin(at);
  const size_t size = RoutineEnd(at) - begin;
  for (size_t distance = 1; distance <= size; ++distance) {
    const size_t i = begin + (at - begin + size - distance) % size;
    if (Writes(instructions_[i], register_number)) return i;
  }
  return std::nullopt;
}

ArgumentSource Program::SourceOf(int register_number, size_t at) const {
  // Each copy leads to another instruction, so the chain is no longer than the program.
  for (size_t copies = 0; copies < instructions_.size(); ++copies) {
    const std::optional<size_t> writer = Writer(register_number, at);
    if (!writer) return {};
    const Instruction& i = instructions_[*writer];
    if (i.opcode != "SCopy" && i.opcode != "Copy") return SourceAt(*writer);
    register_number = i.p1 + (register_number - i.p2);
    at = *writer;
  }
  return {};
}

ArgumentSource Program::SourceAt(size_t at) const {
  const Instruction& i = instructions_[at];
  ArgumentSource source;
  if (i.opcode == "String8" || i.opcode == "Integer") {
    source.kind = ArgumentSource::Kind::kConstant;
    if (i.opcode == "Integer") source.constant = int64_t{i.p1};
    if (i.opcode == "String8") source.constant = i.p4;
  } else if (i.opcode == "VColumn") {
    source.kind = ArgumentSource::Kind::kColumn;
    source.table = TableOf(i.p1, at);
    source.column = i.p2;
    source.cursor = i.p1;
  } else if (i.opcode == "Variable") {
    source.kind = ArgumentSource::Kind::kParameter;
  } else if (i.opcode == "VInitIn") {
    source.kind = ArgumentSource::Kind::kList;
    ReadListValues(i.p1, at, &source);
  }
  return source;
}

// A list is an index that is filled before it is used, one record after the other.
void Program::ReadListValues(int cursor, size_t at, ArgumentSource* source) const {
  std::set<std::tuple<std::string, int, std::string>> values;
  for (size_t i = RoutineBegin(at); i < RoutineEnd(at); ++i) {
    const Instruction& insert = instructions_[i];
    if (insert.opcode != "IdxInsert" || insert.p1 != cursor) continue;
    const Instruction& record = instructions_[i - 1];
    const bool makes = record.opcode == "MakeRecord" && record.p3 == insert.p2;
    const std::optional<size_t> writer = makes ? Writer(record.p1, i - 1) : std::nullopt;
    if (!writer || !IsLiteral(instructions_[*writer])) return;
    const Instruction& literal = instructions_[*writer];
    // No row is equal to NULL.
    if (literal.opcode != "Null") values.emplace(literal.opcode, literal.p1, literal.p4);
  }
  source->list_values = static_cast<int>(values.size());
  for (const auto& [opcode, p1, text] : values) {
    if (opcode != "String8") return source->list_texts.clear();
    source->list_texts.push_back(text);
  }
}

std::vector<ScanSite> ReadScanSites(sqlite3_stmt* explain) {
  return Program::Read(explain).sites();
}

}  // namespace apisql
