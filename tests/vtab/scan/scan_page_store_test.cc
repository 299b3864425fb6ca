#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <random>
#include <string>

#include "vtab/fetch/page_store.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

constexpr size_t kMuchMemory = size_t{1} << 30;

std::shared_ptr<DecodedPage> PageOf(size_t rows, const std::string& text) {
  static const auto kFields = std::make_shared<const std::vector<int>>(std::vector<int>{0, -1, 1});
  auto decoded = std::make_shared<DecodedPage>();
  decoded->fields = kFields;
  Page& page = decoded->page;
  page.columns = 2;
  page.rows = rows;
  page.nul_in_text = text.find('\0') != std::string::npos;
  for (size_t row = 0; row < rows; ++row) {
    Cell number;
    number.kind = Cell::Kind::kInteger;
    number.integer = static_cast<int64_t>(row) - 3;
    Cell words;
    words.kind = Cell::Kind::kText;
    words.length = static_cast<uint32_t>(text.size());
    words.offset = page.arena.size();
    page.arena += text;
    page.arena += '\0';
    page.cells.insert(page.cells.end(), {number, words});
  }
  return decoded;
}

// All that a reader can see of a page.
std::string Contents(const DecodedPage& decoded) {
  const Page& page = decoded.page;
  std::string contents = std::to_string(page.columns) + "x" + std::to_string(page.rows);
  for (const Cell& cell : page.cells) {
    contents += "|" + std::to_string(static_cast<int>(cell.kind)) + ",";
    if (cell.kind == Cell::Kind::kInteger) contents += std::to_string(cell.integer);
    if (cell.kind == Cell::Kind::kText) contents += page.text(cell);
  }
  if (page.nul_in_text) contents += "|nul";
  return contents + "|" + page.arena;
}

// Sets a limit of the process for a while.
class LimitedProcess {
 public:
  LimitedProcess(decltype(RLIMIT_FSIZE) resource, rlim_t most) : resource_(resource) {
    before_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(resource_, &before_);
    const rlimit limit{.rlim_cur = most, .rlim_max = before_.rlim_max};
    setrlimit(resource_, &limit);
  }
  ~LimitedProcess() {
    setrlimit(resource_, &before_);
    std::signal(SIGXFSZ, before_handler_);
  }
  LimitedProcess(const LimitedProcess&) = delete;
  LimitedProcess& operator=(const LimitedProcess&) = delete;

 private:
  decltype(RLIMIT_FSIZE) resource_;
  rlimit before_{};
  void (*before_handler_)(int) = nullptr;
};

TEST(PageStoreTest, WhatIsSecretNeverGoesToTheFile) {
  PageStore store(0);
  const auto open = PageOf(3, "open");
  const auto secret = PageOf(3, "secret");
  secret->secret = true;
  ASSERT_TRUE(store.Keep(open).ok());
  const int64_t in_file = store.bytes_in_file();
  EXPECT_GT(in_file, 0);
  auto kept = store.Keep(secret);
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(store.bytes_in_file(), in_file);
  const auto loaded = store.Load(&*kept);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(*loaded, secret);
}

TEST(PageStoreTest, KeepsAPageInMemoryAsItIs) {
  PageStore store(kMuchMemory);
  const auto page = PageOf(10, "x");
  auto stored = store.Keep(page);
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->rows, 10);
  EXPECT_GT(store.bytes(), 0);
  EXPECT_EQ(store.bytes_in_file(), 0);
  EXPECT_EQ(*store.Load(&*stored), page);
}

TEST(PageStoreTest, PastTheLimitPagesGoToAFileAndComeBackTheSame) {
  PageStore store(0);
  std::vector<StoredPage> stored;
  std::vector<std::string> contents;
  std::mt19937 random(7);
  for (int i = 0; i < 30; ++i) {
    std::string text(random() % 50, '\0');
    for (char& c : text) c = static_cast<char>(random());
    const auto page = PageOf(random() % 40, text);
    contents.push_back(Contents(*page));
    stored.push_back(*store.Keep(page));
  }
  EXPECT_EQ(store.bytes(), 0);
  EXPECT_GT(store.bytes_in_file(), 0);
  for (int i = 0; i < 100; ++i) {
    const size_t at = random() % stored.size();
    const auto loaded = store.Load(&stored[at]);
    ASSERT_TRUE(loaded.ok()) << loaded.status().message();
    EXPECT_EQ(Contents(**loaded), contents[at]);
    EXPECT_EQ((*loaded)->fields, stored[at].fields);
  }
}

TEST(PageStoreTest, WritingGoesOnAfterReading) {
  PageStore store(0);
  auto first = *store.Keep(PageOf(3, "first"));
  ASSERT_TRUE(store.Load(&first).ok());
  auto second = *store.Keep(PageOf(3, "second"));
  EXPECT_EQ(Contents(**store.Load(&second)), Contents(*PageOf(3, "second")));
  EXPECT_EQ(Contents(**store.Load(&first)), Contents(*PageOf(3, "first")));
}

