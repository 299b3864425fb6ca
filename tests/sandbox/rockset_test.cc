// The imitation of Rockset.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/sandbox/plain_client.h"

namespace apisql {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::SizeIs;

constexpr const char* kOrg = "/v1/orgs/self";
const std::string kUsers = "/v1/orgs/self/users";
const std::string kSelfKeys = "/v1/orgs/self/users/self/apikeys";

class RocksetTest : public testing::Test {
 protected:
  RocksetTest() : sandbox_(StartSandbox(FixedOptions(200))), client_(*sandbox_) {}

  static std::string KeysOf(const std::string& email) {
    return kUsers + "/" + Escape(email) + "/apikeys";
  }
  void ExpectError(const PlainReply& reply, int status, const std::string& type) {
    EXPECT_EQ(reply.status, status) << reply.text;
    EXPECT_EQ(reply.body["type"], type);
    EXPECT_TRUE(reply.body["message"].is_string());
    EXPECT_TRUE(reply.body["line"].is_null());
  }

  std::unique_ptr<Sandbox> sandbox_;
  PlainClient client_;
};

TEST_F(RocksetTest, WrongKeyIs401) {
  for (const std::string header : {"", "ApiKey", "ApiKey ", "ApiKey x", "Basic eDp5"}) {
    const PlainReply reply = client_.Send("GET", "/rockset" + kUsers, header);
    ExpectError(reply, 401, "AUTHEXCEPTION");
    EXPECT_EQ(reply.Header("www-authenticate"), "ApiKey");
  }
}

TEST_F(RocksetTest, LetterCaseOfTheSchemeDoesNotMatter) {
  const std::string key = sandbox_->access().rockset_key;
  for (const char* scheme : {"ApiKey ", "apikey ", "APIKEY "}) {
    EXPECT_EQ(client_.Send("GET", "/rockset" + kUsers, scheme + key).status, 200);
  }
}

TEST_F(RocksetTest, ListsComeWholeInOneAnswer) {
  const auto tables = sandbox_->Dump();
  EXPECT_THAT(client_.Rockset("GET", kUsers + "?page_size=1").body["data"],
              SizeIs(TableOf(tables, "rockset.iam.users").rows.size()));
}

TEST_F(RocksetTest, OneUserComesWithoutEnvelope) {
  const json user = client_.Rockset("GET", kUsers + "/jane%40corp.com").body;
  EXPECT_EQ(user["email"], "jane@corp.com");
  EXPECT_THAT(client_.Rockset("GET", kUsers).body["data"], Contains(user));
}

TEST_F(RocksetTest, SelfIsTheOwnerOfTheKey) {
  const json self = client_.Rockset("GET", kUsers + "/self").body;
  EXPECT_EQ(self["roles"], json::parse(R"(["admin"])"));
  EXPECT_EQ(client_.Rockset("GET", kSelfKeys).body,
            client_.Rockset("GET", KeysOf(self["email"])).body);
}

TEST_F(RocksetTest, UnknownUserIs404) {
  ExpectError(client_.Rockset("GET", kUsers + "/nobody%40corp.com"), 404, "NOTFOUND");
  ExpectError(client_.Rockset("GET", KeysOf("nobody@corp.com")), 404, "NOTFOUND");
  ExpectError(client_.Rockset("GET", KeysOf("Jane@Corp.com")), 404, "NOTFOUND");
}

TEST_F(RocksetTest, EmailsAreDecodedAsPathsAre) {
  EXPECT_EQ(client_.Rockset("GET", kUsers + "/ops+ci@corp.com/apikeys").status, 200);
  EXPECT_EQ(client_.Rockset("GET", kUsers + "/ops%2Bci%40corp.com/apikeys").status, 200);
  EXPECT_EQ(client_.Rockset("GET", kUsers + "/ops%20ci%40corp.com/apikeys").status, 404);
}

TEST_F(RocksetTest, KeysAreListedBySixLetters) {
  const json keys = client_.Rockset("GET", KeysOf("jane@corp.com")).body["data"];
  EXPECT_THAT(keys, SizeIs(3));
  for (const json& key : keys) {
    EXPECT_THAT(key["key"].get<std::string>(), SizeIs(6));
    EXPECT_EQ(key["created_by"], "jane@corp.com");
    EXPECT_FALSE(key.contains("user_email"));
  }
}

TEST_F(RocksetTest, OnlyRevealShowsTheWholeKey) {
  const json own = client_.Rockset("GET", kSelfKeys).body["data"][0];
  const std::string path = kSelfKeys + "/" + Escape(own["name"]);
  EXPECT_EQ(client_.Rockset("GET", path).body["data"], own);
  EXPECT_EQ(client_.Rockset("GET", path + "?reveal=false").body["data"], own);
  const json whole = client_.Rockset("GET", path + "?reveal=true").body["data"];
  EXPECT_EQ(whole["key"], sandbox_->access().rockset_key);
}

TEST_F(RocksetTest, KeyNamesMayHoldSlashes) {
  const PlainReply created = client_.Rockset("POST", kSelfKeys, R"({"name":"a/b c?d#é"})");
  EXPECT_EQ(created.status, 200);
  EXPECT_EQ(client_.Rockset("GET", kSelfKeys + "/" + Escape("a/b c?d#é")).body["data"]["name"],
            "a/b c?d#é");
}

TEST_F(RocksetTest, StateHasHardNames) {
  const auto tables = sandbox_->Dump();
  const SandboxTable& keys = TableOf(tables, "rockset.iam.api_keys");
  std::string all;
  for (size_t row = 0; row < keys.rows.size(); ++row) {
    const std::string name = CellText(keys, row, "name");
    const std::string path = KeysOf(CellText(keys, row, "user_email")) + "/" + Escape(name);
    EXPECT_EQ(client_.Rockset("GET", path).body["data"]["name"], name);
    all += name + "\n";
  }
  for (const char* part : {" ", "/", "?", "&", "ü", "%"})
    EXPECT_THAT(all, testing::HasSubstr(part));
}

TEST_F(RocksetTest, NewKeyIsShownWholeOnce) {
  const PlainReply created = client_.Rockset(
      "POST", kSelfKeys, R"({"name":"n","role":"read-only","expiry_time":"2027-01-02T03:04:05Z"})");
  EXPECT_EQ(created.status, 200);
  const json key = created.body["data"];
  EXPECT_THAT(key["key"].get<std::string>(), SizeIs(64));
  EXPECT_EQ(key["role"], "read-only");
  EXPECT_EQ(key["expiry_time"], "2027-01-02T03:04:05Z");
  EXPECT_EQ(key["created_at"], "2026-06-01T00:00:00Z");
  const json listed = client_.Rockset("GET", kSelfKeys + "/n").body["data"];
  EXPECT_EQ(listed["key"], key["key"].get<std::string>().substr(0, 6));
  ExpectError(client_.Rockset("POST", kSelfKeys, R"({"name":"n"})"), 409, "ALREADYEXISTS");
}

TEST_F(RocksetTest, KeysAreMadeForOneselfOnly) {
  ExpectError(client_.Rockset("POST", KeysOf("jane@corp.com"), R"({"name":"n"})"), 405,
              "METHODNOTALLOWED");
}

TEST_F(RocksetTest, KeyThatCannotBeMadeIs400) {
  for (const char* body :
       {"{}", "[]", "x", R"({"name":"n","role":"none"})",
        R"({"name":"n","expiry_time":"tomorrow"})", R"({"name":"n","expiry_time":7})"}) {
    ExpectError(client_.Rockset("POST", kSelfKeys, body), 400, "INVALIDINPUT");
  }
}

TEST_F(RocksetTest, PostOnAKeyChangesIt) {
  client_.Rockset("POST", kSelfKeys, R"({"name":"n","expiry_time":"2027-01-02T03:04:05Z"})");
  const std::string path = kSelfKeys + "/n";
  const auto change = [&](const char* body) {
    const PlainReply reply = client_.Rockset("POST", path, body);
    EXPECT_EQ(reply.status, 200) << reply.text;
    EXPECT_EQ(client_.Rockset("GET", path).body, reply.body);
    return reply.body["data"];
  };
  EXPECT_EQ(change(R"({"state":"SUSPENDED"})")["state"], "SUSPENDED");
  EXPECT_EQ(change(R"({"state":"ACTIVE"})")["state"], "ACTIVE");
  EXPECT_EQ(change(R"({"expiry_time":null})")["expiry_time"], "2027-01-02T03:04:05Z");
  EXPECT_EQ(change(R"({"name":"other","role":"admin"})")["name"], "n");
  EXPECT_TRUE(change(R"({"clear_expiry_time":true})")["expiry_time"].is_null());
  EXPECT_EQ(change(R"({"expiry_time":"2020-01-01T00:00:00Z"})")["state"], "SUSPENDED");
  ExpectError(client_.Rockset("POST", path, R"({"state":"GONE"})"), 400, "INVALIDINPUT");
  ExpectError(client_.Rockset("PATCH", path, "{}"), 405, "METHODNOTALLOWED");
}

TEST_F(RocksetTest, DeletedKeyIsGivenBack) {
  client_.Rockset("POST", kSelfKeys, R"({"name":"n"})");
  const json key = client_.Rockset("GET", kSelfKeys + "/n").body;
  const PlainReply deleted = client_.Rockset("DELETE", kSelfKeys + "/n");
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.body, key);
  ExpectError(client_.Rockset("DELETE", kSelfKeys + "/n"), 404, "NOTFOUND");
}

TEST_F(RocksetTest, KeyOpensTheApiOnlyWhileItIsActive) {
  const json key = client_.Rockset("POST", kSelfKeys, R"({"name":"n"})").body["data"];
  const std::string header = "ApiKey " + key["key"].get<std::string>();
  EXPECT_EQ(client_.Send("GET", "/rockset" + kUsers, header).status, 200);
  client_.Rockset("POST", kSelfKeys + "/n", R"({"state":"SUSPENDED"})");
  EXPECT_EQ(client_.Send("GET", "/rockset" + kUsers, header).status, 401);
  client_.Rockset("POST", kSelfKeys + "/n", R"({"state":"ACTIVE"})");
  client_.Rockset("DELETE", kSelfKeys + "/n");
  EXPECT_EQ(client_.Send("GET", "/rockset" + kUsers, header).status, 401);
}

TEST_F(RocksetTest, OthersKeysAreForAdministrators) {
  client_.Rockset("POST", kUsers + "/jane%40corp.com", R"({"roles":["member"]})");
  const json keys = client_.Rockset("GET", KeysOf("jane@corp.com")).body["data"];
  const std::string path = KeysOf("jane@corp.com") + "/" + Escape(keys[0]["name"]);
  const json whole = client_.Rockset("GET", path + "?reveal=true").body["data"];
  const std::string header = "ApiKey " + whole["key"].get<std::string>();
  EXPECT_EQ(client_.Send("GET", "/rockset" + kSelfKeys, header).body["data"], keys);
  ExpectError(client_.Send("GET", "/rockset" + KeysOf("ops+ci@corp.com"), header), 403,
              "FORBIDDEN");
}

TEST_F(RocksetTest, DeletingAUserDeletesItsKeys) {
  const PlainReply deleted = client_.Rockset("DELETE", kUsers + "/jane%40corp.com");
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.body["data"]["email"], "jane@corp.com");
  ExpectError(client_.Rockset("GET", KeysOf("jane@corp.com")), 404, "NOTFOUND");
  const auto tables = sandbox_->Dump();
  const SandboxTable& keys = TableOf(tables, "rockset.iam.api_keys");
  for (size_t row = 0; row < keys.rows.size(); ++row) {
    EXPECT_NE(CellText(keys, row, "user_email"), "jane@corp.com");
  }
}

