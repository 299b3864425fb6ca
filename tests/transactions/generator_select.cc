#include <algorithm>

#include "src/base/text.h"
#include "tests/differential/generator.h"
#include "tests/differential/schema.h"
#include "tests/transactions/generator.h"
#include "tests/transactions/state.h"

namespace apisql::transactions {
namespace {

struct JoinForm {
  std::string_view from;
  std::string_view table;  // A written one among them, and its alias.
  std::string_view alias;
  std::string_view columns;
};
constexpr JoinForm kJoins[] = {
    {"confluent.iam.api_keys k JOIN confluent.iam.service_accounts s ON s.id = k.owner_id",
     "confluent.iam.api_keys", "k.", "k.id, k.display_name, s.id, s.display_name"},
    {"confluent.iam.service_accounts s LEFT JOIN confluent.iam.api_keys k ON k.owner_id = s.id",
     "confluent.iam.service_accounts", "s.", "s.id, s.display_name, k.id, k.description"},
    {"confluent.iam.role_bindings b JOIN confluent.iam.service_accounts s ON b.principal = 'User:' "
     "|| s.id",
     "confluent.iam.role_bindings", "b.", "b.id, b.role_name, s.display_name"},
    {"confluent.cmk.clusters c JOIN confluent.org.environments e ON e.id = c.environment_id",
     "confluent.cmk.clusters", "c.", "c.id, c.display_name, c.availability, e.display_name"},
    {"confluent.cmk.clusters c LEFT JOIN confluent.iam.api_keys k ON k.resource_id = c.id",
     "confluent.cmk.clusters", "c.", "c.id, c.deletion_protection, k.id, k.display_name"},
    {"rockset.iam.users u LEFT JOIN rockset.iam.api_keys k ON k.user_email = u.email",
     "rockset.iam.api_keys", "k.", "u.email, k.name, k.state, k.expiry_time"},
    {"confluent.iam.api_keys a JOIN confluent.iam.api_keys b ON a.owner_id = b.owner_id AND a.id < "
     "b.id",
     "confluent.iam.api_keys", "a.", "a.id, b.id, a.display_name, b.description"},
};

size_t ColumnCount(std::string_view list) {
  return 1 + static_cast<size_t>(std::ranges::count(list, ','));
}

std::string OrderByAll(size_t columns) {
  std::string order = " ORDER BY 1";
  for (size_t i = 2; i <= columns; ++i) order += ", " + std::to_string(i);
  return order;
}

}  // namespace

// Mostly one that the transaction has written.
const WrittenTable& Generator::AnyWritten() {
  if (!unseen_ && !written_.empty() && random_.Chance(75)) {
    auto table = written_.begin();
    std::advance(table, random_.Below(written_.size()));
    return *FindWritten(*table);
  }
  return WrittenTables()[random_.Below(WrittenTables().size())];
}

Step Generator::Select() {
  switch (random_.Weighted({40, 10, 20, 30})) {
    case 0:
      return RowsOf(AnyWritten());
    case 1:
      return GroupsOf(AnyWritten());
    case 2:
      return Join();
    default:
      return RandomSelect();
  }
}

Step Generator::RowsOf(const WrittenTable& written) {
  std::vector<std::string> columns = written.key;
  for (size_t i = 0; i < 3; ++i) columns.push_back(AnyColumn(Now(written.name)));
  for (const std::string& text : written.texts) columns.push_back(text);
  if (!written.hidden.empty())
    columns.push_back("(" + random_.Pick(written.hidden).expression + ")");
  Step step = {.kind = StepKind::kSelect,
               .sql = "SELECT " + apisql::Join(columns, ", ") + " FROM " + written.name};
  if (random_.Chance(80)) step.sql += " WHERE " + Condition(written, "");
  if (random_.Chance(50)) return step;
  step.ordered = true;
  step.sql += OrderByAll(columns.size());
  if (random_.Chance(60)) step.sql += " LIMIT " + std::to_string(1 + random_.Below(5));
  if (step.sql.find("LIMIT") != std::string::npos && random_.Chance(30)) step.sql += " OFFSET 1";
  return step;
}

Step Generator::GroupsOf(const WrittenTable& written) {
  const std::string column = AnyColumn(Now(written.name));
  const std::string other = AnyColumn(Now(written.name));
  std::string sql = "SELECT " + column + ", count(*), count(" + other + "), max(" + other +
                    ") FROM " + written.name;
  if (random_.Chance(50)) sql += " WHERE " + Condition(written, "");
  sql += " GROUP BY 1";
  if (random_.Chance(30)) sql += " HAVING count(*) > 1";
  return {.kind = StepKind::kSelect, .sql = sql};
}

Step Generator::Join() {
  const JoinForm& form = kJoins[random_.Below(std::size(kJoins))];
  Step step = {.kind = StepKind::kSelect,
               .sql = "SELECT " + std::string(form.columns) + " FROM " + std::string(form.from)};
  if (random_.Chance(60)) {
    step.sql += " WHERE " + Condition(*FindWritten(form.table), std::string(form.alias));
  }
  if (random_.Chance(50)) return step;
  step.ordered = true;
  step.sql += OrderByAll(ColumnCount(form.columns));
  if (random_.Chance(50)) step.sql += " LIMIT " + std::to_string(1 + random_.Below(6));
  return step;
}

// Over a few tables, one of which is written at least.
Step Generator::RandomSelect() {
  std::vector<std::string> names = {AnyWritten().name};
  for (size_t i = 0; i < 2; ++i) names.push_back(random_.Pick(view_->now).name);
  std::vector<differential::Table> tables;
  for (const SandboxTable& table : view_->now) {
    if (table.rows.empty() || std::ranges::find(names, table.name) == names.end()) continue;
    tables.push_back(differential::TableOf(table));
  }
  const uint64_t seed = random_.Next();
  if (tables.empty()) return Join();
  const differential::Schema schema(std::move(tables));
  const differential::Statement statement = differential::Generator(schema, seed).Make();
  return {.kind = StepKind::kSelect,
          .sql = statement.sql,
          .unlimited = statement.unlimited,
          .ordered = statement.ordered};
}

}  // namespace apisql::transactions
