// Random statements on a table whose API takes ranges, beginnings of texts and NULL, and on the
// same rows of an API that takes nothing: both must give the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <ctime>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "src/http/message/url.h"
#include "tests/vtab/session/session_fixture.h"

namespace apisql {
namespace {

constexpr int64_t kNow = 1'787'382'000;  // 2026-08-22 07:00:00

struct Event {
  int id = 0;
  std::optional<int64_t> at;  // Milliseconds.
  int64_t created = 0;        // Seconds.
  std::optional<int64_t> size;
  std::string name;
  std::optional<std::string> owner;
};

std::string Rfc3339(int64_t milliseconds) {
  const auto seconds = static_cast<time_t>(milliseconds / 1000);
  std::tm calendar{};
  gmtime_r(&seconds, &calendar);
  char text[40];
  const size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &calendar);
  std::string written(text, length);
  if (milliseconds % 1000 != 0) {
    std::snprintf(text, sizeof text, ".%03d", static_cast<int>(milliseconds % 1000));
    written += text;
  }
  return written + "Z";
}

// Whole seconds alone, as some APIs do.
std::optional<int64_t> SecondsOf(const std::string& text) {
  std::tm calendar{};
  const char* end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &calendar);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return timegm(&calendar);
}

std::string FoldedCase(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string Json(const Event& event) {
  const auto number = [](const std::optional<int64_t>& value) {
    return value ? std::to_string(*value) : std::string("null");
  };
  return R"({"id": )" + std::to_string(event.id) + R"(, "at": )" +
         (event.at ? '"' + Rfc3339(*event.at) + '"' : "null") + R"(, "created": )" +
         std::to_string(event.created) + R"(, "size": )" + number(event.size) + R"(, "name": ")" +
         event.name + R"(", "owner": )" + (event.owner ? '"' + *event.owner + '"' : "null") + "}";
}

// What the API says of one parameter; none for what it does not understand.
std::optional<bool> Passes(const Event& event, const std::string& name, const std::string& value) {
  if (name == "since" || name == "until") {
    const auto seconds = SecondsOf(value);
    if (!seconds) return std::nullopt;
    if (!event.at) return false;
    return name == "since" ? *event.at >= *seconds * 1000 : *event.at < *seconds * 1000;
  }
  if (name == "created[gt]") return event.created > std::stoll(value);
  if (name == "created[lte]") return event.created <= std::stoll(value);
  if (name == "size_min") return event.size && *event.size >= std::stoll(value);
  if (name == "size_below") return event.size && *event.size < std::stoll(value);
  if (name == "name_prefix") return FoldedCase(event.name).starts_with(FoldedCase(value));
  if (name == "owner_prefix") return event.owner && event.owner->starts_with(value);
  if (name == "no_owner") return !event.owner;
  if (name == "any_owner") return event.owner.has_value();
  return std::nullopt;
}

class EventsTransport final : public Transport {
 public:
  TransferId Start(Request request) override {
    Response response;
    response.url = request.url;
    response.method = request.method;
    response.status = 200;
    std::string rows;
    const QueryParameters query = QueryOf(request.url);
    narrowed += query.empty() ? 0 : 1;
    for (const Event& event : events) {
      bool passes = true;
      for (const auto& [name, value] : query) {
        const std::optional<bool> one = Passes(event, name, value);
        if (!one) response.status = 400;
        passes &= one.value_or(true);
      }
      if (passes) rows += (rows.empty() ? "" : ", ") + Json(event);
    }
    response.body =
        response.status == 200 ? R"({"data": [)" + rows + "]}" : R"({"message": "bad query"})";
    FinishedTransfer done;
    done.id = ++last_id_;
    done.outcome = std::move(response);
    done.may_have_been_sent = true;
    finished_.push_back(std::move(done));
    return last_id_;
  }
  std::vector<FinishedTransfer> Run(std::chrono::milliseconds /*timeout*/) override {
    return std::exchange(finished_, {});
  }
  void Cancel(TransferId id) override {
    std::erase_if(finished_, [id](const FinishedTransfer& done) { return done.id == id; });
  }

  std::vector<Event> events;
  int narrowed = 0;  // Requests with a parameter.

 private:
  TransferId last_id_ = 0;
  std::vector<FinishedTransfer> finished_;
};

constexpr std::string_view kColumns = R"(key: [id]
columns:
  id: {type: integer, path: /id}
  at: {type: timestamp, path: /at}
  created: {type: timestamp, time: epoch_seconds, path: /created}
  size: {type: integer, path: /size}
  name: {path: /name}
  owner: {path: /owner}
)";

constexpr std::string_view kFilters = R"(    filters:
      since: {column: at, operator: ">="}
      until: {column: at, operator: "<"}
      "created[gt]": {column: created, operator: ">"}
      "created[lte]": {column: created, operator: "<="}
      size_min: {column: size, operator: ">="}
      size_below: {column: size, operator: "<"}
      name_prefix: {column: name, operator: prefix, match: partial}
      owner_prefix: {column: owner, operator: prefix}
      no_owner: {column: owner, operator: is_null, value: "1"}
      any_owner: {column: owner, operator: is_not_null, value: "1"}
)";