TEST_F(RocksetTest, UserIsMadeNewAndChangedByPost) {
  const PlainReply created =
      client_.Rockset("POST", kUsers, R"({"email":"n@corp.com","roles":["member"]})");
  EXPECT_EQ(created.status, 200);
  EXPECT_EQ(created.body["data"]["state"], "NEW");
  const json changed =
      client_.Rockset("POST", kUsers + "/n%40corp.com", R"({"first_name":"N"})").body;
  EXPECT_EQ(changed["first_name"], "N");
  EXPECT_EQ(changed["roles"], created.body["data"]["roles"]);
  ExpectError(client_.Rockset("POST", kUsers, R"({"email":"n@corp.com","roles":[]})"), 409,
              "ALREADYEXISTS");
  for (const char* body : {R"({"email":"m@corp.com"})", R"({"email":"m","roles":[]})",
                           R"({"email":"m@corp.com","roles":["none"]})",
                           R"({"email":"m@corp.com","roles":"admin"})"}) {
    ExpectError(client_.Rockset("POST", kUsers, body), 400, "INVALIDINPUT");
  }
}

TEST_F(RocksetTest, RolesCanBeMadeChangedAndDeleted) {
  const std::string roles = std::string(kOrg) + "/roles";
  const PlainReply created = client_.Rockset(
      "POST", roles, R"({"role_name":"a b","privileges":[{"action":"QUERY_DATA_WS"}]})");
  EXPECT_EQ(created.status, 200);
  const std::string path = roles + "/a%20b";
  EXPECT_EQ(client_.Rockset("GET", path).body, created.body);
  const json changed = client_.Rockset("POST", path, R"({"description":"d"})").body["data"];
  EXPECT_EQ(changed["description"], "d");
  EXPECT_THAT(changed["privileges"], SizeIs(1));
  EXPECT_EQ(client_.Rockset("DELETE", path).status, 200);
  ExpectError(client_.Rockset("GET", path), 404, "NOTFOUND");
}

