#include "vtab/scan/scan.h"

#include <algorithm>
#include <bit>

#include "src/base/text.h"
#include "vtab/scan/row_hash.h"

namespace apisql {
namespace {

void AddCell(const ScanCell& cell, RowHash* hash) {
  hash->Add(static_cast<uint64_t>(cell.kind));
  if (cell.kind == Cell::Kind::kInteger) hash->Add(static_cast<uint64_t>(cell.integer));
  if (cell.kind == Cell::Kind::kReal) hash->Add(std::bit_cast<uint64_t>(cell.real));
  hash->Add(cell.text);
}

uint64_t WithKey(const Resource& resource, uint64_t columns) {
  if (resource.key.empty()) return ~uint64_t{0};
  for (const std::string& name : resource.key) {
    columns |= uint64_t{1} << std::min(resource.FindColumn(name), 63);
  }
  return columns;
}

Status MissingColumns(const Resource& resource, const ScanPlan& plan) {
  std::string example;
  for (const std::string& column : plan.missing) {
    example += (example.empty() ? "WHERE " : " AND ") + column + " = '...'";
  }
  return {StatusCode::kInvalidArgument,
          resource.name + ": needs a value for " + Join(plan.missing, ", ") + "; add " + example};
}

}  // namespace

Estimates EstimateFrom(Catalog& catalog) { return Estimates(catalog); }

Scan::Scan(ScanContext& context, StatementCache& cache, std::shared_ptr<const Resource> resource)
    : context_(context), cache_(cache), resource_(std::move(resource)) {}

Scan::~Scan() = default;

StatusOr<std::unique_ptr<Scan>> Scan::Open(ScanContext& context, StatementCache& cache,
                                           std::shared_ptr<const Resource> resource,
                                           const ScanPlan& plan,
                                           std::span<const ScanArgument> arguments) {
  if (!plan.missing.empty()) return MissingColumns(*resource, plan);
  ASSIGN_OR_RETURN(BoundScan bound,
                   BindValues(*resource, plan, arguments, EstimateFrom(context.catalog())));
  auto scan = std::unique_ptr<Scan>(new Scan(context, cache, resource));
  scan->columns_ = WithKey(*resource, plan.columns);
  // With a LIMIT the first calls may already have enough.
  if (!bound.few_rows) {
    scan->window_ = static_cast<size_t>(std::max(1, resource->provider->max_concurrency));
  }
  scan->source_ =
      std::make_unique<CallSource>(context, cache, std::move(resource), std::move(bound));
  return scan;
}

StatusOr<std::shared_ptr<const DecodedPage>> Scan::ActiveCall::Get(size_t number,
                                                                   uint64_t columns) const {
  auto page = stream->Get(number, columns);
  if (page.ok() && !absent_is_empty && !stream->absent().ok()) return stream->absent();
  return page;
}

// Keeps as many calls under way as the provider takes at once; their first pages arrive together.
Status Scan::StartCalls() {
  while (!source_done_ && calls_.size() < window_) {
    ASSIGN_OR_RETURN(std::optional<SourcedCall> sourced, source_->Next());
    if (!sourced) {
      source_done_ = true;
      break;
    }
    calls_.push_back({cache_.Open(context_, std::move(sourced->call)), std::move(sourced->injected),
                      sourced->absent_is_empty});
    calls_.back().stream->Start();
  }
  return OkStatus();
}

void Scan::TakePartial(const Status& status) {
  context_.AddWarning("incomplete: " + status.message());
}

// Moves to the next page that has rows. An empty page may be followed by others.
StatusOr<bool> Scan::NextPage() {
  for (;;) {
    if (const Status started = StartCalls(); !started.ok()) {
      if (!context_.allow_partial() || started.code() == StatusCode::kCancelled) return started;
      TakePartial(started);
      source_done_ = true;
    }
    if (calls_.empty()) return false;
    auto page = calls_.front().Get(next_page_, columns_);
    if (!page.ok()) {
      const Status failed = std::move(page).status();
      if (!context_.allow_partial() || failed.code() == StatusCode::kCancelled) return failed;
      TakePartial(failed);
    } else if (*page) {
      ++next_page_;
      page_ = *std::move(page);
      if (page_->page.rows > 0) return true;
      continue;
    }
    calls_.pop_front();
    next_page_ = 0;
  }
}

StatusOr<bool> Scan::Next() {
  if (page_ && row_ + 1 < page_->page.rows) {
    ++row_;
  } else {
    ASSIGN_OR_RETURN(const bool more, NextPage());
    if (!more) {
      page_.reset();
      return false;
    }
    row_ = 0;
  }
  if (resource_->key.empty()) occurrence_ = occurrences_[HashRow(0)]++;
  return true;
}

ScanCell Scan::At(int column) const {
  // The table has a column more than the resource, which no answer holds.
  if (static_cast<size_t>(column) >= resource_->columns.size()) return {};
  const int field = page_->fields[column];
  if (field < 0) {
    for (const auto& [injected, value] : calls_.front().injected) {
      if (injected != column) continue;
      if (const auto* text = std::get_if<std::string>(&value)) {
        return {.kind = Cell::Kind::kText, .text = *text};
      }
      if (const auto* integer = std::get_if<int64_t>(&value)) {
        return {.kind = Cell::Kind::kInteger, .integer = *integer};
      }
      if (const auto* real = std::get_if<double>(&value)) {
        return {.kind = Cell::Kind::kReal, .real = *real};
      }
    }
    return {};
  }
  const Page& page = page_->page;
  return CellOf(page, page.cell(row_, static_cast<size_t>(field)));
}

int64_t Scan::RowId() const { return static_cast<int64_t>(HashRow(occurrence_) & INT64_MAX); }

uint64_t Scan::HashRow(uint64_t occurrence) const {
  RowHash hash;
  hash.Add(resource_->name);
  if (resource_->key.empty()) {
    for (size_t i = 0; i < resource_->columns.size(); ++i) AddCell(At(static_cast<int>(i)), &hash);
  } else {
    for (const std::string& name : resource_->key) AddCell(At(resource_->FindColumn(name)), &hash);
  }
  hash.Add(occurrence);
  return hash.Value();
}

}  // namespace apisql
