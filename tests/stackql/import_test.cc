// The documents below tests/stackql/registry, in StackQL's format, as documents of ours: equal to
// those in tests/stackql/expected. With APISQL_UPDATE_GOLDEN=1 these are written anew; read the
// difference before you commit it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "registry/print/make_node.h"
#include "registry/print/yaml_text.h"
#include "registry/source/catalog.h"
#include "registry/stackql/importer.h"
#include "tests/support/golden/golden_run.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;

const fs::path kHere = APISQL_SOURCE_DIR "/tests/stackql";
const fs::path kExpected = kHere / "expected";

std::string TextOfFile(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

struct Imported {
  std::map<std::string, YamlNode> documents;
  ImportReport report;
};

Imported Import(const fs::path& directory) {
  Imported imported;
  const auto providers = FindStackqlProviders(directory);
  EXPECT_TRUE(providers.ok()) << providers.status().message();
  if (!providers.ok()) return imported;
  for (const fs::path& provider : *providers) {
    const Status status = ImportStackqlProvider(
        provider,
        [&](const std::string& file, const YamlNode& root) {
          imported.documents[file] = root;
          return OkStatus();
        },
        imported.report);
    EXPECT_TRUE(status.ok()) << status.message();
  }
  return imported;
}

// "lending.books.covers.show, books.yaml:142: reason", one a line.
std::string TextOfNotes(const std::vector<ImportNote>& notes) {
  std::string text;
  for (const ImportNote& note : notes) {
    text += note.name + ", " + fs::path(note.file).filename().string() + ":" +
            std::to_string(note.line) + ": " + note.reason + "\n";
  }
  return text;
}

std::map<std::string, std::string> TextsOf(const Imported& imported) {
  std::map<std::string, std::string> texts;
  for (const auto& [file, root] : imported.documents) texts[file] = PrintYaml(root);
  texts["left_out.txt"] = TextOfNotes(imported.report.refused);
  texts["called_by_exec.txt"] = TextOfNotes(imported.report.changed);
  return texts;
}

std::map<std::string, std::string> ExpectedTexts() {
  std::map<std::string, std::string> texts;
  for (const auto& entry : fs::recursive_directory_iterator(kExpected)) {
    if (!entry.is_regular_file()) continue;
    texts[fs::relative(entry.path(), kExpected).string()] = TextOfFile(entry.path());
  }
  return texts;
}

void WriteExpected(const std::map<std::string, std::string>& texts) {
  fs::remove_all(kExpected);
  for (const auto& [file, text] : texts) {
    fs::create_directories((kExpected / file).parent_path());
    std::ofstream(kExpected / file) << text;
  }
}

TEST(StackqlImportTest, MakesTheDocumentsAsWritten) {
  const auto texts = TextsOf(Import(kHere / "registry"));
  if (IsGoldenUpdate()) WriteExpected(texts);
  const auto expected = ExpectedTexts();
  for (const auto& [file, text] : texts) {
    const auto found = expected.find(file);
    ASSERT_TRUE(found != expected.end()) << file << " is new";
    EXPECT_EQ(text, found->second) << file;
  }
  EXPECT_EQ(texts.size(), expected.size()) << "a file is expected that is made no more";
}

TEST(StackqlImportTest, ReadsBackWhatItPrints) {
  const Imported imported = Import(kHere / "registry");
  ASSERT_FALSE(imported.documents.empty());
  for (const auto& [file, root] : imported.documents) {
    const auto read = ParseYaml(PrintYaml(root), file);
    ASSERT_TRUE(read.ok()) << read.status().message();
    EXPECT_TRUE(MeanTheSame(*read, root)) << file;
  }
}

// Also what the reader of one document does not look at, such as two tables of one name.
TEST(StackqlImportTest, MakesDocumentsThatACatalogTakes) {
  const auto catalog = Catalog::Builtin();
  const Status added = catalog->AddDirectory(kExpected.string());
  ASSERT_TRUE(added.ok()) << added.message();
  const auto table = catalog->Find("lending.books.books");
  ASSERT_TRUE(table.ok()) << table.status().message();
  EXPECT_THAT((*table)->key, ::testing::ElementsAre("book_id"));
}

TEST(StackqlImportTest, FindsProvidersInEachFolder) {
  const fs::path registry = kHere / "registry";
  for (const fs::path& folder : {registry / "src/places", registry / "src/places/v1"}) {
    const auto found = FindStackqlProviders(folder);
    ASSERT_TRUE(found.ok()) << found.status().message();
    EXPECT_THAT(*found, ::testing::ElementsAre(registry / "src/places/v1/provider.yaml"));
  }
  // Of two versions the newest.
  const auto all = FindStackqlProviders(registry);
  ASSERT_TRUE(all.ok()) << all.status().message();
  EXPECT_THAT(*all, ::testing::Contains(registry / "src/lending/v1/provider.yaml"));
  EXPECT_THAT(*all, ::testing::SizeIs(8));
  EXPECT_EQ(FindStackqlProviders(registry / "src/lending/v1/services").status().code(),
            StatusCode::kNotFound);
}

}  // namespace
}  // namespace apisql
