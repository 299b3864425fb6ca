// The Rockset side: roles, users and their keys. Most of the users are in Confluent Cloud too.
#include <iterator>
#include <set>

#include "sandbox/build_people.h"
#include "sandbox/builder.h"
#include "src/base/text.h"

namespace apisql::sandbox {
namespace {

constexpr std::string_view kSelf = "admin@corp.com";
// Landmarks of the Confluent side, in lower case as Rockset keeps addresses.
constexpr std::string_view kFirstEmails[] = {
    "jane@corp.com",   "ada.lovelace@corp.com", "ops+ci@corp.com", "grace.hopper@corp.com",
    "o'neil@corp.com", "only.rockset@corp.com", "no-keys@corp.com"};
constexpr std::string_view kKeyNames[] = {"my-app",       "CI / nightly", "grafana board",
                                          "schlüssel",    "100% test",    "a+b=c&d?e#f",
                                          "laptop (old)", "🔑",           "007"};
constexpr std::string_view kRoleNames[] = {"admin", "member", "read-only", "read_write",
                                           "metrics reader"};

class RocksetMaker {
 public:
  explicit RocksetMaker(Builder& builder)
      : builder_(builder), random_(builder.Stream("rockset users")) {}

  void AddUser(const std::string& email) {
    if (builder_.state.rockset_users.Find(email) != nullptr) return;
    RocksetUser user;
    user.id = email;
    user.created_at = builder_.DaysAgo(random_, 300, 900);
    user.is_new = random_.Chance(4);
    if (!random_.Chance(10)) {
      const Person person = MakePerson(random_, 0);
      user.first_name = person.first_name;
      user.last_name = person.last_name;
    }
    user.roles.emplace_back(random_.Pick(kRoleNames));
    if (random_.Chance(30) && user.roles[0] != "read-only") user.roles.emplace_back("read-only");
    builder_.state.rockset_users.Add(std::move(user));
  }
  void GiveKeys(const std::string& email, uint64_t count) {
    RocksetUser& user = *builder_.state.rockset_users.Find(email);
    for (uint64_t i = 0; i < count; ++i) {
      std::string name(random_.Pick(kKeyNames));
      if (user.FindKey(name) != nullptr) name += " " + std::to_string(i);
      builder_.state.AddRocksetKey(user, MakeKey(std::move(name)));
    }
  }
  // What the questions need of Jane: keys of all sorts.
  void GiveJaneKeys() {
    GiveKeys("jane@corp.com", 3);
    RocksetUser& jane = *builder_.state.rockset_users.Find("jane@corp.com");
    for (size_t i = 0; i < jane.keys.size(); ++i) {
      jane.keys[i].active = i != 1;
      jane.keys[i].last_access_time = builder_.now - (10 + 90 * static_cast<int>(i)) * kDay;
      jane.keys[i].created_at = builder_.now - 299 * kDay;
    }
    jane.keys[0].expiry_time.reset();
    jane.keys[0].role.reset();
    jane.keys[2].role = "read-only";
    jane.keys[2].expiry_time = builder_.now + 30 * kDay;
  }
  RocksetKey MakeKey(std::string name) {
    RocksetKey key;
    key.name = std::move(name);
    key.key = random_.Text(kLettersDigits, 64);
    key.created_at = builder_.DaysAgo(random_, 1, 299);
    if (random_.Chance(60)) key.role = std::string(random_.Pick(kRoleNames));
    if (random_.Chance(40)) key.expiry_time = builder_.now + random_.Between(-60, 200) * kDay;
    if (random_.Chance(80)) key.last_access_time = random_.Between(key.created_at, builder_.now);
    if (random_.Chance(10)) key.created_by_apikey_name = "my-app";
    const bool expired = key.expiry_time && *key.expiry_time < builder_.now;
    key.active = !expired && !random_.Chance(20);
    return key;
  }
  Random& random() { return random_; }

 private:
  Builder& builder_;
  Random random_;
};

std::vector<std::string> RocksetEmails(const Builder& builder, Random& random) {
  std::vector<std::string> confluent;
  builder.state.users.Each([&](const User& user) { confluent.push_back(AsciiLower(user.email)); });
  random.Shuffle(confluent);
  std::vector<std::string> emails = {std::string(kSelf)};
  for (const std::string_view email : kFirstEmails) emails.emplace_back(email);
  std::set<std::string> seen(emails.begin(), emails.end());
  for (size_t number = 0; emails.size() < builder.sizes.rockset_users; ++number) {
    const bool shared = number < confluent.size() && random.Chance(75);
    std::string email = shared ? confluent[number] : "rs." + MakePerson(random, number).email;
    if (seen.insert(email).second) emails.push_back(std::move(email));
  }
  random.Shuffle(emails);
  return emails;
}

}  // namespace

void BuildRocksetRoles(Builder& builder) {
  Random random = builder.Stream("rockset roles");
  State& state = builder.state;
  state.rockset_organization = {"corp", "Corp, Inc.", random.Text(kHexDigits, 32),
                                builder.DaysAgo(random, 900, 1000)};
  const auto add = [&](std::string_view name, std::string_view description, bool built_in,
                       std::vector<RocksetRole::Privilege> privileges) {
    RocksetRole role;
    role.id = name;
    role.description = description;
    role.privileges = std::move(privileges);
    role.built_in = built_in;
    role.created_at = builder.DaysAgo(random, 100, 900);
    if (!built_in) role.owner_email = role.created_by = std::string(kSelf);
    state.rockset_roles.Add(std::move(role));
  };
  add("admin", "All rights.", true, {{"ALL_GLOBAL_ACTIONS", {}, "*ALL*"}});
  add("member", "Most rights, but not on users.", true,
      {{"ALL_WORKSPACE_ACTIONS", "*", "*ALL*"}, {"LIST_WS_GLOBAL", {}, "*ALL*"}});
  add("read-only", "Reads all collections.", true, {{"QUERY_DATA_WS", "*", "*ALL*"}});
  add("read_write", "Role with read and write privileges to all collections.", false,
      {{"QUERY_DATA_WS", "commons", {}}, {"WRITE_DATA_WS", "commons", {}}});
  add("metrics reader", "", false, {{"GET_METRICS_GLOBAL", {}, "usw2a1"}});
}

void BuildRocksetUsers(Builder& builder) {
  State& state = builder.state;
  RocksetMaker maker(builder);
  for (const std::string& email : RocksetEmails(builder, maker.random())) {
    maker.AddUser(email);
    if (email == kSelf || email == "jane@corp.com" || email == "no-keys@corp.com") continue;
    const bool landmark = email == "ada.lovelace@corp.com" || email == "ops+ci@corp.com";
    maker.GiveKeys(email, landmark ? 2 : maker.random().Below(5));
    if (landmark) state.rockset_users.Find(email)->keys[0].active = true;
  }
  maker.GiveJaneKeys();
  state.rockset_self = kSelf;
  RocksetUser& self = *state.rockset_users.Find(kSelf);
  self.roles = {"admin"};
  self.is_new = false;
  RocksetKey key = maker.MakeKey("apisql sandbox");
  key.key = builder.rockset_key;
  key.active = true;
  key.role = "admin";
  key.expiry_time.reset();
  key.last_access_time = builder.now;
  state.AddRocksetKey(self, std::move(key));
}

}  // namespace apisql::sandbox
