// What a statement reads again comes from memory or from a file; nobody can tell which.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/vtab/scan/scan_fixture.h"

namespace apisql {
namespace {

constexpr const char* kRereads[] = {
    "SELECT count(*), sum(a.level) FROM shop.core.users a CROSS JOIN shop.core.users b",
    "SELECT a.id, b.id FROM shop.core.users a JOIN shop.core.users b ON a.level = b.level",
    "SELECT a.id, b.email FROM shop.core.users a CROSS JOIN shop.core.users b ON b.email = a.email",
    "SELECT t.id, u.email FROM shop.core.things t CROSS JOIN shop.core.users u ON u.email = "
    "t.label COLLATE "
    "NOCASE",
    "SELECT t.id, u.email FROM shop.core.things t LEFT JOIN shop.core.users u ON u.id = t.owner_id",
    "SELECT t.id, k.id FROM shop.core.things t LEFT JOIN shop.core.keys k ON k.owner_id = "
    "t.owner_id",
    "SELECT k.id, u.email FROM shop.core.keys k CROSS JOIN shop.core.users u ON u.id = k.owner_id",
    "SELECT k.id, u.email FROM shop.core.keys k FULL JOIN shop.core.users u ON u.id = k.owner_id",
    "SELECT k.id, u.email FROM shop.core.keys k RIGHT JOIN shop.core.users u ON u.level > k.level",
    "SELECT id FROM shop.core.keys WHERE id = 'k001' OR owner_id = 'u07' OR level = 2",
    "SELECT id, (SELECT count(*) FROM shop.core.users u WHERE u.level = k.level) FROM "
    "shop.core.keys k",
    "SELECT id FROM shop.core.users u WHERE EXISTS (SELECT 1 FROM shop.core.users v WHERE v.level "
    "> u.level)",
    "SELECT id FROM shop.core.users UNION ALL SELECT id FROM shop.core.users",
    "SELECT id FROM shop.core.users EXCEPT SELECT owner_id FROM shop.core.things",
    "WITH k AS (SELECT * FROM shop.core.keys) SELECT a.id, b.id FROM k a JOIN k b ON a.owner_id = "
    "b.owner_id",
    "WITH k AS MATERIALIZED (SELECT * FROM shop.core.keys) SELECT count(*) FROM k a, k b",
    "WITH RECURSIVE r(id, n) AS (SELECT id, 0 FROM shop.core.things UNION SELECT u.id, n + 1 FROM "
    "r "
    "JOIN shop.core.users u ON u.level = r.n WHERE r.n < 3) SELECT * FROM r",
    "SELECT p.thing_id, p.name, t.label FROM shop.core.parts p JOIN shop.core.things t ON t.id = "
    "p.thing_id",
    "SELECT a.name, b.thing_id FROM shop.core.parts a JOIN shop.core.parts b ON a.name = b.name "
    "AND "
    "a.thing_id < b.thing_id",
    "SELECT t.id, (SELECT count(*) FROM shop.core.parts p WHERE p.thing_id = t.id) FROM "
    "shop.core.things t",
    "SELECT id, sum(level) OVER (ORDER BY id) FROM shop.core.keys ORDER BY 2 DESC, 1 LIMIT 7",
    "SELECT a.id FROM shop.core.users a LEFT JOIN (SELECT DISTINCT owner_id FROM shop.core.keys) k "
    "ON "
    "k.owner_id = a.id",
    "SELECT * FROM everyone a JOIN everyone b ON a.id = b.id",
    "SELECT * FROM everyone WHERE id IN (SELECT owner_id FROM shop.core.keys) ORDER BY id",
};

class ScanMemoryTest : public ScanFixture {
 protected:
  // The rows and the requests, the latter in any order.
  std::pair<std::string, std::vector<std::string>> RunWith(const std::string& bytes,
                                                           const std::string& sql) {
    SessionOptions options;
    options.settings.emplace_back("page_memory_bytes", bytes);
    EXPECT_TRUE(Open(std::move(options)).ok());
    EXPECT_EQ(Run("CREATE VIEW everyone AS SELECT 'user' AS kind, id FROM shop.core.users "
                  "UNION ALL SELECT 'key', id FROM shop.core.keys"),
              "");
    std::string rows = Run(sql);
    std::ranges::sort(transport_.sent);
    return {std::move(rows), transport_.sent};
  }
};

TEST_F(ScanMemoryTest, RowsAndRequestsAreTheSameWithAnyAmountOfMemory) {
  for (const std::string sql : kRereads) {
    const auto [rows, requests] = RunWith("67108864", sql);
    EXPECT_FALSE(rows.starts_with("error")) << sql << "\n" << rows;
    EXPECT_FALSE(rows.empty()) << sql;
    EXPECT_EQ(std::ranges::adjacent_find(requests), requests.end()) << sql;
    for (const char* bytes : {"0", "1", "1500", "5000"}) {
      const auto [rows_then, requests_then] = RunWith(bytes, sql);
      EXPECT_EQ(rows_then, rows) << sql << " with " << bytes;
      EXPECT_EQ(requests_then, requests) << sql << " with " << bytes;
    }
  }
}

TEST_F(ScanMemoryTest, APageThatIsReadBackGivesItsTextsWhileTheStatementGoesOn) {
  const std::string sql =
      "SELECT min(a.email), max(b.email), group_concat(DISTINCT a.level) FROM shop.core.users a, "
      "shop.core.users b WHERE a.level = b.level GROUP BY a.level";
  EXPECT_EQ(RunWith("0", sql), RunWith("67108864", sql));
}

}  // namespace
}  // namespace apisql
