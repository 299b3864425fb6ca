#include "sandbox/faults.h"

#include <atomic>
#include <chrono>
#include <ctime>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace apisql {
namespace {

using Json = nlohmann::ordered_json;
using Delivery = SandboxDelivery;

// The request is carried out and its answer broken off.
template <Delivery kDelivery>
SandboxFault BrokenOff() {
  return {.times = -1, .status = 0, .delivery = kDelivery};
}

// The request never reaches the API.
template <Delivery kDelivery>
SandboxFault Lost() {
  return {.times = -1, .status = 500, .delivery = kDelivery};
}

// The shape of the provider's own errors matters little: each reader finds its words here.
template <int kStatus>
SandboxFault Refusal() {
  const std::string words = "a fault of the sandbox";
  Json body{{"errors", {{{"status", std::to_string(kStatus)}, {"detail", words}}}},
            {"message", words}};
  return {.times = -1, .status = kStatus, .body = body.dump()};
}

template <int kStatus>
SandboxFault RefusalAfterwards() {
  SandboxFault fault = Refusal<kStatus>();
  fault.carry_out = true;
  return fault;
}

SandboxFault TooManyRequests() {
  SandboxFault fault = Refusal<429>();
  fault.headers["Retry-After"] = "1";
  return fault;
}

SandboxFault TooManyRequestsUntil() {
  SandboxFault fault = Refusal<429>();
  fault.change = [](const SandboxRequest&, SandboxAnswer& answer) {
    const std::time_t soon = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() +
                                                                  std::chrono::seconds(1));
    std::tm parts{};
    gmtime_r(&soon, &parts);
    char text[64];
    const size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    answer.headers["Retry-After"] = std::string(text, length);
  };
  return fault;
}

// The API's own answer, changed as text.
template <typename Change>
SandboxFault Changed(Change change) {
  return {.times = -1,
          .status = 0,
          .change = [change = std::move(change)](const SandboxRequest&, SandboxAnswer& answer) {
            change(answer);
          }};
}

SandboxFault HtmlPage() {
  return {.times = -1,
          .status = 200,
          .content_type = "text/html",
          .body = "<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n"};
}

SandboxFault TextType() {
  return Changed([](SandboxAnswer& answer) { answer.content_type = "text/plain"; });
}

SandboxFault EmptyBody() {
  return Changed([](SandboxAnswer& answer) { answer.body.clear(); });
}

SandboxFault NoContent() {
  return Changed([](SandboxAnswer& answer) {
    answer.status = 204;
    answer.body.clear();
  });
}

SandboxFault TruncatedJson() {
  return Changed([](SandboxAnswer& answer) { answer.body.resize(answer.body.size() * 2 / 3); });
}

SandboxFault SecondDocument() {
  return Changed([](SandboxAnswer& answer) { answer.body += "{\"data\":[]}"; });
}

// The API's own answer, changed as JSON; other answers stay as they are.
template <typename Change>
SandboxFault ChangedJson(const Change& change) {
  return Changed([change](SandboxAnswer& answer) {
    Json json = Json::parse(answer.body, nullptr, false);
    if (!json.is_object() || answer.status >= 300) return;
    change(json);
    answer.body = json.dump();
  });
}

// Calls change(row) for each row of a list, or for the one object of any other answer.
template <typename Change>
void EachRow(Json& json, Change change) {
  Json& data = json.contains("data") ? json["data"] : json;
  if (!data.is_array()) return change(data);
  for (Json& row : data) change(row);
}

SandboxFault WithoutRows() {
  return ChangedJson([](Json& json) {
    if (json.contains("data")) {
      json.erase("data");
    } else {
      json = nullptr;
    }
  });
}

SandboxFault NullRows() {
  return ChangedJson([](Json& json) {
    if (json.contains("data")) {
      json["data"] = nullptr;
    } else {
      json = nullptr;
    }
  });
}

SandboxFault ScalarRows() {
  return ChangedJson([](Json& json) { EachRow(json, [](Json& row) { row = "a row"; }); });
}

// --- Paging. All of it in the shape of Confluent's lists; others have no pages.

std::string NextUrl(const std::string& token) {
  return "https://api.confluent.cloud/again?page_token=" + token;
}

bool IsList(const Json& json) { return json.contains("data") && json["data"].is_array(); }

