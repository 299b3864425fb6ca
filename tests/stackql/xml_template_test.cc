#include "registry/stackql/methods/xml_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace apisql {
namespace {

using ::testing::ElementsAre;

// A template as the documents have it, with a step for each of two elements.
std::string TemplateOfSteps(const std::string& last, const std::string& rows) {
  return R"({{- $n := index . "ListResponse" -}})"
         R"({{- if eq (kindOf $n) "map" }}{{ $n = index $n "Keys" }}{{ else }}{{ $n = "" }}{{ end -}})"
         R"({{- if eq (kindOf $n) "map" }}{{ $n = index $n "member" )" +
         last + R"({"line_items": )" + rows + "}";
}

constexpr const char* kEndOfSteps =
    R"(}}{{ else if eq (kindOf $n) "string" }}{{ $n = "" }}{{ end -}})";

std::string RowsOfTexts(const std::string& several, const std::string& one) {
  return R"([{{- if eq (kindOf $n) "slice" -}}{{- range $i, $v := $n -}}{{- if $i }},{{ end }}{")" +
         several +
         R"(": {{ toJson $v }}}{{- end -}}{{- else if and (eq (kindOf $n) "string") $n -}}{")" +
         one + R"(": {{ toJson $n }}}{{- end -}}])";
}

TEST(XmlTemplateTest, AListOfTextsIsKnownByItsWay) {
  const auto texts = ReadXmlTemplate(TemplateOfSteps(kEndOfSteps, RowsOfTexts("name", "name")));
  ASSERT_TRUE(texts.has_value());
  EXPECT_THAT(texts->elements, ElementsAre("ListResponse", "Keys", "member"));
  EXPECT_EQ(texts->wrapper, "line_items");
  EXPECT_EQ(texts->scalar, "name");
}

TEST(XmlTemplateTest, WhatDoesMoreIsUnknown) {
  EXPECT_FALSE(ReadXmlTemplate("").has_value());
  EXPECT_FALSE(ReadXmlTemplate("{{ . }}").has_value());
  EXPECT_FALSE(
      ReadXmlTemplate(TemplateOfSteps(kEndOfSteps, RowsOfTexts("name", "other"))).has_value());
  EXPECT_FALSE(
      ReadXmlTemplate(TemplateOfSteps(kEndOfSteps, RowsOfTexts("name", "name") + "x")).has_value());
  EXPECT_FALSE(ReadXmlTemplate(TemplateOfSteps("}}", RowsOfTexts("name", "name"))).has_value());
  const std::string whole = TemplateOfSteps(kEndOfSteps, RowsOfTexts("name", "name"));
  for (size_t size = 0; size < whole.size(); size += 7) {
    EXPECT_FALSE(ReadXmlTemplate(whole.substr(0, size)).has_value()) << size;
  }
}

}  // namespace
}  // namespace apisql
