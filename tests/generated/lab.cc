#include "tests/generated/lab.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <utility>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "src/base/clock.h"
#include "tests/generated/documents.h"

namespace apisql::generated {
namespace {

constexpr size_t kMostShown = 12;

std::string RowList(const TextRows& rows) {
  std::string list;
  for (size_t i = 0; i < std::min(rows.size(), kMostShown); ++i) {
    list += "   ";
    for (const std::string& cell : rows[i]) list += " | " + cell;
    list += "\n";
  }
  if (rows.size() > kMostShown) list += "    ...\n";
  return list;
}

TextRows Without(const TextRows& rows, const TextRows& others) {
  const TextRows sorted = SortedRows(rows);
  const TextRows sorted_others = SortedRows(others);
  TextRows rest;
  std::ranges::set_difference(sorted, sorted_others, std::back_inserter(rest));
  return rest;
}

std::string Differences(const TextRows& api, const TextRows& plain) {
  const TextRows only_api = Without(api, plain);
  const TextRows only_plain = Without(plain, api);
  std::string text = "  API tables: " + std::to_string(api.size()) +
                     " rows, plain tables: " + std::to_string(plain.size()) + " rows\n";
  if (only_api.empty() && only_plain.empty()) {
    return text + "  another order, API tables:\n" + RowList(api) + "  plain tables:\n" +
           RowList(plain);
  }
  return text + "  only from API tables:\n" + RowList(only_api) + "  only from plain tables:\n" +
         RowList(only_plain);
}

// Rows of the table as PlainSide::RowsOf() has them.
TextRows ServerRows(const Table& table) {
  TextRows rows;
  for (const Row& row : table.rows) {
    TextRow& texts = rows.emplace_back(TextRow{std::to_string(row.id)});
    for (size_t i = 0; i < row.cells.size(); ++i) {
      if (static_cast<int>(i) == table.OptionalInput()) continue;
      const Value& value = row.cells[i].value;
      if (const auto* text = std::get_if<std::string>(&value)) {
        texts.push_back(ShowValue(std::string_view(*text)));
      } else if (const auto* integer = std::get_if<int64_t>(&value)) {
        texts.push_back(ShowValue(*integer));
      } else if (const auto* real = std::get_if<double>(&value)) {
        texts.push_back(ShowValue(*real));
      } else {
        texts.push_back(ShowValue(std::monostate()));
      }
    }
  }
  return rows;
}

bool NeedsValue(const Status& status) {
  const std::string& text = status.message();
  return text.find("needs a value for ") != std::string::npos ||
         text.find("no order of the tables gives each the values") != std::string::npos;
}

bool ListChanged(const Status& status) {
  return status.message().find("the list changed while it was read") != std::string::npos;
}

bool IsRead(const Arrival& arrival) { return arrival.method == "GET" || arrival.lists; }

}  // namespace

bool IsFault(Verdict verdict) { return verdict >= Verdict::kOnlyApiFails; }

std::string_view VerdictName(Verdict verdict) {
  constexpr std::string_view kNames[] = {"same",
                                         "needs a value",
                                         "absent",
                                         "the list changed",
                                         "both fail",
                                         "only the API tables fail",
                                         "only the plain tables fail",
                                         "rows differ",
                                         "the server's rows differ",
                                         "wrong writes"};
  return kNames[static_cast<size_t>(verdict)];
}

std::string ApiText(const World& world, const Statement& statement) {
  std::string sql = statement.select;
  if (statement.write) {
    const Write& write = *statement.write;
    std::string sets;
    for (const auto& [column, value] : write.sets) {
      sets += (sets.empty() ? " SET " : ", ") + world.tables[write.table].columns[column].name +
              " = " + value;
    }
    sql = (write.sets.empty() ? "DELETE FROM " : "UPDATE ") + write.target + sets + " WHERE " +
          statement.where;
  }
  static const std::regex kSeen(R"(\b(gen\.w\.t\d+)_seen\b)");
  return std::regex_replace(sql, kSeen, "$1");
}

StatusOr<std::unique_ptr<Lab>> Lab::Open(const World& world) {
  std::unique_ptr<Lab> lab(new Lab());
  lab->server_ = std::make_unique<Server>(world);
  RETURN_IF_ERROR(lab->server_->Start());
  ASSIGN_OR_RETURN(lab->plain_, PlainSide::Open(world));
  RETURN_IF_ERROR(lab->OpenSession(world));
  return lab;
}

Lab::~Lab() {
  session_.reset();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

Status Lab::OpenSession(const World& world) {
  std::string folder = (std::filesystem::temp_directory_path() / "apisql_lab_XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    return {StatusCode::kInternal, folder + ": cannot be created"};
  }
  folder_ = folder;
  for (const Document& document : DocumentsOf(world)) {
    std::ofstream(folder_ / document.file) << document.text;
  }
  std::unique_ptr<Catalog> catalog = Catalog::Builtin();
  RETURN_IF_ERROR(catalog->AddDirectory(folder));
  // A document is read when it is first used; a fault in one would only show then.
  for (const Table& table : world.tables) {
    RETURN_IF_ERROR(catalog->Find(FullName(table)).status());
  }
  Config config;
  config.provider(kProvider).base_url = server_->url();
  transport_ = MakeCurlTransport({});
  ASSIGN_OR_RETURN(session_, Session::Open(std::move(catalog), std::move(config), *transport_,
                                           Clock::Real(), SessionOptions()));
  return RunApi("SET max_retries = 0").status();
}

void Lab::ChooseSettings(uint64_t number) {
  for (const char* setting :
       {number % 2 == 0 ? "SET prefetch = on" : "SET prefetch = off",
        number % 3 == 0 ? "SET prefer = 'requests'" : "SET prefer = 'waiting'"}) {
    (void)RunApi(setting).ok();
  }
}

Status Lab::SetRows(const World& world) {
  server_->SetRows(world);
  return plain_->Refill(world);
}

StatusOr<TextRows> Lab::RunApi(const std::string& sql) {
  RowCollector sink;
  std::string_view rest = sql;
  ASSIGN_OR_RETURN([[maybe_unused]] const StatementSummary summary, session_->RunNext(&rest, sink));
  return std::move(sink.rows);
}

std::string Lab::RequestList() const {
  std::string list = "  requests:\n";
  for (const Arrival& arrival : arrivals_) {
    list += "    " + arrival.method + " " + arrival.target + " " + arrival.body + " -> " +
            std::to_string(arrival.status) + "\n";
  }
  return list;
}

Comparison Lab::Compare(const Statement& statement) {
  return statement.write ? CompareWrites(statement) : CompareRows(statement);
}

Comparison Lab::CompareRows(const Statement& statement) {
  const StatusOr<TextRows> plain = plain_->Select(statement.select);
  (void)server_->TakeArrivals();
  const StatusOr<TextRows> api = RunApi(ApiText(server_->Now(), statement));
  arrivals_ = server_->TakeArrivals();
  Comparison comparison;
  if (!plain.ok()) {
    comparison.verdict = api.ok() ? Verdict::kOnlyPlainFails : Verdict::kBothFail;
    comparison.details = "  plain tables: " + plain.status().message() + "\n";
    return comparison;
  }
  comparison.rows = plain->size();
  if (!api.ok()) {
    comparison.verdict = NeedsValue(api.status())    ? Verdict::kNeedsInput
                         : ListChanged(api.status()) ? Verdict::kListChanged
                                                     : Verdict::kOnlyApiFails;
    comparison.error = api.status().message();
    comparison.details = "  API tables: " + comparison.error + "\n  plain tables:\n" +
                         RowList(*plain) + RequestList();
    return comparison;
  }
  const bool same = statement.ordered ? *api == *plain : SortedRows(*api) == SortedRows(*plain);
  if (same) return comparison;
  comparison.verdict = Verdict::kRowsDiffer;
  comparison.details = Differences(*api, *plain) + RequestList();
  return comparison;
}

Comparison Lab::CompareWrites(const Statement& statement) {
  const World world = server_->Now();
  const Table& table = world.tables[statement.write->table];
  const StatusOr<TextRows> before = plain_->RowsOf(table);
  const StatusOr<std::set<int64_t>> chosen = plain_->Write(world, statement);
  const StatusOr<TextRows> after = plain_->RowsOf(table);
  (void)server_->TakeArrivals();
  const Status api = RunApi(ApiText(world, statement)).status();
  arrivals_ = server_->TakeArrivals();
  Comparison comparison;
  if (!chosen.ok() || !before.ok() || !after.ok()) {
    comparison.verdict = api.ok() ? Verdict::kOnlyPlainFails : Verdict::kBothFail;
    comparison.details = "  plain tables: " + chosen.status().message() + "\n";
  } else if (!api.ok()) {
    comparison.verdict = NeedsValue(api)     ? Verdict::kNeedsInput
                         : ListChanged(api)  ? Verdict::kListChanged
                         : MetNoRow(*chosen) ? Verdict::kAbsent
                                             : Verdict::kOnlyApiFails;
    comparison.error = api.message();
    comparison.details = "  API tables: " + comparison.error + "\n";
  } else {
    comparison.rows = chosen->size();
    comparison.verdict = CheckWrites(statement, *chosen, *before, *after, comparison.details);
    if (comparison.verdict == Verdict::kSame) comparison.verdict = CheckState(comparison.details);
  }
  if (comparison.verdict != Verdict::kSame) comparison.details += RequestList();
  if (const Status refilled = plain_->Refill(server_->Now()); !refilled.ok()) {
    comparison.verdict = Verdict::kOnlyPlainFails;
    comparison.details += refilled.message();
  }
  return comparison;
}

// A row that has its values already may be left alone.
Verdict Lab::CheckWrites(const Statement& statement, const std::set<int64_t>& chosen,
                         const TextRows& before, const TextRows& after,
                         std::string& details) const {
  const std::string table = server_->Now().tables[statement.write->table].name;
  std::set<int64_t> due;
  for (const TextRow& row : Without(before, after)) due.insert(std::stoll(row[0]));
  std::set<int64_t> written;
  for (const Arrival& arrival : arrivals_) {
    if (IsRead(arrival)) continue;
    const std::string request = arrival.method + " " + arrival.target;
    // A write whose WHERE gives the whole key finds out by itself whether there is such a row.
    if (!arrival.row && arrival.table == table && arrival.status == 404) continue;
    if (!arrival.row || arrival.table != table) {
      details += "  wrote no row: " + request + "\n";
    } else if (!written.insert(*arrival.row).second) {
      details += "  wrote a row again: " + request + "\n";
    } else if (!chosen.contains(*arrival.row)) {
      details += "  wrote a row that was not meant: " + request + "\n";
    }
    due.erase(arrival.row.value_or(0));
  }
  for (const int64_t row : due) details += "  row " + std::to_string(row) + " was not written\n";
  return details.empty() ? Verdict::kSame : Verdict::kWrongWrites;
}

bool Lab::MetNoRow(const std::set<int64_t>& chosen) const {
  return chosen.empty() && arrivals_.size() == 1 && !IsRead(arrivals_[0]) &&
         arrivals_[0].status == 404;
}

Verdict Lab::CheckState(std::string& details) {
  for (const Table& table : server_->Now().tables) {
    const StatusOr<TextRows> plain = plain_->RowsOf(table);
    const TextRows server = ServerRows(table);
    if (plain.ok() && *plain == server) continue;
    details += "  table " + table.name + ", the server's rows as API tables:\n";
    details += plain.ok() ? Differences(server, *plain) : plain.status().message();
  }
  return details.empty() ? Verdict::kSame : Verdict::kStateDiffers;
}

}  // namespace apisql::generated
