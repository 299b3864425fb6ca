#include "vtab/statements/explain_requests.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "vtab/sql/rewrite.h"
#include "vtab/sql/tokens.h"
#include "vtab/statements/explain_access.h"
#include "vtab/statements/explain_writes.h"
#include "vtab/statements/planned_request.h"
#include "vtab/table/bytecode.h"

namespace apisql {
namespace {

using ResourcePointer = std::shared_ptr<const Resource>;

// How a table answers RETURNING; nothing is sent for it.
constexpr std::string_view kReturnedPlan = "returned";

RewrittenSql Explained(const RewrittenSql& sql) {
  RewrittenSql explained{"EXPLAIN ", {}, sql.tables};
  explained.offsets.AddReplacement(0, sql.offsets.ToOriginal(0));
  explained.offsets.AddSlice(sql.offsets, 0, sql.text.size(), explained.text.size());
  explained.text += sql.text;
  return explained;
}

RewrittenSql NotExplained(RewrittenSql sql) {
  const Token explain = SignificantTokens(sql.text)[0];
  sql.text.replace(explain.offset, explain.text.size(), explain.text.size(), ' ');
  return sql;
}

class RequestExplainer {
 public:
  explicit RequestExplainer(const ExplainContext& context) : context_(context) {}

  // Adds the requests that an EXPLAIN statement reads with. `typed` is what the user wrote, `write`
  // the write that it is.
  Status Add(const RewrittenSql& sql, std::string_view typed, const std::string& note,
             int64_t* error_offset, const WriteStatement* write = nullptr) {
    ASSIGN_OR_RETURN(const SqliteStatement statement,
                     context_.runner.Prepare(sql, typed, error_offset));
    const std::set<std::string> read = context_.runner.authorizer().tables_read();
    if (write != nullptr) key_suffices_ = context_.writer.KeySuffices(*write);
    const Program program = Program::Read(statement.get());
    scans_ |= !program.sites().empty();
    for (const std::string& table : read) RETURN_IF_ERROR(LearnTable(table));
    const auto resource_of = [this](const std::string& name) { return ApiResource(name); };
    AccessExplainer explainer(program, resource_of, context_.connection, write == nullptr);
    for (const ScanSite& site : program.sites()) RETURN_IF_ERROR(AddSite(site, note, explainer));
    return OkStatus();
  }

  // Adds a write, its reads before it and those of RETURNING behind it.
  Status AddWrite(const RewrittenSql& sql, const WriteStatement& write, std::string_view typed,
                  int64_t* error_offset) {
    *error_offset = static_cast<int64_t>(sql.offsets.ToOriginal(write.verb_offset));
    RETURN_IF_ERROR(context_.writer.CheckPossible(write));
    *error_offset = -1;
    if (write.returning) RETURN_IF_ERROR(CheckReturning(sql, *write.returning, error_offset));
    // A DELETE of every row reads no column, so the authorizer does not hear of its scan.
    RETURN_IF_ERROR(LearnTable(write.table));
    RETURN_IF_ERROR(Add(WithoutReturning(sql, write), typed, "", error_offset, &write));
    ASSIGN_OR_RETURN(const ResourcePointer resource,
                     context_.connection.catalog().Find(write.table));
    RETURN_IF_ERROR(AddWriteItself(*resource, sql, write, typed, error_offset));
    if (!write.returning) return OkStatus();
    return Add(Explained(ReturningSelect(sql, write)), typed, "for RETURNING", error_offset);
  }

  const std::vector<PlannedRequest>& requests() const { return requests_; }

