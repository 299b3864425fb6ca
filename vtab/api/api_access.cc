#include "vtab/api/api_access.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "registry/model/tree_parameter.h"
#include "registry/request/server_values.h"
#include "registry/trust/provider_wants.h"
#include "vtab/values/bound_values.h"

namespace apisql {

ApiAccess::ApiAccess(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
                     const Clock& clock, std::function<bool()> interrupted)
    : catalog_(std::move(catalog)),
      config_(std::move(config)),
      client_(transport, log_, clock, interrupted),
      clock_(clock),
      interrupted_(std::move(interrupted)) {}

// Only the documents of providers with a region are read for it.
Status ApiAccess::CheckConfig() {
  RETURN_IF_ERROR(config_.CheckProviders(catalog_->ProviderNames()));
  for (const auto& [name, configured] : config_.providers()) {
    if (configured.region.empty()) continue;
    ASSIGN_OR_RETURN(const auto provider, catalog_->FindProvider(name));
    RETURN_IF_ERROR(config_.CheckRegion(*provider).Annotate("configuration"));
  }
  return OkStatus();
}

// What a document calls a read is one by its word alone; of ours it is known.
Status ApiAccess::CheckReadOnly(const Resource& resource, const Method& method) const {
  if (!read_only_ || method.http_method == "GET" || method.http_method == "HEAD") return OkStatus();
  const ProviderConfig* given = config_.Find(resource.provider->name);
  const bool trusted = resource.origin.is_ours() || (given != nullptr && given->post_reads);
  if (trusted && method.verb == Verb::kSelect) return OkStatus();
  const std::string refused =
      "nothing was sent: in a read-only session (--read-only) requests are "
      "GET and HEAD alone, and " +
      method.name + " is a " + method.http_method;
  if (method.verb != Verb::kSelect) return {StatusCode::kFailedPrecondition, refused};
  return {StatusCode::kFailedPrecondition,
          refused + ". Where you trust " + resource.origin.directory +
              " that it only reads, add to " + config_.FileName() + ":\nproviders:\n  " +
              resource.provider->name + ":\n    post_reads: on"};
}

// The lines are those for all that the provider wants, so that they are added once.
Status ApiAccess::NotGranted(const Resource& resource, const Wants& wants) {
  const Provider& provider = *resource.provider;
  ASSIGN_OR_RETURN(Wants all, AllWants(provider, *catalog_, config_));
  all.Add(wants);
  const std::string& directory =
      resource.origin.is_ours() ? provider.origin.directory : resource.origin.directory;
  return NotGrantedError(provider.name, directory, apisql::NotGranted(all, provider, config_),
                         config_, VariableOwners(provider.name, *catalog_));
}

Status ApiAccess::CheckMaySend(const Resource& resource, const Method& method) {
  RETURN_IF_ERROR(CheckReadOnly(resource, method));
  const Provider& provider = *resource.provider;
  const bool ours = resource.origin.is_ours() && provider.origin.is_ours();
  if (ours || granted_.contains(&method)) return OkStatus();
  const Wants wants = WantsOf(resource, method, config_);
  if (!apisql::NotGranted(wants, provider, config_).none()) return NotGranted(resource, wants);
  granted_.insert(&method);
  return OkStatus();
}

Status ApiAccess::CheckMayRead(const Resource& view, std::span<const std::string> tables) {
  const Wants wants = WantsOfView(view, tables);
  if (apisql::NotGranted(wants, *view.provider, config_).none()) return OkStatus();
  return NotGranted(view, wants).Annotate(view.name);
}

StatusOr<std::shared_ptr<const Endpoint>> ApiAccess::EndpointFor(const Resource& resource,
                                                                 const Method& method,
                                                                 const Arguments& arguments) {
  RETURN_IF_ERROR(CheckMaySend(resource, method));
  const Provider& provider = *resource.provider;
  const Server* declared = config_.FindServer(provider, method.server);
  if (declared == nullptr) {
    RETURN_IF_ERROR(config_.CheckRegion(provider));
    return Status(StatusCode::kInvalidArgument,
                  provider.name + " declares no server " + method.server);
  }
  const ServerValues values = ServerValuesOf(*declared, method, arguments);
  std::string key = provider.name + '\n' + provider.service + '\n' + declared->name;
  for (const auto& [name, value] : values) key += '\n' + name + '=' + value;
  if (const auto known = endpoints_.find(key); known != endpoints_.end()) return known->second;
  ASSIGN_OR_RETURN(auto endpoint, config_.MakeEndpoint(provider, *declared, values));
  endpoints_[key] = endpoint;
  return endpoint;
}

int ApiAccess::ConcurrencyOf(const Provider& provider) {
  const int limit = client_.limits().max_concurrency;
  if (limit > 0) return limit;
  const ProviderConfig* configured = config_.Find(provider.name);
  if (configured != nullptr && configured->max_concurrency > 0) return configured->max_concurrency;
  return provider.max_concurrency;
}

void ApiAccess::set_cache_folder(std::string folder) {
  size_files_.emplace(*catalog_, config_, std::move(folder));
}

void ApiAccess::KeepSizes() const {
  if (options_.learn_sizes == LearnSizes::kDisk && size_files_) size_files_->Keep(sizes_);
}

Estimates ApiAccess::EstimatesBy(const TableStatistics& sizes) {
  if (options_.learn_sizes == LearnSizes::kOff) return Estimates(*catalog_);
  const bool earlier = options_.learn_sizes == LearnSizes::kDisk && size_files_;
  return Estimates(*catalog_, &sizes, earlier ? &size_files_->Earlier() : nullptr);
}

void ApiAccess::Learn(const Resource& resource, const BoundScan& bound, int64_t rows,
                      int64_t requests) {
  if (bound.never_matches || bound.page_size != 0 || bound.limited) return;
  if (!bound.narrowing.empty()) return;
  const auto is_sent = [](const BoundParameterValues& values) { return values.is_sent(); };
  if (!std::ranges::all_of(bound.parameters, is_sent)) return;
  const Parameter* const tree = TreeParameterOf(*bound.method);
  const auto is_tree = [&](const auto& values) { return values.parameter == tree; };
  const bool at_top = tree != nullptr && std::ranges::none_of(bound.parameters, is_tree) &&
                      std::ranges::find(bound.plan.each, tree->id()) == bound.plan.each.end();
  if (at_top) return;
  if (bound.parameters.empty()) return sizes_.LearnScan(resource.name, rows, requests);
  if (bound.parameters.size() > 1 || bound.method->rows_kind == RowsKind::kObject) return;
  const BoundParameterValues& values = bound.parameters[0];
  sizes_.LearnFilter(resource.name, values.parameter->column, rows,
                     static_cast<int64_t>(values.values.size()));
}

// At most every 20 ms: on a plain connection the question costs a statement.
Status ApiAccess::CheckInterrupted() {
  constexpr std::chrono::milliseconds kInterval{20};
  const Clock::SteadyTime now = clock_.Steady();
  if (now - interrupt_checked_ < kInterval) return OkStatus();
  interrupt_checked_ = now;
  if (!IsInterrupted()) return OkStatus();
  return {StatusCode::kCancelled, "interrupted"};
}

}  // namespace apisql
