// Many look-ups, or the whole list: the list's first page tells how long it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/vtab/writes/session_write_fixture.h"

namespace apisql {
namespace {

using ::testing::SizeIs;

// The document guesses that demo.shop.parts has 1,000 rows, which are ten pages.
class ListLengthTest : public SessionWriteFixture {
 protected:
  ListLengthTest() { WriteParts("{type: text, path: /owner}"); }

  void WriteParts(const std::string& owner) {
    Write("shop.parts.yaml", R"(table: demo.shop.parts
description: Things that things are made of.
key: [id]
rows: 1000
columns:
  id: {type: text, path: /id}
  owner_id: )" + owner + R"(
methods:
  list_parts:
    verb: select
    get: /parts
    paging:
      style: token
      next: /next
      token_parameter: page
      total_hint: /total
      page_size: {parameter: size, maximum: 100}
    filters: {owner_id: {parameter: owner, match: exact}}
  get_part: {verb: select, get: "/parts/{id}", row: /}
)");
  }

  // The list has `pages` pages of two rows, "p0" and "p1" of "o0", then those of "o1" ...
  void ListHas(int pages, const std::string& total) {
    for (int page = 0; page < pages; ++page) {
      const std::string owner = R"(", "owner": "o)" + std::to_string(page) + R"("})";
      const std::string rows = R"({"id": "p)" + std::to_string(2 * page) + owner +
                               R"(, {"id": "p)" + std::to_string(2 * page + 1) + owner;
      const std::string of_owner = "GET /parts?owner=o" + std::to_string(page) + "&size=100";
      const std::string next =
          page + 1 < pages ? R"(, "next": "t)" + std::to_string(page + 1) + "\"" : "";
      const std::string token = page == 0 ? "" : "&page=t" + std::to_string(page);
      Reply(of_owner, 200, R"({"data": [)" + rows + "]}");
      Reply("GET /parts?size=100" + token, 200, R"({"data": [)" + rows + "]" + next + total + "}");
    }
  }

  void NothingIsOf(int begin, int end) {
    for (int owner = begin; owner < end; ++owner) {
      Reply("GET /parts?owner=o" + std::to_string(owner) + "&size=100", 200, R"({"data": []})");
    }
  }

  // "('o0'), ('o1'), ..."
  static std::string Owners(int count) {
    std::string owners;
    for (int i = 0; i < count; ++i) {
      owners += (i == 0 ? "('o" : ", ('o") + std::to_string(i) + "')";
    }
    return owners;
  }
  static bool IsOfOwner(const std::string& request) {
    return request.find("owner=") != std::string::npos;
  }
  std::string CountOf(int owners) {
    return Run("SELECT count(*) FROM demo.shop.parts WHERE owner_id IN (" + Owners(owners) + ")");
  }
};

TEST_F(ListLengthTest, AnInListIsLookedUpWhereTheListProvesLong) {
  ListHas(40, R"(, "total": 80)");
  EXPECT_EQ(CountOf(12), "24");
  EXPECT_THAT(Sent(), SizeIs(13));
}

TEST_F(ListLengthTest, AnInListReadsTheListWhereItProvesShort) {
  ListHas(12, R"(, "total": 24)");
  EXPECT_EQ(CountOf(30), "24");
  EXPECT_THAT(Sent(), SizeIs(12));
}

TEST_F(ListLengthTest, TheNextStatementKnowsTheLength) {
  ListHas(40, R"(, "total": 80)");
  CountOf(12);
  Sent();
  EXPECT_EQ(CountOf(14), "28");
  EXPECT_THAT(Sent(), SizeIs(14));
}

TEST_F(ListLengthTest, FewValuesAskForNoLength) {
  ListHas(40, R"(, "total": 80)");
  EXPECT_EQ(CountOf(2), "4");
  EXPECT_THAT(Sent(), SizeIs(2));
}

TEST_F(ListLengthTest, AJoinLooksUpWhereTheListProvesLong) {
  ListHas(40, R"(, "total": 80)");
  EXPECT_EQ(Run("WITH o(id) AS (VALUES " + Owners(12) +
                ") SELECT count(*) FROM o JOIN demo.shop.parts p ON p.owner_id = o.id"),
            "24");
  EXPECT_THAT(Sent(), SizeIs(13));
}

TEST_F(ListLengthTest, SoDoesAnOuterJoin) {
  ListHas(40, R"(, "total": 80)");
  EXPECT_EQ(Run("WITH o(id) AS (VALUES " + Owners(12) +
                ") SELECT count(*) FROM o LEFT JOIN demo.shop.parts p ON p.owner_id = o.id"),
            "24");
  EXPECT_THAT(Sent(), SizeIs(13));
}