 private:
  // SQLite names a table in bytecode by its address only. A statement on that table alone tells it.
  Status LearnTable(const std::string& table) {
    if (!context_.connection.catalog().Has(table)) return OkStatus();
    int64_t ignored = -1;
    const RewrittenSql sql{"EXPLAIN SELECT 1 FROM " + QuoteName(table), {}, {}};
    ASSIGN_OR_RETURN(const SqliteStatement statement, context_.runner.Prepare(sql, "", &ignored));
    ASSIGN_OR_RETURN(ResourcePointer resource, context_.connection.catalog().Find(table));
    for (const ScanSite& site : ReadScanSites(statement.get())) resources_[site.table] = resource;
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
    sites_.push_back(site);
    requests_of_sites_.push_back(requests_.size());
    if (!resource->view_sql.empty()) return AddView(*resource, site);
    ASSIGN_OR_RETURN(PlannedRequest request,
                     DescribeRequest(*resource, site, context_.connection.config(),
                                     [this](const auto& source) { return NameColumn(source); }));
    if (!note.empty()) request.note += (request.note.empty() ? "" : "; ") + note;
    ASSIGN_OR_RETURN(const ScanPlan plan, ScanPlan::Parse(site.plan));
    ExplainedAccess access = explainer.Explain(*resource, site, plan);
    request.estimated_requests = access.requests;
    request.answered = std::move(access.text);
    request.max_concurrency = context_.connection.ConcurrencyOf(*resource->provider);
    requests_.push_back(std::move(request));
    return OkStatus();
  }

  // The scans behind a table that its document defines as a view. An argument may narrow them.
  Status AddView(const Resource& view, const ScanSite& site) {
    const std::string narrowed = site.arguments.empty() ? "" : ", narrowed by its arguments";
    int64_t ignored = -1;
    ASSIGN_OR_RETURN(const RewrittenSql sql, RewriteSql(view.view_sql, context_.names, &ignored));
    return Add(Explained(sql), "", "in the view " + view.name + narrowed, &ignored);
  }

  std::string NameColumn(const ArgumentSource& source) const {
    const auto found = resources_.find(source.table);
    if (found == resources_.end()) return "";
    const auto column = static_cast<size_t>(source.column);
    if (column >= found->second->columns.size()) return found->second->name;
    return found->second->name + "." + found->second->columns[column].name;
  }