class NarrowingTest : public SessionFixture {
 protected:
  NarrowingTest() {
    for (const std::string table : {"events", "plain"}) {
      Write("shop." + table + ".yaml", "table: demo.shop." + table +
                                           "\ndescription: What happened.\n" +
                                           std::string(kColumns) + "methods:\n  list_" + table +
                                           ":\n    verb: select\n    get: /" + table + "\n" +
                                           (table == "events" ? std::string(kFilters) : ""));
    }
    for (int id = 0; id < 60; ++id) api_.events.push_back(MakeEvent(id));
  }

  Status OpenApi() {
    auto catalog = Catalog::Builtin();
    RETURN_IF_ERROR(catalog->AddDirectory(directory_ + "/demo"));
    ASSIGN_OR_RETURN(session_,
                     Session::Open(std::move(catalog), Config(), api_, Clock::Real(), {}));
    return OkStatus();
  }

  int64_t Number(int64_t least, int64_t most) {
    return std::uniform_int_distribution<int64_t>(least, most)(random_);
  }
  std::string OneOf(std::initializer_list<const char*> texts) {
    return texts.begin()[Number(0, std::ssize(texts) - 1)];
  }

  Event MakeEvent(int id) {
    Event event;
    event.id = id;
    event.at =
        (kNow + Number(-20, 20) * (Number(0, 1) == 0 ? 1 : 3600)) * 1000 + 250 * Number(0, 3);
    if (Number(0, 4) == 0) event.at.reset();
    event.created = kNow + Number(-4, 4);
    if (Number(0, 3) > 0) event.size = Number(0, 2) > 0 ? Number(-4, 5) : 9007199254740992 + id % 3;
    event.name = OneOf({"alpha", "Alphabet", "beta", "BETA", "al%a", "", "null"});
    if (Number(0, 2) > 0) event.owner = OneOf({"ann", "Ann", "anna", "bob"});
    return event;
  }

  std::string Time() {
    return "'" +
           OneOf({"2026-08-22", "2026-08-21", "2026-08-22 07:00", "2026-08-22 07:00:00",
                  "2026-08-22 06:59:58", "2026-08-22 07:00:03.25", "2026-08-22 07:00:00.250",
                  "2026-08-22T07:00:00Z", "2026-08", "x", "", "2026-08-22 07:00:00."}) +
           "'";
  }
  std::string Comparison() { return " " + OneOf({"=", "<", "<=", ">", ">=", "IS", "<>"}) + " "; }

  std::string Term(const std::string& table) {
    switch (Number(0, 7)) {
      case 0:
      case 1:
        return table + OneOf({"at", "created"}) + Comparison() + Time();
      case 2:
        return table + OneOf({"at", "created"}) + " BETWEEN " + Time() + " AND " + Time();
      case 3:
        return table + "created" + Comparison() +
               OneOf({"NULL", "5", "datetime('2026-08-22', '+7 hours')"});
      case 4:
        return table + "size" + Comparison() +
               OneOf({"3", "2.5", "-2", "'3'", "'x'", "9007199254740993", "9007199254740992.0"});
      case 5:
        return table + OneOf({"name", "owner"}) + OneOf({" LIKE ", " GLOB ", " NOT LIKE "}) +
               OneOf({"'an%'", "'An*'", "'an*'", "'AL%'", "'al_%'", "'%'", "'a[ln]*'", "''",
                      "'ann'"});
      case 6:
        return table + OneOf({"name", "owner"}) + Comparison() +
               OneOf({"'ann'", "'Ann'", "'alpha'", "''", "'ann' COLLATE NOCASE"});
      default:
        return table + OneOf({"owner", "size", "at"}) + OneOf({" IS NULL", " IS NOT NULL"});
    }
  }
  std::string Where(const std::string& table) {
    std::string text = Term(table);
    for (int64_t more = Number(0, 2); more > 0; --more) {
      text += OneOf({" AND ", " AND ", " AND ", " OR "}) + Term(table);
    }
    return text;
  }
  // "@" stands for the table.
  std::string Statement() {
    const std::string join = OneOf({" JOIN ", " LEFT JOIN "});
    switch (Number(0, 3)) {
      case 0:
        return "SELECT count(*), sum(e.id * e.id), sum(p.id) FROM demo.shop.plain p" + join +
               "@ e ON e.at" + OneOf({" > ", " <= ", " = "}) + "p.at AND p.id < 7 WHERE " +
               Where("e.");
      case 1:
        return "SELECT count(*), sum(e.id * e.id), sum(p.id) FROM @ e" + join +
               "demo.shop.plain p ON p.id = e.id + 1 AND " + Term("e.") + " WHERE " + Where("e.");
      default:
        return "SELECT group_concat(id) FROM (SELECT id FROM @ WHERE " + Where("") +
               " ORDER BY id)";
    }
  }
  std::string RunOn(std::string statement, const std::string& table) {
    for (size_t at = 0; (at = statement.find('@')) != std::string::npos;) {
      statement.replace(at, 1, table);
    }
    return Run(statement);
  }

  EventsTransport api_;
  std::mt19937 random_{20260822};
};

TEST_F(NarrowingTest, NoRowIsLost) {
  ASSERT_TRUE(OpenApi().ok());
  int found = 0;
  for (int i = 0; i < 600; ++i) {
    const std::string statement = Statement();
    const std::string expected = RunOn(statement, "demo.shop.plain");
    ASSERT_EQ(RunOn(statement, "demo.shop.events"), expected) << i << ": " << statement;
    found += expected.size() > 6 ? 1 : 0;
  }
  EXPECT_GT(found, 200);
  EXPECT_GT(api_.narrowed, 200);
}

}  // namespace
}  // namespace apisql
