#include "src/http/message/url.h"

#include <gmock/gmock.h>

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

TEST(UrlTest, APathSegmentKeepsOnlyUnreservedCharacters) {
  EXPECT_EQ(EncodePathSegment("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(EncodePathSegment("a/b?c#d%e@f:g"), "a%2Fb%3Fc%23d%25e%40f%3Ag");
  EXPECT_EQ(EncodePathSegment("ü \n"), "%C3%BC%20%0A");
  EXPECT_EQ(EncodePathSegment(std::string_view("\0", 1)), "%00");
}

TEST(UrlTest, AQueryValueStaysReadableWhereThatIsLegal) {
  EXPECT_EQ(EncodeQueryValue("crn://x/y@z,1"), "crn://x/y@z,1");
  EXPECT_EQ(EncodeQueryValue("a=b&c+d e#f"), "a%3Db%26c%2Bd%20e%23f");
}

TEST(UrlTest, AQueryKeepsOrderAndRepetition) {
  EXPECT_EQ(EncodeQuery({{"b", "1"}, {"a", "x y"}, {"b", ""}}), "b=1&a=x%20y&b=");
  EXPECT_EQ(EncodeQuery({}), "");
}

TEST(UrlTest, BadEscapesStayAsTheyAre) {
  EXPECT_EQ(DecodeQueryValue("a+b%20c%2fd"), "a b c/d");
  EXPECT_EQ(DecodeQueryValue("%"), "%");
  EXPECT_EQ(DecodeQueryValue("%4"), "%4");
  EXPECT_EQ(DecodeQueryValue("%zz%+1%-1"), "%zz% 1%-1");
}

TEST(UrlTest, WhatWasEncodedIsDecodedToTheSame) {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_EQ(DecodeQueryValue(EncodeQueryValue(all)), all);
  EXPECT_EQ(DecodeQueryValue(EncodePathSegment(all)), all);
}

TEST(UrlTest, TheParametersOfAUrlAreFound) {
  EXPECT_THAT(QueryOf("https://h/p?a=1&b=x%26y&&c&a==2#f?z=1"),
              ElementsAre(Pair("a", "1"), Pair("b", "x&y"), Pair("c", ""), Pair("a", "=2")));
  EXPECT_THAT(QueryOf("?page_token=t"), ElementsAre(Pair("page_token", "t")));
  EXPECT_THAT(QueryOf("/p"), IsEmpty());
  EXPECT_THAT(QueryOf(""), IsEmpty());
  EXPECT_THAT(QueryOf("/p#?a=1"), IsEmpty());
}

TEST(UrlTest, ParametersAreAddedToAnyUrl) {
  EXPECT_EQ(AppendQuery("https://h/p", {{"a", "1"}}), "https://h/p?a=1");
  EXPECT_EQ(AppendQuery("https://h/p?b=2", {{"a", "&"}}), "https://h/p?b=2&a=%26");
  EXPECT_EQ(AppendQuery("https://h/p?", {{"a", "1"}}), "https://h/p?a=1");
  EXPECT_EQ(AppendQuery("https://h/p#f", {{"a", "1"}}), "https://h/p?a=1");
  EXPECT_EQ(AppendQuery("https://h/p?b=2", {}), "https://h/p?b=2");
}

TEST(UrlTest, AnOriginIsSchemeHostAndPort) {
  EXPECT_EQ(*OriginOf("https://Api.Example.COM/x"), "https://api.example.com:443");
  EXPECT_EQ(*OriginOf("HTTP://h"), "http://h:80");
  EXPECT_EQ(*OriginOf("http://h:8080?x=@"), "http://h:8080");
  EXPECT_EQ(*OriginOf("https://h:/x"), "https://h:443");
  EXPECT_EQ(*OriginOf("https://h:0443/x"), "https://h:443");
  EXPECT_EQ(*OriginOf("http://[::1]:81/"), "http://[::1]:81");
  EXPECT_EQ(*OriginOf("https://h/a@b:c"), "https://h:443");
}

TEST(UrlTest, AUrlThatTwoReadersCouldReadDifferentlyHasNoOrigin) {
  for (const char* url : {"",
                          "h",
                          "/p",
                          "//h/p",
                          "ftp://h",
                          "https:/h",
                          "https:h",
                          "https://",
                          "https:///p",
                          "https://u@h/",
                          "https://u:p@h/",
                          "https://h:1:2/",
                          "https://h:x/",
                          "https://h:0/",
                          "https://h:65536/",
                          "https://h:-1/",
                          "https://h:+80/",
                          "https://h\\.evil/",
                          "https://h%2eevil/",
                          "https://h evil/",
                          "https://[::1/",
                          "https://::1/",
                          "https://[]/",
                          "https://[::1]x/",
                          "https://[g::]/",
                          "https://h\n/",
                          "https://h/\r\nX: y",
                          "https://h/a b",
                          " https://h/",
                          "https://h\xc3\xbc/",
                          "https://?x",
                          "https://:80/"}) {
    EXPECT_FALSE(OriginOf(url).ok()) << url;
  }
}

TEST(UrlTest, AnErrorShowsNoPartOfAUrlThatMayBeSecret) {
  for (const char* url : {"htp://user:hunter2@h/", "https://user:hun?hunter2@h/",
                          "https://user:hun#ter2@h:x/", "ftp://h/?key=hunter2",
                          "https://h:x/a?key=hunter2", "https:// h/#hunter2", "user:hunter2@h"}) {
    const Status status = OriginOf(url).status();
    EXPECT_FALSE(status.ok()) << url;
    EXPECT_EQ(status.message().find("hun"), std::string::npos) << status.message();
  }
  EXPECT_EQ(OriginOf("ftp://h/path").status().message(),
            "not an absolute http or https URL: ftp://h/path");
}

TEST(UrlTest, TheErrorForAPasswordInAUrlDoesNotShowIt) {
  const Status status = OriginOf("https://user:hunter2@h/").status();
  EXPECT_THAT(status.message(), HasSubstr("password"));
  EXPECT_THAT(status.message(), Not(HasSubstr("hunter2")));
}

TEST(UrlTest, LoopbackIsWhatNeverLeavesTheMachine) {
  for (const char* url : {"http://localhost", "http://LOCALHOST:1/x", "http://127.0.0.1:80",
                          "https://127.255.0.9/", "http://[::1]:8080/"}) {
    EXPECT_TRUE(IsLoopback(url)) << url;
  }
  for (const char* url : {"http://localhost.evil.com", "http://127.0.0.1.evil.com", "http://127.1",
                          "http://127.0.0.256", "http://127.0.0.01", "http://128.0.0.1",
                          "http://[::2]", "http://127.0.0.1@evil.com", "http://evil.com/127.0.0.1",
                          "localhost", "http://127.0.0.", "http://127.0.0.1e1"}) {
    EXPECT_FALSE(IsLoopback(url)) << url;
  }
}

TEST(UrlTest, ReferencesResolveAsTheRfcSays) {
  constexpr char kBase[] = "http://a/b/c/d;p?q";  // RFC 3986, 5.4
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q"},
      {"g;x?y#s", "http://a/b/c/g;x?y"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../../g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {"./../g", "http://a/b/g"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g?u=http://x", "http://a/b/c/g?u=http://x"},
  };
  for (const auto& [reference, url] : cases) {
    EXPECT_EQ(ResolveReference(kBase, reference), url) << reference;
  }
  EXPECT_EQ(ResolveReference("https://h", "g"), "https://h/g");
  EXPECT_EQ(ResolveReference("https://h?x", "/g"), "https://h/g");
}

}  // namespace
}  // namespace apisql
