// Users, service accounts, and the roles that they have.
#include "sandbox/build_people.h"

#include <iterator>

#include "sandbox/builder.h"
#include "sandbox/new_id.h"

namespace apisql::sandbox {
namespace {

constexpr std::string_view kFirstNames[] = {"alan",    "barbara", "Chloé",     "dennis",  "edsger",
                                            "frances", "joan",    "katherine", "Zoë",     "niklaus",
                                            "radia",   "shafi",   "tim",       "yukihiro"};
constexpr std::string_view kLastNames[] = {"turing",   "liskov",  "nguyen", "ritchie",
                                           "dijkstra", "allen",   "clarke", "Åström",
                                           "wirth",    "perlman", "lee",    "matsumoto"};
constexpr std::string_view kJobs[] = {"ingest",  "connect", "CI",     "mirror",
                                      "metrics", "etl",     "replay", "backup"};
constexpr std::string_view kTeams[] = {"orders", "billing", "search", "Growth", "risk", "data"};

// Accounts that every sandbox has: the two with landmarks, and names that are hard to handle.
struct AccountPlan {
  std::string_view name;
  std::optional<std::string_view> description;
};
constexpr AccountPlan kFirstAccounts[] = {
    {"tf_runner_sa", "Runs Terraform"},
    {"deploy_bot", "Rolls out \"prod\", staging"},
    {"007", "A name that looks like a number"},
    {"1e3", ""},
    {"TF_Runner_SA", "Not the one in lower case"},
    {"say \"hi\", twice", std::nullopt},
    {"line one\nline two", "A line break in the name\r\nand here"},
    {"rocket 🚀 fährt los", "Ünïcödé & <html>"},
    {"100%_sure", "Wildcards of LIKE"},
    {"O'Brien's bot", "An apostrophe"},
};

struct UserPlan {
  std::string_view email;
  std::optional<std::string_view> full_name;
};
constexpr UserPlan kFirstUsers[] = {
    {"jane@corp.com", "Jane Doe"},
    {"Ada.Lovelace@Corp.com", "Ada Lovelace"},
    {"ops+ci@corp.com", "Ops, CI"},
    {"GRACE.HOPPER@CORP.COM", "Grace \"Amazing\" Hopper"},
    {"o'neil@corp.com", "Shaquille O'Neil"},
    {"linus@example.org", std::nullopt},
    {"marty.mcfly@corp.com", ""},
};

OptionalText ToText(const std::optional<std::string_view>& text) {
  return text ? OptionalText(*text) : std::nullopt;
}

// A quarter of the roles of a real organization; each holds in one kind of place.
enum class RolePlace { kOrganization, kEnvironment, kCluster, kTopic };
struct RolePlan {
  std::string_view name;
  RolePlace place;
};
constexpr RolePlan kRoles[] = {
    {"MetricsViewer", RolePlace::kOrganization},   {"BillingAdmin", RolePlace::kOrganization},
    {"EnvironmentAdmin", RolePlace::kEnvironment}, {"DataDiscovery", RolePlace::kEnvironment},
    {"CloudClusterAdmin", RolePlace::kCluster},    {"Operator", RolePlace::kCluster},
    {"CloudClusterAdmin", RolePlace::kCluster},    {"DeveloperRead", RolePlace::kTopic},
    {"DeveloperRead", RolePlace::kTopic},          {"DeveloperWrite", RolePlace::kTopic},
    {"DeveloperManage", RolePlace::kTopic},        {"ResourceOwner", RolePlace::kTopic},
};

class RoleBinder {
 public:
  explicit RoleBinder(Builder& builder)
      : builder_(builder), random_(builder.Stream("role bindings")) {}

  void Bind(const std::string& principal_id, std::string_view role, std::string crn) {
    RoleBinding binding;
    binding.id = NewId(random_, "rb-", builder_.state.role_bindings);
    binding.principal = "User:" + principal_id;
    binding.role_name = role;
    binding.crn_pattern = std::move(crn);
    binding.created_at = builder_.DaysAgo(random_, 0, 700);
    builder_.state.AddRoleBinding(std::move(binding));
  }
  void BindSome(const std::string& principal_id) {
    if (random_.Chance(2)) Bind(principal_id, "OrganizationAdmin", OrganizationPlace());
    for (uint64_t count = 1 + random_.Below(3); count > 0; --count) {
      const RolePlan& role = random_.Pick(kRoles);
      Bind(principal_id, role.name, Place(role.place));
    }
  }
  std::string OrganizationPlace() const { return builder_.state.OrganizationCrn(); }

