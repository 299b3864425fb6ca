// Names that need quotes are offered behind a quote alone: what was typed stays as it is.
#include <gmock/gmock.h>

#include "vtab/session/completion.h"

namespace apisql {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Offered(std::string_view sql) {
  const std::vector<std::string> tables = {"acme.hr.people"};
  const RegisteredNames names(tables);
  const CompletionSource source{tables, names, [](const std::string&) {
                                  return std::vector<std::string>{"displayName", "API-Key", "order",
                                                                  "id"};
                                }};
  return CompleteSql(sql, source);
}

TEST(QuotedCompletionTest, APlainNameNeedsNone) {
  EXPECT_THAT(Offered("SELECT * FROM acme.hr.people WHERE disp"), ElementsAre("displayName"));
  EXPECT_THAT(Offered("SELECT * FROM acme.hr.people p WHERE p.DISP"), ElementsAre("p.displayName"));
}

TEST(QuotedCompletionTest, OthersAreOfferedBehindAQuote) {
  EXPECT_THAT(Offered("SELECT * FROM acme.hr.people WHERE \"ap"), ElementsAre("\"API-Key\""));
  EXPECT_THAT(Offered("SELECT * FROM acme.hr.people WHERE \"API-"), ElementsAre("\"API-Key\""));
  EXPECT_THAT(Offered("SELECT * FROM acme.hr.people WHERE \"ord"), ElementsAre("\"order\""));
  EXPECT_THAT(Offered("SELECT * FROM acme.hr.people WHERE API"), Not(Contains("API-Key")));
  EXPECT_THAT(Offered("SELECT * FROM acme.hr.people WHERE name = 'ap"), IsEmpty());
}

}  // namespace
}  // namespace apisql
