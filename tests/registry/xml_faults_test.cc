// What documents say of XML answers, and what is wrong with it.
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "registry/document/document.h"
#include "tests/registry/documents.h"

namespace apisql {
namespace {

struct XmlCase {
  std::string fact;       // The test's name.
  std::string_view says;  // In the place of the select's "row: /".
  std::string fault;      // "" where nothing is wrong.
};

void PrintTo(const XmlCase& xml_case, std::ostream* stream) { *stream << xml_case.says; }

class XmlFaultTest : public ::testing::TestWithParam<XmlCase> {};

TEST_P(XmlFaultTest, IsSaidWithItsPlace) {
  const auto provider = OpenDocument(kAcmeProvider, "provider.yaml");
  const auto acme = ReadProviderDocument(*provider);
  const auto table = OpenDocument(With(kPeopleTable, "row: /\n", GetParam().says), "t.yaml");
  const std::string found =
      table.ok() ? ReadTableDocument(*table, *acme).status().message() : table.status().message();
  const std::string& fault = GetParam().fault;
  EXPECT_EQ(found, fault.empty() ? "" : "t.yaml:" + fault);
}

const XmlCase kXmlCases[] = {
    {"ARow", "row: /Person\n    answers: xml\n    xml: {lists: [/tags/tag, /mails/*]}\n", ""},
    {"OneList", "row: /Person\n    answers: xml\n    xml: {lists: /tags/tag}\n", ""},
    {"Json", "row: /\n    answers: json\n", ""},
    {"AnotherWord", "row: /\n    answers: yaml\n",
     "18: methods.get_person.answers: expected one of json, xml"},
    {"XmlKeysOfJson", "row: /\n    xml: {lists: [/tags/tag]}\n",
     "18: methods.get_person.xml: needs answers: xml"},
    {"XmlKeysOfWhatSaysJson", "row: /\n    answers: json\n    xml: {}\n",
     "19: methods.get_person.xml: needs answers: xml"},
    {"TheWholeRow", "row: /\n    answers: xml\n    xml: {lists: [/]}\n",
     "19: methods.get_person.xml.lists: names the whole row"},
    {"LinesOfXml", "ndjson: /\n    answers: xml\n",
     "17: methods.get_person.ndjson: is lines of JSON, and the answers are XML"},
    {"RowsThatAreFoundAndSaid", "rows: /a\n    answers: xml\n    xml: {find_rows: [id, name]}\n",
     "19: methods.get_person.xml.find_rows: goes without rows"},
    {"RowsThatAreFound", "answers: xml\n    xml: {find_rows: [id, name]}\n", ""},
    {"NoMembers", "answers: xml\n    xml: {find_rows: []}\n", ""},
};

INSTANTIATE_TEST_SUITE_P(Cases, XmlFaultTest, ::testing::ValuesIn(kXmlCases),
                         [](const auto& tested) { return tested.param.fact; });

TEST(XmlDocumentTest, FoundRowsStandWhereTheAnswerHasThem) {
  const auto provider = OpenDocument(kAcmeProvider, "provider.yaml");
  const auto acme = ReadProviderDocument(*provider);
  const auto document = OpenDocument(
      With(kPeopleTable, "row: /\n", "answers: xml\n    xml: {find_rows: [id, name]}\n"), "t.yaml");
  const auto table = ReadTableDocument(*document, *acme);
  ASSERT_TRUE(table.ok()) << table.status().message();
  const Method* const method = (*table)->FindMethod("get_person");
  ASSERT_NE(method, nullptr);
  ASSERT_TRUE(method->xml.has_value());
  EXPECT_TRUE(method->xml->find_rows);
  EXPECT_EQ(method->xml->members, (std::vector<std::string>{"id", "name"}));
  EXPECT_EQ(method->rows.ToString(), "/rows");
}

}  // namespace
}  // namespace apisql
