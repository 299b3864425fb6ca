// A session over an API that works: lists in pages, filters, look-ups, a fan-out; time stands still
// unless nothing can be done.
#ifndef APISQL_TESTS_VTAB_SCAN_SCAN_FIXTURE_H_
#define APISQL_TESTS_VTAB_SCAN_SCAN_FIXTURE_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "tests/http/fake_transport.h"
#include "tests/vtab/session/session_fixture.h"
#include "vtab/session/session.h"

namespace apisql {

// Answers for https://shop.test, one transfer in each Run():
//   /users, /users/{id}     u00, u01 ...
//   /keys, /keys/{id}       k000, k001 ..., those of key number i owned by user 7 * i % users
//   /things                 t0, t1 ..., owned by user i
//   /things/{id}/parts      three each
// Lists of users and keys take skip and take, that of keys owner.
class ShopTransport final : public Transport {
 public:
  explicit ShopTransport(FakeClock* clock) : clock_(clock) {}

  TransferId Start(Request request) override {
    sent.push_back(request.url.substr(std::string("https://shop.test").size()));
    flying_.emplace_back(++last_id_, std::move(request));
    most_in_flight = std::max(most_in_flight, flying_.size());
    return last_id_;
  }

  std::vector<FinishedTransfer> Run(std::chrono::milliseconds timeout) override {
    ++runs;
    std::vector<FinishedTransfer> finished;
    for (auto next = flying_.begin(); next != flying_.end() && (together || finished.empty());) {
      if (held.contains(PathOf(next->second))) {
        ++next;
        continue;
      }
      finished.push_back({next->first, Answer(next->second), true});
      next = flying_.erase(next);
    }
    if (finished.empty()) clock_->passed += timeout;
    return finished;
  }

  void Cancel(TransferId id) override {
    cancelled += std::erase_if(flying_, [id](const auto& flight) { return flight.first == id; });
  }

  int users = 40;
  int keys = 60;
  int things = 12;
  size_t page = 10;                   // Rows of one page at most.
  bool together = false;              // All that is under way is answered at once.
  std::set<std::string> held;         // Paths that get no answer, with their query.
  std::map<std::string, int> status;  // What paths answer, with their query.
  std::map<std::string, int> status_once;
  std::vector<std::string> sent;  // Paths with their query.
  size_t most_in_flight = 0;
  size_t cancelled = 0;
  int runs = 0;

 private:
  static std::string Number(const char* prefix, int number, int digits) {
    std::string text = std::to_string(number);
    text.insert(0, static_cast<size_t>(std::max(0, digits - static_cast<int>(text.size()))), '0');
    return prefix + text;
  }
  static std::string Text(const std::string& text) { return '"' + text + '"'; }
  static std::string PathOf(const Request& request) {
    return request.url.substr(std::string("https://shop.test").size());
  }

  std::string UserId(int number) const { return Number("u", number % std::max(users, 1), 2); }
  std::string User(int number) const {
    return "{\"id\": " + Text(UserId(number)) +
           ", \"email\": " + Text("User" + std::to_string(number) + "@X") +
           ", \"level\": " + std::to_string(number % 3) + "}";
  }
  std::string Key(int number) const {
    return "{\"id\": " + Text(Number("k", number, 3)) + ", \"owner\": " + Text(UserId(7 * number)) +
           ", \"level\": " + std::to_string(number % 3) + "}";
  }
  std::string Thing(int number) const {
    return "{\"id\": " + Text(Number("t", number, 1)) +
           ", \"owner\": " + (number == 3 ? "null" : Text(UserId(number))) +
           ", \"level\": " + std::to_string(number % 3) +
           ", \"label\": " + Text("user" + std::to_string(number) + "@x") + "}";
  }

  // The value of a query parameter, "" when there is none.
  static std::string Parameter(const std::string& path, const std::string& name) {
    const size_t at = path.find(name + "=");
    if (at == std::string::npos) return "";
    const size_t begin = at + name.size() + 1;
    return path.substr(begin, path.find('&', begin) - begin);
  }

  std::string Page(const std::vector<std::string>& rows, const std::string& path) const {
    const std::string skip = Parameter(path, "skip");
    const std::string take = Parameter(path, "take");
    size_t begin = skip.empty() ? 0 : std::stoul(skip);
    const size_t most = take.empty() ? rows.size() : std::min<size_t>(std::stoul(take), page);
    std::string body;
    for (size_t left = most; left > 0 && begin < rows.size(); --left, ++begin) {
      body += (body.empty() ? "" : ", ") + rows[begin];
    }
    return R"({"data": [)" + body + "]}";
  }

  // "" where there is nothing.
  std::string Body(const std::string& path) const {
    const std::string bare = path.substr(0, path.find('?'));
    std::vector<std::string> rows;
    if (bare == "/users") {
      for (int i = 0; i < users; ++i) rows.push_back(User(i));
    } else if (bare == "/keys") {
      const std::string owner = Parameter(path, "owner");
      for (int i = 0; i < keys; ++i) {
        if (owner.empty() || UserId(7 * i) == owner) rows.push_back(Key(i));
      }
    } else if (bare == "/things") {
      for (int i = 0; i < things; ++i) rows.push_back(Thing(i));
    } else if (bare.starts_with("/things/")) {
      for (const char* name : {"bolt", "nut", "pin"})
        rows.push_back("{\"name\": " + Text(name) + "}");
    } else if (bare.starts_with("/users/")) {
      const int number = std::atoi(bare.c_str() + 8);
      return number < users ? User(number) : "";
    } else {
      const int number = std::atoi(bare.c_str() + 7);
      return number < keys && bare.starts_with("/keys/k") ? Key(number) : "";
    }
    return Page(rows, path);
  }

