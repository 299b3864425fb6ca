#include <algorithm>
#include <string>

#include "tests/soak/soak_world.h"

namespace apisql {
namespace {

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

struct Query {
  std::string sql;
  // Fewer rows of the tables make fewer rows of the result, and no others.
  bool monotonic = true;
};

std::string Values(SoakWorld& world, const std::vector<std::string>& among) {
  std::string list;
  for (size_t i = 1 + world.Below(4); i > 0; --i) {
    list += (list.empty() ? "" : ", ") + Quoted(world.Pick(among));
  }
  return list;
}

Query RandomQuery(SoakWorld& world) {
  const auto keys = [&] { return world.Column("confluent.iam.api_keys", "id"); };
  const auto owners = [&] { return world.Column("confluent.iam.api_keys", "owner_id"); };
  const std::string key_columns = "SELECT id, display_name, owner_id, created_at ";
  switch (world.Below(12)) {
    case 0:
      return {key_columns + "FROM confluent.iam.api_keys"};
    case 1:
      return {key_columns + "FROM confluent.iam.api_keys WHERE id IN (" + Values(world, keys()) +
              ")"};
    case 2:
      return {key_columns + "FROM confluent.iam.api_keys WHERE owner_id IN (" +
              Values(world, owners()) + ")"};
    case 3:
      return {"SELECT id, environment_id, display_name FROM confluent.cmk.clusters"};
    case 4:
      return {"SELECT id, display_name, description FROM confluent.iam.service_accounts"};
    case 5:
      return {
          "SELECT u.email, k.id FROM confluent.iam.users u JOIN confluent.iam.api_keys k ON "
          "k.owner_id = u.id"};
    case 6:
      return {
          "SELECT u.email, count(k.id) FROM confluent.iam.users u LEFT JOIN "
          "confluent.iam.api_keys k ON k.owner_id = u.id GROUP BY u.email",
          false};
    case 7:
      return {
          "SELECT u.email, k.name, k.state FROM rockset.iam.users u JOIN rockset.iam.api_keys "
          "k ON k.user_email = u.email"};
    case 8:
      return {
          "SELECT id FROM confluent.iam.api_keys WHERE owner_id NOT IN (SELECT id FROM "
          "confluent.iam.users) AND owner_id NOT IN (SELECT id FROM "
          "confluent.iam.service_accounts)",
          false};
    case 9:
      return {
          "SELECT id FROM confluent.iam.users UNION ALL SELECT id FROM "
          "confluent.iam.service_accounts UNION ALL SELECT id FROM confluent.org.environments"};
    case 10:
      return {"SELECT count(*), count(DISTINCT owner_id) FROM confluent.iam.api_keys", false};
    default:
      return {
          "SELECT a.id, k.id FROM confluent.iam.service_accounts a JOIN confluent.iam.api_keys "
          "k ON k.owner_id = a.id WHERE a.id IN (" +
          Values(world, world.Column("confluent.iam.service_accounts", "id")) + ")"};
  }
}

// What is wrong with the rows, or "".
std::string Difference(const TextRows& found, const TextRows& truth, bool partial) {
  if (!partial) {
    if (found == truth) return "";
    return std::to_string(found.size()) + " rows instead of " + std::to_string(truth.size());
  }
  return std::ranges::includes(truth, found) ? "" : "a partial result has rows that are not there";
}

}  // namespace

std::string SoakRead(SoakWorld& world) {
  const Query query = RandomQuery(world);
  world.OrderFaults("GET");
  world.MaybeInterrupt();
  const SoakResult result = world.Run(query.sql);
  world.ClearFaults();
  if (!result.status.ok()) {
    if (result.status.code() == StatusCode::kInternal) return result.status.message();
    return "";
  }
  const bool partial = !result.summary.warnings.empty();
  if (partial && !world.allows_partial()) return "a partial result without allow_partial";
  ++(partial ? world.counts().partial : world.counts().complete);
  if (partial && !query.monotonic) return "";
  const TextRows found = SortedRows(result.rows);
  world.counts().rows += static_cast<int64_t>(found.size());
  std::string difference;
  // A write whose answer was lost may have come through since the state was looked at.
  for (int look = 0; look < 2; ++look, world.StateChanged()) {
    const auto truth = world.Copy().Run(query.sql);
    if (!truth.ok()) return "the copy fails: " + truth.status().message();
    difference = Difference(found, SortedRows(*truth), partial);
    if (difference.empty()) return "";
  }
  return query.sql + ": " + difference;
}

}  // namespace apisql
