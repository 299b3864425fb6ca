// Values of a statement and of rows stay values: in paths, queries and headers, from SQL down to
// the bytes that leave.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "src/base/clock.h"
#include "src/base/text.h"
#include "src/http/message/url.h"
#include "src/http/transport/transport.h"
#include "tests/support/script_server.h"
#include "vtab/session/session.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const std::string kNoUnicode = "\xff\xfe";
const std::vector<std::string> kHostileIds = {
    "a/b",
    "a?b",
    "a#b",
    "a%2Fb",
    "a%",
    "../users",
    "..%2fusers",
    "/../../users",
    "a b",
    "a+b",
    "a&page_size=1",
    "a;b",
    "a\\b",
    "\\\\elsewhere.example\\x",
    "//elsewhere.example/x",
    "http://elsewhere.example/x",
    "@elsewhere.example",
    "a:b",
    "a\tb",
    "a\nX-Injected: 1",
    "a\r\nX-Injected: 1\r\n\r\nGET /elsewhere HTTP/1.1\r\n\r\n",
    "a HTTP/1.1\r\nX-Injected: 1",
    "\x7f\x1b[2J",
    "\xc3\xa9\xe4\xb8\x96\xf0\x9f\x98\x80",
    kNoUnicode,
    "{id}",
    "$(id)",
    std::string(3000, '%'),
};

class NoRows final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn>) override { return {}; }
  Status Row(std::span<const Value>) override { return {}; }
  Status End() override { return {}; }
};

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

// "GET /path?query" of a raw request.
std::string RequestLine(const std::string& request) {
  const std::string line = request.substr(0, request.find("\r\n"));
  return line.substr(0, line.rfind(" HTTP/1.1"));
}

class InjectionTest : public testing::Test {
 protected:
  InjectionTest()
      : server_([](ScriptServer::Connection& connection) {
          while (connection.Read()) {
            const std::string body = R"({"errors":[{"status":"404","detail":"none"}]})";
            connection.Write("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n" +
                             std::string("Content-Length: ") + std::to_string(body.size()) +
                             "\r\n\r\n" + body);
          }
        }) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = testing::TempDir() + "apisql_injection_" + std::to_string(::getpid()) + test->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ + "/provider.yaml") << "provider: demo\n"
                                                 "description: A provider for tests.\n"
                                                 "servers: {main: {url: https://demo.test}}\n"
                                                 "rows: /data\n"
                                                 "errors: [{message: /message}]\n";
    std::ofstream(folder_ + "/shop.items.yaml")
        << "table: demo.shop.items\n"
           "description: Things for sale.\n"
           "key: [id]\n"
           "columns:\n"
           "  id: {type: text, path: /id}\n"
           "  name: {type: text, path: /name}\n"
           "  owner: {type: text, path: /owner}\n"
           "methods:\n"
           "  list_items:\n"
           "    verb: select\n"
           "    get: /items\n"
           "    filters: {name: {in: header, parameter: X-Name}, owner: {parameter: owner.id}}\n";
    auto catalog = Catalog::Builtin();
    EXPECT_TRUE(catalog->AddDirectory(folder_).ok());
    Config config;
    config.provider("confluent").base_url = server_.url("/confluent");
    config.provider("confluent").secrets[{"", "username"}].value = Secret("key");
    config.provider("confluent").secrets[{"", "password"}].value = Secret("secret");
    config.provider("demo").base_url = server_.url();
    transport_ = MakeCurlTransport({});
    session_ =
        *Session::Open(std::move(catalog), std::move(config), *transport_, Clock::Real(), {});
  }
  ~InjectionTest() override {
    session_.reset();
    transport_.reset();
    std::filesystem::remove_all(folder_);
  }

  // The raw requests that the statement led to.
  std::vector<std::string> Sent(const std::string& statement) {
    const size_t before = server_.requests().size();
    NoRows sink;
    std::string_view sql = statement;
    status_ = session_->RunNext(&sql, sink).status();
    const std::vector<std::string> all = server_.requests();
    return {all.begin() + static_cast<std::ptrdiff_t>(before), all.end()};
  }

  // One request for one object, with nothing in it but what belongs there.
  static void ExpectOneObject(const std::vector<std::string>& sent, const std::string& method,
                              const std::string& id) {
    ASSERT_EQ(sent.size(), 1);
    const std::string prefix = method + " /confluent/iam/v2/service-accounts/";
    const std::string line = RequestLine(sent[0]);
    ASSERT_THAT(line, StartsWith(prefix));
    const std::string segment = line.substr(prefix.size());
    EXPECT_EQ(segment.find_first_of("/?#\\ &;\r\n"), std::string::npos) << segment;
    EXPECT_EQ(DecodeQueryValue(segment), id);
    EXPECT_THAT(AsciiLower(sent[0]), Not(HasSubstr("\nx-injected")));
  }

  std::string folder_;
  ScriptServer server_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
  Status status_;
};