 private:
  std::string Place(RolePlace place) {
    const State& state = builder_.state;
    if (place == RolePlace::kOrganization) return OrganizationPlace();
    const Cluster& cluster =
        *state.clusters.At(static_cast<Position>(random_.Below(state.clusters.end())));
    if (place == RolePlace::kEnvironment) return state.EnvironmentCrn(cluster.environment_id);
    std::string crn = state.ClusterCrn(cluster.environment_id, cluster.id);
    if (place == RolePlace::kCluster) return crn;
    crn += "/kafka=" + cluster.id + "/topic=" + std::string(random_.Pick(kTeams));
    return random_.Chance(50) ? crn + "*" : crn;
  }

  Builder& builder_;
  Random random_;
};

}  // namespace

Person MakePerson(Random& random, size_t number) {
  Person person;
  person.first_name = random.Pick(kFirstNames);
  person.last_name = random.Pick(kLastNames);
  // Numbered, so that all addresses differ.
  person.email = random.Text("abcdefghijklmnopqrstuvwxyz", 2);
  person.email +=
      "." + random.Text("abcdefghijklmnopqrstuvwxyz", 4) + std::to_string(number) + "@corp.com";
  return person;
}

void BuildUsers(Builder& builder) {
  Random random = builder.Stream("users");
  std::vector<User> users;
  for (const UserPlan& plan : kFirstUsers) {
    users.push_back(
        {.id = "", .email = std::string(plan.email), .full_name = ToText(plan.full_name)});
  }
  while (users.size() < builder.sizes.users) {
    const Person person = MakePerson(random, users.size());
    User user;
    user.email = person.email;
    if (random.Chance(5)) user.email[0] = static_cast<char>(user.email[0] - 'a' + 'A');
    if (!random.Chance(5)) user.full_name = person.first_name + " " + person.last_name;
    users.push_back(std::move(user));
  }
  random.Shuffle(users);
  for (User& user : users) {
    user.id = NewId(random, "u-", builder.state.users);
    user.sso = random.Chance(40);
    user.created_at = builder.DaysAgo(random, 1, 1400);
    user.updated_at = builder.LaterUpdate(random, user.created_at);
    if (user.email == kFirstUsers[0].email) builder.landmarks.jane = user.id;
    if (user.email == kFirstUsers[1].email) builder.landmarks.ada = user.id;
    if (user.email == kFirstUsers[2].email) builder.landmarks.ops = user.id;
    builder.state.users.Add(std::move(user));
  }
}

void BuildServiceAccounts(Builder& builder) {
  Random random = builder.Stream("service accounts");
  std::vector<ServiceAccount> accounts;
  for (const AccountPlan& plan : kFirstAccounts) {
    ServiceAccount account;
    account.display_name = plan.name;
    account.description = ToText(plan.description);
    accounts.push_back(std::move(account));
  }
  while (accounts.size() < builder.sizes.service_accounts) {
    ServiceAccount account;
    const std::string team(random.Pick(kTeams));
    const std::string job(random.Pick(kJobs));
    account.display_name = team + "-" + job + "-" + std::to_string(accounts.size());
    if (random.Chance(70)) account.description = job + " jobs of team " + team;
    accounts.push_back(std::move(account));
  }
  random.Shuffle(accounts);
  for (ServiceAccount& account : accounts) {
    account.id = NewId(random, "sa-", builder.state.service_accounts);
    account.created_at = builder.DaysAgo(random, 1, 1400);
    account.updated_at = builder.LaterUpdate(random, account.created_at);
    if (account.display_name == "tf_runner_sa") builder.landmarks.tf_runner = account.id;
    if (account.display_name == "deploy_bot") builder.landmarks.deployer = account.id;
    builder.state.AddServiceAccount(std::move(account));
  }
}

void BuildRoleBindings(Builder& builder) {
  RoleBinder binder(builder);
  const Landmarks& marks = builder.landmarks;
  binder.Bind(marks.tf_runner, "OrganizationAdmin", binder.OrganizationPlace());
  binder.Bind(marks.deployer, "EnvironmentAdmin", builder.state.EnvironmentCrn(marks.prod));
  binder.Bind(marks.jane, "EnvironmentAdmin", builder.state.EnvironmentCrn(marks.staging));
  binder.Bind(marks.jane, "CloudClusterAdmin",
              builder.state.ClusterCrn(marks.prod, marks.prod_clusters[0]));
  binder.Bind("pool-9aBc", "DeveloperRead", builder.state.EnvironmentCrn(marks.dev));
  binder.Bind("group-Xy12", "MetricsViewer", binder.OrganizationPlace());
  builder.state.service_accounts.Each(
      [&](const ServiceAccount& account) { binder.BindSome(account.id); });
  builder.state.users.Each([&](const User& user) { binder.BindSome(user.id); });
}

}  // namespace apisql::sandbox
