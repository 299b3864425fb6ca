// One test per file of tests/stackql/*.test: what imported documents ask of APIs, over real HTTP.
// The documents are those of tests/stackql/expected, which import_test.cc holds to the importer.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/golden/golden_run.h"

namespace apisql {
namespace {

constexpr char kStackqlTests[] = APISQL_SOURCE_DIR "/tests/stackql";

class StackqlSqlTest : public ::testing::TestWithParam<std::string> {};

TEST_P(StackqlSqlTest, GivesTheRowsAndRequestsAsWritten) {
  RunGoldenFile(kStackqlTests, GetParam(), Prefetch::kOn);
}

// Asked as they are, without an import to files, StackQL's documents give the same.
TEST_P(StackqlSqlTest, GivesTheSameFromStackqlsFolder) {
  RunGoldenFileWithRegistry(kStackqlTests, GetParam(), std::string(kStackqlTests) + "/registry");
}

INSTANTIATE_TEST_SUITE_P(Files, StackqlSqlTest, ::testing::ValuesIn(GoldenFiles(kStackqlTests)),
                         [](const auto& file) { return file.param; });

}  // namespace
}  // namespace apisql
