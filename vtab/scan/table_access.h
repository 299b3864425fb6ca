// TableAccess: one place of a statement that reads a table, however often it does.
//
// A nested loop comes to its inner table once per row of the outer one. Three ways make that cheap:
//  - look-ups whose keys stand in outer rows that are in memory already start together;
//  - where the API cannot filter, the list is fetched once and rows are looked up in it;
//  - where look-ups would cost more requests than the whole list, the list is fetched instead. What
//    is decided while running costs at most twice the best choice, if the list is as long as
//    estimated. Where only a document has estimated it, the first page is read before that is
//    decided, since it may tell the number of all rows (`total_hint`).
#ifndef APISQL_VTAB_SCAN_TABLE_ACCESS_H_
#define APISQL_VTAB_SCAN_TABLE_ACCESS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "vtab/plan/planner.h"
#include "vtab/scan/bound_values.h"
#include "vtab/scan/scan.h"

namespace apisql {

class StatementCache;

// What is known of the place before it runs.
struct AccessHints {
  // Whether the rows of the tables around it will all come here.
  enum class Arrivals {
    kUnsure,   // Some may be left out by what only SQLite knows.
    kJoined,   // Those do that other tables of the join have rows for.
    kMayStop,  // All do, until the statement has enough.
    kAll,
  };
  Ahead ahead = Ahead::kOnePage;
  bool read_once = false;  // The statement reads these rows nowhere else, and no second time.
  Arrivals arrivals = Arrivals::kUnsure;
  bool repeated = false;  // A loop comes here more than once.
  // Every look-up that the statement comes to when all it reads here is empty, it needs.
  bool rehearsable = false;
  // Per argument the column of another table that it comes from, -1: from elsewhere.
  std::vector<int> source_columns = {};
};

// Look-ups that the statement will come to and that are not known, in its order.
struct LookUpsToCome {
  std::vector<BoundScan> look_ups;
  bool all = false;
};

// Where an argument comes from.
struct Supply {
  const Scan* scan = nullptr;  // On the row whose value it is; null: not known.
  int column = 0;
  // The open transaction has changed rows of it: good for counting what is to come, not for asking.
  bool staged = false;
};

// Not thread-safe. `context` and `cache` must outlive it.
class TableAccess {
 public:
  TableAccess(ScanContext& context, StatementCache& cache, std::shared_ptr<const Resource> resource,
              ScanPlan plan, AccessHints hints);
  ~TableAccess();

  // The rows for these arguments, which are xFilter's in the order of the plan. `supplies` has one
  // per argument, or is empty.
  StatusOr<std::unique_ptr<Scan>> Open(std::vector<ScanArgument> arguments,
                                       std::span<const Supply> supplies);
  // Sends the first requests for rows that will be asked for. Nothing where they depend on
  // arguments that are not literals.
  Status StartEarly(std::span<const ScanArgument> arguments);

  // How to learn of look-ups to come where the rows around this place do not tell; see
  // AccessHints::rehearsable.
  void set_look_ups_ahead(std::function<LookUpsToCome(const TableAccess&)> ask) {
    look_ups_ahead_ = std::move(ask);
  }

  // The rows for these arguments as far as they are in memory; null when none are.
  StatusOr<std::unique_ptr<Scan>> OpenKnown(std::vector<ScanArgument> arguments) const;
  // The look-up for these arguments; none where its rows are known, or where there is none.
  StatusOr<std::optional<BoundScan>> UnknownLookUp(std::span<const ScanArgument> arguments) const;
  // More look-ups than these nobody needs to know.
  size_t MostAhead() const;

  const Resource& resource() const { return *resource_; }
  const ScanPlan& plan() const { return plan_; }
  const AccessHints& hints() const { return hints_; }
  // How often it was opened.
  int64_t calls() const { return calls_; }

 private:
  using Arguments = std::span<const ScanArgument>;
  using Supplies = std::span<const Supply>;

  StatusOr<std::unique_ptr<Scan>> OpenAny(std::vector<ScanArgument> arguments, Supplies supplies);
  static const Scan* OuterOf(Supplies supplies);
  double LookUpsOfOuterRows(const Scan& supplier, double enough) const;
  StatusOr<BoundScan> Bind(const ScanPlan& plan, Arguments arguments) const;
  StatusOr<std::unique_ptr<Scan>> OpenLookUp(std::vector<ScanArgument> arguments,
                                             Supplies supplies);
  StatusOr<std::unique_ptr<Scan>> OpenList(const ScanPlan& plan,
                                           std::vector<ScanArgument> arguments);
  StatusOr<std::unique_ptr<Scan>> ReadRows(const std::shared_ptr<RowSet>& rows,
                                           std::vector<ScanArgument> arguments,
                                           bool by_index) const;
  StatusOr<std::shared_ptr<RowSet>> ListRows(const ScanPlan& plan, Arguments arguments);
  std::shared_ptr<RowSet> StartRows(const BoundScan& bound);
  StatusOr<bool> ListIsCheaper(Arguments arguments, Supplies supplies);
  StatusOr<bool> ListLooksCheaper(Arguments arguments, Supplies supplies) const;
  StatusOr<bool> MeasureList(const ScanPlan& list, Arguments arguments);
  Status MeasureListOfValues(Arguments arguments);
  StatusOr<int64_t> RequestsOfList(Arguments arguments) const;
  double ArrivalRate(const Scan& supplier) const;
  int64_t KeysAhead(const Scan& supplier, Arguments arguments, Supplies supplies,
                    int64_t enough) const;
  void LookAhead(Arguments arguments, Supplies supplies);
  StatusOr<bool> AskAhead(Arguments arguments);
  size_t AheadWindow();
  const Scan* SupplierOf(Supplies supplies) const;
  template <typename Visit>
  Scan::Place ForEachKeyAhead(const Scan& supplier, Scan::Place from, Arguments arguments,
                              Supplies supplies, Visit visit) const;

  ScanContext& context_;
  StatementCache& cache_;
  std::shared_ptr<const Resource> resource_;
  ScanPlan plan_;
  AccessHints hints_;
  std::shared_ptr<const FilterTerms> filters_;
  std::vector<const Binding*> unknown_;  // Bindings of plan_ whose values change from call to call.

  // Of lists: the rows for the arguments that were bound last.
  std::shared_ptr<RowSet> rows_;
  std::vector<ScanArgument> bound_arguments_;
  int64_t reads_ = 0;  // Of rows_.

  // Of look-ups.
  std::optional<ScanPlan> list_;  // What can stand for all of them.
  bool list_instead_ = false;
  int64_t calls_ = 0;
  int64_t look_ups_ = 0;  // That had to be sent.
  size_t window_ = 0;
  std::vector<std::shared_ptr<RowSet>> ahead_;  // Started, not yet come to.
  std::function<LookUpsToCome(const TableAccess&)> look_ups_ahead_;
  int64_t unasked_ = 0;                    // Look-ups since it was asked.
  int64_t pause_ = 0;                      // Look-ups before it is asked again.
  const RowSet* supplier_rows_ = nullptr;  // That supplier_place_ is a place of.
  Scan::Place supplier_place_;             // Up to here look-ups were started.
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_TABLE_ACCESS_H_
