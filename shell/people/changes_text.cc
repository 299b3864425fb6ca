#include "shell/people/changes_text.h"

#include "shell/people/cost_text.h"

namespace apisql {

std::string RowCount(int64_t count) { return Counted(count, "row", "rows"); }

std::string ChangesText(const StatementSummary& summary, const std::string& cost) {
  const WriteCounts& outcomes = summary.outcomes;
  if (outcomes.dropped > 0)
    return "(" + RowCount(outcomes.dropped) + " dropped, not sent" + cost + ")\n";
  const auto also = [](int64_t count, const char* what) {
    return count == 0 ? "" : ", " + Grouped(count) + what;
  };
  const bool waits = summary.staged > 0 || (summary.wrote && summary.in_transaction);
  if (waits) {
    return "(" + RowCount(summary.staged) + " to be sent at COMMIT" +
           also(outcomes.unchanged, " unchanged") + cost + ")\n";
  }
  if (summary.wrote && outcomes.previewed == 0) {
    if (summary.returned_rows && outcomes.absent == 0) return "";
    return "(" + RowCount(outcomes.applied) + " applied" + also(outcomes.absent, " absent") +
           also(outcomes.unchanged, " unchanged") + cost + ")\n";
  }
  if (summary.returned_rows || summary.changes == 0) return "";
  return "(" + RowCount(summary.changes) + " changed" + cost + ")\n";
}

}  // namespace apisql
