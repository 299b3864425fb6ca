// Which table SQLite reads first, inside which other: what the planner's costs are for.
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "registry/source/catalog.h"
#include "src/base/text.h"
#include "vtab/module/index_info.h"
#include "vtab/plan/estimates.h"
#include "vtab/plan/planner.h"
#include "vtab/plan/scan_plan.h"
#include "vtab/sqlite.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

// A table that plans as an API table does and has no rows.
struct PlannedTable : sqlite3_vtab {
  std::shared_ptr<const Resource> resource;
  const Estimates* estimates = nullptr;
};

struct PlannedModule {
  std::shared_ptr<const Resource> resource;
  const Estimates* estimates = nullptr;
};

int Connect(sqlite3* db, void* client_data, int, const char* const*, sqlite3_vtab** vtab, char**) {
  const auto* module = static_cast<PlannedModule*>(client_data);
  std::string columns;
  for (const Column& column : module->resource->columns) {
    const bool number = column.type == ColumnType::kInteger || column.type == ColumnType::kBoolean;
    columns +=
        (columns.empty() ? "\"" : ", \"") + column.name + (number ? "\" INTEGER" : "\" TEXT");
  }
  auto table = std::make_unique<PlannedTable>();
  table->resource = module->resource;
  table->estimates = module->estimates;
  *vtab = table.release();
  return sqlite3_declare_vtab(db, ("CREATE TABLE x(" + columns + ")").c_str());
}

int Disconnect(sqlite3_vtab* vtab) {
  delete static_cast<PlannedTable*>(vtab);
  return SQLITE_OK;
}

int BestIndex(sqlite3_vtab* vtab, sqlite3_index_info* info) {
  const auto* table = static_cast<PlannedTable*>(vtab);
  const std::vector<Constraint> constraints = ReadConstraints(info);
  const auto planned =
      PlanScan(*table->resource, {constraints, info->nOrderBy > 0, ColumnSet(info->colUsed)},
               *table->estimates);
  if (planned) WritePlan(*planned, info);
  return planned ? SQLITE_OK : SQLITE_CONSTRAINT;
}

// EXPLAIN opens no table, so nothing else is needed.
sqlite3_module Module() {
  sqlite3_module module = {};
  module.iVersion = 1;
  module.xConnect = Connect;
  module.xBestIndex = BestIndex;
  module.xDisconnect = Disconnect;
  return module;
}

// One step of EXPLAIN QUERY PLAN on an API table: "SCAN k VIRTUAL TABLE INDEX 0:plan" as
// "k[owner_id]" for a call per value, "k{owner_id}" for rows looked up in a list, "k" for a list,
// "k*" for a list of each parent.
std::string ShowStep(const std::string& step) {
  static const std::regex kScan(R"(SCAN (\S+) VIRTUAL TABLE INDEX \d+:(.*?)( LEFT-JOIN)?)");
  std::smatch parts;
  if (!std::regex_match(step, parts, kScan)) return "";
  const auto plan = ScanPlan::Parse(parts[2].str());
  if (!plan.ok()) return "unreadable: " + step;
  std::vector<std::string> called;
  std::vector<std::string> looked_up;
  for (const Binding& binding : plan->bindings) called.push_back(binding.column);
  for (const Filter& filter : plan->filters) {
    if (!filter.known && IsEquality(filter.op)) looked_up.push_back(filter.column);
  }
  std::string text = parts[1];
  if (!called.empty()) text += "[" + Join(called, ",") + "]";
  if (!looked_up.empty()) text += "{" + Join(looked_up, ",") + "}";
  return text + (plan->each.empty() ? "" : "*");
}

