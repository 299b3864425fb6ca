#include "src/rows/page_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/rows/decode.h"
#include "tests/rows/page_text.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PageGuardTest : public ::testing::Test {
 protected:
  // Fields: id, n, name.
  static Page MakePage(std::string_view rows) {
    return *DecodePage(rows, MakeShape(RowsKind::kArray, "/",
                                       {MakeField("/id"), MakeField("/n", ColumnType::kInteger),
                                        MakeField("/name")}));
  }

  // The rows that are left, or the error.
  std::vector<std::string> Check(std::string_view rows, uint64_t shape = 1) {
    Page page = MakePage(rows);
    const auto repeated = guard_.Check(page, key_fields_, shape);
    if (!repeated.ok()) return {repeated.status().message()};
    LeaveOut(*repeated, &page);
    return RowTexts(page);
  }

  void KeyIs(std::vector<std::string> key, std::vector<size_t> fields, PageGuardLimits limits) {
    guard_ = PageGuard(std::move(key), limits);
    key_fields_ = std::move(fields);
  }

  std::vector<size_t> key_fields_ = {0};
  PageGuard guard_{{"id"}};
};

TEST_F(PageGuardTest, NewRowsStay) {
  EXPECT_THAT(Check(R"([{"id": "a"}, {"id": "b"}])"),
              ElementsAre("'a'|NULL|NULL", "'b'|NULL|NULL"));
  EXPECT_THAT(Check(R"([{"id": "c"}])"), ElementsAre("'c'|NULL|NULL"));
}

TEST_F(PageGuardTest, ARowThatComesAgainOnTheNextPageIsLeftOut) {
  Check(R"([{"id": "a", "n": 1}, {"id": "b", "n": 2, "name": "x"}])");
  EXPECT_THAT(Check(R"([{"id": "b", "n": 2, "name": "x"}, {"id": "c", "n": 3}])"),
              ElementsAre("'c'|3|NULL"));
  EXPECT_THAT(Check(R"([{"id": "d"}, {"id": "a", "n": 1}, {"id": "e"}, {"id": "c", "n": 3}])"),
              ElementsAre("'d'|NULL|NULL", "'e'|NULL|NULL"));
}

TEST_F(PageGuardTest, ARowThatComesAgainWithOtherValuesIsAnErrorThatNamesIt) {
  Check(R"([{"id": "a", "n": 1}])");
  EXPECT_THAT(Check(R"([{"id": "a", "n": 2}])"),
              ElementsAre("id = 'a' comes twice in the list, with different values: it changed "
                          "while it was read. Run the statement again"));
  Check(R"([{"id": "b\u001b", "name": "x"}])");
  EXPECT_THAT(Check(R"([{"id": "b\u001b"}])"), ElementsAre(HasSubstr("id = 'b\\x1b' comes twice")));
}

TEST_F(PageGuardTest, PagesOfDifferentFieldsAreComparedByTheirKeys) {
  Check(R"([{"id": "a", "n": 1}])", 1);
  EXPECT_THAT(Check(R"([{"id": "a", "n": 2}])", 2), IsEmpty());
}

TEST_F(PageGuardTest, AKeyThatComesTwiceOnOnePageIsAnErrorWhateverElseWasRead) {
  const std::string expected =
      "id = 'a' comes twice on one page: the key of the table's document, id, does not tell its "
      "rows apart";
  EXPECT_THAT(Check(R"([{"id": "a"}, {"id": "a"}])"), ElementsAre(expected));
  guard_ = PageGuard({"id"});
  EXPECT_THAT(Check(R"([{"id": "a", "n": 1}, {"id": "b"}, {"id": "a", "n": 2}])"),
              ElementsAre(expected));
}

TEST_F(PageGuardTest, KeysThatSqlShowsAsOneAreOne) {
  EXPECT_THAT(Check(R"([{"id": true}, {"id": "true"}])"), ElementsAre(HasSubstr("on one page")));
  guard_ = PageGuard({"id"});
  EXPECT_THAT(Check(R"([{"id": {"a": 1}}, {"id": "{\"a\":1}"}])"),
              ElementsAre(HasSubstr("on one page")));
  KeyIs({"n"}, {1}, {});
  EXPECT_THAT(Check(R"([{"n": 5}, {"n": "5"}])"), ElementsAre(HasSubstr("n = 5 comes twice")));
}

TEST_F(PageGuardTest, ARowWithoutItsKeyIsAnError) {
  for (const char* row : {R"({"n": 1})", R"({"id": null})"}) {
    EXPECT_THAT(Check(R"([{"id": "a"}, )" + std::string(row) + "]"),
                ElementsAre("rows: row 2 of the page has no id, which is in the table's key"));
    guard_ = PageGuard({"id"});
  }
  KeyIs({"id", "name"}, {0, 2}, {});
  EXPECT_THAT(Check(R"([{"id": "a"}])"), ElementsAre(HasSubstr("row 1 of the page has no name")));
}

