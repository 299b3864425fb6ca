// Files that come in and go out: lists that are joined with API tables, and results in files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/programs/run_program.h"
#include "tests/programs/sanitized.h"
#include "tests/programs/terminal.h"

namespace apisql {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class InAndOutTest : public testing::Test {
 protected:
  ProgramResult Run(std::vector<std::string> arguments, const std::string& input = "") const {
    arguments.insert(arguments.begin(), {Built("apisql"), "--sandbox"});
    return home_.Run(arguments, {}, input);
  }
  std::string Path(const std::string& name) const { return (home_.folder() / name).string(); }
  std::string Text(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  bool IsThere(const std::string& name) const { return std::filesystem::exists(Path(name)); }

  TestHome home_;
};

TEST_F(InAndOutTest, AListIsImportedJoinedWithAnApiAndCopiedOut) {
  const std::string list = home_.Write("people.csv",
                                       "\xEF\xBB\xBF"
                                       "email,team,rank\r\njane@corp.com,\"billing, EU\",007\r\n"
                                       "linus@example.org,,12\r\n");
  const ProgramResult result =
      Run({".import " + list +
           " people\n"
           "COPY (SELECT p.team, p.rank, u.email, count(*) AS keys FROM people p\n"
           "  JOIN confluent.iam.users u ON u.email = p.email\n"
           "  JOIN confluent.iam.api_keys k ON k.owner_id = u.id GROUP BY 1, 2, 3 ORDER BY 3)\n"
           "TO '" +
           Path("out.json") +
           "';\n"
           "COPY people TO '" +
           Path("back.tsv") +
           "';\n"
           "SELECT typeof(rank) AS type, count(*) AS n FROM people GROUP BY 1;"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "type,n\ntext,2\n");
  EXPECT_EQ(Text("out.json"),
            "[{\"team\": \"billing, EU\", \"rank\": \"007\", \"email\": \"jane@corp.com\", "
            "\"keys\": 3},\n {\"team\": null, \"rank\": \"12\", \"email\": \"linus@example.org\", "
            "\"keys\": 1}]\n");
  EXPECT_EQ(Text("back.tsv"),
            "email\tteam\trank\njane@corp.com\tbilling, EU\t007\nlinus@example.org\t\t12\n");
}

// The list says whom to ask for: the API is not read as a whole.
TEST_F(InAndOutTest, AFileInFromIsJoinedKeyByKey) {
  const std::string list = Path("owners.csv");
  const ProgramResult owners = Run({"-o", list,
                                    "SELECT DISTINCT owner_id FROM confluent.iam.api_keys WHERE "
                                    "owner_id LIKE 'sa-%' ORDER BY 1 LIMIT 2"});
  ASSERT_EQ(owners.exit_code, 0) << owners.err;
  const ProgramResult result =
      Run({"SELECT count(DISTINCT k.owner_id) AS n FROM read_csv('" + list +
           "') l JOIN confluent.iam.api_keys k ON k.owner_id = l.owner_id;\n"
           "SELECT count(*) AS requests FROM apisql.requests WHERE url LIKE '%spec.owner%';"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "n\n2\nrequests\n2\n");
}

TEST_F(InAndOutTest, AFileIsReadAnewByEachStatementAndLeavesNothing) {
  const std::string list = home_.Write("list.ndjson",
                                       "{\"id\": 1, \"tags\": [\"a\"], \"on\": true}\n"
                                       "{\"id\": 2.5, \"name\": \"b\"}\n");
  const std::string call = "read_json('" + list + "')";
  const ProgramResult result = Run(
      {"--format", "ndjson", "--read-only",
       "SELECT * FROM " + call + " a; SELECT count(*) AS n FROM " + call + " a JOIN " + call +
           " b USING (id); SELECT count(*) AS n FROM sqlite_temp_schema WHERE name LIKE 'read%'"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            "{\"id\": 1.0, \"tags\": [\"a\"], \"on\": 1, \"name\": null}\n"
            "{\"id\": 2.5, \"tags\": null, \"on\": null, \"name\": \"b\"}\n"
            "{\"n\": 2}\n{\"n\": 0}\n");
}

TEST_F(InAndOutTest, AFileThatIsNotThereIsAnErrorWithTheNearestName) {
  home_.Write("keys.csv", "id\n1\n");
  const ProgramResult result = Run({"SELECT * FROM read_csv('" + Path("kays.csv") + "')"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("kays.csv: No such file or directory; did you mean keys.csv?"));
  EXPECT_THAT(result.err, HasSubstr("              ^"));
}

TEST_F(InAndOutTest, AFaultyFileLeavesNoTable) {
  const std::string list = home_.Write("keys.csv", "id,name\n1,a\n2\n");
  const ProgramResult result = Run({"--continue-on-error", ".import " + list +
                                                               " t\nSELECT count(*) AS n FROM "
                                                               "sqlite_schema;"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("keys.csv:3: the row has 1 cell, the first line has 2"));
  EXPECT_EQ(result.out, "n\n0\n");
}

TEST_F(InAndOutTest, AnImportIntoATableGoesByNames) {
  const std::string list = home_.Write("keys.csv", "b,a\n1,2\n");
  const std::string more = home_.Write("more.csv", "a,c\n1,2\n");
  const ProgramResult result =
      Run({"--continue-on-error", "CREATE TABLE t (a, b, z DEFAULT 9);\n.import " + list +
                                      " t\n.import " + more + " t\nSELECT * FROM t;"});
  EXPECT_EQ(result.out, "a,b,z\n2,1,9\n");
  EXPECT_THAT(result.err, HasSubstr("table t has no column named c"));
}

TEST_F(InAndOutTest, AnApiTableIsNotImportedInto) {
  const std::string list = home_.Write("keys.csv", "display_name\nx\n");
  const ProgramResult result = Run({".import " + list + " confluent.iam.service_accounts"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("INSERT INTO confluent.iam.service_accounts (...) SELECT ... "
                                    "FROM read_csv('" +
                                    list + "')"));
}

TEST_F(InAndOutTest, AWriteTakesItsRowsFromAFile) {
  const std::string list = home_.Write("names.csv", "name\nfrom-file-1\nfrom-file-2\n");
  const ProgramResult result =
      Run({"INSERT INTO confluent.iam.service_accounts (display_name) SELECT name FROM read_csv('" +
           list +
           "'); SELECT count(*) AS n FROM confluent.iam.service_accounts WHERE display_name "
           "LIKE 'from-file-%'"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, EndsWith("n\n2\n"));
}

TEST_F(InAndOutTest, OnceOutputAndExportWriteFiles) {
  const ProgramResult result = Run({".once " + Path("once.csv") +
                                    "\nSELECT 1 AS a;\nSELECT 2 AS a;\n"
                                    ".output " +
                                    Path("all.ndjson") +
                                    "\nSELECT 3 AS a;\nSELECT 4 AS a;\n.output\n"
                                    "CREATE TABLE t AS SELECT 5 AS a;\n.export t " +
                                    Path("t.md") +
                                    "\n"
                                    "SELECT 6 AS a;"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(Text("once.csv"), "a\n1\n");
  EXPECT_EQ(Text("all.ndjson"), "{\"a\": 3}\n{\"a\": 4}\n");
  EXPECT_THAT(Text("t.md"), HasSubstr("| 5"));
  EXPECT_EQ(result.out, "a\n2\na\n6\n");
}

TEST_F(InAndOutTest, ACopyMayLeaveTheNamesOut) {
  const ProgramResult result =
      Run({"COPY (SELECT 1 AS a) TO '" + Path("bare.csv") + "' WITH (HEADER off); SELECT 2 AS a"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(Text("bare.csv"), "1\n");
  EXPECT_EQ(result.out, "a\n2\n");
}

TEST_F(InAndOutTest, AViewOfADocumentCannotNameAFile) {
  home_.Write("leak/provider.yaml",
              "provider: leak\ndescription: Not ours.\nservers: {main: {url: https://leak.test}}\n"
              "errors: [{message: /message}]\n");
  home_.Write("leak/core.v.yaml",
              "table: leak.core.v\ndescription: A view over a file.\n"
              "view: SELECT * FROM read_csv('/etc/passwd')\n");
  const ProgramResult result =
      Run({"--provider-dir", Path("leak"), "SELECT count(*) FROM leak.core.v"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("no such table: read_csv"));
}

// abs(-9223372036854775808) fails in the third row.
constexpr char kFailsHalfWay[] =
    "SELECT abs(value) AS a FROM json_each('[1, 2, -9223372036854775808]')";

TEST_F(InAndOutTest, AResultThatFailedHalfWayIsNoFile) {
  home_.Write("once.csv", "before");
  const ProgramResult result =
      Run({"--continue-on-error", ".once " + Path("once.csv") + "\n" + kFailsHalfWay +
                                      ";\n.output " + Path("all.csv") + "\nSELECT 1 AS a;\n" +
                                      kFailsHalfWay + ";\nSELECT 2 AS a;"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(Text("once.csv"), "before");
  EXPECT_EQ(Text("all.csv"), "a\n1\na\n2\n");
  const ProgramResult option = Run({"-o", Path("option.csv"), kFailsHalfWay});
  EXPECT_EQ(option.exit_code, 1);
  EXPECT_FALSE(IsThere("option.csv"));
  for (const char* name : {"once.csv.part", "all.csv.part", "option.csv.part"}) {
    EXPECT_FALSE(IsThere(name)) << name;
  }
}

TEST_F(InAndOutTest, TheOptionWritesAFileInTheFormatOfItsName) {
  EXPECT_EQ(Run({"-o", Path("a.json"), "SELECT 1 AS a"}).exit_code, 0);
  EXPECT_EQ(Text("a.json"), "[{\"a\": 1}]\n");
  EXPECT_EQ(Run({"-o", Path("a.json"), "--format", "tsv", "SELECT 1 AS a"}).exit_code, 0);
  EXPECT_EQ(Text("a.json"), "a\n1\n");
  const ProgramResult result = Run({"-o", Path("none/a.json"), "SELECT 1"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("a.json: No such file or directory"));
}

// Also where they are files, which others write to.
TEST_F(InAndOutTest, TheNamesOfStandardOutputAreIt) {
  for (const char* name : {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) {
    const std::string run =
        "echo before; \"$0\" -o " + std::string(name) + " 'SELECT 1 AS a'; echo behind";
    EXPECT_EQ(home_.Run({"/bin/sh", "-c", run, Built("apisql")}).out, "before\na\n1\nbehind\n")
        << name;
  }
  EXPECT_EQ(home_.Run({Built("apisql"), "-c", "COPY (SELECT 1 AS a) TO '/dev/stderr'"}).err,
            "a\n1\n");
  EXPECT_THAT(home_.Run({Built("apisql"), "-o", "/dev/fd/99", "SELECT 1"}).err,
              HasSubstr("cannot write to /dev/fd/99: Bad file descriptor"));
}

TEST_F(InAndOutTest, JsonColumnsNestUnlessTheyAreWantedAsText) {
  const std::string select = "SELECT spec FROM confluent.iam.api_keys LIMIT 1";
  EXPECT_THAT(Run({"--format", "ndjson", select}).out, StartsWith("{\"spec\": {\""));
  EXPECT_THAT(Run({"--format", "ndjson", "--set", "json_columns=text", select}).out,
              StartsWith("{\"spec\": \"{\\\""));
}

TEST_F(InAndOutTest, AMarkTellsAWholeResultFromHalfOfOne) {
  const std::vector<std::string> whole = {"--mark-end", "SELECT 1 AS a UNION SELECT 2"};
  EXPECT_EQ(Run(whole).out, "a\n1\n2\n#complete rows=2\n");
  EXPECT_THAT(Run({"--mark-end", kFailsHalfWay}).out,
              AllOf(StartsWith("a\n1\n2\n#error rows=0 "), HasSubstr("integer overflow")));
  EXPECT_THAT(
      Run({"--mark-end", "--format", "json", kFailsHalfWay}).out,
      EndsWith("{\"apisql\": \"error\", \"rows\": 0, \"message\": \"integer overflow\"}\n"));
}

// Where a result is held as a whole, its 160 MB do not fit. tests/formats has those without a file.
TEST_F(InAndOutTest, AMillionRowsIntoAFileNeedNoMemory) {
  if (kSanitized) GTEST_SKIP() << "the sanitizer needs memory of its own";
  const std::string rows =
      "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 1000000) "
      "SELECT n, printf('%0150d', n) AS text FROM t";
  const auto limit = [] {
    const rlimit most = {rlim_t{100} << 20, rlim_t{100} << 20};
    setrlimit(RLIMIT_DATA, &most);
  };
  ChildProgram program(home_, {Built("apisql"), "-o", Path("rows.csv"), rows}, {}, limit);
  EXPECT_EQ(program.Wait().exit_code, 0);
  EXPECT_EQ(std::filesystem::file_size(Path("rows.csv")), 157'888'903U);
}

class PagerTest : public InAndOutTest {
 protected:
  void SetUp() override {
    if (!Terminal::ArePossible()) GTEST_SKIP() << "no terminals here: /dev/pts is not mounted";
  }
};

constexpr char kFiftyRows[] =
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 50) "
    "SELECT n, 'row' || n AS text FROM t;\n";

TEST_F(PagerTest, AResultLongerThanTheScreenGoesToThePager) {
  Terminal terminal(home_, {});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(".pager \"cat > " + Path("paged") + "\"\n");
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type("SELECT 'sh' || 'ort';\n");
  ASSERT_TRUE(terminal.Shows("short") && terminal.Prompts("apisql> "));
  EXPECT_FALSE(IsThere("paged"));
  terminal.Type(kFiftyRows);
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  EXPECT_THAT(Text("paged"), AllOf(HasSubstr("row1\n"), HasSubstr("row50\n")));
  terminal.Type(".pager off\n");
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(kFiftyRows);
  EXPECT_TRUE(terminal.Shows("row50"));
}

TEST_F(PagerTest, APagerThatIsLeftEarlyIsNoError) {
  Terminal terminal(home_, {});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(".pager \"head -n 1 >/dev/null\"\n");
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(
      "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t;\n");
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  EXPECT_THAT(terminal.shown(), Not(HasSubstr("apisql: ")));
}

TEST_F(PagerTest, CtrlCIsThePagers) {
  const std::string script = home_.Write("pager.sh",
                                         "trap 'echo its own; exit' INT\ncat >/dev/null\necho up\n"
                                         "while :; do sleep 0.1; done\n");
  Terminal terminal(home_, {});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(".pager sh " + script + "\n");
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(kFiftyRows);
  ASSERT_TRUE(terminal.Shows("\nup"));
  terminal.Type("\x03");
  ASSERT_TRUE(terminal.Shows("its own"));
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  EXPECT_THAT(terminal.shown(), Not(HasSubstr("interrupted")));
}

TEST_F(PagerTest, APagerThatIsNotThereIsTold) {
  Terminal terminal(home_, {});
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(".pager no-such-pager\n");
  ASSERT_TRUE(terminal.Prompts("apisql> "));
  terminal.Type(kFiftyRows);
  EXPECT_TRUE(terminal.Shows("the pager cannot be run: no-such-pager"));
}

}  // namespace
}  // namespace apisql
