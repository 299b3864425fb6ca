#include "vtab/explain/planned_request.h"

#include <algorithm>
#include <vector>

#include "registry/model/names.h"
#include "registry/request/request_builder.h"
#include "registry/request/server_values.h"
#include "src/base/text.h"
#include "src/paging/paginator.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/rows/sql_value.h"
#include "vtab/values/echoed_value.h"
#include "vtab/values/narrowed_value.h"

namespace apisql {
namespace {

using Kind = ArgumentSource::Kind;

PageRequest FirstPageOf(const Method& method) {
  const auto paginator = MakePaginator(method.paging);
  return paginator.ok() ? (*paginator)->First(0) : PageRequest();
}

ArgumentSource ArgumentAt(const ScanSite& site, int argument) {
  const auto index = static_cast<size_t>(argument);
  return index < site.arguments.size() ? site.arguments[index] : ArgumentSource{};
}

// What narrows the answer; without a value where the statement computes it.
void AddNarrowing(const Resource& resource, const Method& method, const ScanPlan& plan,
                  const ScanSite& site, Arguments* known) {
  for (const Narrowing& narrowing : plan.narrowing) {
    const Parameter* parameter = method.ParameterOf(narrowing.column, narrowing.comparison);
    const Filter* comparison = plan.ComparisonOf(narrowing);
    const int column = resource.FindColumn(narrowing.column);
    if (parameter == nullptr || comparison == nullptr || column < 0) continue;
    const ArgumentSource source = ArgumentAt(site, narrowing.argument);
    const bool null = comparison->op == Operator::kIsNull || comparison->op == Operator::kNotNull;
    if (source.kind != Kind::kConstant && !null) {
      known->push_back({parameter->id(), {}});
      continue;
    }
    const SqlValue value = null ? SqlValue() : AsSqlValue(source.constant);
    const WireValue wire = NarrowedValue(value, comparison->op,
                                         resource.columns[static_cast<size_t>(column)], *parameter);
    if (wire.kind == WireValue::Kind::kSend) known->push_back({parameter->id(), {wire.text}});
  }
}

class RequestDescriber {
 public:
  RequestDescriber(const Resource& resource, const Method& method, const ScanPlan& plan,
                   const ScanSite& site)
      : resource_(resource), method_(method), plan_(plan), site_(site) {}

  PlannedRequest Describe(const Config& config, const ColumnNamer& name_column) {
    const Arguments known = KnownArguments(resource_, method_, plan_, site_);
    for (const Binding& binding : plan_.bindings) AddBinding(binding, name_column);
    for (const Narrowing& narrowing : plan_.narrowing) AddNarrowing(narrowing, name_column);
    for (const std::string& parameter : plan_.each) AddFanOut(parameter);
    for (const std::string& column : plan_.missing) {
      notes_.push_back("fails: WHERE must give a value for " + column);
    }
    const PageRequest page = FirstPageOf(method_);
    const std::string url = RequestTemplate(
        resource_, method_, BaseUrlOf(resource_, method_, config, known), known, page);
    for (const auto& [name, value] : page.headers) {
      notes_.push_back("with the header " + name + ": " + value);
    }
    return {resource_.name,
            method_.name,
            method_.http_method + " " + url,
            Join(pushed_, " AND "),
            Join(plan_.Checked(), ", "),
            plan_.requests,
            {},
            {},
            Join(notes_, "; "),
            BodyTemplate(resource_, method_, known, page)};
  }

 private:
  void AddBinding(const Binding& binding, const ColumnNamer& name_column) {
    const ArgumentSource source = ArgumentOf(site_, binding);
    const Parameter* parameter = method_.ParameterOf(binding.column);
    const std::string from = source.kind == Kind::kColumn ? name_column(source) : "";
    if (binding.list) {
      pushed_.push_back(SqlName(binding.column) + " IN (...)");
      const bool together = parameter != nullptr && parameter->repeatable;
      notes_.emplace_back(together ? "the values of " + binding.column + " go out together"
                                   : "one call per value of " + binding.column);
    } else if (source.kind == Kind::kConstant) {
      pushed_.push_back(SqlName(binding.column) + " = " +
                        ToSqlLiteral(AsSqlValue(source.constant)));
    } else {
      pushed_.push_back(SqlName(binding.column) + " = " + (from.empty() ? "?" : from));
      if (!from.empty()) notes_.push_back("one call per value of " + from);
    }
  }