// The first page for ever, with what `token(n)` says of the page after the n-th.
template <typename Token>
SandboxFault FirstPageForEver(Token token) {
  auto count = std::make_shared<std::atomic<int>>(0);
  SandboxFault fault = ChangedJson([count, token](Json& json) {
    if (IsList(json)) json["metadata"]["next"] = NextUrl(token(++*count));
  });
  fault.first_page_again = true;
  return fault;
}

SandboxFault RepeatedToken() {
  return FirstPageForEver([](int) { return std::string("again"); });
}
SandboxFault TokenLoop() {
  return FirstPageForEver([](int page) { return std::string(page % 2 == 0 ? "even" : "odd"); });
}
SandboxFault EndlessPages() {
  return FirstPageForEver([](int page) { return "page-" + std::to_string(page); });
}
SandboxFault EndlessEmptyPages() {
  auto count = std::make_shared<std::atomic<int>>(0);
  return {
      .times = -1, .status = 200, .change = [count](const SandboxRequest&, SandboxAnswer& answer) {
        const std::string token = "page-" + std::to_string(++*count);
        answer.body = R"({"data":[],"metadata":{"next":")" + NextUrl(token) + "\"}}";
      }};
}

// The member that a person would read.
Json* TextOf(Json& row) {
  for (const char* pointer : {"/spec/display_name", "/display_name", "/description", "/name"}) {
    const Json::json_pointer place(pointer);
    if (row.is_object() && row.contains(place)) return &row[place];
  }
  return nullptr;
}

// Each page begins with the row that the page before ended with, as change(row) leaves it.
template <typename Change>
SandboxFault RowsAtBorders(Change change) {
  struct Last {
    std::mutex mutex;
    Json row;
  };
  auto last = std::make_shared<Last>();
  return ChangedJson([last, change](Json& json) {
    if (!IsList(json) || json["data"].empty()) return;
    const std::lock_guard lock(last->mutex);
    Json& data = json["data"];
    Json end = data.back();
    if (last->row.is_object()) data.insert(data.begin(), change(last->row));
    const bool more = !json["metadata"].value("next", "").empty();
    last->row = more ? std::move(end) : Json();
  });
}

SandboxFault RepeatedRows() {
  return RowsAtBorders([](const Json& row) { return row; });
}
SandboxFault ChangedRows() {
  return RowsAtBorders([](Json row) {
    if (Json* text = TextOf(row)) *text = "changed meanwhile";
    return row;
  });
}

// The next page is said to be at `origin`; its token stays.
SandboxFault NextAt(const char* origin) {
  return ChangedJson([origin](Json& json) {
    if (!IsList(json)) return;
    const std::string next = json["metadata"].value("next", "");
    const size_t path = next.find('/', sizeof("https://") - 1);
    if (path != std::string::npos) json["metadata"]["next"] = origin + next.substr(path);
  });
}
SandboxFault NextAtAnotherHost() { return NextAt("https://elsewhere.example"); }
SandboxFault NextAtAnotherPort() { return NextAt("https://api.confluent.cloud:8443"); }
SandboxFault NextAtAnotherScheme() { return NextAt("http://api.confluent.cloud"); }

SandboxFault NextWithoutToken() {
  return ChangedJson([](Json& json) {
    if (IsList(json)) json["metadata"]["next"] = "https://api.confluent.cloud/next";
  });
}

SandboxFault ExpiredToken() {
  SandboxFault fault = Refusal<400>();
  Json body{{"errors", {{{"status", "400"}, {"detail", "The page token has expired"}}}}};
  fault.body = body.dump();
  return fault;
}

// --- Redirects.

SandboxFault RedirectTo(std::string location) {
  return {.times = -1, .status = 302, .headers = {{"Location", std::move(location)}}};
}
SandboxFault RedirectToAnotherHost() { return RedirectTo("http://127.0.0.2:1/elsewhere"); }
SandboxFault RedirectToAnotherPort() { return RedirectTo("http://127.0.0.1:1/elsewhere"); }
SandboxFault RedirectToAnotherScheme() { return RedirectTo("ftp://127.0.0.1/elsewhere"); }

