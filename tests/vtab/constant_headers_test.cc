// Headers that a document always sends: the inner before the outer.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "tests/vtab/session/session_fixture.h"

namespace apisql {
namespace {

class HeadersTransport final : public Transport {
 public:
  TransferId Start(Request request) override {
    for (const auto& header : request.headers) text += header.name + ": " + header.value + "\n";
    FinishedTransfer done;
    done.id = ++last_id_;
    Response response;
    response.url = request.url;
    response.method = request.method;
    response.status = 200;
    response.body = R"({"data": []})";
    done.outcome = std::move(response);
    done.may_have_been_sent = true;
    finished_.push_back(std::move(done));
    return last_id_;
  }
  std::vector<FinishedTransfer> Run(std::chrono::milliseconds /*timeout*/) override {
    return std::exchange(finished_, {});
  }
  void Cancel(TransferId /*id*/) override {}

  std::string text;

 private:
  TransferId last_id_ = 0;
  std::vector<FinishedTransfer> finished_;
};

class ConstantHeadersTest : public SessionFixture {
 protected:
  std::string HeadersOf(const std::string& sql) {
    auto catalog = Catalog::Builtin();
    Status status = catalog->AddDirectory(directory_ + "/demo");
    if (!status.ok()) return status.message();
    auto session = Session::Open(std::move(catalog), Config(), api_, Clock::Real(), {});
    if (!session.ok()) return session.status().message();
    session_ = *std::move(session);
    api_.text.clear();
    (void)Run(sql);
    session_.reset();
    return api_.text;
  }

  HeadersTransport api_;
};

TEST_F(ConstantHeadersTest, TheInnerStandBeforeTheOuter) {
  Write("provider.yaml", R"(provider: demo
description: A provider for tests.
servers: {main: {url: https://demo.test, headers: {X-Server: server, X-Both: server}}}
headers: {User-Agent: demo-client, X-Provider: provider, X-Both: provider, Accept: text/a}
rows: /data
errors: [{message: /message}]
)");
  Write("shop.notes.yaml", R"(table: demo.shop.notes
description: Notes.
key: [id]
headers: {Accept: text/b, X-Table: table}
columns: {id: {path: /id}, version: {source: parameter, hidden: true}}
methods:
  list_notes:
    verb: select
    get: /notes
    headers: {accept: text/c, X-Version: "1"}
    filters: {version: {in: header, parameter: x-version}}
)");
  EXPECT_EQ(HeadersOf("SELECT id FROM demo.shop.notes"),
            "accept: text/c\nX-Version: 1\nX-Table: table\nX-Server: server\nX-Both: server\n"
            "User-Agent: demo-client\nX-Provider: provider\n");
  // What a statement says replaces what is always sent.
  EXPECT_EQ(HeadersOf("SELECT id FROM demo.shop.notes WHERE version = '2'"),
            "accept: text/c\nx-version: 2\nX-Table: table\nX-Server: server\nX-Both: server\n"
            "User-Agent: demo-client\nX-Provider: provider\n");
}

TEST_F(ConstantHeadersTest, WithoutThemJsonIsAskedFor) {
  EXPECT_EQ(HeadersOf("SELECT id FROM demo.shop.owners"), "Accept: application/json\n");
}

}  // namespace
}  // namespace apisql
