#include "tests/transactions/outcome_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string_view>
#include <utility>

#include "tests/transactions/state.h"
#include "tests/transactions/written_table.h"

namespace apisql::transactions {
namespace {

using Tables = std::vector<SandboxTable>;

constexpr std::string_view kCounted[] = {"applied", "absent", "failed", "unknown", "unsent"};

bool IsSuccess(int status) { return status >= 200 && status < 300; }

bool Is(const WriteRecord& write, std::initializer_list<std::string_view> outcomes) {
  return std::ranges::find(outcomes, write.outcome) != outcomes.end();
}

// "POST /iam/v2/api-keys", as the server and apisql.mutations both have it. The DELETE of a row
// that is still to be made has none.
std::string PlaceOf(const WriteRecord& write) {
  if (write.url.empty()) return "";
  size_t at = write.url.find("//");
  for (int i = 0; i < 2; ++i) at = write.url.find('/', at + (i == 0 ? 2 : 1));
  return write.method + " " + write.url.substr(at);
}

// True for what may be repeated: a row that has its values already stays as it is.
bool Changes(const WriteRecord& write) { return write.method != "DELETE" && !write.inserts; }

class Check {
 public:
  explicit Check(const Settlement& settlement) : settlement_(settlement) {}

  std::string Run() {
    for (const WriteRecord& write : settlement_.writes) ++counts_[write.outcome];
    CheckOutcomes();
    CheckRequests();
    CheckCounts();
    for (size_t i = 0; i < settlement_.before.size(); ++i) CheckTable(settlement_.before[i].name);
    return std::move(faults_);
  }

 private:
  void Fault(const std::string& text) { faults_ += "  " + text + "\n"; }
  int64_t Count(std::string_view outcome) const {
    const auto found = counts_.find(outcome);
    return found == counts_.end() ? 0 : found->second;
  }

  void CheckOutcomes() {
    for (const WriteRecord& write : settlement_.writes) {
      const bool ended =
          Is(write, {"applied", "absent", "failed", "unknown", "unsent", "merged", "dropped"});
      const bool done = Is(write, {"applied", "absent", "merged", "dropped"});
      const bool right = settlement_.rolled_back   ? write.outcome == "unsent"
                         : settlement_.status.ok() ? done
                                                   : ended;
      if (!right) Fault(Name(write) + " is " + write.outcome);
    }
  }

  // What the server did at each place, and how often it was asked to.
  void CheckRequests() {
    struct Told {
      int64_t applied = 0, unknown = 0, sent = 0;
      bool may_repeat = false;
    };
    std::map<std::string, Told> told;
    for (const WriteRecord& write : settlement_.writes) {
      if (write.url.empty()) continue;
      Told& place = told[PlaceOf(write)];
      place.applied += write.outcome == "applied" ? 1 : 0;
      place.unknown += write.outcome == "unknown" ? 1 : 0;
      place.may_repeat |= Changes(write);
      place.sent += Is(write, {"applied", "absent", "failed", "unknown"}) ? 1 : 0;
    }
    std::map<std::string, std::vector<SandboxRequest>> got;
    for (const SandboxRequest& request : settlement_.requests) {
      if (request.method == "GET") continue;
      got[request.method + " " + request.target].push_back(request);
      told.try_emplace(request.method + " " + request.target);
    }
    for (const auto& [place, counts] : told) {
      const int64_t all = Successes(got[place], false);
      const int64_t least = counts.may_repeat ? Successes(got[place], true) : all;
      if (all < counts.applied || least > counts.applied + counts.unknown) {
        Fault(place + ": " + std::to_string(counts.applied) + " applied and " +
              std::to_string(counts.unknown) + " unknown, and the server did " +
              std::to_string(all));
      }
      const int64_t asked = std::ranges::count_if(
          got[place], [](const SandboxRequest& request) { return request.status != 429; });
      if (!counts.may_repeat && asked > counts.sent) {
        Fault(place + ": " + std::to_string(counts.sent) + " rows, sent " + std::to_string(asked) +
              " times");
      }
    }
  }

  // With `once` several of one body that follow each other are one: that was sent again, or the
  // same was staged twice.
  static int64_t Successes(const std::vector<SandboxRequest>& requests, bool once) {
    int64_t count = 0;
    const SandboxRequest* before = nullptr;
    for (const SandboxRequest& request : requests) {
      if (!IsSuccess(request.done_with)) continue;
      if (!once || before == nullptr || request.body != before->body) ++count;
      before = &request;
    }
    return count;
  }

  // "of 5 rows 2 applied, 1 failed, 2 not sent"
  void CheckCounts() {
    if (settlement_.rolled_back) return CheckLost();
    if (settlement_.status.ok()) return;
    const std::string& text = settlement_.status.message();
    int64_t counted = 0;
    for (const std::string_view outcome : kCounted) counted += Count(outcome);
    const bool nothing_sent = Count("unsent") == counted;
    static const std::regex kTotal(R"(of (\d+) rows (\d+ applied[^()]*))");
    std::smatch found;
    if (!std::regex_search(text, found, kTotal)) {
      if (counted > 1 && !nothing_sent) Fault("the error counts nothing: " + text);
    } else {
      const std::string list = found[2];
      if (std::stoll(found[1]) != counted) Fault("wrong total in the error: " + text);
      for (const std::string_view outcome : kCounted) {
        const std::string word = outcome == "unsent" ? "not sent" : std::string(outcome);
        const std::regex one("(\\d+) " + word);
        std::smatch number;
        const int64_t told = std::regex_search(list, number, one) ? std::stoll(number[1]) : 0;
        if (told != Count(outcome)) {
          Fault("the error has " + std::to_string(told) + " " + word + ", apisql.mutations " +
                std::to_string(Count(outcome)) + ": " + text);
        }
      }
    }
    const bool says_unknown = text.find("may have been applied") != std::string::npos ||
                              text.find(" unknown") != std::string::npos;
    if (says_unknown != (Count("unknown") > 0)) Fault("unknown, or not: " + text);
  }