TEST(PageStoreTest, APageWithoutColumnsKeepsItsNumberOfRows) {
  PageStore store(0);
  auto page = std::make_shared<DecodedPage>();
  page->page.rows = 5;
  auto stored = *store.Keep(page);
  page.reset();
  EXPECT_EQ((*store.Load(&stored))->page.rows, 5);
}

TEST(PageStoreTest, OnlyWhatNoLongerFitsGoesToTheFile) {
  PageStore probe(kMuchMemory);
  const auto kept = *probe.Keep(PageOf(10, "words"));
  PageStore store(2 * kept.bytes);
  std::vector<StoredPage> stored;
  for (int i = 0; i < 3; ++i) stored.push_back(*store.Keep(PageOf(10, "words")));
  EXPECT_EQ(store.bytes(), 2 * kept.bytes);
  EXPECT_NE(stored[0].page, nullptr);
  EXPECT_NE(stored[1].page, nullptr);
  EXPECT_EQ(stored[2].page, nullptr);
  EXPECT_GE(stored[2].file_offset, 0);
}

TEST(PageStoreTest, APageReadBackIsSharedWhileItIsInUse) {
  PageStore store(0);
  auto stored = *store.Keep(PageOf(4, "x"));
  const auto one = *store.Load(&stored);
  EXPECT_EQ(*store.Load(&stored), one);
}

TEST(PageStoreTest, ForgottenPagesMakeRoomAndAreGone) {
  PageStore probe(kMuchMemory);
  const size_t bytes = probe.Keep(PageOf(10, "words"))->bytes;
  PageStore store(bytes);
  auto first = *store.Keep(PageOf(10, "words"));
  store.Forget(&first);
  EXPECT_EQ(store.bytes(), 0);
  EXPECT_EQ(*store.Load(&first), nullptr);
  auto second = *store.Keep(PageOf(10, "words"));
  EXPECT_NE(second.page, nullptr);
  store.Forget(&second);
  store.Forget(&second);
  EXPECT_EQ(store.bytes(), 0);
}

TEST(PageStoreTest, AForgottenPageOfTheFileIsGone) {
  PageStore store(0);
  auto stored = *store.Keep(PageOf(10, "words"));
  store.Forget(&stored);
  EXPECT_EQ(*store.Load(&stored), nullptr);
}

TEST(PageStoreTest, HalfOfTheMemoryIsForPagesThatNobodyAskedForYet) {
  PageStore probe(kMuchMemory);
  const size_t bytes = probe.Keep(PageOf(10, "words"))->bytes;
  PageStore store(4 * bytes);
  EXPECT_TRUE(store.HasRoomAhead());
  auto first = *store.Keep(PageOf(10, "words"));
  EXPECT_TRUE(store.HasRoomAhead());
  auto second = *store.Keep(PageOf(10, "words"));
  EXPECT_FALSE(store.HasRoomAhead());
  store.Forget(&second);
  EXPECT_TRUE(store.HasRoomAhead());
  EXPECT_FALSE(PageStore(0).HasRoomAhead());
}

TEST(PageStoreTest, AFileThatCannotBeMadeIsAnError) {
  PageStore store(0);
  const auto stored = [&] {
    const LimitedProcess limited(RLIMIT_NOFILE, 0);
    return store.Keep(PageOf(10, "words"));
  }();
  ASSERT_FALSE(stored.ok());
  EXPECT_EQ(stored.status().code(), StatusCode::kResourceExhausted);
  EXPECT_THAT(stored.status().message(), HasSubstr("cannot make the temporary file"));
}

// Writing goes through a buffer, so the first page that finds no room may be told of later; no page
// may come back changed.
TEST(PageStoreTest, AFullDiskIsAnErrorAndNeverAnotherPage) {
  const std::string text(3000, 'x');
  for (const rlim_t most : {rlim_t{0}, rlim_t{10}, rlim_t{1000}, rlim_t{20'000}, rlim_t{100'000}}) {
    int refused = 0;
    PageStore store(0);
    {
      const LimitedProcess limited(RLIMIT_FSIZE, most);
      for (size_t rows = 1; rows < 12; ++rows) {
        auto stored = store.Keep(PageOf(rows, text));
        auto page = stored.ok() ? store.Load(&*stored) : stored.status();
        refused += !page.ok();
        if (!page.ok()) continue;
        EXPECT_EQ(Contents(**page), Contents(*PageOf(rows, text))) << most;
      }
    }
    EXPECT_GT(refused, 0) << most;
  }
}

}  // namespace
}  // namespace apisql
