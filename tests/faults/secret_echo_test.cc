// A server that repeats the credential wherever it can, in every spelling: none comes out anywhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/base64.h"
#include "tests/programs/run_program.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kEchoed = "red-Secret/with+marks=and a~\"quote\"-Zq9";

std::string Escaped(std::string_view text, const char* format, bool letters_too) {
  std::string written;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    char escape[16];
    std::snprintf(escape, sizeof escape, format, static_cast<unsigned char>(c));
    written += letter && !letters_too ? std::string(1, c) : std::string(escape);
  }
  return written;
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string UrlAlphabet(const std::string& base64) {
  return Replaced(Replaced(base64, "+", "-"), "/", "_");
}

// Each can stand in a string of JSON as it is, and in a header.
std::vector<std::string> Spellings() {
  const std::string json = Replaced(kEchoed, "\"", "\\\"");
  const std::string base64 = EncodeBase64(kEchoed);
  const std::string basic = EncodeBase64("key-id:" + kEchoed);
  return {json,
          Replaced(json, "/", "\\/"),
          Replaced(Replaced(json, "=", "\\u003d"), "~", "\\u007e"),
          Escaped(kEchoed, "\\u%04x", true),
          Escaped(kEchoed, "\\u%04X", false),
          Escaped(kEchoed, "%%%02X", false),
          Escaped(kEchoed, "%%%02x", false),
          Escaped(kEchoed, "%%%02x", true),
          Replaced(Escaped(kEchoed, "%%%02X", false), "%20", "+"),
          Replaced(Replaced(json, "/", "%2f"), "\\\"", "%22"),
          Escaped(kEchoed, "%%25%02X", false),
          Escaped(kEchoed, "&#%d;", false),
          Escaped(kEchoed, "&#x%x;", true),
          Replaced(Replaced(kEchoed, "=", "&#61;"), "\"", "&quot;"),
          base64,
          base64.substr(0, base64.find('=')),
          UrlAlphabet(base64),
          basic,
          basic.substr(0, basic.find('=')),
          Replaced(Replaced(basic, "=", "%3D"), "+", "%2B"),
          Replaced(basic, "=", "\\u003d")};
}

std::string EchoAnswer(const std::string& status, const std::string& headers,
                       const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string EchoDetail(const std::string& text) {
  return R"({"errors": [{"detail": ")" + text + "\"}]}";
}

// What the server answers to anything.
struct EchoPlace {
  const char* name;
  std::function<std::string(const std::string& secret)> answer;
};

const EchoPlace kEchoPlaces[] = {
    {"the words of an error",
     [](const std::string& s) {
       return EchoAnswer("403 No", "", EchoDetail("bad key " + s + " here"));
     }},
    {"words that are cut",
     [](const std::string& s) {
       return EchoAnswer("400 No", "", EchoDetail(std::string(470, 'x') + " " + s + " here"));
     }},
    {"the code of an error",
     [](const std::string& s) {
       return EchoAnswer("403 No", "", R"({"errors": [{"detail": "no", "code": ")" + s + "\"}]}");
     }},
    {"a body in no known shape",
     [](const std::string& s) { return EchoAnswer("500 No", "", "oops, " + s + " was sent"); }},
    {"a web page",
     [](const std::string& s) {
       return EchoAnswer("502 No", "", "<html><b>" + s + "</b></html>");
     }},
    {"a web page with status 200",
     [](const std::string& s) {
       return EchoAnswer("200 OK", "", "<html><b>" + s + "</b></html>");
     }},
    {"broken JSON",
     [](const std::string& s) { return EchoAnswer("200 OK", "", "\"" + s + "\" {\"data\": ["); }},
    {"JSON that is no list",
     [](const std::string& s) { return EchoAnswer("200 OK", "", R"({"message": ")" + s + "\"}"); }},
    {"the request id",
     [](const std::string& s) {
       return EchoAnswer("403 No", "X-Request-Id: " + s + "\r\n", "{}");
     }},
    {"why the credential is refused",
     [](const std::string& s) {
       return EchoAnswer(
           "401 No",
           "WWW-Authenticate: Bearer error=\"no\", error_description=\"bad " + s + "\"\r\n", "");
     }},
    {"where a row is",
     [](const std::string& s) {
       return EchoAnswer("409 Conflict", "Location: /v1/" + s + "/row\r\n", EchoDetail("there"));
     }},
    {"another choice",
     [](const std::string& s) {
       return EchoAnswer("300 Choices", "Location: /v1/" + s + "\r\n", "");
     }},
    {"a redirect",
     [](const std::string& s) {
       return EchoAnswer("302 Found", "Location: /v1/" + s + "\r\n", "");
     }},
    {"a redirect to another server",
     [](const std::string& s) {
       return EchoAnswer("302 Found", "Location: https://other.example/?k=" + s + "\r\n", "");
     }},
    {"the token of the next page",
     [](const std::string& s) {
       return EchoAnswer(
           "200 OK", "",
           R"({"data": [{"id": "sa-1"}], "metadata": {"next": "/x?page_token=)" + s + "\"}}");
     }},
    {"a next page without a token",
     [](const std::string& s) {
       return EchoAnswer(
           "200 OK", "",
           R"({"data": [{"id": "sa-1"}], "metadata": {"next": "https://h.example/)" + s + "\"}}");
     }},
    {"the state of a limit",
     [](const std::string& s) {
       return EchoAnswer("429 No", "Retry-After: 9999\r\nX-RateLimit-Limit: " + s + "\r\n",
                         EchoDetail(s));
     }},
};