  // With those that the failed statement itself has staged.
  void CheckLost() {
    if (settlement_.lost == 0) return;
    const std::string& text = settlement_.status.message();
    static const std::regex kLost(R"(of its rows (\d+) w\w+ not sent)");
    std::smatch found;
    const int64_t told = std::regex_search(text, found, kLost) ? std::stoll(found[1]) : 0;
    if (told < settlement_.lost || told > static_cast<int64_t>(settlement_.writes.size())) {
      Fault(std::to_string(settlement_.lost) + " rows are lost with this: " + text);
    }
  }

  // The table without what the server has deleted with an account.
  SandboxTable Owned(const Tables& tables, std::string_view name) const {
    Tables copy = tables;
    LeaveOutOwnedBy(DeletedAccounts(settlement_.before, settlement_.after), copy);
    return *FindTable(copy, name);
  }

  void CheckTable(const std::string& name) {
    const WrittenTable* written = FindWritten(name);
    if (written == nullptr) return;
    const SandboxTable before = Owned(settlement_.before, name);
    const SandboxTable after = Owned(settlement_.after, name);
    std::map<std::string, std::optional<std::string>> now;
    std::multiset<std::string> made;
    std::set<std::string> known;
    for (const SandboxRow& row : FindTable(settlement_.before, name)->rows) {
      known.insert(KeyText(before, *written, row));
    }
    for (const SandboxRow& row : after.rows) {
      const std::string key = KeyText(after, *written, row);
      if (known.contains(key)) {
        now[key] = WholeText(after, row);
      } else {
        made.insert(GivenText(after, *written, row));
      }
    }
    for (const SandboxRow& row : before.rows) {
      const std::string key = KeyText(before, *written, row);
      CheckRow(*written, key, WholeText(before, row), now[key]);
    }
    CheckMade(*written, std::move(made));
  }

  void CheckRow(const WrittenTable& written, const std::string& key, const std::string& before,
                const std::optional<std::string>& now) {
    std::set<std::optional<std::string>> may_be = {before};
    for (const WriteRecord& write : settlement_.writes) {
      if (write.table != written.name || write.key != key) continue;
      if (write.outcome == "applied") may_be.clear();
      if (Is(write, {"applied", "unknown"})) may_be.insert(Version(written, key, write.version));
      if (write.outcome == "absent") may_be = {std::nullopt};
    }
    if (may_be.contains(now)) return;
    std::string text = written.name + ": " + key + " is " + now.value_or("not there");
    for (const auto& row : may_be) text += "\n    instead of " + row.value_or("nothing");
    Fault(text);
  }

  std::optional<std::string> Version(const WrittenTable& written, const std::string& key,
                                     size_t version) const {
    const SandboxTable& table = *FindTable(settlement_.versions[version], written.name);
    for (const SandboxRow& row : table.rows) {
      if (KeyText(table, written, row) == key) return WholeText(table, row);
    }
    return std::nullopt;
  }

  // Each new row is one that was staged.
  void CheckMade(const WrittenTable& written, std::multiset<std::string> made) {
    int64_t applied = 0;
    int64_t unknown = 0;
    for (const WriteRecord& write : settlement_.writes) {
      if (write.table != written.name || !write.inserts) continue;
      applied += write.outcome == "applied" ? 1 : 0;
      unknown += write.outcome == "unknown" ? 1 : 0;
    }
    const auto count = static_cast<int64_t>(made.size());
    // The server deletes new rows, too, with their account.
    const bool owners_gone = !DeletedAccounts(settlement_.before, settlement_.after).empty();
    if ((count < applied && !owners_gone) || count > applied + unknown) {
      Fault(written.name + ": " + std::to_string(count) + " new rows, and of the staged ones " +
            std::to_string(applied) + " applied, " + std::to_string(unknown) + " unknown");
    }
    const SandboxTable& last = *FindTable(settlement_.last, written.name);
    for (const SandboxRow& row : last.rows) {
      if (!IsNew(last, written, row)) continue;
      const auto found = made.find(GivenText(last, written, row));
      if (found != made.end()) made.erase(found);
    }
    for (const std::string& row : made) Fault(written.name + ": nobody staged " + row);
  }

  static std::string Name(const WriteRecord& write) {
    return write.table + ": " + (write.key.empty() ? "a new row" : write.key);
  }

  const Settlement& settlement_;
  std::map<std::string, int64_t, std::less<>> counts_;
  std::string faults_;
};

}  // namespace

std::string OutcomeFaults(const Settlement& settlement) { return Check(settlement).Run(); }

}  // namespace apisql::transactions
