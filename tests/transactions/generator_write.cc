#include "src/base/text.h"
#include "tests/transactions/generator.h"
#include "vtab/sql/tokens.h"

namespace apisql::transactions {
namespace {

constexpr std::string_view kKeys = "confluent.iam.api_keys";
constexpr std::string_view kAccounts = "confluent.iam.service_accounts";
constexpr std::string_view kRoles = "confluent.iam.role_bindings";
constexpr std::string_view kClusters = "confluent.cmk.clusters";
constexpr std::string_view kRocksetKeys = "rockset.iam.api_keys";

// The text column without which there is no row, and which may have to be unique.
bool IsRequired(const WrittenTable& written, std::string_view column) {
  return column == "display_name" && written.name != kKeys;
}

std::string GivenNames(const WrittenTable& written) {
  if (written.name == kKeys) return "display_name, description, owner_id, resource_id";
  if (written.name == kAccounts) return "display_name, description";
  if (written.name == kRoles) return "principal, role_name, crn_pattern";
  if (written.name == kRocksetKeys) return "name, role, expiry_time";
  return "display_name, environment_id, cloud, region, availability, config_kind, "
         "deletion_protection";
}

}  // namespace

Step Generator::Write() {
  const WrittenTable& written = WrittenTables()[random_.Weighted({36, 24, 12, 12, 16})];
  switch (random_.Weighted({24, 44, 12, 20})) {
    case 0:
      // A cluster that is being made ends the use of the sandbox.
      if (written.name != kClusters || random_.Chance(25)) return Insert(written);
      return Update(written);
    case 1:
      return written.name != kRoles ? Update(written) : Insert(written);
    case 2:
      return written.name != kRoles ? UpdateFrom(written) : Delete(written);
    default:
      return Delete(written);
  }
}

Step Generator::Insert(const WrittenTable& written) {
  const bool rows = random_.Chance(65);
  Step step = {
      .kind = StepKind::kInsert, .sql = "INSERT INTO " + written.name + " ", .table = written.name};
  step.sql += rows ? InsertValues(written) : InsertSelect(written);
  // Not what the server fills.
  const bool returning = !view_->in_transaction || !unseen_;
  const size_t first = written.name == kRocksetKeys ? 1 : 0;
  if (returning && random_.Chance(8)) {
    step.sql += " RETURNING " + written.given[first].name + ", " + written.given[first + 1].name;
  }
  return step;
}

std::string Generator::InsertValues(const WrittenTable& written) {
  const bool input = written.name == kAccounts && random_.Chance(30);
  std::vector<std::string> rows;
  const size_t count = random_.Chance(70) ? 1 : 2 + random_.Below(2);
  for (size_t i = 0; i < count; ++i) {
    std::string row = NewRow(written);
    if (input) row += ", " + OptionalInput("u-" + std::to_string(random_.Below(9)));
    rows.push_back("(" + row + ")");
  }
  return "(" + GivenNames(written) + (input ? ", assigned_resource_owner" : "") + ") VALUES " +
         apisql::Join(rows, ", ");
}

std::string Generator::NewRow(const WrittenTable& written) {
  const std::string name = QuoteText(Fresh("new"));
  if (written.name == kKeys) {
    const std::string resource = random_.Chance(50) ? "NULL" : AnyCell(kClusters, "id");
    const std::string text = random_.Chance(20) ? "NULL" : QuoteText(Fresh("text"));
    std::string owner = random_.Chance(70) ? AnyCell(kAccounts, "id") : "NULL";
    // An account that is staged has no id yet.
    if (owner == "NULL") owner = AnyCell("confluent.iam.users", "id");
    return name + ", " + text + ", " + owner + ", " + resource;
  }
  if (written.name == kAccounts) return name + ", " + random_.Word({"NULL", "5", "'ops'", "'?'"});
  if (written.name == kRoles) {
    std::string principal = AnyCell(kRoles, "principal");
    // There may be no binding any more.
    if (principal == "NULL") principal = "'User:pool-1'";
    return principal + ", " + name + ", " + AnyCell("confluent.org.environments", "resource_name");
  }
  if (written.name == kRocksetKeys) {
    const std::string role =
        random_.Chance(50) ? "NULL" : AnyCell("rockset.iam.roles", "role_name");
    return name + ", " + role + ", " + random_.Word({"NULL", "'2027-01-02 03:04:05'"});
  }
  return name + ", " + AnyCell("confluent.org.environments", "id") + ", 'AWS', 'us-west-2', " +
         random_.Word({"'LOW'", "'HIGH'"}) + ", " + random_.Word({"'Basic'", "'Standard'"}) + ", " +
         random_.Word({"0", "1", "NULL"});
}

std::string Generator::InsertSelect(const WrittenTable& written) {
  const std::string names = "(" + GivenNames(written) + ") SELECT ";
  const std::string tail = " ORDER BY 1, 2 LIMIT " + std::to_string(1 + random_.Below(3));
  const std::string fresh = QuoteText("-" + Fresh("f"));
  if (written.name == kKeys && random_.Chance(50)) {
    return names + "coalesce(display_name, '?') || " + fresh +
           ", description, owner_id, NULL FROM confluent.iam.api_keys WHERE owner_id IS NOT NULL "
           "AND " +
           Condition(written, "") + " ORDER BY 1, 2, 3 LIMIT 3";
  }
  if (written.name == kKeys) {
    return names + "display_name || " + fresh +
           ", display_name, id, NULL FROM confluent.iam.service_accounts WHERE id IS NOT NULL "
           "AND " +
           Condition(*FindWritten(kAccounts), "") + tail;
  }
  if (written.name == kAccounts) {
    return names + "display_name || " + fresh +
           ", description FROM confluent.iam.service_accounts WHERE " + Condition(written, "") +
           tail;
  }
  if (written.name == kRoles) {
    return names + "DISTINCT 'User:' || owner_id, " + QuoteText(Fresh("Role")) + ", " +
           AnyCell("confluent.org.environments", "resource_name") +
           " FROM confluent.iam.api_keys WHERE owner_id IS NOT NULL AND " +
           ByFilter(*FindWritten(kKeys), "");
  }
  if (written.name == kRocksetKeys) {
    return names + "email || " + fresh + ", NULL, NULL FROM rockset.iam.users" + tail;
  }
  return "(" + GivenNames(written) + ") VALUES (" + NewRow(written) + ")";
}

Step Generator::Delete(const WrittenTable& written) {
  Step step = {.kind = StepKind::kDelete,
               .sql = "DELETE FROM " + written.name + " WHERE ",
               .table = written.name};
  const auto place = random_.Chance(45) ? AnyRow(written) : std::nullopt;
  const bool bare =
      place && random_.Chance(75) && written.name != kClusters && written.name != kAccounts;
  const std::string condition = place ? ByKey(written, *place, "") : Condition(written, "");
  step.sql += condition + (bare ? "" : Guard(written, "", true)) + Returning(written);
  return step;
}

Step Generator::Update(const WrittenTable& written) {
  if (random_.Chance(12)) {
    if (const auto place = CommittedRow(written)) return UpdateBack(written, *place);
  }
  const bool aliased = random_.Chance(20);
  const std::string alias = aliased ? "t." : "";
  Step step = {.kind = StepKind::kUpdate, .sql = "UPDATE ", .table = written.name};
  step.sql += written.name + (aliased ? " AS t" : "") + " SET " + Assignments(written, alias);
  const auto place = random_.Chance(35) ? AnyRow(written) : std::nullopt;
  step.sql += " WHERE " + (place ? ByKey(written, *place, alias)
                                 : Condition(written, alias) + Guard(written, alias, false));
  step.sql += Returning(written);
  return step;
}

// To the value that the row had before the transaction.
Step Generator::UpdateBack(const WrittenTable& written, const Place& place) {
  const std::string column = written.texts.empty() ? "state" : random_.Pick(written.texts);
  if (written.texts.empty() && written.name != kRocksetKeys) return Insert(written);
  return {.kind = StepKind::kUpdate,
          .sql = "UPDATE " + written.name + " SET " + column + " = " + Cell(place, column) +
                 " WHERE " + ByKey(written, place, "") + Returning(written),
          .table = written.name};
}

std::string Generator::Assignments(const WrittenTable& written, const std::string& alias) {
  if (written.name == kRocksetKeys) return RocksetAssignment(alias);
  if (written.name == kClusters && random_.Chance(65)) return ClusterAssignment(alias);
  if (written.name == kKeys && random_.Chance(8)) {
    return "display_name = " + alias + "description, description = " + alias + "display_name";
  }
  const std::string column = random_.Pick(written.texts);
  std::string assignments = column + " = " + NewText(written, column, alias);
  if (written.texts.size() < 2 || random_.Chance(75)) return assignments;
  const std::string& other = written.texts[column == written.texts[0] ? 1 : 0];
  return assignments + ", " + other + " = " + NewText(written, other, alias);
}

// Names of accounts are unique: each of several rows gets another.
std::string Generator::NewText(const WrittenTable& written, const std::string& column,
                               const std::string& alias) {
  std::string own = alias + column;
  if (IsRequired(written, column)) {
    return random_.Chance(15) ? own : own + " || " + QuoteText("-" + Fresh("f"));
  }
  switch (random_.Weighted({25, 25, 12, 8, 8, 8, 8, 6})) {
    case 0:
      return QuoteText(Fresh("set"));
    case 1:
      return "coalesce(" + own + ", '') || '+'";
    case 2:
      return AnyCell(written.name, column);
    case 3:
      return "NULL";
    case 4:
      return random_.Word({"5", "2.5", "'007'", "-1"});
    case 5:
      return own;
    case 6:
      return "(SELECT max(display_name) FROM confluent.org.environments)";
    default:
      return written.name == kKeys
                 ? "(SELECT s.display_name FROM confluent.iam.service_accounts s WHERE s.id = " +
                       alias + "owner_id)"
                 : "length(" + own + ")";
  }
}

std::string Generator::ClusterAssignment(const std::string& alias) {
  switch (random_.Below(4)) {
    case 0:
      return "availability = " + random_.Word({"'LOW'", "'HIGH'", "'MULTI_ZONE'"});
    case 1:
      return "deletion_protection = " + random_.Word({"0", "1", "'1'", "0"});
    case 2:
      return "deletion_protection = coalesce(" + alias + "deletion_protection, 0) = 0";
    default:
      return "config_kind = " + random_.Word({"'Standard'", "'Basic'", "'Enterprise'"});
  }
}

std::string Generator::RocksetAssignment(const std::string& alias) {
  switch (random_.Below(4)) {
    case 0:
      return "state = " + random_.Word({"'ACTIVE'", "'SUSPENDED'"});
    case 1:
      return "state = CASE " + alias + "state WHEN 'ACTIVE' THEN 'SUSPENDED' ELSE 'ACTIVE' END";
    case 2:
      return "expiry_time = " + random_.Word({"NULL", "'2027-03-04 05:06:07'"});
    default:
      return "expiry_time = '2027-12-31 00:00:00', state = " +
             random_.Word({"'ACTIVE'", "'SUSPENDED'"});
  }
}

Step Generator::UpdateFrom(const WrittenTable& written) {
  const bool join = written.name == kKeys || written.name == kAccounts;
  const std::string rest = join && random_.Chance(60) ? FromJoin(written) : FromValues(written);
  if (rest.empty()) return Update(written);
  return {.kind = StepKind::kUpdate,
          .sql = "UPDATE " + written.name + " AS t SET " + rest + Returning(written),
          .table = written.name};
}

std::string Generator::FromValues(const WrittenTable& written) {
  std::set<std::string> rows;
  std::set<std::string> keys;
  const bool rockset = written.name == kRocksetKeys;
  for (size_t i = 0; i < 3; ++i) {
    const auto place = AnyRow(written);
    if (!place) continue;
    std::vector<std::string> cells;
    for (const std::string& column : written.key) cells.push_back(Cell(*place, column));
    if (!keys.insert(apisql::Join(cells, ", ")).second) continue;
    cells.push_back(rockset ? random_.Word({"'ACTIVE'", "'SUSPENDED'"}) : QuoteText(Fresh("from")));
    rows.insert("(" + apisql::Join(cells, ", ") + ")");
  }
  if (rows.empty()) return "";
  const std::string values = apisql::Join(std::vector<std::string>(rows.begin(), rows.end()), ", ");
  if (rockset) {
    return "state = v.column3 FROM (VALUES " + values +
           ") AS v WHERE t.user_email = v.column1 AND t.name = v.column2";
  }
  return random_.Pick(written.texts) + " = v.column2 FROM (VALUES " + values +
         ") AS v WHERE t.id = v.column1";
}

// One match of a row, or several that set the same.
std::string Generator::FromJoin(const WrittenTable& written) {
  const std::string text = QuoteText(Fresh("joined"));
  if (written.name == kAccounts) {
    return "description = " + text + " FROM confluent.iam.api_keys k WHERE k.owner_id = t.id AND " +
           ByFilter(*FindWritten(kKeys), "k.");
  }
  if (random_.Chance(50)) {
    return "description = s.display_name FROM confluent.iam.service_accounts s WHERE s.id = "
           "t.owner_id AND " +
           ByOther(written, "t.");
  }
  return "description = coalesce(t.description, '') || " + text +
         " FROM confluent.iam.role_bindings b WHERE b.principal = 'User:' || t.owner_id";
}

std::string Generator::Returning(const WrittenTable& written) {
  const bool possible = !unseen_ || !view_->in_transaction;
  if (!possible || !random_.Chance(30)) return "";
  return " RETURNING " + ColumnList(written, "");
}

}  // namespace apisql::transactions