  StatusOr<Response> Answer(const Request& request) {
    Response response;
    response.url = request.url;
    response.method = request.method;
    const std::string path = PathOf(request);
    response.body = Body(path);
    response.status = response.body.empty() ? 404 : 200;
    if (const auto other = status.find(path); other != status.end()) {
      response.status = other->second;
      response.body = R"({"message": "out of order"})";
    }
    if (const auto once = status_once.extract(path)) response.status = once.mapped();
    if (response.status == 404) response.body = R"({"message": "no such thing"})";
    return response;
  }

  FakeClock* clock_;
  std::vector<std::pair<TransferId, Request>> flying_;
  TransferId last_id_ = 0;
};

class ScanFixture : public ::testing::Test {
 protected:
  ScanFixture() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    std::string name = std::string("apisql_") + test->test_suite_name() + "_" + test->name();
    std::ranges::replace(name, '/', '_');
    directory_ = ::testing::TempDir() + std::to_string(::getpid()) + name;
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    Write("provider.yaml", R"(provider: shop
description: A provider for tests.
servers: {main: {url: https://shop.test}}
rows: /data
max_concurrency: 4
paging:
  style: offset
  offset_parameter: skip
  page_size: {parameter: take, default: 10, maximum: 10}
errors: [{message: /message}]
)");
    Write("core.users.yaml", R"(table: shop.core.users
description: Listed, or one by its id.
key: [id]
rows: 40
columns:
  id: {type: text, path: /id}
  email: {type: text, path: /email}
  level: {type: integer, path: /level}
methods:
  list_users: {verb: select, get: /users}
  get_user: {verb: select, get: "/users/{id}", row: /, absent: [404]}
)");
    Write("core.keys.yaml", R"(table: shop.core.keys
description: Listed, of one owner, or one by its id.
key: [id]
rows: 60
columns:
  id: {type: text, path: /id}
  owner_id: {type: text, path: /owner, distinct: 40}
  level: {type: integer, path: /level, distinct: 3}
methods:
  list_keys: {verb: select, get: /keys, filters: {owner_id: {parameter: owner}}}
  get_key: {verb: select, get: "/keys/{id}", row: /, absent: [404]}
)");
    Write("core.things.yaml", R"(table: shop.core.things
description: A list without filters or pages.
key: [id]
rows: 12
columns:
  id: {type: text, path: /id}
  owner_id: {type: text, path: /owner}
  level: {type: integer, path: /level}
  label: {type: text, path: /label}
methods:
  list_things: {verb: select, get: /things, paging: none}
)");
    Write("core.parts.yaml", R"(table: shop.core.parts
description: Of one thing.
key: [thing_id, name]
rows: 36
columns:
  thing_id: {type: text, source: parameter}
  name: {type: text, path: /name}
methods:
  list_parts:
    verb: select
    get: "/things/{thing_id}/parts"
    paging: none
    path_parameters: {thing_id: {from: {table: shop.core.things, column: id}}}
)");
  }
  ~ScanFixture() override { std::filesystem::remove_all(directory_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ + "/" + name) << text;
  }

  std::unique_ptr<Catalog> MakeCatalog() const {
    auto catalog = Catalog::Builtin();
    const Status added = catalog->AddDirectory(directory_);
    EXPECT_TRUE(added.ok()) << added.message();
    return catalog;
  }

  // What a statement asks for must not depend on those before it.
  Status Open(SessionOptions options = {}) {
    session_.reset();
    options.settings.emplace_back("learn_sizes", "off");
    ASSIGN_OR_RETURN(
        session_, Session::Open(MakeCatalog(), Config(), transport_, clock_, std::move(options)));
    return OkStatus();
  }

  // The rows of one statement, or "error: ...".
  std::string Run(std::string_view sql) {
    if (session_ == nullptr) {
      if (const Status opened = Open(); !opened.ok()) return "error: " + opened.message();
    }
    transport_.sent.clear();
    transport_.most_in_flight = 0;
    TextSink sink;
    auto summary = session_->RunNext(&sql, sink);
    rows_ = sink.text;
    if (!summary.ok()) return "error: " + summary.status().message();
    summary_ = *std::move(summary);
    return sink.text;
  }

  size_t SentTo(const std::string& prefix) const {
    return static_cast<size_t>(std::ranges::count_if(
        transport_.sent, [&](const std::string& path) { return path.starts_with(prefix); }));
  }

  std::string directory_;
  FakeClock clock_;
  ShopTransport transport_{&clock_};
  std::unique_ptr<Session> session_;
  StatementSummary summary_;
  std::string rows_;  // Also those before an error.
};

}  // namespace apisql

#endif  // APISQL_TESTS_VTAB_SCAN_SCAN_FIXTURE_H_
