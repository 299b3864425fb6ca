// What faults do on the wire, seen by a raw client.
#include "sandbox/faults.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <set>

#include "tests/sandbox/plain_client.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// All that comes back for one request, and how the connection ended.
struct RawReply {
  std::string text;
  int error = 0;  // 0: FIN.
};

class FaultsTest : public testing::Test {
 protected:
  FaultsTest() : sandbox_(StartSandbox(FixedOptions(250))), client_(*sandbox_) {}

  SandboxFault Add(std::string_view name, const std::string& path, int times = -1) {
    StatusOr<SandboxFault> fault = MakeFault(name);
    EXPECT_TRUE(fault.ok());
    fault->path_prefix = path;
    fault->times = times;
    sandbox_->AddFault(*fault);
    return *fault;
  }

  RawReply Raw(const std::string& method, const std::string& path, const std::string& body = "") {
    const SandboxAccess& access = sandbox_->access();
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(sandbox_->port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    const std::string request =
        method + " /confluent" + path + " HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n" +
        "Authorization: " + BasicHeader(access.confluent_key, access.confluent_secret) +
        "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body;
    EXPECT_EQ(send(fd, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
    RawReply reply;
    char block[4096];
    ssize_t count = 0;
    while ((count = recv(fd, block, sizeof block, 0)) > 0) {
      reply.text.append(block, static_cast<size_t>(count));
    }
    if (count < 0) reply.error = errno;
    close(fd);
    return reply;
  }

  size_t Environments() const {
    return TableOf(sandbox_->Dump(), "confluent.org.environments").rows.size();
  }

  std::unique_ptr<Sandbox> sandbox_;
  PlainClient client_;
};

TEST_F(FaultsTest, NamesDiffer) {
  std::set<std::string_view> names;
  for (const NamedFault& fault : NamedFaults()) {
    EXPECT_TRUE(names.insert(fault.name).second) << fault.name;
    EXPECT_TRUE(MakeFault(fault.name).ok());
  }
  const auto unknown = MakeFault("no_such_fault");
  ASSERT_FALSE(unknown.ok());
  EXPECT_THAT(unknown.status().message(), HasSubstr("reset_in_body"));
}

TEST_F(FaultsTest, AResetComesInsteadOfTheAnswer) {
  Add("reset", "/");
  const RawReply reply = Raw("GET", "/iam/v2/users");
  EXPECT_EQ(reply.text, "");
  EXPECT_EQ(reply.error, ECONNRESET);
}

TEST_F(FaultsTest, AResetInTheBodyComesAfterHalfOfIt) {
  Add("reset_in_body", "/");
  const RawReply reply = Raw("GET", "/iam/v2/users");
  EXPECT_THAT(reply.text, AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("\r\n\r\n{")));
  EXPECT_EQ(reply.error, ECONNRESET);
}

TEST_F(FaultsTest, AConnectionMayBeClosedBeforeTheAnswerAndWithinIt) {
  Add("close", "/iam/v2/users");
  EXPECT_EQ(Raw("GET", "/iam/v2/users").text, "");
  Add("close_in_body", "/org");
  const RawReply reply = Raw("GET", "/org/v2/environments");
  EXPECT_THAT(reply.text, AllOf(StartsWith("HTTP/1.1 200"), Not(HasSubstr("]}"))));
  EXPECT_EQ(reply.error, 0);
}

TEST_F(FaultsTest, AWriteIsCarriedOutOnlyWhereTheFaultSaysSo) {
  const size_t before = Environments();
  for (const char* name : {"reset", "close", "status_500", "status_503"}) {
    Add(name, "/org", 1);
    Raw("POST", "/org/v2/environments", R"({"display_name":"lost"})");
    EXPECT_EQ(Environments(), before) << name;
  }
  Add("reset_after", "/org", 1);
  Raw("POST", "/org/v2/environments", R"({"display_name":"one"})");
  EXPECT_EQ(Environments(), before + 1);
  Add("status_504_after", "/org", 1);
  EXPECT_THAT(Raw("POST", "/org/v2/environments", R"({"display_name":"two"})").text,
              StartsWith("HTTP/1.1 504"));
  EXPECT_EQ(Environments(), before + 2);
}

TEST_F(FaultsTest, ADripTakesItsTimeAndIsWhole) {
  SandboxFault fault = *MakeFault("drip");
  fault.pause = milliseconds(1);
  sandbox_->AddFault(fault);
  const auto start = std::chrono::steady_clock::now();
  const std::string path = "/org/v2/environments?page_size=1";
  const RawReply reply = Raw("GET", path);
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(reply.text.size()));
  sandbox_->ClearFaults();
  EXPECT_EQ(client_.Confluent("GET", path).text,
            reply.text.substr(reply.text.find("\r\n\r\n") + 4));
}

TEST_F(FaultsTest, ASilentServerStillEnds) {
  Add("silence", "/");
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(sandbox_->port()));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const std::string_view request = "GET /confluent/iam/v2/users HTTP/1.1\r\nHost: s\r\n\r\n";
  ASSERT_EQ(send(fd, request.data(), request.size(), 0), static_cast<ssize_t>(request.size()));
  while (sandbox_->Requests().empty()) usleep(100);
  const auto start = std::chrono::steady_clock::now();
  sandbox_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(1000));
  close(fd);
}

