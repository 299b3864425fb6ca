#include "vtab/statements/write_report.h"

#include <utility>
#include <vector>

#include "vtab/prepared/preview_table.h"
#include "vtab/write/outcomes_text.h"

namespace apisql {
namespace {

// Rows of this statement that wait for COMMIT.
int64_t StagedNow(Database& database) {
  const auto& records = database.connection().writes.log().records();
  int64_t staged = 0;
  for (auto record = records.rbegin();
       record != records.rend() && record->statement == database.statement().number(); ++record) {
    if (record->outcome == Outcome::kStaged) ++staged;
  }
  return staged;
}

}  // namespace

std::optional<ResultTable> ReportWrites(Database& database, bool shows_requests,
                                        StatementSummary* summary) {
  WriteSet& writes = database.connection().writes;
  summary->outcomes = writes.counts();
  const WriteCounts& counts = summary->outcomes;
  const bool counts_rows = summary->wrote || summary->changes == 0;
  if (counts_rows) summary->changes = counts.applied + counts.unchanged;
  summary->wrote |= counts.applied + counts.absent + counts.previewed > 0;
  if (database.in_transaction()) summary->staged = StagedNow(database);
  summary->notes = writes.TakeWarnings();
  if (std::string absent = AbsentNote(counts); !absent.empty()) {
    summary->notes.push_back(std::move(absent));
  }
  const std::vector<PreviewedRequest> previews = writes.TakePreviews();
  if (previews.empty() && !(writes.options().dry_run && shows_requests)) return std::nullopt;
  return PreviewTable(previews);
}

}  // namespace apisql
