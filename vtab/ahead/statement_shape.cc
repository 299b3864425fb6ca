#include "vtab/ahead/statement_shape.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "src/base/text.h"
#include "vtab/columns/column_layout.h"

namespace apisql {
namespace {

bool IsOneOf(const std::string& opcode, std::span<const std::string_view> opcodes) {
  return std::ranges::find(opcodes, opcode) != opcodes.end();
}

// Opcodes that go on at p2 under a condition, or always.
bool Jumps(const Instruction& i) {
  static constexpr std::array<std::string_view, 45> kJumps = {"Eq",         "Ne",
                                                              "Lt",         "Le",
                                                              "Gt",         "Ge",
                                                              "ElseEq",     "If",
                                                              "IfNot",      "IsNull",
                                                              "NotNull",    "IfNullRow",
                                                              "IfPos",      "IfNotZero",
                                                              "IfNotOpen",  "IfNoHope",
                                                              "IfSmaller",  "DecrJumpZero",
                                                              "Found",      "NotFound",
                                                              "NoConflict", "NotExists",
                                                              "SeekRowid",  "SeekGE",
                                                              "SeekGT",     "SeekLE",
                                                              "SeekLT",     "IdxGE",
                                                              "IdxGT",      "IdxLE",
                                                              "IdxLT",      "MustBeInt",
                                                              "Filter",     "IsType",
                                                              "RowSetTest", "Goto",
                                                              "Once",       "InitCoroutine",
                                                              "Rewind",     "Last",
                                                              "Sort",       "SorterSort",
                                                              "VFilter",    "SeekScan",
                                                              "Yield"};
  return IsOneOf(i.opcode, kJumps);
}

// Of those, the ones that begin a loop or run something once: what they jump over runs all the
// same, unless there is nothing to loop over.
bool BeginsLoop(const Instruction& i) {
  static constexpr std::array<std::string_view, 7> kLoops = {
      "Once", "InitCoroutine", "Rewind", "Last", "Sort", "SorterSort", "VFilter"};
  return IsOneOf(i.opcode, kLoops);
}

bool Compares(const Instruction& i) {
  static constexpr std::array<std::string_view, 6> kComparisons = {"Eq", "Ne", "Lt",
                                                                   "Le", "Gt", "Ge"};
  return IsOneOf(i.opcode, kComparisons);
}

bool TestsNull(const Instruction& i) { return i.opcode == "IsNull" || i.opcode == "NotNull"; }

size_t Target(const Instruction& i) { return i.p2 < 0 ? 0 : static_cast<size_t>(i.p2); }

bool Uses(const Resource& resource, std::string_view plan, int declared) {
  const auto parsed = ScanPlan::Parse(plan);
  const int column = ColumnLayout(resource).Resolve(declared);
  if (!parsed.ok() || column < 0 || static_cast<size_t>(column) >= resource.columns.size()) {
    return false;
  }
  const std::string& name = resource.columns[static_cast<size_t>(column)].name;
  const auto is_column = [&](const auto& term) { return term.column == name; };
  return std::ranges::any_of(parsed->filters, is_column) ||
         std::ranges::any_of(parsed->bindings,
                             [&](const Binding& b) { return !b.list && is_column(b); });
}

// The tables that lists of `resource` are asked below, at whatever height.
// NOLINTNEXTLINE(misc-no-recursion): comes to each table once.
void AddTablesAbove(const Resource& resource, const StatementShape::Documents& documents,
                    std::set<std::string>* above) {
  for (const Method& method : resource.methods) {
    for (const Parameter& parameter : method.parameters) {
      // The rows of a tree lead to others, which are rows of the same scan.
      if (!parameter.parent || parameter.parent->is_tree()) continue;
      if (!above->insert(parameter.parent->table).second) continue;
      const auto parent = documents ? documents(parameter.parent->table) : nullptr;
      if (parent) AddTablesAbove(*parent, documents, above);
    }
  }
}

// True when the instruction runs in any case.
bool IsReached(const std::vector<Instruction>& code, size_t at) {
  for (size_t i = 0; i < at; ++i) {
    const bool runs_later = code[i].opcode == "Once" || code[i].opcode == "Yield";
    if (!Jumps(code[i]) || Target(code[i]) <= at || runs_later) continue;
    if (code[i].opcode != "InitCoroutine") return false;
    // A coroutine runs when its first row is asked for, behind it.
    size_t asks = Target(code[i]);
    while (asks < code.size() && (code[asks].opcode != "Yield" || code[asks].p1 != code[i].p1)) {
      ++asks;
    }
    if (asks == code.size() || !IsReached(code, asks)) return false;
  }
  return true;
}

}  // namespace

bool IsReachedAnyway(const Program& program, const ScanSite& site) {
  return !site.in_trigger && IsReached(program.instructions(), site.begin);
}

StatementShape::StatementShape(Program program, const Resources& resources, bool once,
                               const Documents& documents)
    : program_(std::move(program)), once_(once) {
  for (const ScanSite& site : program_.sites()) {
    resources_.push_back(resources(site.table));
    above_.emplace_back();
    if (resources_.back() != nullptr) {
      AddTablesAbove(*resources_.back(), documents, &above_.back());
    }
    // A table that is none of an API's may read any of them in a statement of its own.
    once_ &= resources_.back() != nullptr;
  }
  runs_ahead_ =
      std::ranges::any_of(program_.sites(), [this](const auto& site) { return CanRunAhead(site); });
}

bool StatementShape::ReadsOnlyOnce(const std::string& table) const {
  const auto& sites = program_.sites();
  return std::ranges::count(sites, table, &ScanSite::table) == 1 &&
         std::ranges::none_of(resources_, [](const Resource* one) { return one == nullptr; });
}

AccessHints StatementShape::HintsOf(const std::string& table, std::string_view plan) const {
  std::optional<AccessHints> hints;
  for (const ScanSite& site : program_.sites()) {
    if (site.table != table || site.plan != plan) continue;
    AccessHints of_site = HintsOf(site);
    if (hints) {
      of_site.depth = std::min(of_site.depth, hints->depth);
      of_site.outer_rows = std::min(of_site.outer_rows, hints->outer_rows);
      of_site.can_run_ahead = false;
      if (of_site.source_columns != hints->source_columns) of_site.source_columns.clear();
    }
    hints = std::move(of_site);
  }
  return hints.value_or(AccessHints{});
}

AccessHints StatementShape::HintsOf(const ScanSite& site) const {
  AccessHints hints;
  if (site.in_trigger) return hints;
  hints.depth = MayStop(site) ? PrefetchDepth::kNothing : PrefetchDepth::kEverything;
  hints.read_once = IsReadOnce(site) && !runs_ahead_;
  hints.can_run_ahead = CanRunAhead(site);
  hints.outer_rows = OuterRowsAt(site);
  hints.repeated = IsRepeated(site.begin);
  for (const ArgumentSource& source : site.arguments) {
    const bool column = source.kind == ArgumentSource::Kind::kColumn;
    hints.source_columns.push_back(column ? source.column : -1);
  }
  return hints;
}

// True when the statement may have enough before the loop is at its end.
bool StatementShape::MayStop(const ScanSite& site) const {
  const auto& code = program_.instructions();
  for (size_t at = 0; at < code.size(); ++at) {
    if (code[at].opcode == "InitCoroutine" && at < site.begin && site.begin < Target(code[at])) {
      // Who takes its rows may stop at any row, unless they are sorted first.
      return YieldsWithin(site) &&
             std::ranges::any_of(code, [](const auto& i) { return i.opcode == "DecrJumpZero"; });
    }
    const bool inside = site.begin < at && at < site.end;
    if (inside && code[at].opcode == "DecrJumpZero" && Target(code[at]) > site.end) return true;
  }
  return false;
}

const ScanSite* StatementShape::OnlySite(const std::string& table, std::string_view plan) const {
  const ScanSite* only = nullptr;
  for (const ScanSite& site : program_.sites()) {
    if (site.table != table || site.plan != plan) continue;
    if (only != nullptr) return nullptr;
    only = &site;
  }
  return only;
}

bool StatementShape::Names(std::string_view operand) const {
  return std::ranges::any_of(program_.instructions(),
                             [&](const Instruction& i) { return EqualsIgnoreCase(i.p4, operand); });
}

// A recursion deletes each row of its queue. So do window functions.
bool StatementShape::MayRecurse() const {
  return std::ranges::any_of(program_.instructions(),
                             [](const Instruction& i) { return i.opcode == "Delete"; });
}

bool StatementShape::ReadsBefore(const std::string& table, std::string_view plan,
                                 const ScanSite& site) const {
  return std::ranges::any_of(program_.sites(), [&](const ScanSite& other) {
    return other.table == table && other.plan == plan && other.begin < site.begin;
  });
}

// True for a look-up in a loop that never ends before its last row: all keys that the rows before
// it have are then asked for. Where rows are in sight that all arrive, they tell the keys.
bool StatementShape::CanRunAhead(const ScanSite& site) const {
  if (!once_ || site.in_trigger || OnlySite(site.table, site.plan) == nullptr) return false;
  const auto plan = ScanPlan::Parse(site.plan);
  const bool looks_up =
      plan.ok() && std::ranges::any_of(plan->bindings, [](const auto& b) { return !b.known; });
  if (!looks_up || !IsRepeated(site.begin) || LoopsMayStop(site)) return false;
  return OuterRowsAt(site) != OuterRows::kAll || !ComesFromList(site);
}

// True when the keys of a look-up stand in the rows of a list, and not in those of other look-ups.
bool StatementShape::ComesFromList(const ScanSite& site) const {
  using Kind = ArgumentSource::Kind;
  return std::ranges::all_of(site.arguments, [&](const ArgumentSource& source) {
    const ScanSite* from =
        source.kind == Kind::kColumn ? SiteOfCursor(source.cursor, site.begin) : nullptr;
    const auto changes = [](const ArgumentSource& s) {
      return s.kind == Kind::kColumn || s.kind == Kind::kParameter || s.kind == Kind::kOther;
    };
    return from == nullptr || std::ranges::none_of(from->arguments, changes);
  });
}

// True when a loop around the site, not its own, may end early.
bool StatementShape::LoopsMayStop(const ScanSite& site) const {
  const auto& code = program_.instructions();
  const auto stops = [&](size_t from, size_t to) {
    return std::any_of(code.begin() + static_cast<std::ptrdiff_t>(from),
                       code.begin() + static_cast<std::ptrdiff_t>(to), [&](const Instruction& i) {
                         return i.opcode == "DecrJumpZero" && Target(i) >= to;
                       });
  };
  const bool limited =
      std::ranges::any_of(code, [](const auto& i) { return i.opcode == "DecrJumpZero"; });
  for (size_t at = 0; at < code.size(); ++at) {
    const size_t target = Target(code[at]);
    const bool calls = code[at].opcode == "Gosub" && target <= site.begin;
    const bool coroutine =
        code[at].opcode == "InitCoroutine" && at < site.begin && site.begin < target;
    // Who takes its rows may stop at any of them.
    if ((calls || coroutine) && limited) return true;
    const bool loop = at > site.begin && target > 0 && target <= site.begin;
    if (loop && stops(target, at + 1)) return true;
  }
  return false;
}

// True when rows of the loop are handed on before it is at its end.
bool StatementShape::YieldsWithin(const ScanSite& site) const {
  const auto& code = program_.instructions();
  return std::any_of(
      code.begin() + static_cast<std::ptrdiff_t>(site.begin),
      code.begin() + static_cast<std::ptrdiff_t>(site.end),
      [](const Instruction& i) { return i.opcode == "Yield" || i.opcode == "Gosub"; });
}

// True when the instruction makes a coroutine that holds `at` begin anew: as the inner side of a
// join it does so for each row of the outer one.
bool StatementShape::RestartsCoroutineOf(size_t i, size_t at) const {
  const auto& code = program_.instructions();
  if (code[i].opcode != "InitCoroutine" || Target(code[i]) != 0) return false;
  return std::ranges::any_of(code, [&](const Instruction& made) {
    return made.opcode == "InitCoroutine" && made.p1 == code[i].p1 &&
           static_cast<size_t>(made.p3) <= at && at < Target(made);
  });
}

// True when a loop or a subroutine comes to the instruction more than once.
bool StatementShape::IsRepeated(size_t at) const {
  const auto& code = program_.instructions();
  const size_t prologue = code.empty() ? 0 : Target(code[0]);  // Init; runs first, stands last.
  for (size_t i = 0; i < code.size(); ++i) {
    if (code[i].opcode == "Gosub" && Target(code[i]) <= at) return true;
    if (RestartsCoroutineOf(i, at)) return true;
    const bool goes_back = i > at && i < prologue && Target(code[i]) <= at && Target(code[i]) > 0;
    if (!goes_back) continue;
    const std::string& op = code[i].opcode;
    const bool is_jump =
        Jumps(code[i]) || op == "Next" || op == "Prev" || op == "VNext" || op == "SorterNext";
    if (is_jump && op != "Yield" && op != "InitCoroutine") return true;
  }
  return std::ranges::any_of(code, [](const auto& i) { return i.opcode == "Program"; });
}

bool StatementShape::IsReadOnce(const ScanSite& site) const {
  if (!once_ || IsRepeated(site.begin)) return false;
  const auto own = static_cast<size_t>(&site - program_.sites().data());
  for (size_t i = 0; i < resources_.size(); ++i) {
    if (above_[i].contains(resources_[own]->name)) return false;
    if (i != own && resources_[i] == resources_[own]) return false;
  }
  return true;
}

// True when the instruction leaves out a row by comparing columns of two tables.
bool StatementShape::ComparesTwoTables(size_t at) const {
  const Instruction& i = program_.instructions()[at];
  if (!Compares(i)) return false;
  const ArgumentSource a = program_.SourceOf(i.p1, at);
  const ArgumentSource b = program_.SourceOf(i.p3, at);
  using Kind = ArgumentSource::Kind;
  return a.kind == Kind::kColumn && b.kind == Kind::kColumn && a.cursor != b.cursor;
}

bool StatementShape::IsSkippedBetween(size_t from, size_t to) const {
  const auto& code = program_.instructions();
  for (size_t at = from + 1; at < to; ++at) {
    if (!Jumps(code[at]) || Target(code[at]) <= to || code[at].opcode == "Yield") continue;
    if (!BeginsLoop(code[at]) && !ComparesTwoTables(at)) return true;
  }
  return false;
}

std::vector<const ScanSite*> StatementShape::StartableFrom(const std::string& table,
                                                           std::string_view plan) const {
  std::vector<const ScanSite*> startable;
  const auto& sites = program_.sites();
  const auto from = std::ranges::find_if(
      sites, [&](const ScanSite& site) { return site.table == table && site.plan == plan; });
  if (from == sites.end() || from->in_trigger) return startable;
  AddReached(from->begin, sites.back().begin + 1, &startable);
  // A subquery that runs once stands before the loops that call it.
  const auto& code = program_.instructions();
  for (size_t at = from->begin + 1; at < code.size(); ++at) {
    if (code[at].opcode != "Gosub" || Target(code[at]) > from->begin) continue;
    if (IsSkippedBetween(from->begin, at)) continue;
    size_t end = Target(code[at]);
    while (end < code.size() && (code[end].opcode != "Return" || code[end].p1 != code[at].p1))
      ++end;
    AddReached(Target(code[at]), end, &startable);
  }
  return startable;
}

// Adds the sites before `end` that are reached from `begin` in any case.
void StatementShape::AddReached(size_t begin, size_t end,
                                std::vector<const ScanSite*>* startable) const {
  for (const ScanSite& site : program_.sites()) {
    if (site.begin <= begin || site.begin >= end || site.in_trigger || MayStop(site)) continue;
    if (!IsSkippedBetween(begin, site.begin)) startable->push_back(&site);
  }
}

const ScanSite* StatementShape::SiteOfCursor(int cursor, size_t before) const {
  const ScanSite* found = nullptr;
  for (const ScanSite& site : program_.sites()) {
    if (site.cursor == cursor && site.begin < before && before < site.end) found = &site;
  }
  return found;
}

// True when the instruction compares a column of `site` that its scan filters by as well.
bool StatementShape::ChecksKnownFilter(size_t at, const ScanSite& site) const {
  const Instruction& i = program_.instructions()[at];
  if (!Compares(i) && !TestsNull(i)) return false;
  const Resource* resource = nullptr;
  for (size_t s = 0; s < resources_.size(); ++s) {
    if (&program_.sites()[s] == &site) resource = resources_[s];
  }
  const auto checks = [&](int register_number) {
    const ArgumentSource source = program_.SourceOf(register_number, at);
    return source.kind == ArgumentSource::Kind::kColumn && source.cursor == site.cursor &&
           Uses(*resource, site.plan, source.column);
  };
  if (resource == nullptr) return false;
  return checks(i.p1) || (Compares(i) && checks(i.p3));
}

OuterRows StatementShape::OuterRowsAt(const ScanSite& site) const {
  const ScanSite* supplier = nullptr;
  for (const ArgumentSource& source : site.arguments) {
    if (source.kind != ArgumentSource::Kind::kColumn) continue;
    supplier = SiteOfCursor(source.cursor, site.begin);
    if (supplier == nullptr) return OuterRows::kUnsure;
  }
  if (supplier == nullptr) return OuterRows::kUnsure;
  const auto& code = program_.instructions();
  bool joined = false;
  for (size_t at = supplier->begin + 1; at < site.begin; ++at) {
    if (!Jumps(code[at]) || Target(code[at]) <= site.begin) continue;
    if (code[at].opcode == "Once" || ChecksKnownFilter(at, *supplier)) continue;
    if (!BeginsLoop(code[at]) && !ComparesOtherTable(at, *supplier)) return OuterRows::kUnsure;
    joined = true;
  }
  if (MayStop(*supplier)) return joined ? OuterRows::kUnsure : OuterRows::kMayStop;
  return joined ? OuterRows::kJoined : OuterRows::kAll;
}

// True when the instruction leaves out a row by a column of another table than that of `site`.
bool StatementShape::ComparesOtherTable(size_t at, const ScanSite& site) const {
  const Instruction& i = program_.instructions()[at];
  const auto is_other = [&](int register_number) {
    const ArgumentSource source = program_.SourceOf(register_number, at);
    return source.kind == ArgumentSource::Kind::kColumn && source.cursor != site.cursor;
  };
  if (TestsNull(i)) return is_other(i.p1);
  return Compares(i) && (is_other(i.p1) || is_other(i.p3));
}

}  // namespace apisql
