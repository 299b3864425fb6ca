#include "vtab/session/explain_requests.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "vtab/session/bytecode.h"
#include "vtab/session/planned_request.h"
#include "vtab/session/sql_pass.h"
#include "vtab/session/sql_tokens.h"

namespace apisql {
namespace {

using ResourcePointer = std::shared_ptr<const Resource>;

class RequestExplainer {
 public:
  explicit RequestExplainer(const ExplainContext& context) : context_(context) {}

  // Adds the requests of an EXPLAIN statement. `typed` is what the user wrote.
  Status Add(std::string_view explain_sql, std::string_view typed, const std::string& note,
             int64_t* error_offset) {
    ASSIGN_OR_RETURN(const RewrittenSql sql, RewriteSql(explain_sql, context_.names, error_offset));
    ASSIGN_OR_RETURN(const SqliteStatement statement,
                     context_.runner.Prepare(sql, typed, error_offset));
    const std::set<std::string> read = context_.runner.authorizer().tables_read();
    const std::vector<ScanSite> sites = ReadScanSites(statement.get());
    for (const std::string& table : read) RETURN_IF_ERROR(LearnTable(table));
    for (const ScanSite& site : sites) RETURN_IF_ERROR(AddSite(site, note));
    return OkStatus();
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

  Status AddSite(const ScanSite& site, const std::string& note) {
    const auto found = resources_.find(site.table);
    if (found == resources_.end()) return OkStatus();  // Not of an API: nothing is sent.
    const ResourcePointer resource = found->second;
    if (!resource->view_sql.empty()) return AddView(*resource, site);
    ASSIGN_OR_RETURN(PlannedRequest request,
                     DescribeRequest(*resource, site, context_.connection.config(),
                                     [this](const auto& source) { return NameColumn(source); }));
    if (!note.empty()) request.note += (request.note.empty() ? "" : "; ") + note;
    requests_.push_back(std::move(request));
    return OkStatus();
  }

  // The scans behind a table that its document defines as a view. An argument may narrow them.
  Status AddView(const Resource& view, const ScanSite& site) {
    const std::string narrowed = site.arguments.empty() ? "" : ", narrowed by its arguments";
    int64_t ignored = -1;
    return Add("EXPLAIN " + view.view_sql, "", "in the view " + view.name + narrowed, &ignored);
  }

  std::string NameColumn(const ArgumentSource& source) const {
    const auto found = resources_.find(source.table);
    if (found == resources_.end()) return "";
    const auto column = static_cast<size_t>(source.column);
    if (column >= found->second->columns.size()) return found->second->name;
    return found->second->name + "." + found->second->columns[column].name;
  }

  const ExplainContext& context_;
  std::map<std::string, ResourcePointer> resources_;  // By how bytecode names the table.
  std::vector<PlannedRequest> requests_;
};

Value TextValue(const std::string& text) {
  return text.empty() ? Value() : Value(std::string_view(text));
}

Status GiveRequests(const std::vector<PlannedRequest>& requests, RowSink& sink) {
  const std::vector<ResultColumn> columns = {{"step", "INTEGER"},
                                             {"table", "TEXT"},
                                             {"method", "TEXT"},
                                             {"request", "TEXT"},
                                             {"pushed", "TEXT"},
                                             {"checked", "TEXT"},
                                             {"estimated_requests", "INTEGER"},
                                             {"note", "TEXT"}};
  RETURN_IF_ERROR(sink.Begin(columns));
  int64_t step = 0;
  for (const PlannedRequest& request : requests) {
    const std::vector<Value> row = {++step,
                                    TextValue(request.table),
                                    TextValue(request.method),
                                    TextValue(request.request),
                                    TextValue(request.pushed),
                                    TextValue(request.checked),
                                    request.estimated_requests,
                                    TextValue(request.note)};
    RETURN_IF_ERROR(sink.Row(row));
  }
  return sink.End();
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
  RequestExplainer explainer(context);
  RETURN_IF_ERROR(explainer.Add(ForSqlite(text, body), text, "", error_offset));
  RETURN_IF_ERROR(GiveRequests(explainer.requests(), sink));
  StatementSummary summary;
  summary.returned_rows = true;
  summary.rows = static_cast<int64_t>(explainer.requests().size());
  return summary;
}

}  // namespace apisql
