#include "tests/transactions/counted_sides.h"

#include <algorithm>
#include <limits>
#include <string_view>

#include "tests/transactions/written_table.h"

namespace apisql::transactions {
namespace {

// A session plans with the sizes that it has seen, so two sessions may plan otherwise.
constexpr std::pair<const char*, const char*> kPlansAlike = {"learn_sizes", "off"};
constexpr std::pair<const char*, const char*> kAsTheOthers = {"prefetch", "on"};

int64_t LastRequest(const ApiSide& api) {
  const auto& records = api.requests().records();
  return records.empty() ? 0 : records.back().number;
}

// Repeats are no requests of their own.
int64_t GetsSince(const ApiSide& api, int64_t first) {
  return std::ranges::count_if(api.requests().records(), [first](const RequestRecord& record) {
    return record.number > first && record.method == "GET" && record.attempt == 1;
  });
}

bool ReadsTable(const ApiSide& api, int64_t first, std::string_view table) {
  return std::ranges::any_of(api.requests().records(), [&](const RequestRecord& record) {
    return record.number > first && record.label.table == table;
  });
}

// Whether `sql` has the last value of a key such as "user_email = 'a', name = 'b'".
bool NamesKey(const std::string& sql, const std::string& key) {
  return sql.find(key.substr(key.rfind(" = ") + 3)) != std::string::npos;
}

size_t Mentions(const std::string& sql, std::string_view table) {
  size_t count = 0;
  for (size_t at = sql.find(table); at != std::string::npos; at = sql.find(table, at + 1)) ++count;
  return count;
}

StatusOr<std::unique_ptr<ApiSide>> OpenBare(Sides& sides) {
  SessionOptions options;
  options.settings = {kPlansAlike, kAsTheOthers};
  return ApiSide::Open(sides.sandbox(), std::move(options), sides.clock());
}

// Of one statement where nothing is staged. What it writes is taken back.
std::optional<int64_t> GetsOf(ApiSide& api, const Step& step) {
  if (!api.Run("BEGIN").ok()) return std::nullopt;
  const int64_t first = LastRequest(api);
  const bool ok = api.Run(step.sql).ok();
  const int64_t gets = GetsSince(api, first);
  (void)api.Run("ROLLBACK");
  return ok ? std::optional(gets) : std::nullopt;
}

}  // namespace

StatusOr<std::unique_ptr<CountedSides>> CountedSides::Start(uint64_t sandbox_seed,
                                                            CountTally& tally) {
  std::unique_ptr<CountedSides> counted(new CountedSides(sandbox_seed, tally));
  ASSIGN_OR_RETURN(counted->sides_, Sides::Start({.sandbox_seed = sandbox_seed,
                                                  .settings = {kPlansAlike, kAsTheOthers}}));
  ASSIGN_OR_RETURN(counted->bare_, OpenBare(*counted->sides_));
  return counted;
}

Outcome CountedSides::Run(const Step& step) {
  const int64_t first = LastRequest(sides_->api());
  Outcome outcome = sides_->Run(step);
  const int64_t gets = GetsSince(sides_->api(), first);
  const bool ran = outcome.verdict == Verdict::kSame || outcome.verdict == Verdict::kUndecided;
  const bool reads_staged = std::ranges::any_of(
      written_, [&](const std::string& table) { return Mentions(step.sql, table) > 0; });
  if (ran && sides_->in_transaction() && reads_staged) {
    Outcome compared = Compare(step, gets);
    if (IsFault(compared.verdict)) outcome = std::move(compared);
  }
  script_.push_back(step);
  if (ran && sides_->in_transaction() && IsWrite(step)) NoteWritten(step, first);
  if (!sides_->in_transaction()) {
    written_.clear();
    keyed_.clear();
    inserted_.clear();
  }
  return outcome;
}

Outcome CountedSides::Compare(const Step& step, int64_t staged) {
  const std::optional<int64_t> bare = GetsOf(*bare_, step);
  // Without the staged rows it may not be possible: an environment that there is not.
  if (!bare) return {};
  ++tally_.compared;
  if (staged <= *bare) {
    ++(staged < *bare ? tally_.fewer : tally_.as_many);
    return {};
  }
  const int64_t keyed = KeyedRowsOf(step);
  if (staged <= *bare + keyed) {
    ++tally_.for_keys;
    return {};
  }
  if (step.kind == StepKind::kSelect && GetsAtBest(step) <= *bare + keyed) {
    ++tally_.by_chance;
    return {};
  }
  size_t tables = 0;
  for (const SandboxTable& table : sides_->committed()) tables += Mentions(step.sql, table.name);
  std::string details = "  GETs: " + std::to_string(staged) + ", without staged rows " +
                        std::to_string(*bare) + ", rows staged by key alone " +
                        std::to_string(keyed);
  if (tables > 1) {
    const bool new_rows = std::ranges::any_of(
        inserted_, [&](const std::string& table) { return Mentions(step.sql, table) > 0; });
    const std::optional<int64_t> after = GetsAfterCommit(step);
    if (after && staged > *after + keyed && new_rows) {
      ++tally_.new_rows;
      return {};
    }
    if (!after || staged <= *after + keyed) {
      ++(after ? tally_.as_after : tally_.undecided);
      return {};
    }
    details += ", after a COMMIT " + std::to_string(*after);
  }
  return {.verdict = Verdict::kMoreRequests, .details = details + "\n" + sides_->RequestList()};
}

int64_t CountedSides::GetsAtBest(const Step& step) {
  constexpr int kTries = 4;
  int64_t best = std::numeric_limits<int64_t>::max();
  for (int i = 0; i < kTries; ++i) {
    const int64_t first = LastRequest(sides_->api());
    if (!sides_->RunApi(step.sql).ok()) break;
    best = std::min(best, GetsSince(sides_->api(), first));
  }
  return best;
}

int64_t CountedSides::KeyedRowsOf(const Step& step) const {
  return std::ranges::count_if(keyed_,
                               [&](const auto& row) { return Mentions(step.sql, row.first) > 0; });
}

// Rows are staged by their keys where the statement has not read its table, and may be where it
// names the key: WHERE owner_id = 'a' OR id = 'b' reads for the one and not for the other.
void CountedSides::NoteWritten(const Step& step, int64_t first) {
  written_.insert(step.table);
  if (step.kind == StepKind::kInsert) {
    inserted_.insert(step.table);
    return;
  }
  const bool reads = ReadsTable(sides_->api(), first, step.table);
  const auto rows = sides_->api().Run(
      "SELECT DISTINCT key FROM apisql.mutations WHERE outcome = 'staged' AND key IS NOT NULL AND "
      "statement = (SELECT max(statement) FROM apisql.mutations) AND \"table\" = '" +
      step.table + "'");
  if (!rows.ok()) return;
  for (const TextRow& row : *rows) {
    if (!reads || NamesKey(step.sql, TextIn(row[0]))) keyed_.insert({step.table, row[0]});
  }
}

std::optional<int64_t> CountedSides::GetsAfterCommit(const Step& step) const {
  const auto sides =
      Sides::Start({.sandbox_seed = sandbox_seed_, .settings = {kPlansAlike, kAsTheOthers}});
  if (!sides.ok()) return std::nullopt;
  for (const Step& earlier : script_) {
    if (IsFault((*sides)->Run(earlier).verdict)) return std::nullopt;
  }
  if ((*sides)->Run({.sql = "COMMIT"}).verdict != Verdict::kSame) return std::nullopt;
  const auto bare = OpenBare(**sides);
  return bare.ok() ? GetsOf(**bare, step) : std::nullopt;
}

}  // namespace apisql::transactions
