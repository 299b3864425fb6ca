#include "src/json/form.h"

#include <gtest/gtest.h>

#include <string>

namespace apisql {
namespace {

std::string Form(std::string_view json, const FormStyle& style = {}) {
  const StatusOr<std::string> form = JsonToForm(json, style);
  return form.ok() ? *form : "error: " + form.status().message();
}

TEST(FormTest, MembersOfObjectsAreNamedInBrackets) {
  EXPECT_EQ(Form(R"({"a":"x y","b":{"c":{"d":1.50}},"e":true,"f":false})"),
            "a=x%20y&b[c][d]=1.50&e=true&f=false");
}

TEST(FormTest, AListIsNamedAsTheDocumentSays) {
  constexpr const char* kJson = R"({"a":["x","y"],"b":1})";
  EXPECT_EQ(Form(kJson), "a[0]=x&a[1]=y&b=1");
  EXPECT_EQ(Form(kJson, {.arrays = FormArrays::kBrackets}), "a[]=x&a[]=y&b=1");
  EXPECT_EQ(Form(kJson, {.arrays = FormArrays::kRepeated}), "a=x&a=y&b=1");
}

TEST(FormTest, OnlyIndexesTellTheObjectsOfAListApart) {
  constexpr const char* kJson = R"({"items":[{"price":"p","n":2},{"price":"q"}]})";
  EXPECT_EQ(Form(kJson), "items[0][price]=p&items[0][n]=2&items[1][price]=q");
  EXPECT_EQ(
      Form(kJson, {.arrays = FormArrays::kBrackets}),
      "error: items cannot be sent in a form: only with arrays: indexes does a list hold more "
      "than texts");
}

TEST(FormTest, DotsNestWhereElementsAreNumbered) {
  constexpr const char* kJson =
      R"({"Action":"List","Filter":[{"Name":"n","Value":["a","b"]},{"Name":"m"}],"O":{"p":1}})";
  EXPECT_EQ(Form(kJson, {.arrays = FormArrays::kNumbered}),
            "Action=List&Filter.1.Name=n&Filter.1.Value.1=a&Filter.1.Value.2=b&Filter.2.Name=m"
            "&O.p=1");
  EXPECT_EQ(Form(kJson, {.arrays = FormArrays::kMembers}),
            "Action=List&Filter.member.1.Name=n&Filter.member.1.Value.member.1=a"
            "&Filter.member.1.Value.member.2=b&Filter.member.2.Name=m&O.p=1");
}

TEST(FormTest, ADotInANameWithinAnotherIsRefusedWhereDotsNest) {
  constexpr FormStyle kNumbered = {.arrays = FormArrays::kNumbered};
  EXPECT_EQ(Form(R"({"a.b":1,"c[d]":2})", kNumbered), "a.b=1&c%5Bd%5D=2");
  EXPECT_EQ(
      Form(R"({"a":{"b.c":1}})", kNumbered),
      "error: a.b.c cannot be sent in a form: a name is not empty and, within another, has no "
      "dot in it");
}

TEST(FormTest, NothingIsAnErrorUnlessTheDocumentHasAWordForIt) {
  for (const char* json : {R"({"a":null})", R"({"a":[]})", R"({"a":{}})"}) {
    EXPECT_EQ(Form(json).substr(0, 8), "error: a") << json;
    EXPECT_EQ(Form(json, {.empty_nulls = true}), "a=") << json;
  }
  EXPECT_EQ(Form("{}"), "");
}

TEST(FormTest, NoValueAndNoNameLeavesItsPlace) {
  EXPECT_EQ(Form(R"({"a&b=c":"d&e=f","g\r\n":"\r\nSet-Cookie: x","h":"%41+"})"),
            "a%26b%3Dc=d%26e%3Df&g%0D%0A=%0D%0ASet-Cookie%3A%20x&h=%2541%2B");
  EXPECT_EQ(Form(R"({"é":"ü"})"), "%C3%A9=%C3%BC");
}

// A server decodes names before it reads their brackets.
TEST(FormTest, ABracketInANameIsRefused) {
  for (const char* json :
       {R"({"a[b]":1})", R"({"a":{"b][c":1}})", R"({"a":{"":1}})", R"({"]":1})"}) {
    EXPECT_NE(Form(json).find("a name is not empty and has no bracket in it"), std::string::npos)
        << json;
  }
}

TEST(FormTest, ABodyIsAnObject) {
  EXPECT_EQ(Form("[1]"), "error: the body cannot be sent in a form: it is no object");
}

TEST(FormTest, PlaceholdersStayReadable) {
  EXPECT_EQ(*JsonToFormTemplate(R"({"a":{"b":"{city}"}})", {}), "a[b]={city}");
}

}  // namespace
}  // namespace apisql