  // As SQL says it: what is sent may be a little wider.
  void AddNarrowing(const Narrowing& narrowing, const ColumnNamer& name_column) {
    const Filter* comparison = plan_.ComparisonOf(narrowing);
    if (comparison == nullptr) return;
    const bool null = comparison->op == Operator::kIsNull || comparison->op == Operator::kNotNull;
    std::string text = SqlName(comparison->column) +
                       (IsPattern(comparison->op) || null ? "" : " ") +
                       std::string(OperatorText(comparison->op));
    const ArgumentSource source = ArgumentAt(site_, comparison->argument);
    const std::string from = source.kind == Kind::kColumn ? name_column(source) : "";
    if (source.kind == Kind::kConstant && !null) {
      text += " " + ToSqlLiteral(AsSqlValue(source.constant));
    } else if (!null) {
      text += " " + (from.empty() ? "?" : from);
    }
    if (std::ranges::find(pushed_, text) == pushed_.end()) pushed_.push_back(std::move(text));
  }

  void AddFanOut(const std::string& name) {
    const Parameter* parameter = method_.FindParameter(name);
    if (parameter == nullptr || !parameter->parent) return;
    if (parameter->parent->is_tree()) return AddTree(*parameter);
    const auto compares = [&](const Filter& filter) {
      return filter.known && filter.column == parameter->column;
    };
    const bool fewer = std::ranges::any_of(plan_.filters, compares) ||
                       std::ranges::any_of(plan_.ruling_out, compares);
    notes_.push_back("one call per " + parameter->parent->table + "." + parameter->parent->column +
                     (fewer ? " that WHERE does not rule out" : ""));
  }

  void AddTree(const Parameter& parameter) {
    const int column = resource_.FindColumn(parameter.column);
    std::vector<std::string> roots;
    for (const std::string& root : *parameter.parent->roots) {
      roots.push_back(ToSqlLiteral(
          column < 0 ? SqlValue(root)
                     : EchoedValue(resource_.columns[static_cast<size_t>(column)], root)));
    }
    const std::string first = roots.empty()      ? "without " + parameter.name
                              : roots.size() > 1 ? "for each of " + Join(roots, ", ")
                                                 : "for " + roots[0];
    notes_.push_back("one call " + first + ", and one for each row found");
  }

  const Resource& resource_;
  const Method& method_;
  const ScanPlan& plan_;
  const ScanSite& site_;
  std::vector<std::string> pushed_;
  std::vector<std::string> notes_;
};

}  // namespace

ArgumentSource ArgumentOf(const ScanSite& site, const Binding& binding) {
  return ArgumentAt(site, binding.argument);
}

std::string BaseUrlOf(const Resource& resource, const Method& method, const Config& config,
                      const Arguments& known) {
  const Server* server = config.FindServer(*resource.provider, method.server);
  if (server == nullptr) return "";
  return config.ShownUrl(*resource.provider, *server, ServerValuesOf(*server, method, known));
}

Arguments KnownArguments(const Resource& resource, const Method& method, const ScanPlan& plan,
                         const ScanSite& site) {
  Arguments known;
  for (const Binding& binding : plan.bindings) {
    const ArgumentSource source = ArgumentOf(site, binding);
    const Parameter* parameter = method.ParameterOf(binding.column);
    const int column = resource.FindColumn(binding.column);
    if (source.kind != Kind::kConstant || parameter == nullptr || column < 0) continue;
    const WireValue wire = ToWire(AsSqlValue(source.constant),
                                  resource.columns[static_cast<size_t>(column)], *parameter);
    if (wire.kind == WireValue::Kind::kSend) known.push_back({parameter->id(), {wire.text}});
  }
  AddNarrowing(resource, method, plan, site, &known);
  return known;
}

StatusOr<PlannedRequest> DescribeRequest(const Resource& resource, const ScanSite& site,
                                         const ScanPlan& plan, const Config& config,
                                         const ColumnNamer& name_column) {
  const Method* method = resource.FindMethod(plan.method);
  if (method == nullptr) {
    return Status(StatusCode::kInternal, resource.name + " has no method " + plan.method);
  }
  return RequestDescriber(resource, *method, plan, site).Describe(config, name_column);
}

}  // namespace apisql
