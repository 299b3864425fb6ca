// A session over the provider "demo", whose table demo.shop.items can be written, and a server in
// memory.
#ifndef APISQL_TESTS_VTAB_WRITES_SESSION_WRITE_FIXTURE_H_
#define APISQL_TESTS_VTAB_WRITES_SESSION_WRITE_FIXTURE_H_

#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "tests/http/fake_transport.h"
#include "tests/vtab/session/session_fixture.h"

namespace apisql {

class SessionWriteFixture : public ::testing::Test {
 protected:
  SessionWriteFixture() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ = ::testing::TempDir() + "apisql_" + std::to_string(::getpid()) + "_" +
                 test->test_suite_name() + "_" + test->name();
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    Write("provider.yaml", R"(provider: demo
description: A provider for tests.
servers: {main: {url: https://demo.test}}
rows: /data
errors: [{message: /message}]
paging: none
)");
    Write("shop.items.yaml", R"(table: demo.shop.items
description: Things for sale.
key: [id]
columns:
  id: {type: text, path: /id}
  name: {type: text, path: /spec/name, write: [create, update]}
  owner_id: {type: text, path: /spec/owner, write: [create], required: true}
  price: {type: integer, path: /spec/price, write: [create, update]}
  secret: {type: text, path: /secret, secret: true}
  spec: {type: json, path: /spec, hidden: true, write: [create]}
methods:
  list_items: {verb: select, get: /items}
  get_item: {verb: select, get: "/items/{id}", row: /, absent: [404]}
  create_item: {verb: insert, post: /items, returns: /}
  update_item: {verb: update, patch: "/items/{id}", returns: /, absent: [404]}
  delete_item: {verb: delete, delete: "/items/{id}", absent: [404]}
  rotate_item: {verb: exec, post: "/items/{id}/rotate", returns: /}
  price_item:
    verb: exec
    post: "/items/{id}/price"
    filters: {price: {in: body, body_path: /amount, required: true}}
)");
    Write("shop.owners.yaml", R"(table: demo.shop.owners
description: People who sell.
key: [id]
columns:
  id: {type: text, path: /id}
  email: {type: text, path: /email}
methods:
  list_owners: {verb: select, get: /owners}
)");
    Reply("GET /items", 200,
          R"({"data": [{"id": "i1", "spec": {"name": "cup", "owner": "o1", "price": 3}},
                       {"id": "i2", "spec": {"name": "pot", "owner": "o2", "price": 9}}]})");
    Reply("GET /owners", 200, R"({"data": [{"id": "o1", "email": "a@x"}]})");
    for (const std::string id : {"i1", "i2"}) {
      Reply("GET /items/" + id, 200,
            R"({"id": ")" + id + R"(", "spec": {"name": "cup", "owner": "o1", "price": 3}})");
      Reply("PATCH /items/" + id, 200,
            R"({"id": ")" + id + R"(", "spec": {"name": "mug", "owner": "o1", "price": 4}})");
      Reply("DELETE /items/" + id, 204, "");
    }
    Reply("POST /items", 201,
          R"({"id": "i9", "spec": {"name": "jar", "owner": "o1"}, "secret": "s3cret"})");
  }
  ~SessionWriteFixture() override { std::filesystem::remove_all(directory_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ + "/" + name) << text;
  }
  // `call` is "PATCH /items/i1".
  void Reply(const std::string& call, int status, const std::string& body) {
    const size_t blank = call.find(' ');
    transport_.Reply(call.substr(0, blank) + " https://demo.test" + call.substr(blank + 1), status,
                     body);
  }

  Status Open(SessionOptions options = {}) {
    session_.reset();
    auto catalog = Catalog::Builtin();
    RETURN_IF_ERROR(catalog->AddDirectory(directory_));
    ASSIGN_OR_RETURN(session_, Session::Open(std::move(catalog), Config(), transport_, clock_,
                                             std::move(options)));
    return OkStatus();
  }

  // Runs all statements. The rows of the last; at an error what came before it, and
  // "error: ...".
  std::string Run(std::string_view sql) {
    if (session_ == nullptr) {
      const Status status = Open();
      if (!status.ok()) return "error: " + status.message();
    }
    std::string text;
    while (!sql.empty()) {
      TextSink sink;
      auto summary = session_->RunNext(&sql, sink);
      error_ = summary.status();
      header_ = sink.header;
      text = sink.text;
      ended_ = sink.ended;
      if (!summary.ok()) return text + "error: " + summary.status().message();
      summary_ = *std::move(summary);
    }
    return text;
  }

  // "PATCH /items/i1 {...}" of each request since the last call.
  std::vector<std::string> Sent() {
    std::vector<std::string> sent;
    for (const Request& request : transport_.requests) {
      std::string line = request.method + " " + request.url.substr(sizeof("https://demo.test") - 1);
      if (!request.body.empty()) line += " " + request.body;
      sent.push_back(std::move(line));
    }
    transport_.requests.clear();
    return sent;
  }

  std::string directory_;
  FakeClock clock_;
  FakeTransport transport_{&clock_};
  std::unique_ptr<Session> session_;
  StatementSummary summary_;
  Status error_;
  std::string header_;
  bool ended_ = false;
};

}  // namespace apisql

#endif  // APISQL_TESTS_VTAB_WRITES_SESSION_WRITE_FIXTURE_H_