class SecretEchoTest : public testing::TestWithParam<size_t> {
 protected:
  std::string Output(const std::vector<std::string>& options) {
    std::vector<std::string> arguments = {
        Built("apisql"), "--base-url",          "confluent=" + server_.url(),
        "--trace",       "--continue-on-error", "--set",
        "max_retries=0"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.emplace_back(
        "SELECT display_name FROM confluent.iam.service_accounts;"
        "SELECT count(*) FROM confluent.iam.service_accounts WHERE id = 'sa-1';"
        "INSERT INTO confluent.iam.service_accounts (display_name) VALUES ('a') RETURNING id;"
        "DELETE FROM confluent.iam.service_accounts WHERE id = 'sa-1';"
        "SELECT * FROM apisql.requests;"
        "SELECT * FROM apisql.mutations;");
    const ProgramResult result = home_.Run(arguments, {{"CONFLUENT_CLOUD_API_KEY", "key-id"},
                                                       {"CONFLUENT_CLOUD_API_SECRET", kEchoed}});
    return result.out + result.err;
  }

  void Answer(std::string text) {
    const std::scoped_lock lock(mutex_);
    answer_ = std::move(text);
  }

  TestHome home_;
  std::mutex mutex_;
  std::string answer_;
  ScriptServer server_{[this](ScriptServer::Connection& connection) {
    while (connection.Read()) {
      const std::scoped_lock lock(mutex_);
      connection.Write(answer_);
    }
  }};
};

TEST_P(SecretEchoTest, NoneComesOut) {
  const EchoPlace& place = kEchoPlaces[GetParam()];
  SCOPED_TRACE(place.name);
  bool json = false;
  for (const std::string& spelling : Spellings()) {
    Answer(place.answer(spelling));
    json = !json;
    const std::string output =
        Output(json ? std::vector<std::string>{"--errors", "json"} : std::vector<std::string>{});
    // A part would do as well. The front of Base64 may be the key's id.
    const std::string part = spelling.substr(spelling.size() / 2, 8);
    ASSERT_THAT(output, HasSubstr("confluent.iam.service_accounts"));
    EXPECT_THAT(output, Not(HasSubstr(part))) << spelling << " in\n" << output;
    EXPECT_THAT(output, Not(HasSubstr("red-Secret"))) << spelling << " in\n" << output;
    EXPECT_THAT(output, Not(HasSubstr("Zq9"))) << spelling << " in\n" << output;
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Places, SecretEchoTest, testing::Range(size_t{0}, std::size(kEchoPlaces)));

}  // namespace
}  // namespace apisql