  // The requests of an INSERT that reads no API are known to the last byte; those of others depend
  // on what is read.
  Status AddWriteItself(const Resource& resource, const RewrittenSql& sql,
                        const WriteStatement& write, std::string_view typed,
                        int64_t* error_offset) {
    const bool reads = write.verb != Verb::kInsert || scans_;
    if (!reads && !context_.writer.in_transaction()) {
      const auto previews = context_.writer.Preview(NotExplained(sql), write, typed, error_offset);
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
    if (target != nullptr && IsNamedByKey(resource, write, *target, key_suffices_)) {
      PlannedRequest& read =
          requests_[requests_of_sites_[static_cast<size_t>(target - sites_.data())]];
      read.estimated_requests = 0;
      read.note = write.verb == Verb::kDelete
                      ? "not sent: WHERE gives the whole key"
                      : "sent only where more of the row is needed than its key";
    }
    ASSIGN_OR_RETURN(PlannedRequest request,
                     DescribeWrite(resource, write, sites_, target, context_.connection.config()));
    AddWriteRequest(resource, std::move(request));
    return OkStatus();
  }

  void AddWriteRequest(const Resource& resource, PlannedRequest request) {
    Connection& connection = context_.connection;
    request.max_concurrency = std::min<int64_t>(connection.writes().options().write_concurrency,
                                                connection.ConcurrencyOf(*resource.provider));
    requests_.push_back(std::move(request));
  }

  const ScanSite* SiteOf(const Resource& resource) const {
    for (const ScanSite& site : sites_) {
      if (resources_.at(site.table)->name == resource.name) return &site;
    }
    return nullptr;
  }

  const ExplainContext& context_;
  std::map<std::string, ResourcePointer> resources_;  // By how bytecode names the table.
  std::vector<PlannedRequest> requests_;
  bool key_suffices_ = false;              // As WriteRunner::KeySuffices() says.
  bool scans_ = false;                     // Some virtual table, of an API or not.
  std::vector<ScanSite> sites_;            // Of API tables, those in views included.
  std::vector<size_t> requests_of_sites_;  // Where each one's row begins in requests_.
};

Value TextValue(const std::string& text) {
  return text.empty() ? Value() : Value(std::string_view(text));
}

// "about 14 requests in all; max_requests is 10". "" when the one row says it.
std::string TotalNote(Connection& connection, const std::vector<PlannedRequest>& requests) {
  int64_t total = 0;
  for (const PlannedRequest& request : requests) total += request.estimated_requests;
  const int64_t most = connection.client().limits().max_requests;
  if (requests.empty() || (requests.size() == 1 && most == 0)) return "";
  std::string text =
      "about " + std::to_string(total) + (total == 1 ? " request" : " requests") + " in all";
  if (most > 0) text += "; max_requests is " + std::to_string(most);
  return text;
}

StatusOr<StatementSummary> GiveRequests(const ExplainContext& context,
                                        const std::vector<PlannedRequest>& requests,
                                        RowSink& sink) {
  const std::vector<ResultColumn> columns = {{"step", "INTEGER"},
                                             {"table", "TEXT"},
                                             {"method", "TEXT"},
                                             {"request", "TEXT"},
                                             {"pushed", "TEXT"},
                                             {"checked", "TEXT"},
                                             {"estimated_requests", "INTEGER"},
                                             {"note", "TEXT"},
                                             {"body", "TEXT"},
                                             {"max_concurrency", "INTEGER"},
                                             {"answered", "TEXT"}};
  RETURN_IF_ERROR(sink.Begin(columns));
  int64_t step = 0;
  for (const PlannedRequest& request : requests) {
    const Value concurrency =
        request.max_concurrency > 0 ? Value(request.max_concurrency) : Value();
    const std::vector<Value> row = {++step,
                                    TextValue(request.table),
                                    TextValue(request.method),
                                    TextValue(request.request),
                                    TextValue(request.pushed),
                                    TextValue(request.checked),
                                    request.estimated_requests,
                                    TextValue(request.note),
                                    TextValue(request.body),
                                    concurrency,
                                    TextValue(request.answered)};
    RETURN_IF_ERROR(sink.Row(row));
  }
  RETURN_IF_ERROR(sink.End());
  StatementSummary summary;
  summary.returned_rows = true;
  summary.rows = static_cast<int64_t>(requests.size());
  summary.notes = context.connection.writes().TakeWarnings();
  if (std::string total = TotalNote(context.connection, requests); !total.empty()) {
    summary.notes.push_back(std::move(total));
  }
  return summary;
}

// "EXPLAIN REQUESTS SELECT" with blanks for what SQLite does not know, so that offsets stay.
std::string ForSqlite(std::string_view text, size_t body) {
  std::string sql(text);
  const size_t explain_end = SignificantTokens(text)[0].end();
  std::fill(sql.begin() + static_cast<ptrdiff_t>(explain_end),
            sql.begin() + static_cast<ptrdiff_t>(body), ' ');
  return sql;
}

}  // namespace

StatusOr<StatementSummary> ExplainRequests(const ExplainContext& context, std::string_view text,
                                           size_t body, RowSink& sink, int64_t* error_offset) {
  ASSIGN_OR_RETURN(const RewrittenSql sql,
                   RewriteSql(ForSqlite(text, body), context.names, error_offset));
  RequestExplainer explainer(context);
  if (const std::optional<WriteStatement> write = context.writer.Find(sql)) {
    RETURN_IF_ERROR(explainer.AddWrite(sql, *write, text, error_offset));
  } else {
    RETURN_IF_ERROR(explainer.Add(sql, text, "", error_offset));
  }
  return GiveRequests(context, explainer.requests(), sink);
}

StatusOr<std::vector<PlannedRequest>> PlanReads(const ExplainContext& context,
                                                const RewrittenSql& sql, std::string_view typed,
                                                int64_t* error_offset) {
  RequestExplainer explainer(context);
  RETURN_IF_ERROR(explainer.Add(Explained(sql), typed, "", error_offset));
  return explainer.requests();
}

StatusOr<StatementSummary> ExplainExec(const ExplainContext& context, const ParsedStatement& exec,
                                       RowSink& sink) {
  ASSIGN_OR_RETURN(const PreviewedRequest preview, context.exec.Preview(exec));
  return GiveRequests(context, {DescribePreview(exec.method, preview)}, sink);
}

}  // namespace apisql
