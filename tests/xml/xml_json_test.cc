#include "src/xml/xml_json.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "src/xml/xml_form.h"

namespace apisql {
namespace {

// The places that `lists` name are lists.
XmlForm FormWith(const std::vector<std::string>& lists) {
  XmlForm form;
  for (const std::string& list : lists) form.places.At(*JsonPath::Parse(list)).is_list = true;
  return form;
}

std::string JsonOf(std::string_view xml, const std::vector<std::string>& lists = {}) {
  const StatusOr<std::string> json = XmlToJson(xml, FormWith(lists));
  return json.ok() ? *json : json.status().message();
}

TEST(XmlJsonTest, ElementsAreMembersAndTextsAreStrings) {
  EXPECT_EQ(JsonOf("<?xml version='1.0'?>\n<r>\n <id>7</id>\n <owner><name>A \"B\"</name></owner>\n"
                   " <none/><blank>  </blank>\n</r>\n"),
            R"({"r":{"id":"7","owner":{"name":"A \"B\""},"none":"","blank":""}})");
}

TEST(XmlJsonTest, ATextIsWholeWhateverItIsMadeOf) {
  EXPECT_EQ(JsonOf("<r>a&amp;b<!-- c --><![CDATA[<d>]]> &#233;<?x y?>&lt;</r>"),
            R"({"r":"a&b<d> é<"})");
}

TEST(XmlJsonTest, SeveralOfOneNameAreAnArrayInTheirOrder) {
  EXPECT_EQ(JsonOf("<r><a>1</a><b>x</b><a>2</a><a/></r>"), R"({"r":{"a":["1","2",""],"b":"x"}})");
}

TEST(XmlJsonTest, AListHasAnArrayOfNoneOfOneAndOfTwo) {
  const std::vector<std::string> lists = {"/r/set/item"};
  EXPECT_EQ(JsonOf("<r><set/></r>", lists), R"({"r":{"set":{"item":[]}}})");
  EXPECT_EQ(JsonOf("<r><set> </set></r>", lists), R"({"r":{"set":{"item":[]}}})");
  EXPECT_EQ(JsonOf("<r><set><item>a</item></set></r>", lists), R"({"r":{"set":{"item":["a"]}}})");
  EXPECT_EQ(JsonOf("<r><set><item>a</item><item>b</item></set></r>", lists),
            R"({"r":{"set":{"item":["a","b"]}}})");
  // Where the list itself is left out nothing is made up.
  EXPECT_EQ(JsonOf("<r><x>1</x></r>", lists), R"({"r":{"x":"1"}})");
}

TEST(XmlJsonTest, AListWithinItemsIsOneInEachOfThem) {
  EXPECT_EQ(JsonOf("<r><set><item><tags><tag>a</tag></tags></item><item><tags/></item></set></r>",
                   {"/r/set/item", "/r/set/item/tags/tag"}),
            R"({"r":{"set":{"item":[{"tags":{"tag":["a"]}},{"tags":{"tag":[]}}]}}})");
}

TEST(XmlJsonTest, AListOfWhateverNameIsItselfTheArray) {
  const std::vector<std::string> lists = {"/r/Tags/*"};
  EXPECT_EQ(JsonOf("<r><Tags/></r>", lists), R"({"r":{"Tags":[]}})");
  EXPECT_EQ(JsonOf("<r><Tags><member><K>a</K></member></Tags></r>", lists),
            R"({"r":{"Tags":[{"K":"a"}]}})");
  EXPECT_EQ(JsonOf("<r><Tags><item>a</item><item>b</item></Tags></r>", lists),
            R"({"r":{"Tags":["a","b"]}})");
  // The list has no element of its own.
  EXPECT_EQ(JsonOf("<r><Tags><K>a</K><V>b</V></Tags></r>", lists),
            R"({"r":{"Tags":[{"K":"a","V":"b"}]}})");
  EXPECT_EQ(JsonOf("<r><Tags><K>a</K></Tags><Tags><K>b</K></Tags></r>", lists),
            R"({"r":{"Tags":[{"K":"a"},{"K":"b"}]}})");
  EXPECT_EQ(JsonOf("<r><Tags>a</Tags></r>", lists), R"({"r":{"Tags":["a"]}})");
}

TEST(XmlJsonTest, ElementsComeBeforeAttributesOfTheirName) {
  EXPECT_EQ(JsonOf("<r xmlns='urn:a' xmlns:x='urn:b'><g x:type='user' id='1'><id>2</id></g>"
                   "<x:h lang='en'>text</x:h><i on='yes'/></r>"),
            R"({"r":{"g":{"id":"2","type":"user"},"h":"text","i":{"on":"yes"}}})");
}

TEST(XmlJsonTest, TextBesideElementsIsKept) {
  EXPECT_EQ(JsonOf("<r>one<a>2</a>three</r>"), R"({"r":{"a":"2","#text":"onethree"}})");
}

TEST(XmlJsonTest, EncodingsAreRead) {
  EXPECT_EQ(JsonOf("<?xml version='1.0' encoding='ISO-8859-1'?><r>\xE9</r>"), R"({"r":"é"})");
  EXPECT_EQ(JsonOf("\xEF\xBB\xBF<r>\xC3\xA9</r>"), R"({"r":"é"})");
  const std::string_view utf16("\xFF\xFE<\0r\0>\0\xE9\0<\0/\0r\0>\0", 18);
  EXPECT_EQ(JsonOf(utf16), R"({"r":"é"})");
  EXPECT_EQ(JsonOf("<?xml version='1.0' encoding='EBCDIC'?><r/>"),
            "invalid XML at line 1, column 31: unknown encoding");
}

TEST(XmlJsonTest, WhatIsBrokenIsToldWithItsPlaceAndWithoutItsText) {
  EXPECT_EQ(JsonOf("<r>\n  <a>secret</b></r>"), "invalid XML at line 2, column 14: mismatched tag");
  EXPECT_EQ(JsonOf("<r><a>1</a>"), "invalid XML at line 1, column 12: no element found");
  EXPECT_EQ(JsonOf(""), "invalid XML at line 1, column 1: no element found");
  EXPECT_EQ(JsonOf("<r/><r/>"), "invalid XML at line 1, column 5: junk after document element");
  EXPECT_EQ(JsonOf("<r>&nbsp;</r>"), "invalid XML at line 1, column 4: undefined entity");
  EXPECT_EQ(JsonOf("<r>\xC3(</r>"),
            "invalid XML at line 1, column 4: not well-formed (invalid token)");
}

TEST(XmlJsonTest, NoEntityIsEverDeclared) {
  EXPECT_EQ(JsonOf("<!DOCTYPE r [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]><r>&c;</r>"),
            "invalid XML at line 1, column 13: a DOCTYPE, which no answer needs");
  EXPECT_EQ(JsonOf("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>").substr(0, 11), "invalid XML");
}

TEST(XmlJsonTest, DepthIsBounded) {
  const auto nested = [](size_t depth) {
    std::string xml;
    for (size_t i = 0; i < depth; ++i) xml += "<a>";
    for (size_t i = 0; i < depth; ++i) xml += "</a>";
    return XmlToJson(xml, {});
  };
  EXPECT_TRUE(nested(200).ok());
  const auto deeper = nested(201);
  ASSERT_FALSE(deeper.ok());
  EXPECT_EQ(deeper.status().message(),
            "invalid XML at line 1, column 601: elements are nested deeper than 200 levels");
}

}  // namespace
}  // namespace apisql
