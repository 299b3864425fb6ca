// EXPLAIN REQUESTS statement: what would be sent, without sending anything.
#include "vtab/explain/explain_requests.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "src/base/text.h"
#include "vtab/ahead/bytecode.h"
#include "vtab/columns/column_layout.h"
#include "vtab/explain/explain_access.h"
#include "vtab/explain/explain_writes.h"
#include "vtab/rewrite/rewrite.h"
#include "vtab/rows/sql_value.h"
#include "vtab/run/api_names.h"
#include "vtab/run/api_write.h"
#include "vtab/scan/input_rows.h"
#include "vtab/sql/tokens.h"
#include "vtab/table/known_values.h"
#include "vtab/table/special_plan.h"
#include "vtab/views/view_query.h"
#include "vtab/views/view_shape.h"

namespace apisql {
namespace {

using ResourcePointer = std::shared_ptr<const Resource>;

SqlText Explained(const SqlText& sql) {
  SqlText explained{sql.typed, "EXPLAIN ", {}, sql.tables};
  explained.places.AddReplacement(0, sql.places.ToOriginal(0));
  explained.places.AddSlice(sql.places, 0, sql.text.size(), explained.text.size());
  explained.text += sql.text;
  return explained;
}

class RequestExplainer {
 public:
  explicit RequestExplainer(Database& database)
      : database_(database), connection_(database.connection()) {}

  // Adds the requests that a statement reads with; `write` is the write that it is.
  Status Add(const SqlText& sql, const std::string& note, const WriteStatement* write = nullptr) {
    ASSIGN_OR_RETURN(const SqlStatement statement, database_.Prepare(Explained(sql)));
    // A view's SELECT runs within the statement that reads the view.
    const bool around = joins_outer_;
    joins_outer_ = around || MayJoinOuter(database_.db(), sql.text);
    Status added = AddSites(statement, note, write);
    joins_outer_ = around;
    return added;
  }

  Status AddSites(const SqlStatement& statement, const std::string& note,
                  const WriteStatement* write) {
    if (write != nullptr) key_suffices_ = KeySuffices(database_, *write, statement.access());
    const Program program = Program::Read(statement.handle());
    scans_ |= !program.sites().empty();
    for (const std::string& table : statement.access().tables) RETURN_IF_ERROR(LearnTable(table));
    const auto resource_of = [this](const std::string& name) { return ApiResource(name); };
    AccessExplainer explainer(program, resource_of, connection_, write == nullptr);
    for (const ScanSite& site : program.sites()) RETURN_IF_ERROR(AddSite(site, note, explainer));
    return OkStatus();
  }

  // Adds a write, its reads before it and those of RETURNING behind it.
  Status AddWrite(const SqlText& sql, const WriteStatement& write) {
    RETURN_IF_ERROR(sql.Fault(CheckPossible(database_, write), write.verb_offset));
    if (write.returning) RETURN_IF_ERROR(CheckReturning(sql, *write.returning));
    // A DELETE of every row reads no column, so the authorizer does not hear of its scan.
    RETURN_IF_ERROR(LearnTable(write.table));
    RETURN_IF_ERROR(Add(WithoutReturning(sql, write), "", &write));
    ASSIGN_OR_RETURN(const ResourcePointer resource, connection_.api.catalog().Find(write.table));
    RETURN_IF_ERROR(AddWriteItself(*resource, sql, write));
    if (!write.returning) return OkStatus();
    return Add(ReturningSelect(sql, write), "for RETURNING");
  }

  const std::vector<PlannedRequest>& requests() const { return requests_; }

 private:
  // SQLite names a table in bytecode by its address only. A statement on that table alone tells it.
  Status LearnTable(const std::string& table) {
    if (!connection_.api.catalog().Has(table)) return OkStatus();
    const SqlText sql = SqlText::Own("EXPLAIN SELECT 1 FROM " + QuoteName(table));
    ASSIGN_OR_RETURN(const SqlStatement statement, database_.Prepare(sql));
    ASSIGN_OR_RETURN(ResourcePointer resource, connection_.api.catalog().Find(table));
    for (const ScanSite& site : ReadScanSites(statement.handle()))
      resources_[site.table] = resource;
    return OkStatus();
  }

  // Null where a document's view stands in for its tables.
  const Resource* ApiResource(const std::string& name_in_bytecode) const {
    const auto found = resources_.find(name_in_bytecode);
    if (found == resources_.end() || !found->second->view_sql.empty()) return nullptr;
    return found->second.get();
  }

