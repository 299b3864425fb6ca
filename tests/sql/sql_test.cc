// One test per file of tests/sql/*.test. With APISQL_UPDATE_GOLDEN=1 the files are rewritten to
// what came out; read the difference before you commit it.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/golden/golden_run.h"

namespace apisql {
namespace {

constexpr char kDirectory[] = APISQL_SOURCE_DIR "/tests/sql";

class SqlTest : public ::testing::TestWithParam<std::string> {};

TEST_P(SqlTest, GivesTheRowsAndRequestsAsWritten) {
  RunGoldenFile(kDirectory, GetParam(), Prefetch::kOn);
}

TEST_P(SqlTest, GivesTheSameRowsWithoutPrefetch) {
  RunGoldenFile(kDirectory, GetParam(), Prefetch::kOff);
}

INSTANTIATE_TEST_SUITE_P(Files, SqlTest, ::testing::ValuesIn(GoldenFiles(kDirectory)),
                         [](const auto& file) { return file.param; });

}  // namespace
}  // namespace apisql