TEST_F(PageGuardTest, AKeyThatIsNoUnicodeIsAnError) {
  EXPECT_THAT(Check("[{\"id\": \"a\"}, {\"id\": \"u-\xff\"}]"),
              ElementsAre("rows: row 2 of the page has a id that is no valid Unicode: rows with "
                          "such keys cannot be told apart"));
  guard_ = PageGuard({"id"});
  EXPECT_THAT(Check(R"([{"id": "u-\ud83d"}])"), ElementsAre(HasSubstr("no valid Unicode")));
  guard_ = PageGuard({"id"});
  EXPECT_EQ(Check("[{\"id\": \"a\", \"name\": \"\xff\"}]").size(), 1);
  // The server's own U+FFFD is a letter like any other.
  EXPECT_EQ(Check("[{\"id\": \"u-\xEF\xBF\xBD\"}]").size(), 1);
}

TEST_F(PageGuardTest, AKeyOfSeveralColumnsIsComparedWhole) {
  KeyIs({"name", "n"}, {2, 1}, {});
  EXPECT_EQ(
      Check(R"([{"name": "a", "n": 1}, {"name": "a", "n": 2}, {"name": "a1", "n": 1}])").size(), 3);
  EXPECT_THAT(Check(R"([{"name": "a", "n": 2, "id": "x"}])"),
              ElementsAre(HasSubstr("name = 'a', n = 2 comes twice")));
}

TEST_F(PageGuardTest, NumbersAndTextsAreDifferentKeys) {
  KeyIs({"n"}, {1}, {});
  EXPECT_EQ(Check(R"([{"n": 1}, {"n": 9223372036854775808}, {"n": 12.5}])").size(), 3);
}

TEST_F(PageGuardTest, KeysThatJoinToTheSameTextDiffer) {
  KeyIs({"id", "name"}, {0, 2}, {});
  EXPECT_EQ(Check(R"([{"id": "ab", "name": "c"}, {"id": "a", "name": "bc"},
                      {"id": "a\u0000b", "name": "c"}, {"id": "a", "name": ""}])")
                .size(),
            4);
}

TEST_F(PageGuardTest, PagesThatOnlyRepeatEndInAnError) {
  KeyIs({"id"}, {0}, {.empty_pages = 100, .repeated_pages = 3});
  const std::string page = R"([{"id": "a"}, {"id": "b"}])";
  EXPECT_EQ(Check(page).size(), 2);
  EXPECT_THAT(Check(page), IsEmpty());
  EXPECT_THAT(Check(page), IsEmpty());
  EXPECT_THAT(Check(page),
              ElementsAre("paging is broken: all rows of 3 pages in a row came before"));
}

TEST_F(PageGuardTest, ANewRowStartsTheCountAgain) {
  KeyIs({"id"}, {0}, {.empty_pages = 100, .repeated_pages = 2});
  Check(R"([{"id": "a"}])");
  EXPECT_THAT(Check(R"([{"id": "a"}])"), IsEmpty());
  EXPECT_EQ(Check(R"([{"id": "a"}, {"id": "b"}])").size(), 1);
  EXPECT_THAT(Check(R"([{"id": "b"}])"), IsEmpty());
  EXPECT_THAT(Check(R"([{"id": "a"}])"), ElementsAre(HasSubstr("came before")));
}

TEST_F(PageGuardTest, EmptyPagesEndInAnErrorAtLast) {
  KeyIs({"id"}, {0}, {.empty_pages = 3, .repeated_pages = 1});
  Check("[]");
  Check("[]");
  Check(R"([{"id": "a"}])");
  EXPECT_THAT(Check("[]"), IsEmpty());
  EXPECT_THAT(Check("[]"), IsEmpty());
  EXPECT_THAT(Check("[]"), ElementsAre("paging is broken: 3 pages in a row were empty"));
}

TEST_F(PageGuardTest, AThousandEmptyPagesAreTooMany) {
  for (int i = 0; i < 999; ++i) ASSERT_THAT(Check("[]"), IsEmpty());
  EXPECT_THAT(Check("[]"), ElementsAre(HasSubstr("1000 pages in a row were empty")));
}

TEST_F(PageGuardTest, WithoutAKeyEqualRowsStayAndEqualPagesDoNot) {
  KeyIs({}, {}, {.empty_pages = 100, .repeated_pages = 2});
  const std::string page = R"([{"n": 1}, {"n": 1}])";
  EXPECT_EQ(Check(page).size(), 2);
  EXPECT_EQ(Check(page).size(), 2);
  EXPECT_EQ(Check(R"([{"n": 1}, {"n": 2}])").size(), 2);
  EXPECT_EQ(Check(page).size(), 2);
  EXPECT_THAT(Check(page), ElementsAre(HasSubstr("all rows of 2 pages in a row came before")));
}

TEST_F(PageGuardTest, RowsOfWhichNothingWasReadCountAsNew) {
  guard_ = PageGuard({}, {.empty_pages = 2, .repeated_pages = 2});
  const Page page = *DecodePage("[{},{}]", MakeShape(RowsKind::kArray, "/", {}));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(guard_.Check(page, {}, 0).ok());
}

TEST(LeaveOutTest, TakesRowsFromAPageWithoutColumns) {
  Page page = *DecodePage("[{},{},{}]", MakeShape(RowsKind::kArray, "/", {}));
  LeaveOut(std::vector<size_t>{0, 2}, &page);
  EXPECT_EQ(page.rows, 1);
  LeaveOut(std::vector<size_t>{}, &page);
  EXPECT_EQ(page.rows, 1);
}

}  // namespace
}  // namespace apisql