TEST_F(RocksetTest, BuiltInAndUsedRolesStay) {
  const std::string roles = std::string(kOrg) + "/roles";
  ExpectError(client_.Rockset("DELETE", roles + "/admin"), 403, "FORBIDDEN");
  client_.Rockset("POST", roles, R"({"role_name":"r"})");
  client_.Rockset("POST", kUsers, R"({"email":"n@corp.com","roles":["r"]})");
  ExpectError(client_.Rockset("DELETE", roles + "/r"), 409, "DEPENDENTRESOURCES");
}

TEST_F(RocksetTest, OrganizationIsOneObject) {
  const PlainReply reply = client_.Rockset("GET", kOrg);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body["data"]["id"], "corp");
  EXPECT_THAT(reply.body["data"]["clusters"], SizeIs(1));
  ExpectError(client_.Rockset("POST", kOrg, "{}"), 405, "METHODNOTALLOWED");
}

TEST_F(RocksetTest, UnknownPathsAre404) {
  for (const char* path : {"", "/", "/v1", "/v1/orgs/other/users", "/v1/orgs/self/ws",
                           "/v1/orgs/self/users/self/nothing", "/v1/orgs/self/users/a/apikeys/b/c",
                           "/v2/orgs/self/users"}) {
    ExpectError(client_.Rockset("GET", path), 404, "NOTFOUND");
  }
}