  Status AddSite(const ScanSite& site, const std::string& note, AccessExplainer& explainer) {
    const auto found = resources_.find(site.table);
    if (found == resources_.end()) return OkStatus();  // Not of an API: nothing is sent.
    if (site.plan == kReturnedPlan) return OkStatus();
    const ResourcePointer resource = found->second;
    if (site.plan == kArgumentsPlan) return TooManyArguments(*resource);
    sites_.push_back(site);
    requests_of_sites_.push_back(requests_.size());
    if (!resource->view_sql.empty()) return AddView(*resource, site);
    ASSIGN_OR_RETURN(const ScanPlan planned, ScanPlan::Parse(site.plan));
    const ScanPlan plan = PlanFollowed(*resource, explainer.OnlySite(site), planned);
    ASSIGN_OR_RETURN(PlannedRequest request,
                     DescribeRequest(*resource, site, plan, connection_.api.config(),
                                     [this](const auto& source) { return NameColumn(source); }));
    // What may not be sent SQLite compares all the same.
    request.checked = Join(planned.Checked(), ", ");
    if (!note.empty()) request.note += (request.note.empty() ? "" : "; ") + note;
    ExplainedAccess access = explainer.Explain(*resource, site, plan);
    request.estimated_requests = access.requests;
    request.least_requests = access.least;
    request.most_requests = access.most;
    request.answered = std::move(access.text);
    request.max_concurrency = connection_.api.ConcurrencyOf(*resource->provider);
    requests_.push_back(std::move(request));
    return OkStatus();
  }

  // As the statement will follow it, which knows what SQLite does not tell when it asks for a plan.
  ScanPlan PlanFollowed(const Resource& resource, const ScanSite* only, ScanPlan plan) const {
    CheckRulingOut(database_.db(), joins_outer_, &plan);
    MarkParameters(only, &plan);
    CheckNarrowing(resource, only, &plan);
    return plan;
  }

  // The scans behind a table that its document defines as a view. An argument may narrow them.
  Status AddView(const Resource& view, const ScanSite& site) {
    const std::string narrowed = site.arguments.empty() ? "" : ", narrowed by its arguments";
    ASSIGN_OR_RETURN(const ViewShape shape, ReadViewShape(view, connection_.api.catalog()));
    ASSIGN_OR_RETURN(const ViewPlan plan, ViewPlan::Parse(site.plan));
    return Add(SqlText::Own(ViewQuery::Sketch(shape, plan.terms)),
               "in the view " + view.name + narrowed);
  }

  std::string NameColumn(const ArgumentSource& source) const {
    const auto found = resources_.find(source.table);
    if (found == resources_.end()) return "";
    const auto column = static_cast<size_t>(ColumnLayout(*found->second).Resolve(source.column));
    if (column >= found->second->columns.size()) return found->second->name;
    return found->second->name + "." + found->second->columns[column].name;
  }

  // The requests of an INSERT that reads no API are known to the last byte; those of others depend
  // on what is read, be it for a value that a parent's row has.
  Status AddWriteItself(const Resource& resource, const SqlText& sql, const WriteStatement& write) {
    const auto method = WriteMethod(resource, write.verb);
    const bool looks_up = method.ok() && ReadsForEachRow(**method);
    const bool reads =
        write.verb != Verb::kInsert || scans_ || looks_up || !ReadParameters(sql.text).empty();
    if (!reads && !database_.in_transaction()) {
      const auto previews = PreviewWrite(database_, sql, write);
      if (previews.ok()) {
        ASSIGN_OR_RETURN(std::vector<PlannedRequest> exact,
                         DescribePreviews(resource, write.verb, *previews));
        for (PlannedRequest& request : exact) AddWriteRequest(resource, std::move(request));
        return OkStatus();
      }
      // Without a credential the statement cannot run, but it can be explained.
      if (previews.status().code() != StatusCode::kUnauthenticated) return previews.status();
    }
    const ScanSite* target = write.verb == Verb::kInsert ? nullptr : SiteOf(resource);
    if (target != nullptr && method.ok() && (*method)->by_inputs) {
      ASSIGN_OR_RETURN(const ScanPlan plan, ScanPlan::Parse(target->plan));
      RETURN_IF_ERROR(CheckInputs(resource, **method, plan));
      // Nothing is read.
      requests_.erase(requests_.begin() + static_cast<std::ptrdiff_t>(NumberOf(*target)));
    } else if (target != nullptr && IsNamedByKey(resource, write, *target, key_suffices_)) {
      PlannedRequest& read = requests_[NumberOf(*target)];
      read.estimated_requests = 0;
      read.least_requests = 0;
      const bool one_row = resource.has_one_row();
      if (write.verb != Verb::kDelete) {
        read.note = one_row ? "sent only where more of the row is needed"
                            : "sent only where more of the row is needed than its key";
      } else {
        read.note =
            one_row ? "not sent: there is but one row" : "not sent: WHERE gives the whole key";
      }
    }
    if (target != nullptr) RETURN_IF_ERROR(AddOwnReads(resource, write, *target));
    ASSIGN_OR_RETURN(PlannedRequest request,
                     DescribeWrite(resource, write, sites_, target, connection_.api.config()));
    AddWriteRequest(resource, std::move(request));
    return OkStatus();
  }

  // The reads of single rows behind the one that found them.
  Status AddOwnReads(const Resource& resource, const WriteStatement& write,
                     const ScanSite& target) {
    ASSIGN_OR_RETURN(std::optional<PlannedRequest> read,
                     DescribeOwnRead(resource, write, sites_, target, connection_.api.estimates(),
                                     connection_.api.config()));
    if (read) requests_.push_back(*std::move(read));
    return OkStatus();
  }

