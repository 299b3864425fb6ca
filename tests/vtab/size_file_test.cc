#include "vtab/sizes/size_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/vtab/session/session_fixture.h"
#include "vtab/sizes/size_files.h"

namespace apisql {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

using ScanSize = TableStatistics::ScanSize;

namespace fs = std::filesystem;

constexpr fs::perms kOwnerReadsAndWrites = fs::perms::owner_read | fs::perms::owner_write;

const SizeFile::Sizes kSizes = {{"demo.shop.items", {250, 3}}, {"demo.shop.parts", {0, 0}}};

std::string TextOf(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

size_t FilesIn(const std::string& folder) {
  std::error_code ignored;
  const fs::directory_iterator files(folder, ignored);
  return static_cast<size_t>(std::distance(begin(files), end(files)));
}

class SizeFileTest : public SessionFixture {
 protected:
  // The file of the provider "demo" where its document says that it is asked.
  SizeFile Demo() const { return {folder_, "demo", "https://demo.test"}; }

  static void Put(const SizeFile& file, const std::string& text) {
    fs::create_directories(fs::path(file.name()).parent_path());
    std::ofstream(file.name(), std::ios::binary) << text;
  }
  // A file of `demo` with these members of "tables".
  void PutTables(const std::string& tables) const {
    Put(Demo(), R"({"version":1,"base_url":"https://demo.test","tables":{)" + tables + "}}");
  }
  // The sizes that a file with one table of those numbers gives.
  SizeFile::Sizes WithNumbers(const std::string& rows, const std::string& requests) const {
    PutTables(R"("demo.shop.items":{"rows":)" + rows + R"(,"requests":)" + requests + "}");
    return Demo().Read();
  }

  // A whole session that lists the owners.
  void ListOwners(const std::string& learn_sizes) {
    SessionOptions options;
    options.cache_folder = folder_;
    if (!learn_sizes.empty()) options.settings = {{"learn_sizes", learn_sizes}};
    ASSERT_TRUE(Open(std::move(options)).ok());
    EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.owners"), "2");
    session_.reset();
  }

  const std::string folder_ = File("cache/apisql");
};

TEST_F(SizeFileTest, WhatIsWrittenIsRead) {
  EXPECT_THAT(Demo().Read(), IsEmpty());
  ASSERT_TRUE(Demo().Write(kSizes).ok());
  EXPECT_EQ(Demo().Read(), kSizes);
  ASSERT_TRUE(Demo().Write({{"demo.shop.items", {7, 1}}}).ok());
  EXPECT_THAT(Demo().Read(), UnorderedElementsAre(Pair("demo.shop.items", ScanSize{7, 1})));
  EXPECT_EQ(FilesIn(folder_), 1) << "no temporary file stays";
}

TEST_F(SizeFileTest, OnlyTheUserHasAccess) {
  ASSERT_TRUE(Demo().Write(kSizes).ok());
  EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(Demo().name()).permissions(), kOwnerReadsAndWrites);
}

TEST_F(SizeFileTest, ProvidersAndBaseUrlsShareNoFile) {
  const SizeFile files[] = {Demo(),
                            {folder_, "demo", "https://demo.test/"},
                            {folder_, "demo", "https://other.test"},
                            {folder_, "demo2", "https://demo.test"}};
  ASSERT_TRUE(files[0].Write(kSizes).ok());
  for (size_t i = 1; i < std::size(files); ++i) {
    EXPECT_NE(files[i].name(), files[0].name());
    EXPECT_THAT(files[i].Read(), IsEmpty());
  }
}

TEST_F(SizeFileTest, AFileOfAnotherUrlIsNotReadThoughItHasTheName) {
  const SizeFile other(folder_, "demo", "https://other.test");
  ASSERT_TRUE(other.Write(kSizes).ok());
  fs::rename(other.name(), Demo().name());
  EXPECT_THAT(Demo().Read(), IsEmpty());
}

TEST_F(SizeFileTest, BrokenFilesCountAsNoneAndAreReplaced) {
  const std::string head = R"({"version":1,"base_url":"https://demo.test","tables":)";
  const std::string bad[] = {
      "",
      "\xff\xfe",
      "[]",
      "[1]",
      "{}",
      head,
      head + "{}",
      head + "[1]}",
      head + "null}",
      head + R"({"demo.shop.items":[3]}})",
      head + R"({"demo.shop.items":{"rows":3}}})",
      head + R"({"other.shop.items":{"rows":3,"requests":1}}})",
      R"({"version":2,"base_url":"https://demo.test","tables":{}})",
      R"({"base_url":"https://demo.test","tables":{}})",
      std::string(5000, '['),
  };
  for (const std::string& text : bad) {
    Put(Demo(), text);
    EXPECT_THAT(Demo().Read(), IsEmpty()) << text;
    ASSERT_TRUE(Demo().Write(kSizes).ok());
    EXPECT_EQ(Demo().Read(), kSizes) << text;
  }
}

TEST_F(SizeFileTest, ImpossibleNumbersSpoilTheWholeFile) {
  EXPECT_EQ(WithNumbers("3", "1").size(), 1);
  for (const std::string number : {"-1", "1.5", "1e3", "\"3\"", "null", "true", "[]",
                                   "1000000000001", "99999999999999999999"}) {
    EXPECT_THAT(WithNumbers(number, "1"), IsEmpty()) << number;
    EXPECT_THAT(WithNumbers("0", number), IsEmpty()) << number;
  }
  EXPECT_THAT(WithNumbers("1", "0"), IsEmpty()) << "no row comes without a request";
  PutTables(R"("demo.a.b":{"rows":3,"requests":1},"demo.a.c":{"rows":-3,"requests":1})");
  EXPECT_THAT(Demo().Read(), IsEmpty());
}

TEST_F(SizeFileTest, WhatWouldNotBeBelievedIsNotWritten) {
  SizeFile::Sizes sizes = kSizes;
  sizes["demo.shop.huge"] = {SizeFile::kMostRows + 1, 1};
  sizes["demo.shop.long"] = {1, SizeFile::kMostRequests + 1};
  sizes["demo.shop.free"] = {1, 0};
  ASSERT_TRUE(Demo().Write(sizes).ok());
  EXPECT_EQ(Demo().Read(), kSizes);
}

TEST_F(SizeFileTest, AFileIsBoundedWhenItIsWrittenAndWhenItIsRead) {
  SizeFile::Sizes sizes;
  for (int i = 0; i < 20'000; ++i) {
    sizes["demo.shop." + std::string(60, 't') + std::to_string(i)] = {i + 1, 1};
  }
  ASSERT_TRUE(Demo().Write(sizes).ok());
  EXPECT_LE(fs::file_size(Demo().name()), SizeFile::kMostBytes);
  EXPECT_GT(Demo().Read().size(), 5000);
  Put(Demo(), TextOf(Demo().name()) + std::string(SizeFile::kMostBytes, ' '));
  EXPECT_THAT(Demo().Read(), IsEmpty());
}

TEST_F(SizeFileTest, AFolderThatCannotBeMadeIsAnErrorOfTheWriteAlone) {
  std::ofstream(File("cache")) << "a file";
  EXPECT_THAT(Demo().Write(kSizes).message(), ::testing::HasSubstr("cannot write " + folder_));
  EXPECT_THAT(Demo().Read(), IsEmpty());
  ListOwners("disk");
}

TEST_F(SizeFileTest, ASessionLeavesWhatItHasSeenOnlyWithDisk) {
  for (const std::string learn_sizes : {"", "on", "session", "off"}) ListOwners(learn_sizes);
  EXPECT_FALSE(fs::exists(folder_));
  ListOwners("disk");
  EXPECT_THAT(Demo().Read(), UnorderedElementsAre(Pair("demo.shop.owners", ScanSize{2, 1})));
  EXPECT_EQ(FilesIn(folder_), 1) << "nothing was seen of the other providers";
}

TEST_F(SizeFileTest, WithoutACacheFolderDiskIsAsSession) {
  SessionOptions options;
  options.settings = {{"learn_sizes", "disk"}};
  ASSERT_TRUE(Open(std::move(options)).ok());
  EXPECT_EQ(Run("SELECT count(*) FROM demo.shop.owners"), "2");
  session_.reset();
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(SizeFileTest, ASessionReplacesWhatItHasSeenAndLeavesTheRest) {
  ASSERT_TRUE(Demo().Write({{"demo.shop.items", {9, 4}}, {"demo.shop.owners", {900, 9}}}).ok());
  ListOwners("disk");
  EXPECT_THAT(Demo().Read(), UnorderedElementsAre(Pair("demo.shop.items", ScanSize{9, 4}),
                                                  Pair("demo.shop.owners", ScanSize{2, 1})));
}

TEST_F(SizeFileTest, TheBaseUrlOfTheConfigurationHasItsOwnFile) {
  auto catalog = Catalog::Builtin();
  ASSERT_TRUE(catalog->AddDirectory(directory_ + "/demo").ok());
  ASSERT_TRUE(Demo().Write(kSizes).ok());
  Config config;
  EXPECT_EQ(SizeFiles(*catalog, config, folder_).Earlier().scans(), kSizes);
  config.provider("demo").base_url = "https://other.test";
  EXPECT_THAT(SizeFiles(*catalog, config, folder_).Earlier().scans(), IsEmpty());
  TableStatistics seen;
  seen.LearnScan("demo.shop.items", 5, 1);
  SizeFiles(*catalog, config, folder_).Keep(seen);
  EXPECT_EQ(SizeFiles(*catalog, config, folder_).Earlier().scans(), seen.scans());
  EXPECT_EQ(Demo().Read(), kSizes);
}

TEST_F(SizeFileTest, ARegionHasItsOwnFile) {
  auto catalog = Catalog::Builtin();
  Config config;
  TableStatistics seen;
  seen.LearnScan("rockset.iam.users", 5, 1);
  SizeFiles(*catalog, config, folder_).Keep(seen);
  EXPECT_EQ(SizeFiles(*catalog, config, folder_).Earlier().scans(), seen.scans());
  config.provider("rockset").region = "euc1a1";
  EXPECT_THAT(SizeFiles(*catalog, config, folder_).Earlier().scans(), IsEmpty());
  config.provider("rockset").region = "usw2a1";
  EXPECT_EQ(SizeFiles(*catalog, config, folder_).Earlier().scans(), seen.scans());
}

}  // namespace
}  // namespace apisql
