#include "src/base/redactor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "src/base/base64.h"

namespace apisql {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kSecret = "red-secret/with+marks a=\"b\"&c\\d~";

Redactor Knowing(std::string_view secret) {
  Redactor redactor;
  redactor.Add(secret);
  return redactor;
}

std::string Hex(unsigned char c, const char* format) {
  char text[16];
  std::snprintf(text, sizeof text, format, c);
  return text;
}

// Each character of `text` that `chosen` says is written by `format`.
template <typename Chosen>
std::string Written(std::string_view text, const char* format, Chosen chosen) {
  std::string written;
  for (const char c : text) {
    written += chosen(c) ? Hex(static_cast<unsigned char>(c), format) : std::string(1, c);
  }
  return written;
}

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
// A backslash that is not escaped itself would make other escapes of those behind it.
bool IsLetterOrBackslash(char c) { return IsLetter(c) || c == '\\'; }
bool IsMark(char c) { return !IsLetter(c); }
bool Always(char) { return true; }

class SpellingTest : public testing::TestWithParam<const char*> {};

TEST_P(SpellingTest, IsHidden) {
  const Redactor redactor = Knowing(kSecret);
  for (const auto& chosen : {IsMark, IsLetterOrBackslash, Always}) {
    const std::string spelling = Written(kSecret, GetParam(), chosen);
    EXPECT_EQ(redactor.Redact("bad key " + spelling + ", sorry"), "bad key ***, sorry") << spelling;
  }
}

INSTANTIATE_TEST_SUITE_P(Escapes, SpellingTest,
                         testing::Values("%%%02X", "%%%02x", "\\u%04x", "\\u%04X", "\\x%02x",
                                         "&#%d;", "&#x%x;", "%%25%02x", "%%5Cu%04x", "\\u0025%02x",
                                         "&amp;#%d;", "\\\\u%04x"));

TEST(RedactorTest, ASecretIsHiddenAsItIs) {
  EXPECT_EQ(Knowing("a/b c&d").Redact("a/b c&d, a/b%20c%26d, a%2Fb%20c%26d, a/b+c&amp;d"),
            "***, ***, ***, ***");
}

TEST(RedactorTest, JsonOfOtherLanguagesIsRead) {
  EXPECT_EQ(
      Knowing("red-secret/with=\"q\"").Redact(R"({"detail": "bad red-secret\/with\u003d\"q\""})"),
      R"({"detail": "bad ***"})");
}

TEST(RedactorTest, PercentSignsAndPlusSignsOfTheSecretItselfAreNoEscapes) {
  const Redactor redactor = Knowing("a%41+b%2F c");
  EXPECT_EQ(redactor.Redact("(a%41+b%2F c)"), "(***)");
  EXPECT_EQ(redactor.Redact("(a%2541%2Bb%252F+c)"), "(***)");
  EXPECT_EQ(redactor.Redact("(a%41+b%252F%20c)"), "(***)");
}

TEST(RedactorTest, APlusSignThatWasDecodedToABlankIsRead) {
  EXPECT_EQ(Knowing("abc+def/g").Redact("abc def/g, abc%20def%2Fg"), "***, ***");
}

TEST(RedactorTest, CharactersBeyondAsciiAreHidden) {
  const Redactor redactor = Knowing("pässword\xF0\x9F\x94\x91");
  EXPECT_EQ(redactor.Redact("p\\u00e4ssword\\ud83d\\udd11 p%C3%A4ssword%f0%9f%94%91"), "*** ***");
}

