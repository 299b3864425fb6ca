#include "shell/script/variables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/shell/fake_session.h"

namespace apisql {
namespace {

using testing::HasSubstr;

TEST(ValueOfWordTest, OnlyANumberThatIsWrittenAsItIsIsOne) {
  EXPECT_EQ(ValueOfWord("12"), SqlValue(int64_t{12}));
  EXPECT_EQ(ValueOfWord("-3"), SqlValue(int64_t{-3}));
  EXPECT_EQ(ValueOfWord("2.5"), SqlValue(2.5));
  for (const char* text : {"", "007", "+1", "1e3", "2.50", "0x10", "inf", "nan", "-0", " 1",
                           "9223372036854775808", "NULL", "'x'"}) {
    EXPECT_EQ(ValueOfWord(text), SqlValue(std::string(text))) << text;
  }
}

TEST(ReadValueTest, QuotesMakeATextAndNullIsNull) {
  EXPECT_EQ(*ReadValue("'12'"), SqlValue(std::string("12")));
  EXPECT_EQ(*ReadValue("'it''s'"), SqlValue(std::string("it's")));
  EXPECT_EQ(*ReadValue("''"), SqlValue(std::string()));
  EXPECT_EQ(*ReadValue("a 'b' c"), SqlValue(std::string("a 'b' c")));
  EXPECT_EQ(*ReadValue("null"), SqlValue());
  EXPECT_FALSE(ReadValue("'a' b").ok());
  EXPECT_FALSE(ReadValue("'a").ok());
}

TEST(VariablesTest, NamesAreThoseThatAParameterCanHave) {
  Variables variables;
  EXPECT_TRUE(variables.Set("a_1", SqlValue()).ok());
  for (const char* name : {"", "1a", "a-b", "a b", ":a"}) {
    EXPECT_FALSE(variables.Set(name, SqlValue()).ok()) << name;
  }
  EXPECT_TRUE(variables.Unset("a_1").ok());
  EXPECT_THAT(variables.Unset("a_1").message(), HasSubstr("no variable a_1 is set"));
}

}  // namespace
}  // namespace apisql
