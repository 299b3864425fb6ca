// StatementShape: what can be known of a statement's scans before they run, from SQLite's own plan.
//
// HOW IT WORKS
//
// A table is never told which plan was chosen for a statement; its EXPLAIN tells.
//
//   EXPLAIN --> Program          instructions, and the sites where tables are scanned (bytecode.h)
//                  |
//                  v
//            StatementShape      per site: may its loop stop early, where do its arguments come
//                  |             from, do all outer rows arrive, is it read only once, which
//                  |             sites are reached in any case
//                  v
//            AccessHints         what a TableAccess does with it: how far to read ahead, whether
//                  |             rows are kept, whether keys can be counted
//                  v
//            PrefetchRun         where the rows around a look-up do not tell its keys, the SELECT
//            is
//                                run once more over what is in memory, and its look-ups are noted
//
// The opcodes are no stable interface (https://sqlite.org/opcode.html), so nothing here decides
// what a result is: it says which requests can start early, and which rows will not be read again.
// An opcode that is not understood makes it say less. `SET prefetch = off` turns all of it off.
#ifndef APISQL_VTAB_AHEAD_STATEMENT_SHAPE_H_
#define APISQL_VTAB_AHEAD_STATEMENT_SHAPE_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"
#include "vtab/ahead/bytecode.h"
#include "vtab/scan/table_access.h"

namespace apisql {

class StatementShape {
 public:
  // The resource of a table as bytecode names it; null when it is none of ours.
  using Resources = std::function<const Resource*(const std::string& table)>;

  // The table of that full name; null when there is none.
  using Documents = std::function<std::shared_ptr<const Resource>(const std::string& name)>;

  // Knows nothing.
  StatementShape() = default;
  // `once`: the statement only reads, and nothing else that runs shares its rows. `documents` tells
  // the parents of parents, whose rows are read for what is below them; null: nothing does.
  StatementShape(Program program, const Resources& resources, bool once,
                 const Documents& documents = nullptr);

  // What is known of the scans of `table` with that plan: of several the least.
  AccessHints HintsOf(const std::string& table, std::string_view plan) const;
  // The site of `table` with that plan; null when there are several, or none.
  const ScanSite* OnlySite(const std::string& table, std::string_view plan) const;
  // True when the statement scans `table` at one place, and nothing else but tables of APIs.
  bool ReadsOnlyOnce(const std::string& table) const;
  // True when an instruction has that for its operand, as a call has "lower(1)" in any letter case.
  bool Names(std::string_view operand) const;
  // True when the statement may have a recursion, which only what is found may end.
  bool MayRecurse() const;
  // True when `table` is read with that plan at a place that stands before `site`.
  bool ReadsBefore(const std::string& table, std::string_view plan, const ScanSite& site) const;
  // The sites that will be reached once the scan of `table` with that plan has begun, whatever the
  // rows are; those whose rows a comparison of two tables' columns may leave out count too.
  std::vector<const ScanSite*> StartableFrom(const std::string& table, std::string_view plan) const;

 private:
  void AddReached(size_t begin, size_t end, std::vector<const ScanSite*>* startable) const;
  AccessHints HintsOf(const ScanSite& site) const;
  OuterRows OuterRowsAt(const ScanSite& site) const;
  bool IsReadOnce(const ScanSite& site) const;
  bool MayStop(const ScanSite& site) const;
  bool YieldsWithin(const ScanSite& site) const;
  bool CanRunAhead(const ScanSite& site) const;
  bool ComesFromList(const ScanSite& site) const;
  bool LoopsMayStop(const ScanSite& site) const;
  bool IsRepeated(size_t at) const;
  bool RestartsCoroutineOf(size_t i, size_t at) const;
  bool IsSkippedBetween(size_t from, size_t to) const;
  bool ComparesTwoTables(size_t at) const;
  bool ComparesOtherTable(size_t at, const ScanSite& site) const;
  bool ChecksKnownFilter(size_t at, const ScanSite& site) const;
  const ScanSite* SiteOfCursor(int cursor, size_t before) const;

  Program program_;
  std::vector<const Resource*> resources_;    // Per site.
  std::vector<std::set<std::string>> above_;  // Per site, the tables that it is listed below.
  bool once_ = false;
  bool runs_ahead_ = false;  // Rows may be read ahead of themselves.
};

// True when the statement comes to the scan whatever it reads before: no loop around it, which may
// have no row, no condition, and no LIMIT that may be reached.
bool IsReachedAnyway(const Program& program, const ScanSite& site);

}  // namespace apisql

#endif  // APISQL_VTAB_AHEAD_STATEMENT_SHAPE_H_