std::string ReadQuestion(int number) {
  const std::string name = (number < 10 ? "0" : "") + std::to_string(number);
  std::ifstream file(std::string(APISQL_SOURCE_DIR) + "/tests/questions/" + name + ".sql");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class OrderTest : public testing::Test {
 protected:
  OrderTest() {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(":memory:", &db), SQLITE_OK);
    db_.reset(db);
    for (const std::string& name : catalog_->TableNames()) {
      const auto resource = catalog_->Find(name);
      EXPECT_TRUE(resource.ok()) << resource.status().message();
      if (!resource.ok() || !(*resource)->view_sql.empty()) continue;
      modules_.push_back(std::make_unique<PlannedModule>(PlannedModule{*resource, &estimates_}));
      EXPECT_EQ(sqlite3_create_module(db, name.c_str(), &module_, modules_.back().get()),
                SQLITE_OK);
    }
  }

  // The API tables of the last statement in `sql`, in the order in which they are read.
  std::string OrderOf(const std::string& sql) {
    const std::string quoted = std::regex_replace(
        sql, std::regex(R"(\b(confluent|rockset)\.(\w+)\.(\w+)\b)"), "\"$1.$2.$3\"");
    std::string order;
    for (const char* rest = quoted.c_str(); *rest != '\0';) {
      const char* begin = rest;
      const SqliteStatement statement = Prepare(begin, &rest);
      if (statement == nullptr) break;
      if (sqlite3_column_count(statement.get()) == 0) {
        sqlite3_step(statement.get());  // CREATE VIEW
      } else {
        order = ReadOrder("EXPLAIN QUERY PLAN " + std::string(begin, rest));
      }
    }
    sqlite3_exec(db_.get(), "DROP VIEW IF EXISTS all_keys", nullptr, nullptr, nullptr);
    return order;
  }

  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
  TableStatistics learned_;

 private:
  SqliteStatement Prepare(const char* sql, const char** rest) {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(db_.get(), sql, -1, &statement, rest), SQLITE_OK)
        << sqlite3_errmsg(db_.get());
    return SqliteStatement(statement);
  }

  std::string ReadOrder(const std::string& explain) {
    const SqliteStatement statement = Prepare(explain.c_str(), nullptr);
    std::vector<std::string> steps;
    while (sqlite3_step(statement.get()) == SQLITE_ROW) {
      const auto* detail = sqlite3_column_text(statement.get(), 3);
      steps.push_back(ShowStep(reinterpret_cast<const char*>(detail)));
    }
    std::erase(steps, "");
    return Join(steps, " > ");
  }

  Estimates estimates_{*catalog_, &learned_};
  const sqlite3_module module_ = Module();
  std::vector<std::unique_ptr<PlannedModule>> modules_;
  SqliteDatabase db_;
};

// The tables of questions 1, 3, 9 and 12 are read whole, and 7 and 12 are UNIONs.
constexpr const char* kOrders[] = {
    "confluent.iam.service_accounts > confluent.iam.users > k",
    "s[display_name] > k[owner_id]",
    "k > confluent.iam.service_accounts > confluent.iam.users",
    "b > c{byok_id}*",
    "e > c[environment_id] > b[id]",
    "u > k[owner_id] > ru{email} > r[user_email]",
    "u > k[owner_id] > u > rb[principal]* > rockset.iam.api_keys[user_email]",
    "confluent.iam.api_keys[id]",
    "rockset.iam.api_keys*",
    "e > c[environment_id] > k[resource_id] > u[id]",
    "k[resource_id] > s[id] > rb[principal,role_name]*",
    "confluent.iam.api_keys > confluent.byok.keys > rockset.iam.api_keys*",
};

TEST_F(OrderTest, DocumentsGiveEachQuestionAnOrderOfFewRequests) {
  for (int number = 1; number <= 12; ++number) {
    EXPECT_EQ(OrderOf(ReadQuestion(number)), kOrders[number - 1]) << "question " << number;
  }
}

// Numbers of rows, one per table.
struct TableSizes {
  int64_t keys, users, environments, clusters, byok_keys, role_bindings, rockset_users,
      rockset_keys;
};

class LearnedOrderTest : public OrderTest, public testing::WithParamInterface<TableSizes> {
 protected:
  LearnedOrderTest() {
    const TableSizes& sizes = GetParam();
    LearnPaged("confluent.iam.api_keys", sizes.keys);
    LearnPaged("confluent.iam.users", sizes.users);
    LearnPaged("confluent.iam.service_accounts", sizes.users);
    LearnPaged("confluent.org.environments", sizes.environments);
    LearnPaged("confluent.byok.keys", sizes.byok_keys);
    LearnPaged("confluent.iam.role_bindings", sizes.role_bindings);
    learned_.LearnScan("confluent.org.organizations", 1, 1);
    learned_.LearnScan("confluent.cmk.clusters", sizes.clusters, sizes.environments);
    learned_.LearnScan("rockset.iam.users", sizes.rockset_users, 1);
    learned_.LearnScan("rockset.iam.api_keys", sizes.rockset_keys, sizes.rockset_users);
  }

  void LearnPaged(const std::string& table, int64_t rows) {
    learned_.LearnScan(table, rows, (rows + 99) / 100);
  }
};

TEST_P(LearnedOrderTest, LearnedSizesKeepTheOrders) {
  for (int number = 1; number <= 12; ++number) {
    EXPECT_EQ(OrderOf(ReadQuestion(number)), kOrders[number - 1]) << "question " << number;
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, LearnedOrderTest,
                         testing::Values(TableSizes{200, 40, 5, 20, 20, 161, 25, 57},
                                         TableSizes{1200, 240, 15, 120, 120, 962, 150, 285},
                                         TableSizes{5000, 1000, 53, 500, 500, 4055, 625, 1263},
                                         TableSizes{50000, 9000, 300, 4000, 900, 40000, 5000,
                                                    11000}),
                         [](const auto& info) { return std::to_string(info.param.keys) + "keys"; });

}  // namespace
}  // namespace apisql