TEST(RedactorTest, Base64OfAnySurroundingsIsHidden) {
  const std::string secret = "s?cret>with<marks~~~";
  const Redactor redactor = Knowing(secret);
  for (const std::string before : {"", "u", "us", "usr", "client-id:"}) {
    for (const std::string behind : {"", "x", "xy", ":end"}) {
      std::string standard = EncodeBase64(before + secret + behind);
      std::string url = standard;
      for (char& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
      for (const std::string& whole : {standard, url}) {
        const std::string bare = whole.substr(0, whole.find('='));
        for (const std::string& spelling : {whole, bare, "token/" + bare, "x-" + bare}) {
          EXPECT_THAT(redactor.Redact("Basic " + spelling), HasSubstr("***")) << spelling;
          // What is left does not hold four digits in a row of the secret's own.
          const std::string middle = bare.substr(bare.size() / 2 - 2, 4);
          EXPECT_THAT(redactor.Redact("Basic " + spelling), Not(HasSubstr(middle))) << spelling;
        }
      }
    }
  }
}

TEST(RedactorTest, Base64InAUrlOrJsonIsHidden) {
  const Redactor redactor = Knowing("\xFB\xEF\xBE\xFB\xEF\xBEpass");
  const std::string base64 = EncodeBase64("\xFB\xEF\xBE\xFB\xEF\xBEpass");
  ASSERT_THAT(base64, HasSubstr("++++"));
  EXPECT_EQ(redactor.Redact("?a=%2B%2B%2B%2B%2B%2B%2b%2bcGFzcw%3D%3D"), "?a=***%3D%3D");
  EXPECT_EQ(redactor.Redact("\\u002b\\u002b\\u002b\\u002b\\u002b\\u002b\\u002b\\u002bcGFzcw"),
            "***");
}

TEST(RedactorTest, AnEncodedSecretWithinBase64IsHidden) {
  const Redactor redactor = Knowing("cl/ient sec==Z");
  EXPECT_THAT(redactor.Redact("Basic " + EncodeBase64("idxx:cl%2Fient%20sec%3D%3DZ")),
              testing::EndsWith("***"));
}

TEST(RedactorTest, ShortSecretsAreHiddenWhereTheyAreWords) {
  const Redactor redactor = Knowing("pw");
  EXPECT_EQ(redactor.Redact("bad pw: user:pw, ?key=pw&x, %3Dpw%26, \"pw\""),
            "bad ***: user:***, ?key=***&x, %3D***%26, \"***\"");
  EXPECT_EQ(redactor.Redact("the pwd of spw"), "the pwd of spw");
}

TEST(RedactorTest, TheStartOfASecretBeforeACutIsHidden) {
  const Redactor redactor = Knowing("Bearer-0123456789");
  EXPECT_EQ(redactor.Redact("bad Bearer-0123..."), "bad ***...");
  EXPECT_EQ(redactor.Redact("bad %42earer%2d01..."), "bad ***...");
  EXPECT_EQ(redactor.Redact("the Bear is"), "the Bear is");
}

TEST(RedactorTest, EverySecretIsHiddenAndTheRestIsKept) {
  Redactor redactor;
  for (const char* secret : {"secret-one", "secret-one-more", "two\xE4", ""}) redactor.Add(secret);
  EXPECT_EQ(redactor.Redact("secret-one secret-one-more two\xE4 three"), "*** *** *** three");
  EXPECT_EQ(redactor.Redact(""), "");
  EXPECT_EQ(redactor.Redact("100% of \\ & < +"), "100% of \\ & < +");
}

TEST(RedactorTest, SecretsThatOverlapAreHiddenWhole) {
  Redactor redactor;
  redactor.Add("abcdef");
  redactor.Add("defghi");
  EXPECT_EQ(redactor.Redact("xabcdefghix"), "x***x");
}

TEST(RedactorTest, EachTextOfAStatusIsRedacted) {
  const Redactor redactor = Knowing("secret");
  const Status status = redactor.Redact(Status(StatusCode::kNotFound, "a secret b")
                                            .WithHttp(404, "id-secret")
                                            .WithApiCode("code_secret")
                                            .WithHint("use secret")
                                            .At(3));
  EXPECT_EQ(status.message(), "a *** b");
  EXPECT_EQ(status.request_id(), "id-***");
  EXPECT_EQ(status.api_code(), "code_***");
  EXPECT_EQ(status.hint(), "use ***");
  EXPECT_EQ(status.http_status(), 404);
  EXPECT_EQ(status.place(), 3);
  EXPECT_TRUE(redactor.Redact(Status()).ok());
}

TEST(RedactorTest, AHostileTextIsReadInReasonableTime) {
  const Redactor redactor = Knowing(std::string(200, '%') + "25%2525");
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "%25%";
  EXPECT_FALSE(redactor.Redact(text).empty());
}

}  // namespace
}  // namespace apisql