TEST_F(RocksetTest, NoRateHeadersButARequestId) {
  const PlainReply reply = client_.Rockset("GET", kUsers);
  EXPECT_EQ(reply.Header("x-ratelimit-limit"), "");
  EXPECT_THAT(reply.Header("x-request-id"), SizeIs(36));
}

class VirtualInstanceTest : public RocksetTest {
 protected:
  static std::string PathOf(const std::string& name) {
    return std::string(kOrg) + "/virtualinstances/" + name;
  }
  // The id of the first instance that this is true of.
  std::string Find(const char* member, const json& value) {
    const PlainReply list = client_.Rockset("GET", std::string(kOrg) + "/virtualinstances");
    for (const json& row : list.body["data"]) {
      if (row[member] == value && row["default_vi"] == (member == std::string("default_vi"))) {
        return row["id"];
      }
    }
    return "";
  }
  std::string StateAfterAWhile(const std::string& id, const std::string& awaited) {
    std::string state;
    for (int i = 0; i < 200 && state != awaited; ++i) {
      state = client_.Rockset("GET", PathOf(id)).body["data"]["state"];
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return state;
  }
};

TEST_F(VirtualInstanceTest, IsFoundByIdAndByName) {
  const std::string id = Find("state", "ACTIVE");
  const json instance = client_.Rockset("GET", PathOf(id)).body["data"];
  EXPECT_EQ(instance["id"], id);
  EXPECT_EQ(instance["rrn"], "rrn:vi:usw2a1:" + id);
  EXPECT_EQ(client_.Rockset("GET", PathOf(Escape(instance["rrn"]))).body["data"], instance);
  ExpectError(client_.Rockset("GET", PathOf("none")), 404, "NOTFOUND");
}

TEST_F(VirtualInstanceTest, IsSuspendedAndResumedAfterAWhile) {
  const std::string id = Find("state", "ACTIVE");
  const PlainReply suspended = client_.Rockset("POST", PathOf(id) + "/suspend");
  EXPECT_EQ(suspended.status, 200);
  EXPECT_EQ(suspended.body["data"]["id"], id);
  EXPECT_EQ(suspended.body["data"]["state"], "SUSPENDING");
  ExpectError(client_.Rockset("POST", PathOf(id) + "/suspend"), 409, "CONFLICT");
  EXPECT_EQ(StateAfterAWhile(id, "SUSPENDED"), "SUSPENDED");
  const json resumed = client_.Rockset("POST", PathOf(id) + "/resume").body["data"];
  EXPECT_EQ(resumed["state"], "RESUMING");
  EXPECT_EQ(resumed["resumed_at"], "2026-06-01T00:00:00Z");
  EXPECT_EQ(StateAfterAWhile(id, "ACTIVE"), "ACTIVE");
}

TEST_F(VirtualInstanceTest, CannotBeResumedWhileItRuns) {
  ExpectError(client_.Rockset("POST", PathOf(Find("state", "ACTIVE")) + "/resume"), 409,
              "CONFLICT");
}

TEST_F(VirtualInstanceTest, TheDefaultOneIsNotSuspended) {
  ExpectError(client_.Rockset("POST", PathOf(Find("default_vi", true)) + "/suspend"), 400,
              "INVALIDINPUT");
}

TEST_F(VirtualInstanceTest, HasNoOtherActions) {
  const std::string path = PathOf(Find("state", "ACTIVE"));
  ExpectError(client_.Rockset("POST", path + "/restart"), 404, "NOTFOUND");
  ExpectError(client_.Rockset("GET", path + "/suspend"), 405, "METHODNOTALLOWED");
  ExpectError(client_.Rockset("DELETE", path), 405, "METHODNOTALLOWED");
}

}  // namespace
}  // namespace apisql
