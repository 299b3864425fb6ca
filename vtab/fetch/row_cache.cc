#include "vtab/fetch/row_cache.h"

#include <algorithm>

#include "vtab/api/scan_trace.h"

namespace apisql {
namespace {

// Each text stands behind its length, so that different lists of texts give different keys.
void AppendText(std::string_view text, std::string* key) {
  *key += std::to_string(text.size()) + ':';
  *key += text;
}

// The same whether an argument was given or comes from a parent: in which order they stand depends
// on that.
std::string KeyOf(const Call& call) {
  std::string key;
  AppendText(call.resource->name, &key);
  AppendText(call.method->name, &key);
  key += std::to_string(call.page_size) + ';';
  std::vector<std::string> arguments;
  for (const auto& [parameter, values] : call.arguments) {
    std::string& argument = arguments.emplace_back();
    AppendText(parameter, &argument);
    argument += std::to_string(values.size()) + '=';
    for (const std::string& value : values) AppendText(value, &argument);
  }
  std::ranges::sort(arguments);
  for (const std::string& argument : arguments) key += argument;
  return key;
}

std::string KeyOf(const Resource& resource, const BoundScan& bound) {
  std::string key;
  AppendText(resource.name, &key);
  AppendText(bound.method->name, &key);
  key += std::to_string(bound.page_size) + (bound.limited ? ";few;" : ";");
  if (bound.never_matches) return key + "nothing";
  for (const std::string& parameter : bound.plan.each) AppendText(parameter, &key);
  for (const BoundParameterValues& values : bound.parameters) {
    AppendText(values.parameter->id(), &key);
    key += std::to_string(values.values.size()) + '=';
    // A column that echoes what was given shows the class of it too.
    for (const BoundValue& value : values.values) {
      AppendText(value.wire, &key);
      key += std::to_string(value.given.index()) + ',';
    }
  }
  for (const BoundNarrowing& narrowing : bound.narrowing) {
    AppendText(narrowing.parameter->id(), &key);
    AppendText(narrowing.wire, &key);
  }
  return key;
}

}  // namespace

RowCache::RowCache(ScanContext& context)
    : context_(context), store_(context.api().options().page_memory_bytes) {}

RowCache::~RowCache() = default;

std::shared_ptr<PageStream> RowCache::OpenCall(Call call, ColumnSet columns, bool fresh) {
  std::shared_ptr<PageStream>& stream = streams_[KeyOf(call)];
  if (!stream || fresh || !stream->columns().HasAllOf(columns)) {
    stream = std::make_shared<PageStream>(context_, *this, std::move(call), columns);
  }
  return stream;
}

std::string RowCache::NameOf(const Resource& resource, const BoundScan& bound) {
  return KeyOf(resource, bound);
}

std::shared_ptr<RowSet> RowCache::KnownRows(const Resource& resource,
                                            const BoundScan& bound) const {
  const auto known = rows_.find(KeyOf(resource, bound));
  if (known == rows_.end() || known->second->dropped()) return nullptr;
  ColumnSet columns = context_.ColumnsOf(resource);
  columns.Add(bound.plan.columns);
  return known->second->columns().HasAllOf(columns) ? known->second : nullptr;
}

std::shared_ptr<RowSet> RowCache::Rows(const std::shared_ptr<const Resource>& resource,
                                       const BoundScan& bound) {
  if (auto known = KnownRows(*resource, bound)) return known;
  ColumnSet columns = context_.ColumnsOf(*resource);
  columns.Add(bound.plan.columns);
  auto rows = std::make_shared<RowSet>(context_, *this, resource, bound, columns);
  rows_[KeyOf(*resource, bound)] = rows;
  unfinished_.push_back(rows);
  return rows;
}

void RowCache::Abandon(const std::shared_ptr<RowSet>& rows) {
  rows->HoldBack();
  rows->AllowCalls(0);
  std::erase(unfinished_, rows);
  rows_.erase(KeyOf(*rows->resource(), rows->bound()));
}

Status RowCache::WaitFor(RowSet& rows, size_t number) {
  int64_t answers = -1;  // When there was nothing to wait for.
  while (!rows.Ready(number)) {
    const PageStream* const stream = rows.awaited();
    const std::optional<CallId> id = stream == nullptr ? std::nullopt : stream->awaited();
    if (!id) {
      // Who looked for what is awaited has taken in what came meanwhile: there is more to do.
      if (rows.answers() == answers) return {StatusCode::kInternal, "a page was never asked for"};
      answers = rows.answers();
      continue;
    }
    const Call& call = stream->call();
    {
      const TracedTime waited(context_.trace(), *call.resource, *call.method, &MethodTrace::waited);
      RETURN_IF_ERROR(context_.client().WaitForProgress(*id));
    }
    AdvanceAll();
  }
  return OkStatus();
}

// What it moves may ask for more row sets, which then stand behind those in the list.
void RowCache::AdvanceAll() {
  for (size_t i = 0; i < unfinished_.size(); ++i) {
    const std::shared_ptr<RowSet> rows = unfinished_[i];
    if (rows->started()) rows->Advance();
  }
  std::erase_if(unfinished_, [](const auto& rows) { return rows->complete(); });
}

}  // namespace apisql
