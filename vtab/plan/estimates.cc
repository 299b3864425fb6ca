#include "vtab/plan/estimates.h"

#include <algorithm>

#include "registry/model/tree_parameter.h"

namespace apisql {
namespace {

// Where neither the session nor a document knows.
constexpr double kRowsUnknown = 1000;
constexpr double kRowsPerValueUnknown = 10;

// The table whose rows are the values of `column`, where the document names one.
const Parent* ParentOf(const Resource& resource, const std::string& column) {
  for (const Method& method : resource.methods) {
    const Parameter* parameter = method.ParameterOf(column);
    if (parameter != nullptr && parameter->parent && parameter->parent->format == "{}") {
      return &*parameter->parent;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<TableStatistics::ScanSize> Estimates::LearnedScan(const std::string& table) const {
  return learned_ == nullptr ? std::nullopt : learned_->Scan(table);
}

std::optional<TableStatistics::ScanSize> Estimates::SeenScan(const std::string& table) const {
  const auto learned = LearnedScan(table);
  if (learned || earlier_ == nullptr) return learned;
  return earlier_->Scan(table);
}

double Estimates::Rows(const Resource& resource) const {
  const auto seen = SeenScan(resource.name);
  return std::max(1.0, static_cast<double>(seen ? seen->rows : resource.estimated_rows));
}

double Estimates::RowsOf(const std::string& table) const {
  const auto resource = catalog_.Find(table);
  if (resource.ok()) return Rows(**resource);
  const auto seen = SeenScan(table);
  return seen ? std::max(1.0, static_cast<double>(seen->rows)) : kRowsUnknown;
}

double Estimates::RowsPerValue(const Resource& resource, const std::string& column) const {
  const double rows = Rows(resource);
  if (resource.key.size() == 1 && resource.key[0] == column) return std::min(rows, 1.0);
  const auto seen =
      learned_ == nullptr ? std::nullopt : learned_->RowsPerValue(resource.name, column);
  if (seen) return std::min(rows, *seen);
  if (const Parent* parent = ParentOf(resource, column)) return rows / RowsOf(parent->table);
  const int index = resource.FindColumn(column);
  const double distinct = index < 0 ? 0 : static_cast<double>(resource.columns[index].distinct);
  if (distinct <= 0) return std::min(rows, kRowsPerValueUnknown);
  // A column of a few fixed values keeps their number however large the table is. One that points
  // to other things has more of them in a larger table, so the rows of each stay as many.
  const bool fixed = !resource.columns[index].values.empty();
  const double of = fixed ? rows : static_cast<double>(resource.estimated_rows);
  return std::min(rows, of / distinct);
}

double Estimates::PartOfValue(const Resource& resource, const std::string& column) const {
  return std::min(1.0, RowsPerValue(resource, column) / Rows(resource));
}

ListLength Estimates::LengthOf(const Resource& resource, const ScanPlan& plan) const {
  using Trust = ListLength::Trust;
  const ListLength estimated{Trust::kGuess, std::max<int64_t>(1, plan.requests)};
  const Method* method = resource.FindMethod(plan.method);
  if (method == nullptr || !plan.bindings.empty()) return estimated;
  // Of a tree the rows at its top alone.
  if (plan.each.empty() && TreeParameterOf(*method) != nullptr) return estimated;
  if (method->paging.is_unknown()) return estimated;
  if (plan.each.empty() && method->paging.is_one_request()) return {Trust::kExact, 1};
  if (!plan.narrowing.empty()) return estimated;
  const auto seen = SeenScan(resource.name);
  if (!seen) return estimated;
  const Trust trust = LearnedScan(resource.name) ? Trust::kExact : Trust::kWithinTwo;
  // Beside them stand the requests that list the parents.
  const int64_t requests = std::max<int64_t>(1, seen->requests);
  return {trust, plan.each.empty() ? requests : std::max(requests, estimated.requests)};
}

std::optional<double> Estimates::RequestsOfScan(const Resource& resource) const {
  const auto seen = SeenScan(resource.name);
  if (!seen) return std::nullopt;
  return static_cast<double>(std::max<int64_t>(1, seen->requests));
}

}  // namespace apisql
