// The questions that users bring, each answered twice: by the API tables over HTTP, and by SQLite
// over plain tables with the sandbox's state. The answers must be the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/support/sides/api_side.h"
#include "tests/support/sides/copy_side.h"

namespace apisql {
namespace {

std::vector<std::string> QuestionFiles() {
  std::vector<std::string> files;
  const std::filesystem::path folder = std::string(APISQL_SOURCE_DIR) + "/tests/questions";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".sql") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

std::string ReadFile(const std::string& name) {
  std::ifstream file(name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::unique_ptr<Sandbox> StartSandbox(int keys) {
  SandboxOptions options;
  options.keys = keys;
  auto sandbox = Sandbox::Start(options);
  EXPECT_TRUE(sandbox.ok()) << sandbox.status().message();
  return *std::move(sandbox);
}

template <typename Side>
TextRows Answer(Side& side, const std::string& sql) {
  StatusOr<TextRows> rows = side.Run(sql);
  EXPECT_TRUE(rows.ok()) << rows.status().message();
  return rows.ok() ? *std::move(rows) : TextRows();
}

template <typename Side>
TextRows SortedAnswer(Side& side, const std::string& sql) {
  return SortedRows(Answer(side, sql));
}

class QuestionTest : public testing::TestWithParam<int> {};

TEST_P(QuestionTest, ApiTablesAndPlainTablesGiveTheSameRows) {
  const auto sandbox = StartSandbox(GetParam());
  const auto api = ApiSide::Open(*sandbox);
  ASSERT_TRUE(api.ok()) << api.status().message();
  const auto copy = CopySide::Open(sandbox->Dump());
  ASSERT_TRUE(copy.ok()) << copy.status().message();
  const std::vector<std::string> files = QuestionFiles();
  ASSERT_EQ(files.size(), 12);
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    const std::string sql = ReadFile(file);
    const TextRows expected = SortedAnswer(**copy, sql);
    EXPECT_THAT(SortedAnswer(**api, sql), testing::ContainerEq(expected));
    EXPECT_TRUE(GetParam() < 100 || !expected.empty()) << "the sandbox has no answer to it";
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, QuestionTest, testing::Values(1, 150, 700));

// Whole tables, column by column: paging, fan-out and decoding against the state itself.
TEST_P(QuestionTest, EveryTableReadsAsItWasDumped) {
  const auto sandbox = StartSandbox(GetParam());
  const auto api = ApiSide::Open(*sandbox);
  ASSERT_TRUE(api.ok()) << api.status().message();
  const auto copy = CopySide::Open(sandbox->Dump());
  ASSERT_TRUE(copy.ok()) << copy.status().message();
  for (const SandboxTable& table : sandbox->Dump()) {
    SCOPED_TRACE(table.name);
    std::string columns;
    for (const auto& column : table.columns) {
      columns += (columns.empty() ? "\"" : ", \"") + column.name + '"';
    }
    const std::string explicit_columns = "SELECT " + columns + " FROM " + table.name;
    EXPECT_THAT(SortedAnswer(**api, explicit_columns),
                testing::ContainerEq(SortedAnswer(**copy, explicit_columns)));
    const std::string all_columns = "SELECT * FROM " + table.name;
    EXPECT_THAT(SortedAnswer(**api, all_columns),
                testing::ContainerEq(SortedAnswer(**copy, all_columns)))
        << "the visible columns are those of the dump, in its order";
  }
}

TEST(ConnectionTest, ScanOfAHundredPagesUsesOneConnection) {
  const auto sandbox = StartSandbox(10'000);
  const auto api = ApiSide::Open(*sandbox);
  ASSERT_TRUE(api.ok()) << api.status().message();
  EXPECT_EQ(Answer(**api, "SELECT count(*) FROM confluent.iam.api_keys"),
            TextRows{TextRow{"10000"}});
  EXPECT_EQ(sandbox->Requests().size(), 100);
  EXPECT_EQ(sandbox->Connections(), 1);
}

}  // namespace
}  // namespace apisql
