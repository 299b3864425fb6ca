#include "bench/race_statement.h"

#include <algorithm>

#include "bench/page_text.h"

namespace apisql::bench {
namespace {

constexpr int64_t kFewUsers = 50;
constexpr int64_t kManyUsers = 500;

int64_t DividedUp(int64_t dividend, int64_t divisor) { return (dividend + divisor - 1) / divisor; }

std::string KeyId(uint64_t serial) { return "KEYS" + SerialText(serial); }
std::string OwnerId(uint64_t serial) { return "sa-" + SerialText(serial); }
std::string Line(const std::string& id, uint64_t serial) {
  return id + ",CI Kafka access " + SerialText(serial);
}

// Makes the statements on one of the two tables of keys.
class Maker {
 public:
  Maker(const RaceSetting& setting, bool sized) : setting_(setting), sized_(sized) {}

  void Add(std::vector<RaceStatement>* all) const {
    for (const int64_t count : {3, 10, 11, 30, 100, 1000}) all->push_back(OwnersIn(count));
    for (const int64_t count : {3, 10, 11, 30, 100, 1000}) all->push_back(IdsIn(count));
    all->push_back(
        OfUsers("join of", kFewUsers, "k", "JOIN " + Keys() + " k ON k.owner_id = u.id"));
    all->push_back(
        OfUsers("join of", kManyUsers, "k", "JOIN " + Keys() + " k ON k.owner_id = u.id"));
    all->push_back(
        OfUsers("EXISTS of", kFewUsers, "u",
                "WHERE EXISTS (SELECT 1 FROM " + Keys() + " k WHERE k.owner_id = u.id)"));
    all->push_back(
        OfUsers("LEFT JOIN of", kFewUsers, "k", "LEFT JOIN " + Keys() + " k ON k.owner_id = u.id"));
  }

 private:
  std::string Keys() const { return sized_ ? "race.api.keys" : "race.api.unsized_keys"; }

  // `count` keys from all over the list. `way` makes the path that one is looked up at.
  template <typename Id, typename Path>
  RaceStatement In(const std::string& column, int64_t count, Id id, Path path) const {
    RaceStatement one;
    one.name = column + " IN " + std::to_string(count);
    one.sized = sized_;
    one.keys = std::min(count, setting_.keys);
    one.look_ups = {"paths", std::to_string(setting_.concurrency)};
    one.list = {"scan", "keys"};
    std::string values;
    for (int64_t i = 0; i < one.keys; ++i) {
      const auto serial = static_cast<uint64_t>(i * (setting_.keys / one.keys));
      values += (i == 0 ? "'" : ", '") + id(serial) + "'";
      one.look_ups.push_back("/lists/keys" + path(id(serial)));
      one.lines.push_back(Line(KeyId(serial), serial));
    }
    one.sql =
        "SELECT id, display_name FROM " + Keys() + " WHERE " + column + " IN (" + values + ")";
    return one;
  }

  RaceStatement OwnersIn(int64_t count) const {
    return In("owner_id", count, OwnerId,
              [](const std::string& owner) { return "?page_size=100&owner=" + owner; });
  }

  RaceStatement IdsIn(int64_t count) const {
    return In("id", count, KeyId, [](const std::string& id) { return "/" + id; });
  }

  // `rest` joins the users u with their keys k; the rows of `shown` are what is printed.
  RaceStatement OfUsers(const std::string& what, int64_t users, const std::string& shown,
                        const std::string& rest) const {
    const std::string table = users == kFewUsers ? "few_users" : "many_users";
    RaceStatement one;
    one.name = what + " " + std::to_string(users);
    one.sized = sized_;
    one.keys = one.users = users;
    one.look_ups = {"owners", table, "keys", std::to_string(setting_.concurrency)};
    one.list = {"scan", table, "keys"};
    one.sql =
        "SELECT " + shown + ".id, " + shown + ".display_name FROM race.api." + table + " u " + rest;
    for (uint64_t serial = 0; serial < static_cast<uint64_t>(users); ++serial) {
      one.lines.push_back(Line(shown == "u" ? OwnerId(serial) : KeyId(serial), serial));
    }
    return one;
  }

  const RaceSetting& setting_;
  bool sized_;
};

// What any way needs first.
int64_t UserPages(const RaceStatement& statement, const RaceSetting& setting) {
  return DividedUp(statement.users, setting.page_size);
}

}  // namespace

RaceCost RaceStatement::LookUps(const RaceSetting& setting) const {
  const int64_t before = UserPages(*this, setting);
  const int64_t rounds = DividedUp(keys, setting.concurrency);
  return {before + keys, static_cast<double>(before + rounds)};
}

RaceCost RaceStatement::List(const RaceSetting& setting) const {
  const int64_t requests = UserPages(*this, setting) + setting.pages();
  return {requests, static_cast<double>(requests)};
}

bool RaceStatement::ListIsBest(const RaceSetting& setting) const {
  const int64_t pages = setting.pages();
  if (keys > 2 * pages) return true;
  if (pages > 2 * keys) return false;
  return List(setting).waiting < LookUps(setting).waiting;
}

int64_t RaceStatement::Fewest(const RaceSetting& setting) const {
  return std::min(LookUps(setting).requests, List(setting).requests);
}

RaceCost RaceStatement::Bound(const RaceSetting& setting) const {
  const int64_t before = UserPages(*this, setting);
  const int64_t fewest = Fewest(setting) - before;
  const RaceCost way = ListIsBest(setting) ? List(setting) : LookUps(setting);
  const double best = way.waiting - static_cast<double>(before);
  const auto c = std::max<int64_t>(2, setting.concurrency);
  RaceCost bound;
  if (sized) {
    // That of an exact length, and the page that tells it.
    bound = {2 * fewest + 1, 1.5 * best + 2};
  } else {
    bound = {4 * fewest + c, std::max(3.0, static_cast<double>(c) / 3) * best + 2};
  }
  return {before + bound.requests, static_cast<double>(before) + bound.waiting};
}

std::vector<RaceStatement> RaceStatements(const RaceSetting& setting) {
  std::vector<RaceStatement> all;
  for (const bool sized : {true, false}) Maker(setting, sized).Add(&all);
  return all;
}

}  // namespace apisql::bench
