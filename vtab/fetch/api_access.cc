#include "vtab/fetch/api_access.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "vtab/values/bound_values.h"

namespace apisql {

ApiAccess::ApiAccess(std::unique_ptr<Catalog> catalog, Config config, Transport& transport,
                     const Clock& clock, std::function<bool()> interrupted)
    : catalog_(std::move(catalog)),
      config_(std::move(config)),
      client_(transport, log_, clock, interrupted),
      clock_(clock),
      interrupted_(std::move(interrupted)) {}

// Only the documents of those providers are read for it.
Status ApiAccess::CheckRegions() {
  for (const auto& [name, configured] : config_.providers()) {
    if (configured.region.empty()) continue;
    ASSIGN_OR_RETURN(const auto provider, catalog_->FindProvider(name));
    RETURN_IF_ERROR(config_.CheckRegion(*provider).Annotate("configuration"));
  }
  return OkStatus();
}

StatusOr<std::shared_ptr<const Endpoint>> ApiAccess::EndpointFor(const Provider& provider,
                                                                 const std::string& server,
                                                                 const std::string& host) {
  const std::string key = provider.name + '\n' + server + '\n' + host;
  if (const auto known = endpoints_.find(key); known != endpoints_.end()) return known->second;
  RETURN_IF_ERROR(config_.CheckRegion(provider));
  const Server* declared = config_.FindServer(provider, server);
  if (declared == nullptr) {
    return Status(StatusCode::kInvalidArgument, provider.name + " declares no server " + server);
  }
  ASSIGN_OR_RETURN(auto endpoint, config_.MakeEndpoint(provider, *declared, host));
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
  const auto is_sent = [](const BoundParameterValues& values) { return values.is_sent(); };
  if (!std::ranges::all_of(bound.parameters, is_sent)) return;
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