// To what `query(query)` makes of the request's query, at the same path.
template <typename Query>
SandboxFault RedirectWithQuery(Query query) {
  SandboxFault fault = RedirectTo("");
  fault.change = [query](const SandboxRequest& request, SandboxAnswer& answer) {
    const size_t mark = request.target.find('?');
    const bool has_query = mark != std::string::npos;
    answer.headers["Location"] = "?" + query(has_query ? request.target.substr(mark + 1) : "");
  };
  return fault;
}
SandboxFault RedirectToItself() {
  return RedirectWithQuery([](const std::string& query) { return query + "&again=1"; });
}
SandboxFault RedirectWithoutQuery() {
  return RedirectWithQuery([](const std::string&) { return std::string("again=1"); });
}

// --- Values.

// The text of each row is `raw`, which stands in the body as it is, quotes included.
SandboxFault RawText(std::string raw) {
  return Changed([raw = std::move(raw)](SandboxAnswer& answer) {
    constexpr char kMark[] = "(the text of the row)";
    Json json = Json::parse(answer.body, nullptr, false);
    if (!json.is_object() || answer.status >= 300) return;
    EachRow(json, [&](Json& row) {
      if (Json* text = TextOf(row)) *text = kMark;
    });
    const std::string mark = '"' + std::string(kMark) + '"';
    answer.body = json.dump();
    for (size_t at = 0; (at = answer.body.find(mark, at)) != std::string::npos; at += raw.size()) {
      answer.body.replace(at, mark.size(), raw);
    }
  });
}

