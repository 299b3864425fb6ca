// Lists that are paged by headers, on the wire: ranges as Heroku has them, which HTTP libraries
// take for ranges of bytes, and tokens that would start a header of their own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "src/base/clock.h"
#include "src/base/text.h"
#include "src/http/transport/transport.h"
#include "tests/support/script_server.h"
#include "vtab/session/session.h"

namespace apisql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class CountedRows final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn>) override { return {}; }
  Status Row(std::span<const Value>) override {
    ++rows;
    return {};
  }
  Status End() override { return {}; }
  int rows = 0;
};

// The value of a header of a raw request; "none" where it has none.
std::string HeaderOf(const std::string& request, const std::string& name) {
  for (const std::string& line : Split(request, '\n')) {
    const size_t colon = line.find(':');
    if (colon == std::string::npos || AsciiLower(line.substr(0, colon)) != name) continue;
    return std::string(StripBlanks(line.substr(colon + 1)));
  }
  return "none";
}

class PagingHeadersTest : public testing::Test {
 protected:
  PagingHeadersTest()
      : server_([this](ScriptServer::Connection& connection) {
          while (connection.Read()) {
            const auto [head, body] =
                next_ < answers_.size() ? answers_[next_++] : std::pair("500 No", "{}");
            connection.Write("HTTP/1.1 " + std::string(head) +
                             "\r\nContent-Type: application/json\r\nContent-Length: " +
                             std::to_string(std::string(body).size()) + "\r\n\r\n" + body);
          }
        }) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = testing::TempDir() + "apisql_paging_" + std::to_string(::getpid()) + test->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ + "/provider.yaml") << R"(provider: demo
description: A provider for tests.
servers: {main: {url: https://demo.test}}
rows: /
errors: [{message: /message}]
)";
    WriteTable("apps", R"({style: range, first_range: "id ..; max={page_size}", )"
                       "page_size: {maximum: 1000}}");
    WriteTable("dynos", "{style: range}");
    WriteTable("logs", R"({style: token, token_parameter: "header:X-Page", next: /-1/next})");
    auto catalog = Catalog::Builtin();
    EXPECT_TRUE(catalog->AddDirectory(folder_).ok());
    Config config;
    config.provider("demo").base_url = server_.url();
    transport_ = MakeCurlTransport({});
    session_ =
        *Session::Open(std::move(catalog), std::move(config), *transport_, Clock::Real(), {});
  }
  ~PagingHeadersTest() override {
    session_.reset();
    transport_.reset();
    std::filesystem::remove_all(folder_);
  }

  void WriteTable(const std::string& name, const std::string& paging) const {
    std::ofstream(folder_ + "/app." + name + ".yaml")
        << "table: demo.app." << name << "\ndescription: A list.\nkey: [id]\n"
        << "columns: {id: {type: integer, path: /id}}\nmethods:\n  list_" << name
        << ": {verb: select, get: /" << name << ", paging: " << paging << "}\n";
  }

  // The number of rows, or the error.
  std::string Read(const std::string& table,
                   std::vector<std::pair<const char*, const char*>> answers) {
    answers_ = std::move(answers);
    next_ = 0;
    const std::string statement = "SELECT * FROM demo.app." + table;
    std::string_view sql = statement;
    CountedRows sink;
    const Status status = session_->RunNext(&sql, sink).status();
    return status.ok() ? std::to_string(sink.rows) : status.message();
  }
  std::vector<std::string> Sent(const std::string& header) const {
    std::vector<std::string> values;
    for (const std::string& request : server_.requests()) {
      values.push_back(HeaderOf(request, header));
    }
    return values;
  }

  std::string folder_;
  std::vector<std::pair<const char*, const char*>> answers_;  // Set while no request is under way.
  size_t next_ = 0;
  ScriptServer server_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
};

TEST_F(PagingHeadersTest, ANextRangeIsSentBackAsRange) {
  EXPECT_EQ(Read("apps", {{"206 Partial Content\r\nContent-Range: id 1..2; max=1000\r\n"
                           "Next-Range: ]2..; max=1000",
                           R"([{"id": 1}, {"id": 2}])"},
                          {"206 Partial Content\r\nPrev-Range: ..3[", R"([{"id": 3}])"}}),
            "3");
  EXPECT_THAT(Sent("range"), ElementsAre("id ..; max=1000", "]2..; max=1000"));
}

TEST_F(PagingHeadersTest, AnAnswerToTheWholeIsTheWhole) {
  EXPECT_EQ(Read("dynos", {{"200 OK", R"([{"id": 1}])"}}), "1");
  EXPECT_THAT(Sent("range"), ElementsAre("none"));
}

TEST_F(PagingHeadersTest, APartWithoutANextRangeIsAnError) {
  EXPECT_THAT(Read("dynos", {{"206 Partial Content", R"([{"id": 1}])"}}),
              HasSubstr("the answer 206 is a part of the list, and names no next range"));
}

TEST_F(PagingHeadersTest, ARangeThatComesAgainIsAnError) {
  const std::pair<const char*, const char*> part = {"206 Partial Content\r\nNext-Range: ]2..",
                                                    R"([{"id": 1}, {"id": 2}])"};
  EXPECT_THAT(Read("dynos", {part, part}), HasSubstr("the server gave the token ']2..' before"));
}

TEST_F(PagingHeadersTest, APartIsAnErrorInEveryOtherStyle) {
  EXPECT_THAT(
      Read("logs", {{"206 Partial Content\r\nContent-Range: items 0-9/25", R"([{"id": 1}])"}}),
      HasSubstr("206 from GET " + server_.url() + "/logs: the answer is a part of what"));
}

TEST_F(PagingHeadersTest, ATokenStartsNoHeaderOfItsOwn) {
  EXPECT_THAT(Read("logs", {{"200 OK", R"([{"id": 1, "next": "a\r\nX-Injected: 1"}])"}}),
              HasSubstr("list_logs cannot send control characters in X-Page"));
  EXPECT_EQ(server_.requests().size(), 1);
  EXPECT_EQ(Read("logs", {{"200 OK", R"([{"id": 1, "next": "a b"}])"}, {"200 OK", "[]"}}), "1");
  EXPECT_THAT(Sent("x-page"), ElementsAre("none", "none", "a b"));
}

}  // namespace
}  // namespace apisql
