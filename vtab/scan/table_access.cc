#include "vtab/scan/table_access.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "src/base/text.h"
#include "vtab/scan/statement_cache.h"

namespace apisql {
namespace {

Status MissingColumns(const Resource& resource, const ScanPlan& plan) {
  std::string example;
  for (const std::string& column : plan.missing) {
    example += (example.empty() ? "WHERE " : " AND ") + column + " = '...'";
  }
  return {StatusCode::kInvalidArgument,
          resource.name + ": needs a value for " + Join(plan.missing, ", ") + "; add " + example};
}

// Calls visit(argument) for each that decides what is asked of the API, until it returns false.
template <typename Visit>
bool ForEachBinding(const ScanPlan& plan, std::span<const ScanArgument> arguments, Visit visit) {
  const auto pass = [&](int argument) {
    const auto index = static_cast<size_t>(argument);
    return argument < 0 || index >= arguments.size() || visit(arguments[index]);
  };
  for (const Binding& binding : plan.bindings) {
    if (!pass(binding.argument)) return false;
  }
  return pass(plan.limit_argument) && pass(plan.offset_argument);
}

std::vector<ScanArgument> BindingArguments(const ScanPlan& plan,
                                           std::span<const ScanArgument> arguments) {
  std::vector<ScanArgument> chosen;
  ForEachBinding(plan, arguments, [&](const ScanArgument& argument) {
    chosen.push_back(argument);
    return true;
  });
  return chosen;
}

// Asked for each probe of a join: without a copy.
bool AreBound(const ScanPlan& plan, std::span<const ScanArgument> arguments,
              std::span<const ScanArgument> bound) {
  size_t next = 0;
  const bool same = ForEachBinding(plan, arguments, [&](const ScanArgument& argument) {
    if (next == bound.size()) return false;
    return argument == bound[next++];
  });
  return same && next == bound.size();
}

// The comparisons of a plan, those that the API is asked for among them: it may find rows that are
// only similar.
std::vector<Filter> AllFilters(const ScanPlan& plan) {
  std::vector<Filter> filters = plan.filters;
  for (const Binding& binding : plan.bindings) {
    if (binding.list) continue;
    filters.push_back({binding.column, Operator::kEqual, binding.argument, binding.known});
  }
  return filters;
}

}  // namespace

TableAccess::TableAccess(ScanContext& context, StatementCache& cache,
                         std::shared_ptr<const Resource> resource, ScanPlan plan, AccessHints hints)
    : context_(context),
      cache_(cache),
      resource_(std::move(resource)),
      plan_(std::move(plan)),
      hints_(std::move(hints)) {
  for (const Binding& binding : plan_.bindings) {
    if (!binding.known) unknown_.push_back(&binding);
  }
  filters_ = std::make_shared<const FilterTerms>(*resource_, AllFilters(plan_));
  if (unknown_.empty()) return;
  if (auto list = PlanWithoutUnknown(*resource_, plan_, context_.api().estimates())) {
    list_ = std::move(list->plan);
  }
}

TableAccess::~TableAccess() = default;

StatusOr<BoundScan> TableAccess::Bind(const ScanPlan& plan, Arguments arguments) const {
  return BindValues(*resource_, plan, arguments, context_.api().estimates());
}

StatusOr<std::unique_ptr<Scan>> TableAccess::Open(std::vector<ScanArgument> arguments,
                                                  Supplies supplies) {
  if (!plan_.missing.empty()) return MissingColumns(*resource_, plan_);
  ++calls_;
  ASSIGN_OR_RETURN(std::unique_ptr<Scan> scan, OpenAny(std::move(arguments), supplies));
  scan->set_outer(OuterOf(supplies));
  return scan;
}

StatusOr<std::unique_ptr<Scan>> TableAccess::OpenAny(std::vector<ScanArgument> arguments,
                                                     Supplies supplies) {
  if (unknown_.empty()) {
    RETURN_IF_ERROR(MeasureListOfValues(arguments));
    return OpenList(plan_, std::move(arguments));
  }
  if (list_instead_) return OpenList(*list_, std::move(arguments));
  return OpenLookUp(std::move(arguments), supplies);
}

const Scan* TableAccess::OuterOf(Supplies supplies) {
  for (const Supply& supply : supplies) {
    if (supply.scan != nullptr) return supply.scan;
  }
  return nullptr;
}

Status TableAccess::StartEarly(Arguments arguments) {
  // A coroutine stands before the loop that calls it: what stands behind it may have run.
  if (calls_ > 0 || !plan_.missing.empty() || !unknown_.empty()) return OkStatus();
  return ListRows(plan_, arguments).status();
}

std::shared_ptr<RowSet> TableAccess::StartRows(const BoundScan& bound) {
  std::shared_ptr<RowSet> rows = cache_.Rows(resource_, bound);
  if (hints_.read_once && unknown_.empty() && !rows->started()) rows->ReadOnce();
  rows->RunAhead(hints_.ahead);
  rows->Start();
  return rows;
}

StatusOr<std::shared_ptr<RowSet>> TableAccess::ListRows(const ScanPlan& plan, Arguments arguments) {
  const bool same = rows_ && !rows_->dropped() && AreBound(plan, arguments, bound_arguments_);
  if (same) return rows_;
  ASSIGN_OR_RETURN(const BoundScan bound, Bind(plan, arguments));
  bound_arguments_ = BindingArguments(plan, arguments);
  rows_ = StartRows(bound);
  reads_ = 0;
  return rows_;
}

StatusOr<std::unique_ptr<Scan>> TableAccess::OpenList(const ScanPlan& plan,
                                                      std::vector<ScanArgument> arguments) {
  ASSIGN_OR_RETURN(const std::shared_ptr<RowSet> rows, ListRows(plan, arguments));
  // The first time it may be the only time, and the first row is wanted soon.
  return ReadRows(rows, std::move(arguments), ++reads_ > 1 || list_instead_);
}

StatusOr<std::unique_ptr<Scan>> TableAccess::ReadRows(const std::shared_ptr<RowSet>& rows,
                                                      std::vector<ScanArgument> arguments,
                                                      bool by_index) const {
  // Those of the list are the same: what is not bound there is a filter.
  const FilterTerms::Term* probe = filters_->Probe(arguments);
  if (probe == nullptr || !by_index) {
    return std::make_unique<Scan>(context_, rows, RowFilter(filters_, std::move(arguments)));
  }
  const Column& column = resource_->columns[static_cast<size_t>(probe->column)];
  const ProbeKey key =
      ProbeKeyOf(column, arguments[static_cast<size_t>(probe->argument)][0], probe->nocase);
  RowFilter filter(filters_, std::move(arguments));
  if (key.kind == ProbeKey::Kind::kAny) {
    return std::make_unique<Scan>(context_, rows, std::move(filter));
  }
  std::vector<RowPosition> positions;
  if (key.kind == ProbeKey::Kind::kHash) {
    ASSIGN_OR_RETURN(const RowIndex* by_value, rows->IndexOn(probe->column, probe->nocase));
    positions = by_value->Find(key);
  }
  return std::make_unique<Scan>(context_, rows, std::move(filter), std::move(positions));
}

StatusOr<std::unique_ptr<Scan>> TableAccess::OpenLookUp(std::vector<ScanArgument> arguments,
                                                        Supplies supplies) {
  ASSIGN_OR_RETURN(const BoundScan bound, Bind(plan_, arguments));
  if (!bound.nothing && !cache_.KnownRows(*resource_, bound)) {
    ASSIGN_OR_RETURN(list_instead_, ListIsCheaper(arguments, supplies));
    if (!list_instead_) {
      ASSIGN_OR_RETURN(list_instead_, AskAhead(arguments));
    }
    if (list_instead_) return OpenList(*list_, std::move(arguments));
    ++look_ups_;
  }
  const std::shared_ptr<RowSet> rows = StartRows(bound);
  std::erase(ahead_, rows);
  // A NULL asks nothing, and does not decide between look-ups and the list.
  if (!bound.nothing) LookAhead(arguments, supplies);
  return std::make_unique<Scan>(context_, rows, RowFilter(filters_, std::move(arguments)));
}

StatusOr<std::unique_ptr<Scan>> TableAccess::OpenKnown(std::vector<ScanArgument> arguments) const {
  const ScanPlan& plan = list_instead_ ? *list_ : plan_;
  if (!plan.missing.empty()) return std::unique_ptr<Scan>();
  ASSIGN_OR_RETURN(const BoundScan bound, Bind(plan, arguments));
  const std::shared_ptr<RowSet> rows =
      bound.nothing ? cache_.Rows(resource_, bound) : cache_.KnownRows(*resource_, bound);
  if (rows == nullptr) return std::unique_ptr<Scan>();
  return ReadRows(rows, std::move(arguments), rows->complete());
}

StatusOr<std::optional<BoundScan>> TableAccess::UnknownLookUp(Arguments arguments) const {
  ASSIGN_OR_RETURN(BoundScan bound, Bind(plan_, arguments));
  if (bound.nothing || cache_.KnownRows(*resource_, bound)) return std::optional<BoundScan>();
  return std::optional(std::move(bound));
}

size_t TableAccess::MostAhead() const {
  constexpr int64_t kMost = 1000;
  // One look-up is no worse than a list of one request; two are.
  return static_cast<size_t>(list_ ? std::clamp<int64_t>(list_->requests, 2, kMost) : kMost);
}

// Starts the look-ups that are known to come, or tells that the list costs no more than they do.
StatusOr<bool> TableAccess::AskAhead(Arguments arguments) {
  if (!look_ups_ahead_ || ++unasked_ <= pause_) return false;
  const LookUpsToCome to_come = look_ups_ahead_(*this);
  unasked_ = 0;
  // Where there is nothing to learn, it is asked more and more rarely.
  pause_ = to_come.look_ups.size() > 1 ? 0 : 2 * pause_ + 1;
  const auto more = static_cast<int64_t>(to_come.look_ups.size());
  if (list_ && more > 1) {
    const int64_t look_ups = more * std::max<int64_t>(1, plan_.requests);
    ASSIGN_OR_RETURN(int64_t list, RequestsOfList(arguments));
    if (look_ups >= list) {
      ASSIGN_OR_RETURN(const bool measured, MeasureList(*list_, arguments));
      if (measured) {
        ASSIGN_OR_RETURN(list, RequestsOfList(arguments));
      }
      if (look_ups >= list) return true;
    }
  }
  for (const BoundScan& bound : to_come.look_ups) StartRows(bound);
  look_ups_ += std::max<int64_t>(0, more - 1);  // That of this call is counted by its caller.
  context_.client().Poke(0);
  return false;
}

// Requests that the list still costs.
StatusOr<int64_t> TableAccess::RequestsOfList(Arguments arguments) const {
  ASSIGN_OR_RETURN(const BoundScan bound, Bind(*list_, arguments));
  const std::shared_ptr<RowSet> known = cache_.KnownRows(*resource_, bound);
  if (!known || !known->started()) return list_->requests;
  if (known->complete()) return 0;
  return std::max<int64_t>(1, list_->requests - known->answers());
}

// Of the rows that the supplier has yet to give, the part that will come here.
double TableAccess::ArrivalRate(const Scan& supplier) const {
  using Arrivals = AccessHints::Arrivals;
  if (hints_.arrivals == Arrivals::kAll) return 1;
  if (hints_.arrivals != Arrivals::kJoined || supplier.rows_given() == 0) return 0;
  const auto given = static_cast<double>(supplier.rows_given());
  return std::min(1.0, static_cast<double>(look_ups_ + 1) / given);
}

// Asked before a look-up is sent.
StatusOr<bool> TableAccess::ListIsCheaper(Arguments arguments, Supplies supplies) {
  if (!list_) return false;
  ASSIGN_OR_RETURN(const bool looks_cheaper, ListLooksCheaper(arguments, supplies));
  if (!looks_cheaper) return false;
  ASSIGN_OR_RETURN(const bool measured, MeasureList(*list_, arguments));
  if (!measured) return true;
  return ListLooksCheaper(arguments, supplies);
}

// A length that a document guesses may be wrong by any factor. The first page of the list, which is
// the first request of reading it too, may tell how long it is. True where it did.
StatusOr<bool> TableAccess::MeasureList(const ScanPlan& list, Arguments arguments) {
  const auto known = [this] { return context_.api().estimates().RequestsOfScan(*resource_); };
  if (known()) return false;
  ASSIGN_OR_RETURN(const BoundScan bound, Bind(list, arguments));
  const bool whole = bound.parameters.empty() && bound.plan.each.empty() && !bound.few_rows;
  if (!whole || bound.method->paging.total_hint.empty()) return false;
  const std::shared_ptr<RowSet> rows = cache_.Rows(resource_, bound);
  rows->Start();
  RETURN_IF_ERROR(rows->Find(0).status());
  if (!known()) return false;
  if (!unknown_.empty()) {
    if (auto planned = PlanWithoutUnknown(*resource_, plan_, context_.api().estimates())) {
      list_ = std::move(planned->plan);
    }
  }
  return true;
}

// The same for the values of IN lists that the statement gives, which BindValues() weighs.
Status TableAccess::MeasureListOfValues(Arguments arguments) {
  if (calls_ > 1 || plan_.bindings.empty()) return OkStatus();
  ASSIGN_OR_RETURN(const BoundScan bound, Bind(plan_, arguments));
  if (bound.nothing || bound.plan.bindings.size() == plan_.bindings.size()) return OkStatus();
  return MeasureList(plan_, arguments).status();
}

StatusOr<bool> TableAccess::ListLooksCheaper(Arguments arguments, Supplies supplies) const {
  ASSIGN_OR_RETURN(const int64_t list, RequestsOfList(arguments));
  const int64_t each = std::max<int64_t>(1, plan_.requests);
  const int64_t enough = (list + each - 1) / each;
  const int64_t more = enough - look_ups_ - 1;
  const bool first_of_one = look_ups_ == 0 && list > 0 && enough <= 1;
  if (more <= 0 && !first_of_one) return true;
  // One request for one object is surer than one for a list that should have one page.
  if (first_of_one && hints_.repeated && context_.api().estimates().RequestsOfScan(*resource_)) {
    return true;
  }
  const Scan* supplier = SupplierOf(supplies);
  const double rate = supplier == nullptr ? 0 : ArrivalRate(*supplier);
  if (rate <= 0) return false;
  const auto missing = static_cast<double>(std::max<int64_t>(1, more));
  const double wanted = std::ceil(missing / rate);
  const auto keys =
      static_cast<double>(KeysAhead(*supplier, arguments, supplies, static_cast<int64_t>(wanted)));
  return keys >= wanted || keys * rate + LookUpsOfOuterRows(*supplier, missing) >= missing;
}

// Look-ups that the next rows of the loop around the supplier's will bring, if they bring as many
// as those before: at most about `enough`.
double TableAccess::LookUpsOfOuterRows(const Scan& supplier, double enough) const {
  const Scan* outer = supplier.outer();
  if (outer == nullptr || outer->rows_given() == 0) return 0;
  const double each = static_cast<double>(look_ups_ + 1) / static_cast<double>(outer->rows_given());
  double look_ups = 0;
  outer->ForEachAhead(outer->place(), [&](const auto&) {
    look_ups += each;
    return look_ups < enough;
  });
  return look_ups;
}

// The scan that all changing arguments come from, with values as they stand in its row.
const Scan* TableAccess::SupplierOf(Supplies supplies) const {
  const Scan* supplier = nullptr;
  for (const Binding* binding : unknown_) {
    const auto index = static_cast<size_t>(binding->argument);
    if (binding->list || index >= supplies.size() || supplies[index].scan == nullptr) {
      return nullptr;
    }
    if (supplier != nullptr && supplies[index].scan != supplier) return nullptr;
    supplier = supplies[index].scan;
  }
  return supplier;
}

// Calls visit(bound) for each different key that is not known yet in the supplier's rows behind
// `from`, until it returns false.
template <typename Visit>
Scan::Place TableAccess::ForEachKeyAhead(const Scan& supplier, Scan::Place from,
                                         Arguments arguments, Supplies supplies,
                                         Visit visit) const {
  std::vector<ScanArgument> next(arguments.begin(), arguments.end());
  return supplier.ForEachAhead(from, [&](const auto& at) {
    bool changed = false;
    for (const Binding* binding : unknown_) {
      const auto index = static_cast<size_t>(binding->argument);
      ScanArgument value = {ValueOf(at(supplies[index].column))};
      if (value == next[index]) continue;
      next[index] = std::move(value);
      changed = true;
    }
    if (!changed) return true;
    const auto bound = Bind(plan_, next);
    if (!bound.ok() || bound->nothing || cache_.KnownRows(*resource_, *bound)) return true;
    return visit(*bound);
  });
}

int64_t TableAccess::KeysAhead(const Scan& supplier, Arguments arguments, Supplies supplies,
                               int64_t enough) const {
  const auto key_of = [](const BoundScan& bound) {
    std::vector<std::string> key;
    for (const BoundParameterValues& values : bound.parameters) {
      for (const BoundValue& value : values.values) key.push_back(value.wire);
    }
    return key;
  };
  std::set<std::vector<std::string>> keys;
  if (const auto current = Bind(plan_, arguments); current.ok()) keys.insert(key_of(*current));
  const size_t known = keys.size();
  const auto count = [&](const BoundScan& bound) {
    keys.insert(key_of(bound));
    return static_cast<int64_t>(keys.size() - known) < enough;
  };
  ForEachKeyAhead(supplier, supplier.place(), arguments, supplies, count);
  return static_cast<int64_t>(keys.size() - known);
}

// Where the statement may stop early, look-ups ahead begin at the second call and grow.
size_t TableAccess::AheadWindow() {
  const auto most =
      static_cast<size_t>(std::max(1, context_.api().ConcurrencyOf(*resource_->provider)));
  if (hints_.arrivals == AccessHints::Arrivals::kAll) return most;
  if (hints_.arrivals != AccessHints::Arrivals::kMayStop || calls_ < 2) return 0;
  window_ = std::clamp<size_t>(2 * window_, 1, most);
  return window_;
}

void TableAccess::LookAhead(Arguments arguments, Supplies supplies) {
  const Scan* supplier = SupplierOf(supplies);
  if (supplier == nullptr || std::ranges::any_of(supplies, &Supply::staged)) return;
  const size_t window = AheadWindow();
  if (ahead_.size() >= window) return;
  if (supplier_rows_ != &supplier->rows()) supplier_place_ = {};
  supplier_rows_ = &supplier->rows();
  const Scan::Place from = std::max(supplier->place(), supplier_place_);
  supplier_place_ =
      ForEachKeyAhead(*supplier, from, arguments, supplies, [&](const BoundScan& bound) {
        if (list_ && look_ups_ >= list_->requests) return false;  // Rather the list, then.
        ++look_ups_;
        ahead_.push_back(StartRows(bound));
        return ahead_.size() < window;
      });
  // They leave while the rows of this call are read.
  context_.client().Poke(0);
}

}  // namespace apisql
