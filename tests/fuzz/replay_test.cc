// Feeds the corpus of every fuzz target to it, so that what a fuzzer once found stays fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_target.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpora = fs::path(APISQL_SOURCE_DIR) / "tests" / "fuzz" / "corpus";

std::vector<fs::path> FilesOf(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

// Exactly as large as the file, so that the address sanitizer sees a read behind its end.
struct FileBytes {
  std::unique_ptr<char[]> bytes;
  size_t size = 0;
};

FileBytes ReadBytes(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)), {});
  FileBytes read{std::make_unique<char[]>(text.size()), text.size()};
  std::ranges::copy(text, read.bytes.get());
  return read;
}

class FuzzReplayTest : public ::testing::TestWithParam<FuzzTarget> {};

TEST_P(FuzzReplayTest, EveryInputOfTheCorpusHolds) {
  const std::vector<fs::path> files = FilesOf(kCorpora / GetParam().name);
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) {
    const FileBytes input = ReadBytes(file);
    std::cout << "  " << file.filename().string() << '\n' << std::flush;  // The last is to blame.
    GetParam().run({input.bytes.get(), input.size});
  }
}

INSTANTIATE_TEST_SUITE_P(Corpora, FuzzReplayTest, ::testing::ValuesIn(FuzzTargets()),
                         [](const ::testing::TestParamInfo<FuzzTarget>& info) {
                           return info.param.name;
                         });

TEST(FuzzReplayTest, EveryCorpusHasItsTarget) {
  std::set<std::string> corpora;
  for (const fs::directory_entry& entry : fs::directory_iterator(kCorpora)) {
    corpora.insert(entry.path().filename().string());
  }
  std::set<std::string> targets;
  for (const FuzzTarget& target : FuzzTargets()) targets.insert(target.name);
  EXPECT_EQ(corpora, targets);
}

}  // namespace
}  // namespace apisql