TEST_F(ListLengthTest, ATotalThatIsTooSmallEndsNoList) {
  ListHas(12, R"(, "total": 2)");
  NothingIsOf(12, 20);
  EXPECT_EQ(CountOf(20), "24");
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.parts"), "24");
}

TEST_F(ListLengthTest, ATotalThatIsTooLargeLosesNoRow) {
  ListHas(12, R"(, "total": 100000)");
  NothingIsOf(12, 20);
  EXPECT_EQ(CountOf(20), "24");
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.parts"), "24");
}

// A table of three pages whose hint is wrong, for each style; `paging` is that of its document.
class TotalHintTest : public SessionWriteFixture,
                      public ::testing::WithParamInterface<const char*> {};

TEST_P(TotalHintTest, AWrongHintEndsNoListInAnyStyle) {
  for (const std::string total : {"0", "1", "2", "3", "4", "1000000", "-1", "\"2\"", "{}"}) {
    session_.reset();
    Write("shop.bins.yaml", std::string(R"(table: demo.shop.bins
description: Where things are kept.
key: [id]
columns:
  id: {type: text, path: /id}
methods:
  list_bins: {verb: select, get: /bins, paging: {total_hint: /total, )") +
                                GetParam() + "}}\n");
    const std::string first[] = {"?page=1", "?skip=0", ""};
    for (const std::string& query : first) {
      Reply("GET /bins" + query, 200,
            R"({"data": [{"id": "a"}, {"id": "b"}], "next": "n2", "total": )" + total + "}");
    }
    for (const std::string query : {"?page=2", "?skip=2", "?token=n2"}) {
      Reply("GET /bins" + query, 200,
            R"({"data": [{"id": "c"}, {"id": "d"}], "next": "n3", "total": )" + total + "}");
    }
    for (const std::string query : {"?page=3", "?skip=4", "?token=n3"}) {
      Reply("GET /bins" + query, 200, R"({"data": [], "total": )" + total + "}");
    }
    EXPECT_EQ(Run("SELECT group_concat(id, '') FROM demo.shop.bins"), "abcd")
        << GetParam() << ", total " << total;
  }
}

INSTANTIATE_TEST_SUITE_P(Styles, TotalHintTest,
                         ::testing::Values("style: offset, offset_parameter: skip",
                                           "style: page_number, page_parameter: page",
                                           "style: token, next: /next, token_parameter: token"));

TEST_F(ListLengthTest, WithoutATotalAListThatOutgrowsItsGuessIsGivenUp) {
  for (const std::string total : {"", R"(, "total": null)", R"(, "total": "many")"}) {
    session_.reset();
    ListHas(40, total);
    EXPECT_EQ(CountOf(20), "40") << total;
    const std::vector<std::string> sent = Sent();
    EXPECT_EQ(std::ranges::count_if(sent, IsOfOwner), 20) << total;
    EXPECT_LE(sent.size(), 32U) << total;
  }
}

TEST_F(ListLengthTest, SoItIsInAJoin) {
  ListHas(40, "");
  EXPECT_EQ(Run("WITH o(id) AS (VALUES " + Owners(20) +
                ") SELECT count(*) FROM o JOIN demo.shop.parts p ON p.owner_id = o.id"),
            "40");
  const std::vector<std::string> sent = Sent();
  EXPECT_EQ(std::ranges::count_if(sent, IsOfOwner), 20);
  EXPECT_LE(sent.size(), 32U);
}

// The guess of ten pages is right within the patience that a list is given.
TEST_F(ListLengthTest, WithoutATotalAShortListIsReadToItsEnd) {
  ListHas(8, "");
  EXPECT_EQ(CountOf(100), "16");
  EXPECT_THAT(Sent(), SizeIs(8));
}

TEST_F(ListLengthTest, LookUpsThatOutgrowTheListSwitchToIt) {
  ListHas(3, "");
  NothingIsOf(3, 40);
  // Nobody sees the keys before they come.
  Run("CREATE TABLE counted AS WITH RECURSIVE o(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM o "
      "WHERE n < 39) SELECT count(p.id) AS n FROM o CROSS JOIN demo.shop.parts p "
      "ON p.owner_id = 'o' || o.n");
  EXPECT_THAT(Sent(), SizeIs(13));  // Ten look-ups, as the list was guessed, and its three pages.
  EXPECT_EQ(Run("SELECT n FROM counted"), "6");
}

// A number may be equal to a text, so it is looked for in the list; a promise of the document
// spares that.
TEST_F(ListLengthTest, WhereTheDocumentPromisesNoNumbersNothingIsAskedForOne) {
  const std::string sql =
      "WITH o(id) AS (VALUES ('o0'), (5), (''), (2.5), (NULL), ('o1')) "
      "SELECT count(*) FROM o JOIN demo.shop.parts p ON p.owner_id = o.id";
  ListHas(2, "");
  EXPECT_EQ(Run(sql), "4");
  EXPECT_THAT(Sent(), ::testing::Contains("GET /parts?size=100"));
  session_.reset();
  WriteParts("{type: text, path: /owner, never_number: true}");
  EXPECT_EQ(Run(sql), "4");
  EXPECT_THAT(Sent(), ::testing::UnorderedElementsAre("GET /parts?owner=o0&size=100",
                                                      "GET /parts?owner=o1&size=100"));
}

// Other rows of an owner may stand behind the page; a key has one row.
TEST_F(ListLengthTest, RowsOfAListThatWasGivenUpAnswerWholeKeys) {
  ListHas(40, R"(, "total": 80)");
  for (int i = 2; i < 20; ++i) {
    const std::string id = "p" + std::to_string(i);
    Reply("GET /parts/" + id, 200, R"({"id": ")" + id + R"(", "owner": "x"})");
  }
  // Nobody sees the keys before they come: the list is begun after ten of them, and given up.
  Run("CREATE TABLE counted AS WITH RECURSIVE o(n) AS (SELECT 19 UNION ALL SELECT n - 1 FROM o "
      "WHERE n > 0) SELECT count(p.id) AS n FROM o CROSS JOIN demo.shop.parts p "
      "ON p.id = 'p' || o.n");
  const std::vector<std::string> sent = Sent();
  EXPECT_THAT(sent, ::testing::Contains("GET /parts?size=100"));
  EXPECT_THAT(sent, ::testing::Not(::testing::Contains("GET /parts/p0")));
  EXPECT_THAT(sent, ::testing::Not(::testing::Contains("GET /parts/p1")));
  EXPECT_EQ(Run("SELECT n FROM counted"), "20");
}

// A credential may see single rows and not the list.
TEST_F(ListLengthTest, WhereTheListIsRefusedTheValuesAreLookedUp) {
  for (const int status : {403, 404, 405, 501}) {
    session_.reset();
    ListHas(40, R"(, "total": 80)");
    Reply("GET /parts?size=100", status, R"({"message": "no"})");
    EXPECT_EQ(CountOf(12), "24") << status;
    EXPECT_EQ(Run("WITH o(id) AS (VALUES " + Owners(12) +
                  ") SELECT count(*) FROM o JOIN demo.shop.parts p ON p.owner_id = o.id"),
              "24")
        << status;
  }
}

// With allow_partial a list that fails has an end like any other, and rows are missing from it.
TEST_F(ListLengthTest, AListThatLacksRowsAnswersNoLookUps) {
  for (const int status : {400, 403}) {
    session_.reset();
    ListHas(40, R"(, "total": 80)");
    Reply("GET /parts?size=100", status, R"({"message": "no"})");
    Run("SET allow_partial = on");
    EXPECT_EQ(CountOf(12), "24") << status;
    EXPECT_THAT(summary_.warnings, ::testing::IsEmpty()) << status;
    EXPECT_EQ(Run("WITH o(id) AS (VALUES " + Owners(12) +
                  ") SELECT count(*) FROM o JOIN demo.shop.parts p ON p.owner_id = o.id"),
              "24")
        << status;
    EXPECT_THAT(summary_.warnings, ::testing::IsEmpty()) << status;
  }
}

TEST_F(ListLengthTest, AnyOtherFaultOfTheListIsOneOfTheStatement) {
  ListHas(40, R"(, "total": 80)");
  Reply("GET /parts?size=100", 400, R"({"message": "what?"})");
  EXPECT_THAT(CountOf(12), ::testing::HasSubstr("400"));
}

TEST_F(ListLengthTest, TheTotalCountsInItsStatementThoughSizesAreNotLearned) {
  ListHas(40, R"(, "total": 80)");
  Run("SET learn_sizes = off");
  EXPECT_EQ(CountOf(12), "24");
  EXPECT_THAT(Sent(), SizeIs(13));
  EXPECT_EQ(CountOf(12), "24");
  EXPECT_THAT(Sent(), SizeIs(13));
}

}  // namespace
}  // namespace apisql