  void AddWriteRequest(const Resource& resource, PlannedRequest request) {
    request.max_concurrency = std::min<int64_t>(connection_.writes.options().write_concurrency,
                                                connection_.api.ConcurrencyOf(*resource.provider));
    requests_.push_back(std::move(request));
  }

  // Of the request of the site.
  size_t NumberOf(const ScanSite& site) const {
    return requests_of_sites_[static_cast<size_t>(&site - sites_.data())];
  }

  const ScanSite* SiteOf(const Resource& resource) const {
    for (const ScanSite& site : sites_) {
      if (resources_.at(site.table)->name == resource.name) return &site;
    }
    return nullptr;
  }

  Database& database_;
  Connection& connection_;
  std::map<std::string, ResourcePointer> resources_;  // By how bytecode names the table.
  std::vector<PlannedRequest> requests_;
  bool key_suffices_ = false;              // As KeySuffices() says.
  bool joins_outer_ = false;               // The statement that is being added may.
  bool scans_ = false;                     // Some virtual table, of an API or not.
  std::vector<ScanSite> sites_;            // Of API tables, those in views included.
  std::vector<size_t> requests_of_sites_;  // Where each one's row begins in requests_.
};

// "about 14 requests in all; max_requests is 10". "" when the one row says it.
std::string TotalNote(Connection& connection, const std::vector<PlannedRequest>& requests) {
  int64_t total = 0;
  for (const PlannedRequest& request : requests) total += request.estimated_requests;
  const int64_t most = connection.api.client().limits().max_requests;
  if (requests.empty() || (requests.size() == 1 && most == 0)) return "";
  std::string text =
      "about " + std::to_string(total) + (total == 1 ? " request" : " requests") + " in all";
  if (most > 0) text += "; max_requests is " + std::to_string(most);
  return text;
}

SqlValue NumberOrNull(const std::optional<int64_t>& number) {
  return number ? SqlValue(*number) : SqlValue();
}

class ExplainExecution final : public TableExecution {
 public:
  ExplainExecution(Database& database, RequestPlan plan)
      : database_(database), plan_(std::move(plan)) {}

 protected:
  std::vector<ResultColumn> KnownColumns() override {
    return {{"step", "INTEGER"},
            {"table", "TEXT"},
            {"method", "TEXT"},
            {"request", "TEXT"},
            {"pushed", "TEXT"},
            {"checked", "TEXT"},
            {"estimated_requests", "INTEGER"},
            {"note", "TEXT"},
            {"body", "TEXT"},
            {"max_concurrency", "INTEGER"},
            {"answered", "TEXT"},
            {"least_requests", "INTEGER"},
            {"most_requests", "INTEGER"}};
  }

  StatusOr<TableRun> Run(const Parameters& parameters) override {
    ASSIGN_OR_RETURN(const std::vector<PlannedRequest> requests, plan_(database_, parameters));
    TableRun run;
    run.table.columns = KnownColumns();
    for (const PlannedRequest& request : requests) {
      const int64_t step = static_cast<int64_t>(run.table.rows.size()) + 1;
      const int64_t most = request.max_concurrency;
      run.table.rows.push_back(
          {step, TextOrNull(request.table), TextOrNull(request.method), TextOrNull(request.request),
           TextOrNull(request.pushed), TextOrNull(request.checked), request.estimated_requests,
           TextOrNull(request.note), TextOrNull(request.body),
           most > 0 ? SqlValue(most) : SqlValue(), TextOrNull(request.answered),
           NumberOrNull(request.least_requests), NumberOrNull(request.most_requests)});
    }
    Connection& connection = database_.connection();
    run.summary.notes = connection.writes.TakeWarnings();
    std::string total = TotalNote(connection, requests);
    if (!total.empty()) run.summary.notes.push_back(std::move(total));
    return run;
  }

 private:
  Database& database_;
  RequestPlan plan_;
};

}  // namespace

StatusOr<std::unique_ptr<Execution>> ExplainRequestsStatement::Prepare(Database& database) const {
  return std::unique_ptr<Execution>(std::make_unique<ExplainExecution>(database, plan_));
}

StatusOr<std::vector<PlannedRequest>> PlanSql(Database& database, std::string_view typed,
                                              size_t begin) {
  ASSIGN_OR_RETURN(SqlText sql, RewriteSql(typed, database.names(), begin));
  for (;;) {
    RequestExplainer explainer(database);
    const std::optional<WriteStatement> write = FindWrite(database, sql);
    const Status planned = write ? explainer.AddWrite(sql, *write) : explainer.Add(sql, "");
    if (planned.ok()) return explainer.requests();
    std::optional<SqlText> other = WithColumnName(database, sql, planned);
    if (!other) return planned;
    sql = *std::move(other);
  }
}

StatusOr<std::vector<PlannedRequest>> PlanReads(Database& database, const SqlText& sql) {
  RequestExplainer explainer(database);
  RETURN_IF_ERROR(explainer.Add(sql, ""));
  return explainer.requests();
}

}  // namespace apisql
