// A session over a small provider of its own, "demo", and a transport that answers from a table.
#ifndef APISQL_TESTS_VTAB_SESSION_SESSION_FIXTURE_H_
#define APISQL_TESTS_VTAB_SESSION_SESSION_FIXTURE_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "vtab/session/session.h"

namespace apisql {

// Answers each GET with the body that `replies` has for its path; 404 for others.
class TableTransport final : public Transport {
 public:
  TransferId Start(Request request) override {
    const std::string path = request.url.substr(std::string("https://demo.test").size());
    Response response;
    response.url = request.url;
    response.method = request.method;
    const auto reply = replies.find(path);
    response.status = reply == replies.end() ? 404 : 200;
    response.body = reply == replies.end() ? R"({"message": "no such page"})" : reply->second;
    sent.push_back(request.method + " " + path);
    FinishedTransfer done;
    done.id = ++last_id_;
    done.outcome = std::move(response);
    done.may_have_been_sent = true;
    finished_.push_back(std::move(done));
    most_in_flight = std::max(most_in_flight, finished_.size());
    return last_id_;
  }
  std::vector<FinishedTransfer> Run(std::chrono::milliseconds /*timeout*/) override {
    return std::exchange(finished_, {});
  }
  void Cancel(TransferId id) override {
    std::erase_if(finished_, [id](const FinishedTransfer& done) { return done.id == id; });
  }

  std::map<std::string, std::string> replies;
  std::vector<std::string> sent;
  size_t most_in_flight = 0;

 private:
  TransferId last_id_ = 0;
  std::vector<FinishedTransfer> finished_;
};

// Rows as text: values parted by '|', rows by '\n'.
class TextSink final : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn> columns) override {
    for (const ResultColumn& column : columns) {
      header += (header.empty() ? "" : "|") + column.name;
      if (!column.declared_type.empty()) header += " " + column.declared_type;
    }
    return OkStatus();
  }
  Status Row(std::span<const Value> values) override {
    if (!text.empty()) text += '\n';
    for (size_t i = 0; i < values.size(); ++i) text += (i > 0 ? "|" : "") + TextOf(values[i]);
    return row_status;
  }
  Status End() override {
    ended = true;
    return OkStatus();
  }

  std::string header;
  std::string text;
  bool ended = false;
  Status row_status;

 private:
  static std::string TextOf(const Value& value) {
    if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
    if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
    if (const auto* blob = std::get_if<Blob>(&value)) return "blob:" + std::string(blob->bytes);
    return "NULL";
  }
};

class SessionFixture : public ::testing::Test {
 protected:
  SessionFixture() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ = ::testing::TempDir() + "apisql_" + std::to_string(::getpid()) + "_" +
                 test->test_suite_name() + "_" + test->name();
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_ + "/demo");
    Write("provider.yaml", R"(provider: demo
description: A provider for tests.
servers: {main: {url: https://demo.test}}
rows: /data
errors: [{message: /message}]
)");
    Write("shop.items.yaml", R"(table: demo.shop.items
description: Things for sale.
key: [id]
rows: 50
columns:
  id: {type: text, path: /id, description: Its number.}
  name: {type: text, path: /name, write: [create, update]}
  owner_id: {type: text, path: /owner, write: [create], required: true}
  price: {type: integer, path: /price}
  raw: {type: json, path: /raw, hidden: true}
methods:
  list_items: {verb: select, get: /items, filters: {owner_id: {parameter: owner}}}
  get_item: {verb: select, get: "/items/{id}", row: /, absent: [404]}
  create_item: {verb: insert, post: /items, returns: /}
  update_item: {verb: update, patch: "/items/{id}"}
)");
    Write("shop.owners.yaml", R"(table: demo.shop.owners
description: People who sell.
key: [id]
rows: 10
columns:
  id: {type: text, path: /id}
  email: {type: text, path: /email}
methods:
  list_owners: {verb: select, get: /owners}
)");
    transport_.replies["/items"] =
        R"({"data": [{"id": "i1", "name": "cup", "owner": "o1", "price": 3},
                     {"id": "i2", "name": "pot", "owner": "o2", "price": 9}]})";
    transport_.replies["/items?owner=o1"] =
        R"({"data": [{"id": "i1", "name": "cup", "owner": "o1", "price": 3}]})";
    transport_.replies["/items?owner=o2"] =
        R"({"data": [{"id": "i2", "name": "pot", "owner": "o2", "price": 9}]})";
    transport_.replies["/items/i1"] = R"({"id": "i1", "name": "cup", "owner": "o1", "price": 3})";
    transport_.replies["/owners"] =
        R"({"data": [{"id": "o1", "email": "a@x"}, {"id": "o2", "email": "b@x"}]})";
  }
  ~SessionFixture() override { std::filesystem::remove_all(directory_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ + "/demo/" + name) << text;
  }
  std::string File(const std::string& name) const { return directory_ + "/" + name; }

  Status Open(SessionOptions options = {}) {
    session_.reset();
    auto catalog = Catalog::Builtin();
    RETURN_IF_ERROR(catalog->AddDirectory(directory_ + "/demo"));
    ASSIGN_OR_RETURN(session_, Session::Open(std::move(catalog), Config(), transport_,
                                             Clock::Real(), std::move(options)));
    return OkStatus();
  }

  // Runs all statements; the rows of the last, or "error: ..." of the first that fails.
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
      if (!summary.ok()) return "error: " + summary.status().message();
      summary_ = *std::move(summary);
      header_ = sink.header;
      text = sink.text;
    }
    return text;
  }

  std::string directory_;
  TableTransport transport_;
  std::unique_ptr<Session> session_;
  StatementSummary summary_;
  Status error_;
  std::string header_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_VTAB_SESSION_SESSION_FIXTURE_H_