TEST_F(InjectionTest, AnIdIsOneSegmentOfThePathWhateverItHolds) {
  for (const std::string& id : kHostileIds) {
    if (id == kNoUnicode) continue;
    SCOPED_TRACE(id.substr(0, 80));
    const std::string where = " WHERE id = " + Quoted(id);
    ExpectOneObject(Sent("SELECT display_name FROM confluent.iam.service_accounts" + where), "GET",
                    id);
    ExpectOneObject(Sent("UPDATE confluent.iam.service_accounts SET description = 'x'" + where),
                    "PATCH", id);
    ExpectOneObject(Sent("DELETE FROM confluent.iam.service_accounts" + where), "DELETE", id);
  }
}

TEST_F(InjectionTest, AnIdThatNamesAnotherResourceIsNotSent) {
  for (const std::string& id : {std::string(), std::string("."), std::string(".."), kNoUnicode}) {
    SCOPED_TRACE(id);
    const std::string where = " WHERE id = " + Quoted(id);
    for (const std::string& statement :
         {"SELECT display_name FROM confluent.iam.service_accounts" + where,
          "UPDATE confluent.iam.service_accounts SET description = 'x'" + where,
          "DELETE FROM confluent.iam.service_accounts" + where}) {
      for (const std::string& request : Sent(statement)) {
        EXPECT_EQ(RequestLine(request), "GET /confluent/iam/v2/service-accounts/%FF%FE");
      }
      if (id.starts_with('.')) {
        EXPECT_THAT(status_.message(), HasSubstr("its URL would be that of another resource"));
      }
    }
  }
}

TEST_F(InjectionTest, ANulEndsNoId) {
  ExpectOneObject(Sent("SELECT display_name FROM confluent.iam.service_accounts WHERE id = "
                       "'a' || char(0) || '/b'"),
                  "GET", std::string("a\0/b", 4));
}

TEST_F(InjectionTest, AFilterIsOneParameterWhateverItHolds) {
  for (const std::string& owner : kHostileIds) {
    SCOPED_TRACE(owner.substr(0, 80));
    const std::vector<std::string> sent =
        Sent("SELECT id FROM demo.shop.items WHERE owner = " + Quoted(owner));
    ASSERT_EQ(sent.size(), 1);
    const std::string line = RequestLine(sent[0]);
    EXPECT_THAT(line, StartsWith("GET /items?owner.id="));
    const QueryParameters query = QueryOf(line.substr(sizeof("GET ") - 1));
    ASSERT_EQ(query.size(), 1) << line;
    EXPECT_EQ(query[0].second, owner);
    EXPECT_THAT(AsciiLower(sent[0]), Not(HasSubstr("\nx-injected")));
  }
}

TEST_F(InjectionTest, AHeaderIsOneLineOrNothingLeaves) {
  for (const std::string& name : kHostileIds) {
    SCOPED_TRACE(name.substr(0, 80));
    const std::vector<std::string> sent =
        Sent("SELECT id FROM demo.shop.items WHERE name = " + Quoted(name));
    const bool has_control =
        std::ranges::any_of(name, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
    if (has_control) {
      EXPECT_THAT(sent, IsEmpty());
      EXPECT_THAT(status_.message(), HasSubstr("cannot send control characters in X-Name"));
      continue;
    }
    ASSERT_EQ(sent.size(), 1);
    EXPECT_THAT(sent[0], HasSubstr("\r\nX-Name: " + name + "\r\n"));
    EXPECT_EQ(RequestLine(sent[0]), "GET /items");
  }
}

TEST_F(InjectionTest, AValueInABodyIsOneString) {
  for (const std::string& name : kHostileIds) {
    if (name == kNoUnicode) continue;
    SCOPED_TRACE(name.substr(0, 80));
    const std::vector<std::string> sent = Sent(
        "INSERT INTO confluent.iam.service_accounts (display_name) VALUES (" + Quoted(name) + ")");
    ASSERT_EQ(sent.size(), 1);
    EXPECT_EQ(RequestLine(sent[0]), "POST /confluent/iam/v2/service-accounts");
    const std::string body = sent[0].substr(sent[0].find("\r\n\r\n") + 4);
    EXPECT_EQ(body.find_first_of("\r\n\t\x1b"), std::string::npos);
    EXPECT_THAT(body, StartsWith("{\"display_name\":\""));
  }
}

}  // namespace
}  // namespace apisql
