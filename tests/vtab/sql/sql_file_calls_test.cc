#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vtab/rewrite/file_calls.h"

namespace apisql {
namespace {

using testing::HasSubstr;

// The calls as they stand, each with its file.
std::string Calls(std::string_view sql, const VariableText& variable = nullptr) {
  const auto calls = FindFileCalls(sql, variable);
  if (!calls.ok()) return std::string(calls.status().message());
  std::string text;
  for (const FileCall& call : *calls) {
    text += std::string(sql.substr(call.begin, call.end - call.begin)) + "=" + call.file + ";";
  }
  return text;
}

TEST(FileCallsTest, StandWhereATableStands) {
  EXPECT_EQ(Calls("SELECT * FROM read_csv('a''b') x JOIN READ_JSON ( 'c' ) y, read_tsv('d')"),
            "read_csv('a''b')=a'b;READ_JSON ( 'c' )=c;read_tsv('d')=d;");
  EXPECT_EQ(Calls("SELECT read_csv('a') FROM t WHERE x = read_csv('b')"), "");
  EXPECT_EQ(Calls("INSERT INTO read_csv (a) SELECT 1 FROM read_csv"), "");
  EXPECT_EQ(Calls("SELECT ' FROM read_csv(''a'')'"), "");
  EXPECT_EQ(Calls("CREATE TABLE t AS SELECT * FROM read_csv('a')"), "read_csv('a')=a;");
}

TEST(FileCallsTest, TakeOneTextOrAVariable) {
  for (const char* arguments : {"path", "'a', 'b'", "'a' || 'b'", "", "1"}) {
    EXPECT_THAT(Calls("SELECT * FROM read_csv(" + std::string(arguments) + ")"),
                HasSubstr("read_csv() takes the name of one file"))
        << arguments;
  }
  EXPECT_THAT(Calls("SELECT * FROM read_csv(:f)"), HasSubstr(":f has no text by then"));
  const auto variable = [](std::string_view name) -> StatusOr<std::string> {
    if (name == "none") return Status(StatusCode::kInvalidArgument, "none has none");
    return "text of " + std::string(name);
  };
  EXPECT_EQ(Calls("SELECT * FROM read_csv(:f)", variable), "read_csv(:f)=text of f;");
  EXPECT_THAT(Calls("SELECT * FROM read_csv(@none)", variable), HasSubstr("none has none"));
  EXPECT_THAT(Calls("SELECT * FROM read_csv(?)", variable), HasSubstr("? has no text by then"));
}

TEST(FileCallsTest, AreNotKeptInViewsAndTriggers) {
  for (const char* what : {"VIEW v AS", "TEMP VIEW v AS", "TRIGGER r AFTER INSERT ON t BEGIN"}) {
    EXPECT_THAT(Calls("CREATE " + std::string(what) + " SELECT * FROM read_csv('a')"),
                HasSubstr("read_csv() cannot stand in a view or a trigger"))
        << what;
  }
}

}  // namespace
}  // namespace apisql
