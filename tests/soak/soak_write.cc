#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <thread>

#include "tests/soak/soak_world.h"

namespace apisql {
namespace {

constexpr char kTable[] = "confluent.iam.service_accounts";
constexpr char kPrefix[] = "soak-";

struct Account {
  std::string id;
  std::string description;
};

// The accounts that this program made, by name.
std::multimap<std::string, Account> Accounts(SoakWorld& world) {
  world.StateChanged();
  const auto ids = world.Column(kTable, "id");
  const auto names = world.Column(kTable, "display_name");
  const auto descriptions = world.Column(kTable, "description");
  std::multimap<std::string, Account> accounts;
  for (size_t i = 0; i < ids.size(); ++i) {
    if (names[i].starts_with(kPrefix)) accounts.insert({names[i], {ids[i], descriptions[i]}});
  }
  return accounts;
}

struct Plan {
  std::string method;
  std::vector<std::string> statements;
  bool rolls_back = false;
  std::vector<std::string> names;  // Of the accounts, one per row that is written.
  std::string description;         // That they get.
};

Plan PlanInsert(SoakWorld& world, int64_t* next_name) {
  Plan plan;
  plan.method = "POST";
  plan.description = "made";
  std::string rows;
  for (size_t i = 1 + world.Below(3); i > 0; --i) {
    plan.names.push_back(kPrefix + std::to_string((*next_name)++));
    rows += (rows.empty() ? "('" : ", ('") + plan.names.back() + "', 'made')";
  }
  plan.statements = {std::string("INSERT INTO ") + kTable + " (display_name, description) VALUES " +
                     rows};
  return plan;
}

Plan PlanChange(SoakWorld& world, const std::multimap<std::string, Account>& accounts,
                int64_t number) {
  const bool deletes = world.Chance(50);
  Plan plan;
  plan.method = deletes ? "DELETE" : "PATCH";
  plan.description = "changed " + std::to_string(number);
  std::vector<std::pair<std::string, Account>> all(accounts.begin(), accounts.end());
  for (size_t i = 1 + world.Below(2); i > 0 && !all.empty(); --i) {
    const size_t at = world.Below(all.size());
    const std::string where = " WHERE id = '" + all[at].second.id + "'";
    plan.names.push_back(all[at].first);
    plan.statements.push_back(deletes ? std::string("DELETE FROM ") + kTable + where
                                      : std::string("UPDATE ") + kTable + " SET description = '" +
                                            plan.description + "'" + where);
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return plan;
}

// What the state shows of one row.
bool IsApplied(const Plan& plan, const std::string& name,
               const std::multimap<std::string, Account>& after) {
  const auto found = after.find(name);
  if (plan.method == "DELETE") return found == after.end();
  return found != after.end() && found->second.description == plan.description;
}

std::string CheckRow(const Plan& plan, const std::string& name, const std::string& outcome,
                     const std::multimap<std::string, Account>& after) {
  if (after.count(name) > 1) return name + " is there twice";
  const bool applied = IsApplied(plan, name, after);
  const bool may_be = outcome == "applied" || outcome == "unknown" || outcome == "absent";
  const bool may_not_be = outcome != "applied" && outcome != "absent";
  if (applied && !may_be) return plan.method + " " + name + " is " + outcome + " and was applied";
  if (!applied && !may_not_be) return plan.method + " " + name + " is " + outcome + " and was not";
  return "";
}

// A request that is not idempotent may be sent again only after a 429.
std::string CheckSendings(SoakWorld& world, const Plan& plan) {
  if (plan.method == "PATCH") return "";
  std::map<std::string, int> sendings;
  for (const SandboxRequest& request : world.sandbox().Requests()) {
    if (request.method == plan.method && request.status != 429) {
      ++sendings[request.target + " " + request.body];
    }
  }
  for (const auto& [request, count] : sendings) {
    if (count > 1)
      return plan.method + " " + request + " was sent " + std::to_string(count) + " times";
  }
  return "";
}

// True for a request that names one of the rows; those of the round before may come late.
bool SendsAny(SoakWorld& world, const Plan& plan) {
  const auto names = [&](const SandboxRequest& request) {
    if (request.method == "POST") {
      return std::ranges::any_of(plan.names, [&](const std::string& name) {
        return request.body.find('"' + name + '"') != std::string::npos;
      });
    }
    const std::string id = request.target.substr(request.target.rfind('/') + 1);
    return std::ranges::any_of(plan.statements, [&](const std::string& statement) {
      return statement.find('\'' + id + '\'') != std::string::npos;
    });
  };
  return std::ranges::any_of(world.sandbox().Requests(), [&](const SandboxRequest& request) {
    return request.method == plan.method && names(request);
  });
}

std::vector<std::string> Outcomes(SoakWorld& world) {
  std::vector<std::string> outcomes;
  for (const TextRow& row :
       world.Run("SELECT outcome FROM apisql.mutations ORDER BY number").rows) {
    outcomes.push_back(row[0].substr(1, row[0].size() - 2));  // Without its quotes.
  }
  return outcomes;
}

// Runs the statements, in a transaction when there are several. True when all succeeded.
bool RunPlan(SoakWorld& world, const Plan& plan) {
  const bool transaction = plan.statements.size() > 1 || plan.rolls_back;
  if (transaction) world.Run("BEGIN");
  bool ok = true;
  for (const std::string& statement : plan.statements) ok = world.Run(statement).status.ok() && ok;
  if (!transaction) return ok;
  if (plan.rolls_back) return world.Run("ROLLBACK").status.ok();
  if (world.Run("COMMIT").status.ok()) return ok;
  world.ClearFaults();
  world.Run("ROLLBACK");  // No error when the failed COMMIT has done so.
  return false;
}

}  // namespace

std::string SoakWrite(SoakWorld& world) {
  static int64_t next_name = 1;
  const auto before = Accounts(world);
  const bool inserts = before.size() < 5 || (before.size() < 40 && world.Chance(40));
  Plan plan = inserts ? PlanInsert(world, &next_name) : PlanChange(world, before, next_name++);
  plan.rolls_back = world.Chance(10);
  world.OpenSession();  // Its list of mutations begins anew.
  world.sandbox().ForgetRequests();
  world.OrderFaults(plan.method);
  world.MaybeInterrupt();
  RunPlan(world, plan);
  world.ClearFaults();
  const std::vector<std::string> outcomes = Outcomes(world);
  if (outcomes.size() > plan.names.size()) return "more outcomes than rows";
  if (std::ranges::find(outcomes, "unknown") != outcomes.end()) {
    // The server may still be at it.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const auto after = Accounts(world);
  std::string fault = CheckSendings(world, plan);
  for (size_t i = 0; i < plan.names.size() && fault.empty(); ++i) {
    // Rows that were not staged, and all of a ROLLBACK, have none.
    const std::string outcome = i < outcomes.size() ? outcomes[i] : "unsent";
    ++world.counts().outcomes[outcome];
    fault = CheckRow(plan, plan.names[i], outcome, after);
  }
  if (fault.empty() && plan.rolls_back && SendsAny(world, plan)) {
    fault = "a request was sent in spite of ROLLBACK";
  }
  return fault.empty() ? "" : plan.statements[0] + ": " + fault;
}

}  // namespace apisql