SandboxFault InvalidUtf8() { return RawText("\"caf\xe9 \xf0\x9f\x92\""); }
SandboxFault LoneSurrogate() { return RawText(R"("cut \ud83d")"); }
SandboxFault NulText() { return RawText(R"("a\u0000b")"); }
SandboxFault NulByte() { return RawText(std::string("\"a\0b\"", 5)); }
SandboxFault BigNumber() { return RawText("123456789012345678901234567890.10"); }
SandboxFault EndlessNumber() { return RawText("1e400"); }
SandboxFault ControlText() { return RawText(R"("\u001b[2J\u0007\r\nX-Injected: 1")"); }

SandboxFault RepeatedMembers() {
  return Changed([](SandboxAnswer& answer) {
    constexpr std::string_view kId = "\"id\":\"";
    if (answer.status >= 300) return;
    for (size_t at = 0; (at = answer.body.find(kId, at)) != std::string::npos;) {
      const std::string second = ",\"id\":\"the second\"";
      at = answer.body.find('"', at + kId.size()) + 1;
      answer.body.insert(at, second);
      at += second.size();
    }
  });
}

SandboxFault TooDeep() {
  return Changed([](SandboxAnswer& answer) {
    if (!answer.body.starts_with('{')) return;
    answer.body.insert(1, "\"deep\":" + std::string(5000, '[') + std::string(5000, ']') + ",");
  });
}

// Members that nobody asked for.
SandboxFault WideRows() {
  return Changed([](SandboxAnswer& answer) {
    constexpr char kMark[] = "\"wide\":0";
    constexpr int kMembers = 2000;
    Json json = Json::parse(answer.body, nullptr, false);
    if (!json.is_object() || answer.status >= 300) return;
    EachRow(json, [](Json& row) { row["wide"] = 0; });
    std::string members = "\"m0\":0";
    for (int i = 1; i < kMembers; ++i) members += ",\"m" + std::to_string(i) + "\":0";
    answer.body = json.dump();
    for (size_t at = 0; (at = answer.body.find(kMark, at)) != std::string::npos;) {
      answer.body.replace(at, sizeof kMark - 1, members);
      at += members.size();
    }
  });
}

SandboxFault TooLarge() {
  return Changed([](SandboxAnswer& answer) {
    if (!answer.body.empty()) answer.body.append(size_t{2} << 20, ' ');
  });
}

SandboxFault ByteOrderMark() {
  return Changed([](SandboxAnswer& answer) { answer.body.insert(0, "\xEF\xBB\xBF"); });
}

constexpr NamedFault kFaults[] = {
    {"reset", "The connection is reset before the request is carried out", Lost<Delivery::kReset>},
    {"close", "The connection is closed before the request is carried out", Lost<Delivery::kClose>},
    {"silence", "The request is not carried out, and no answer comes", Lost<Delivery::kNever>},
    {"reset_after", "The request is carried out, and the connection reset before the answer",
     BrokenOff<Delivery::kReset>},
    {"silence_after", "The request is carried out, and no answer comes",
     BrokenOff<Delivery::kNever>},
    {"reset_in_body", "The connection is reset in the middle of the body",
     BrokenOff<Delivery::kResetInBody>},
    {"close_in_body", "The connection is closed in the middle of the body",
     BrokenOff<Delivery::kCloseInBody>},
    {"drip", "The answer comes byte by byte", BrokenOff<Delivery::kDrip>},

    {"html", "A web page with the status 200", HtmlPage},
    {"text_type", "The answer is called text/plain", TextType},
    {"empty_body", "The body is empty", EmptyBody},
    {"no_content", "204 and no body", NoContent},
    {"truncated_json", "The JSON ends early, the body does not", TruncatedJson},
    {"second_document", "A second JSON document follows", SecondDocument},
    {"byte_order_mark", "A byte order mark stands before the JSON", ByteOrderMark},
    {"without_rows", "The row array is missing", WithoutRows},
    {"null_rows", "The row array is null", NullRows},
    {"scalar_rows", "The rows are no objects", ScalarRows},

    {"repeated_token", "Each page names the same next one", RepeatedToken},
    {"token_loop", "Two tokens take turns", TokenLoop},
    {"endless_pages", "The first page again and again, each with a new token", EndlessPages},
    {"endless_empty_pages", "Pages without rows, each with a new token", EndlessEmptyPages},
    {"repeated_rows", "Each page begins with the last row of the page before", RepeatedRows},
    {"changed_rows", "The same, and the row has changed meanwhile", ChangedRows},
    {"next_host", "The next page is said to be at another host", NextAtAnotherHost},
    {"next_port", "The next page is said to be at another port", NextAtAnotherPort},
    {"next_scheme", "The next page is said to be at plain http", NextAtAnotherScheme},
    {"next_without_token", "The URL of the next page has no token", NextWithoutToken},
    {"expired_token", "400: the page token has expired. For what asks for a later page",
     ExpiredToken},

    {"redirect_host", "A redirect to another host", RedirectToAnotherHost},
    {"redirect_port", "A redirect to another port", RedirectToAnotherPort},
    {"redirect_scheme", "A redirect to another scheme", RedirectToAnotherScheme},
    {"redirect_same", "A redirect to the same path, with one parameter more", RedirectToItself},
    {"redirect_without_query", "A redirect that loses the query", RedirectWithoutQuery},

    {"status_401", "401", Refusal<401>},
    {"status_403", "403", Refusal<403>},
    {"status_408", "408", Refusal<408>},
    {"status_409", "409", Refusal<409>},
    {"status_429", "429 without Retry-After", Refusal<429>},
    {"status_429_seconds", "429 and Retry-After: 1", TooManyRequests},
    {"status_429_date", "429 and a date a second from now in Retry-After", TooManyRequestsUntil},
    {"status_500", "500, not carried out", Refusal<500>},
    {"status_500_after", "500, carried out", RefusalAfterwards<500>},
    {"status_502", "502, not carried out", Refusal<502>},
    {"status_503", "503, not carried out", Refusal<503>},
    {"status_504", "504, not carried out", Refusal<504>},
    {"status_504_after", "504, carried out", RefusalAfterwards<504>},

    {"invalid_utf8", "Texts that are no UTF-8", InvalidUtf8},
    {"lone_surrogate", "Texts with half of a surrogate pair", LoneSurrogate},
    {"nul_text", "Texts with an escaped NUL", NulText},
    {"nul_byte", "Texts with a NUL byte", NulByte},
    {"control_text", "Texts with control characters", ControlText},
    {"big_number", "Numbers with more digits than 64 bits hold", BigNumber},
    {"endless_number", "Numbers beyond every floating point type", EndlessNumber},
    {"repeated_members", "Objects with two ids", RepeatedMembers},
    {"wide_rows", "Objects with 2,000 members more", WideRows},
    {"too_large", "Two megabytes of blanks at the end of the body", TooLarge},
    {"too_deep", "Values nested 5,000 levels deep", TooDeep},
};

}  // namespace

std::span<const NamedFault> NamedFaults() { return kFaults; }

StatusOr<SandboxFault> MakeFault(std::string_view name) {
  std::string known;
  for (const NamedFault& fault : kFaults) {
    if (fault.name == name) return fault.make();
    known += (known.empty() ? "" : ", ") + std::string(fault.name);
  }
  return Status(StatusCode::kInvalidArgument,
                "no fault is called '" + std::string(name) + "'; there are " + known);
}

}  // namespace apisql
