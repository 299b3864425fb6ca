#include "src/base/text.h"
#include "tests/transactions/generator.h"

namespace apisql::transactions {
namespace {

// A condition that finds nothing, and asks the server for nothing that is not there.
std::string Nothing(const std::string& alias) { return alias + "created_at = 'never'"; }

std::string Equal(const std::string& column, const std::string& literal) {
  return literal == "NULL" ? column + " IS NULL" : column + " = " + literal;
}

}  // namespace

std::string Generator::Condition(const WrittenTable& written, const std::string& alias) {
  switch (random_.Weighted({30, 10, 22, 16, 12, 6, 4})) {
    case 0:
      return ByAnyKey(written, alias);
    case 1:
      return ByKeys(written, alias);
    case 2:
      return ByFilter(written, alias);
    case 3:
      return ByOther(written, alias);
    case 4:
      return BySubquery(written, alias);
    case 5:
      return "(" + ByFilter(written, alias) + " OR " + ByAnyKey(written, alias) + ")";
    default:
      return ByFilter(written, alias) + " AND " + ByOther(written, alias);
  }
}

std::string Generator::ByKey(const WrittenTable& written, const Place& place,
                             const std::string& alias) {
  std::vector<std::string> terms;
  for (const std::string& column : written.key) {
    terms.push_back(alias + column + " = " + Cell(place, column));
  }
  if (written.name == "confluent.cmk.clusters" && random_.Chance(50)) {
    terms.push_back(alias + "environment_id = " + Cell(place, "environment_id"));
  }
  return apisql::Join(terms, " AND ");
}

std::string Generator::ByAnyKey(const WrittenTable& written, const std::string& alias) {
  const auto place = AnyRow(written);
  if (!place) return ByOther(written, alias);
  const std::string condition = ByKey(written, *place, alias);
  return random_.Chance(25) ? condition + " AND " + ByOther(written, alias) : condition;
}

std::string Generator::ByKeys(const WrittenTable& written, const std::string& alias) {
  std::vector<std::string> keys;
  const std::string& column = written.key.back();
  std::string rest;
  for (size_t i = 0; i < 3; ++i) {
    const auto place = AnyRow(written);
    if (!place) continue;
    keys.push_back(Cell(*place, column));
    if (written.key.size() > 1)
      rest = " AND " + alias + "user_email = " + Cell(*place, "user_email");
  }
  if (keys.empty()) return ByOther(written, alias);
  if (random_.Chance(50)) rest.clear();
  return alias + column + " IN (" + apisql::Join(keys, ", ") + ")" + rest;
}

std::string Generator::ByFilter(const WrittenTable& written, const std::string& alias) {
  const std::string& column = random_.Pick(written.filters);
  const std::string value = AnyCell(written.name, column);
  if (value == "NULL" || random_.Chance(70)) return Equal(alias + column, value);
  const std::string other = AnyCell(written.name, column);
  return alias + column + " IN (" + value + (other == "NULL" ? "" : ", " + other) + ")";
}

std::string Generator::ByOther(const WrittenTable& written, const std::string& alias) {
  const std::string name = AnyColumn(Now(written.name));
  const std::string column = alias + name;
  const std::string value = AnyCell(written.name, name);
  if (value == "NULL") return random_.Chance(80) ? column + " IS NULL" : Nothing(alias);
  switch (random_.Below(6)) {
    case 0:
      return column + " || '' = " + value;
    case 1:
      return "length(" + column + ") = length(" + value + ")";
    case 2:
      return "substr(" + column + ", 1, 4) = substr(" + value + ", 1, 4)";
    case 3:
      return column + " IS NOT NULL AND " + column + " <= " + value;
    case 4:
      return column + " LIKE substr(" + value + ", 1, 3) || '%'";
    default:
      return "coalesce(" + column + ", '-') = " + value;
  }
}

std::string Generator::BySubquery(const WrittenTable& written, const std::string& alias) {
  const auto in = [this](std::string_view table, const std::string& column) {
    return " IN (SELECT " + column + " FROM " + std::string(table) + " WHERE " +
           ByFilter(*FindWritten(table), "") + ")";
  };
  constexpr std::string_view kKeys = "confluent.iam.api_keys";
  constexpr std::string_view kAccounts = "confluent.iam.service_accounts";
  if (random_.Chance(20) && written.key.size() == 1) {
    return alias + "id" + in(written.name, "id");  // The written table itself.
  }
  if (written.name == kKeys && random_.Chance(50)) return alias + "owner_id" + in(kAccounts, "id");
  if (written.name == kKeys) {
    return "EXISTS (SELECT 1 FROM confluent.iam.role_bindings b WHERE b.principal = 'User:' || " +
           alias + "owner_id)";
  }
  if (written.name == kAccounts) return alias + "id" + in(kKeys, "owner_id");
  if (written.name == "confluent.iam.role_bindings") {
    return alias + "principal" + in(kAccounts, "'User:' || id");
  }
  if (written.name == "confluent.cmk.clusters") return alias + "id" + in(kKeys, "resource_id");
  return alias +
         "user_email IN (SELECT email FROM rockset.iam.users WHERE first_name > 'm' OR roles LIKE "
         "'%admin%')";
}

std::string Generator::Guard(const WrittenTable& written, const std::string& alias, bool deletes) {
  if (written.name == "rockset.iam.api_keys") return " AND " + alias + "name <> 'apisql sandbox'";
  if (!deletes) return "";
  if (written.name == "confluent.cmk.clusters") {
    return " AND coalesce(" + alias + "deletion_protection, 0) = 0";
  }
  // The server deletes its keys with an account.
  if (written.name == "confluent.iam.service_accounts" && random_.Chance(80)) {
    return " AND " + alias +
           "id NOT IN (SELECT owner_id FROM confluent.iam.api_keys WHERE owner_id IS NOT NULL)";
  }
  return "";
}

}  // namespace apisql::transactions
