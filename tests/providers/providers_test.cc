// One test per file of tests/providers/*/*.test: a built-in provider's documents against an
// imitation of its API. With APISQL_UPDATE_GOLDEN=1 the files are rewritten to what came out; read
// the difference before you commit it.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/providers/imitated_apis.h"
#include "tests/support/golden/golden_run.h"

namespace apisql {
namespace {

constexpr char kDirectory[] = APISQL_SOURCE_DIR "/tests/providers";

class ProvidersTest : public ::testing::TestWithParam<std::string> {};

TEST_P(ProvidersTest, GivesTheRowsAndRequestsAsWritten) {
  RunGoldenFile(kDirectory, GetParam(), Prefetch::kOn, StartImitatedApi);
}

TEST_P(ProvidersTest, GivesTheSameRowsWithoutPrefetch) {
  RunGoldenFile(kDirectory, GetParam(), Prefetch::kOff, StartImitatedApi);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ProvidersTest);
INSTANTIATE_TEST_SUITE_P(Files, ProvidersTest, ::testing::ValuesIn(GoldenFiles(kDirectory)),
                         [](const auto& file) {
                           std::string name = file.param;
                           std::ranges::replace(name, '/', '_');
                           return name;
                         });

}  // namespace
}  // namespace apisql