TEST_F(FaultsTest, ADelayIsOfOnePath) {
  SandboxFault fault;
  fault.path_prefix = "/iam/v2/users";
  fault.times = -1;
  fault.status = 0;
  fault.delay = milliseconds(80);
  sandbox_->AddFault(fault);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(client_.Confluent("GET", "/iam/v2/users").status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(80));
  const auto second = std::chrono::steady_clock::now();
  EXPECT_EQ(client_.Confluent("GET", "/org/v2/environments").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - second, milliseconds(80));
}

TEST_F(FaultsTest, TokensRepeatLoopOrNeverEnd) {
  const std::string path = "/iam/v2/api-keys?page_size=5";
  const auto tokens = [&](std::string_view name) {
    sandbox_->ClearFaults();
    Add(name, "/iam/v2/api-keys");
    std::vector<std::string> seen;
    std::string token;
    for (int i = 0; i < 4; ++i) {
      const PlainReply page = client_.Confluent("GET", path + token);
      EXPECT_EQ(page.status, 200);
      seen.push_back(NextToken(page.body));
      token = "&page_token=" + seen.back();
    }
    return seen;
  };
  EXPECT_THAT(tokens("repeated_token"), testing::ElementsAre("again", "again", "again", "again"));
  EXPECT_THAT(tokens("token_loop"), testing::ElementsAre("odd", "even", "odd", "even"));
  EXPECT_THAT(tokens("endless_pages"),
              testing::ElementsAre("page-1", "page-2", "page-3", "page-4"));
}

TEST_F(FaultsTest, RowsComeTwiceAtTheBordersOfPages) {
  Add("repeated_rows", "/iam/v2/api-keys");
  const auto rows = client_.Walk("/iam/v2/api-keys?page_size=100");
  ASSERT_EQ(rows.size(), 252);
  EXPECT_EQ(rows[99], rows[100]);
  sandbox_->ClearFaults();
  Add("changed_rows", "/iam/v2/api-keys");
  const auto changed = client_.Walk("/iam/v2/api-keys?page_size=100");
  ASSERT_EQ(changed.size(), 252);
  EXPECT_EQ(changed[99]["id"], changed[100]["id"]);
  EXPECT_NE(changed[99], changed[100]);
}

TEST_F(FaultsTest, TextsStandInTheBodyAsTheyAre) {
  Add("invalid_utf8", "/org");
  EXPECT_THAT(client_.Confluent("GET", "/org/v2/environments").text, HasSubstr("\"caf\xe9 "));
  sandbox_->ClearFaults();
  Add("repeated_members", "/org");
  EXPECT_THAT(client_.Confluent("GET", "/org/v2/environments").text,
              testing::ContainsRegex(R"("id":"env-[a-z0-9]*","id":"the second")"));
}

}  // namespace
}  // namespace apisql
