#include "vtab/explain/explain_writes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "registry/request/member_changes.h"
#include "registry/request/request_builder.h"
#include "registry/request/write_builder.h"
#include "src/base/text.h"
#include "src/json/form.h"
#include "src/json/writer.h"
#include "vtab/overlay/own_row.h"

namespace apisql {
namespace {

bool CanBeGiven(const Resource& resource, const Column& column, Verb verb) {
  if (verb == Verb::kInsert) return column.on_create;
  return column.on_update ||
         IsChangedByMembers(resource, resource.FindColumn(column.name), RowStage::kMade);
}

// Columns that the body takes: those that the statement names, else all that it may have.
std::vector<const Column*> BodyColumns(const Resource& resource, const Method& method,
                                       const WriteStatement& write) {
  const bool insert = write.verb == Verb::kInsert;
  const bool all = insert ? write.columns.empty() : method.whole_body;
  std::vector<const Column*> columns;
  for (const Column& column : resource.columns) {
    if (!CanBeGiven(resource, column, write.verb)) continue;
    const bool named = std::ranges::any_of(write.columns, [&](const std::string& name) {
      const int found = resource.FindColumn(name);
      return found >= 0 && &resource.columns[static_cast<size_t>(found)] == &column;
    });
    // INSERT without a list of columns gives the visible ones.
    const bool unnamed = insert ? !column.hidden : column.on_update;
    if (named || (all && unnamed)) columns.push_back(&column);
  }
  return columns;
}

std::string Placeholder(const std::string& column) { return "{" + column + "}"; }

// A JSON column stands for all that is in it: columns that would be merged over it do not show.
void SetPlaceholders(const std::vector<const Column*>& columns, JsonBody* body) {
  for (const bool json : {true, false}) {
    for (const Column* column : columns) {
      if ((column->type == ColumnType::kJson) != json) continue;
      if (!body->Set(column->write_path, Placeholder(column->name)).ok()) continue;
    }
  }
}

// The body in the method's format.
StatusOr<std::string> FormatTemplate(const Method& method, const JsonBody& body) {
  ASSIGN_OR_RETURN(const std::string json, WithJsonTexts(method, body.ToString()));
  if (!method.body_format.is_form) return method.merged_body ? "{_row} with " + json : json;
  FormStyle style = method.body_format.form;
  style.empty_nulls = true;  // What cannot be sent shows when the values are known.
  return JsonToFormTemplate(json, style);
}

StatusOr<std::string> BodyTemplate(const Resource& resource, const Method& method,
                                   const WriteStatement& write) {
  ASSIGN_OR_RETURN(JsonBody body, StartBody(method));
  if (write.verb != Verb::kDelete) SetPlaceholders(BodyColumns(resource, method, write), &body);
  for (const Parameter& parameter : method.parameters) {
    if (parameter.place != Parameter::Place::kBody) continue;
    const JsonScalar value = parameter.column.empty() ? JsonScalar(JsonText{parameter.constant})
                                                      : JsonScalar(Placeholder(parameter.column));
    RETURN_IF_ERROR(body.Set(parameter.body_path, value));
  }
  return body.empty() ? std::string() : FormatTemplate(method, body);
}

// Its key is chosen when it is staged.
std::string KeyNote(const Method& method) {
  return method.idempotency_key.empty() ? "" : "sent with " + method.idempotency_key + ": {new}";
}

// What is read for each row before it is written.
std::string ParentNote(const Method& method) {
  std::vector<std::string> tables;
  for (const Parameter& parameter : method.parameters) {
    if (!parameter.parent) continue;
    std::string table = parameter.parent->table;
    if (std::ranges::find(tables, table) == tables.end()) tables.push_back(std::move(table));
  }
  return tables.empty() ? "" : "what is not given is looked up in " + Join(tables, ", ");
}

bool BindsByValue(const ScanPlan& plan, const std::string& column) {
  return std::ranges::any_of(plan.bindings, [&](const Binding& binding) {
    return !binding.list && EqualsIgnoreCase(binding.column, column);
  });
}

// As far as it is known. Other values than text are compared with the row, which is read for it.
bool IsText(const ArgumentSource& source) {
  if (source.kind != ArgumentSource::Kind::kConstant) return true;
  const auto* text = std::get_if<std::string>(&source.constant);
  return text != nullptr && !text->empty();
}

bool BindsKey(const Resource& resource, const ScanPlan& plan) {
  if (resource.key.empty()) return resource.has_one_row();
  return std::ranges::all_of(resource.key,
                             [&](const std::string& column) { return BindsByValue(plan, column); });
}

// A write by inputs takes them where no select does, too.
void BindFilters(ScanPlan* plan) {
  for (const Filter& filter : plan->filters) {
    if (filter.op != Operator::kEqual) continue;
    plan->bindings.push_back({filter.column, filter.argument, /*list=*/false, filter.known});
  }
}

bool BindsNoList(const ScanPlan& plan) {
  return std::ranges::none_of(plan.bindings, &Binding::list);
}

// Whether a row that `finds` has found has a value in the column that it may be read again by.
bool IsKnownWhenFound(const Resource& resource, const Method& finds, const Column& column) {
  if (std::ranges::find(resource.key, column.name) != resource.key.end()) return true;
  const Parameter* const input = finds.ParameterOf(column.name);
  return column.source == Column::Source::kParameter && input != nullptr && input->required;
}

// Rows that the scans may give; a guess, as all estimates.
int64_t EstimatedRows(std::span<const ScanSite> sites) {
  int64_t rows = 1;
  for (const ScanSite& site : sites) {
    const auto plan = ScanPlan::Parse(site.plan);
    if (plan.ok()) rows = std::max(rows, plan->rows);
  }
  return rows;
}

}  // namespace

PlannedRequest DescribePreview(const Method& method, const PreviewedRequest& preview) {
  PlannedRequest request;
  request.table = preview.table;
  request.method = method.name;
  request.request = preview.method + " " + preview.url;
  request.estimated_requests = 1;
  request.body = preview.body;
  request.note = KeyNote(method);
  return request;
}

PlannedRequest DescribeUnfinished(const Resource& resource, const Method& method,
                                  const Arguments& known, const Config& config) {
  PlannedRequest request;
  request.table = resource.name;
  request.method = method.name;
  request.request = method.http_method + " " +
                    RequestTemplate(resource, method, BaseUrlOf(resource, method, config, known),
                                    known, PageRequest());
  request.body = BodyTemplate(resource, method, known, PageRequest());
  request.estimated_requests = 1;
  request.note = ParentNote(method);
  return request;
}

StatusOr<std::vector<PlannedRequest>> DescribePreviews(const Resource& resource, Verb verb,
                                                       std::span<const PreviewedRequest> previews) {
  ASSIGN_OR_RETURN(const Method* method, WriteMethod(resource, verb));
  std::vector<PlannedRequest> requests;
  for (const PreviewedRequest& preview : previews) {
    requests.push_back(DescribePreview(*method, preview));
  }
  return requests;
}

StatusOr<PlannedRequest> DescribeWrite(const Resource& resource, const WriteStatement& write,
                                       std::span<const ScanSite> sites, const ScanSite* target,
                                       const Config& config) {
  ASSIGN_OR_RETURN(const Method* method, WriteMethod(resource, write.verb));
  ScanPlan plan;
  if (target != nullptr) {
    ASSIGN_OR_RETURN(plan, ScanPlan::Parse(target->plan));
  }
  if (method->by_inputs) BindFilters(&plan);
  const Arguments known =
      target == nullptr ? Arguments() : KnownArguments(resource, *method, plan, *target);
  PlannedRequest request;
  request.table = resource.name;
  request.method = method->name;
  request.request = method->http_method + " " +
                    RequestTemplate(resource, *method, BaseUrlOf(resource, *method, config, known),
                                    known, PageRequest());
  ASSIGN_OR_RETURN(request.body, BodyTemplate(resource, *method, write));
  const bool one =
      target != nullptr && (method->by_inputs ? BindsNoList(plan) : BindsKey(resource, plan));
  request.estimated_requests = one ? 1 : EstimatedRows(sites);
  request.note = "one per row";
  for (const std::string& note : {ParentNote(*method), KeyNote(*method)}) {
    if (!note.empty()) request.note += "; " + note;
  }
  if (write.verb != Verb::kInsert && !write.has_where) {
    request.note += "; needs SET allow_full_table_writes = on, for there is no WHERE";
  }
  return request;
}

StatusOr<std::optional<PlannedRequest>> DescribeOwnRead(
    const Resource& resource, const WriteStatement& write, std::span<const ScanSite> sites,
    const ScanSite& target, const Estimates& estimates, const Config& config) {
  std::optional<PlannedRequest> none;
  ASSIGN_OR_RETURN(const Method* writes, WriteMethod(resource, write.verb));
  ASSIGN_OR_RETURN(const ScanPlan found, ScanPlan::Parse(target.plan));
  if (!NeedsOwnAnswer(resource, *writes) || BindsKey(resource, found)) return none;
  const Method* const finds = resource.FindMethod(found.method);
  std::vector<bool> known;
  for (const Column& column : resource.columns) {
    known.push_back(finds != nullptr && IsKnownWhenFound(resource, *finds, column));
  }
  const auto own = PlanOwnRow(resource, known, estimates);
  const Method* const reads = own ? resource.FindMethod(own->plan.method) : nullptr;
  if (reads == nullptr) return none;
  Arguments asked;
  for (const Binding& binding : own->plan.bindings) {
    const Parameter* const parameter = reads->ParameterOf(binding.column);
    if (parameter != nullptr) asked.push_back({parameter->id(), {}});
  }
  PlannedRequest request;
  request.table = resource.name;
  request.method = reads->name;
  request.request = reads->http_method + " " +
                    RequestTemplate(resource, *reads, BaseUrlOf(resource, *reads, config, asked),
                                    asked, PageRequest());
  request.estimated_requests = EstimatedRows(sites);
  request.least_requests = 0;
  request.note = "one per row, before it is written";
  request.max_concurrency = 1;
  return std::optional(std::move(request));
}

bool ReadsForEachRow(const Method& method) {
  return std::ranges::any_of(
      method.parameters, [](const Parameter& parameter) { return parameter.parent.has_value(); });
}

bool IsNamedByKey(const Resource& resource, const WriteStatement& write, const ScanSite& target,
                  bool key_suffices) {
  const auto plan = ScanPlan::Parse(target.plan);
  if (!key_suffices || !plan.ok() || !BindsKey(resource, *plan)) return false;
  if (!std::ranges::all_of(target.arguments, IsText)) return false;
  const auto method = WriteMethod(resource, write.verb);
  if (!method.ok()) return false;
  const auto is_sent = [&](const std::string& column) {
    return (*method)->ParameterOf(column) != nullptr;
  };
  const auto is_seen_to = [&](const std::string& column) {
    const Parameter* const asked = resource.SelectParameterOf(column);
    return is_sent(column) || (asked != nullptr && asked->reveals);
  };
  return std::ranges::all_of(resource.key, is_sent) &&
         std::ranges::all_of(plan->bindings, is_seen_to, &Binding::column) &&
         std::ranges::all_of(ColumnsNeeded(resource, **method), [&](int column) {
           return BindsByValue(*plan, resource.columns[static_cast<size_t>(column)].name);
         });
}

}  // namespace apisql
