// The documents that the program carries: all there, sound, and right about each other.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "registry/source/catalog.h"
#include "registry/source/check_document.h"
#include "registry/source/embedded_documents.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

const fs::path kProviders = fs::path(APISQL_SOURCE_DIR) / "registry" / "providers";

std::string TextOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

TEST(BuiltinDocumentsTest, EveryDocumentIsEmbeddedByteForByte) {
  std::map<std::string, std::string> on_disk;
  for (const auto& entry : fs::recursive_directory_iterator(kProviders)) {
    if (entry.path().extension() != ".yaml") continue;
    on_disk[fs::relative(entry.path(), kProviders).string()] = TextOf(entry.path());
  }
  std::map<std::string, std::string> embedded;
  for (const EmbeddedDocument& document : EmbeddedDocuments()) {
    embedded[std::string(document.file)] = document.text;
  }
  EXPECT_GE(embedded.size(), 2U);
  EXPECT_EQ(embedded, on_disk);
}

TEST(BuiltinDocumentsTest, EveryDocumentPassesTheCheck) {
  for (const EmbeddedDocument& document : EmbeddedDocuments()) {
    EXPECT_THAT(CheckDocument(kProviders / document.file).faults, IsEmpty());
  }
}

TEST(BuiltinDocumentsTest, NamesTakenWithoutParsingAreTheDocumentsOwn) {
  const auto catalog = Catalog::Builtin();
  for (const std::string& name : catalog->TableNames()) {
    const auto table = catalog->Find(name);
    ASSERT_TRUE(table.ok()) << table.status().message();
    EXPECT_EQ((*table)->name, name);
    std::vector<std::string> aliases;
    for (const TableAlias& one : catalog->TableAliases()) {
      if (one.table == name) aliases.push_back(one.alias);
    }
    EXPECT_THAT(aliases, UnorderedElementsAreArray((*table)->aliases));
  }
  for (const std::string& name : catalog->ProviderNames()) {
    const auto provider = catalog->FindProvider(name);
    ASSERT_TRUE(provider.ok()) << provider.status().message();
    EXPECT_EQ((*provider)->name, name);
  }
}

TEST(BuiltinDocumentsTest, AFileIsNamedForItsTable) {
  for (const EmbeddedDocument& document : EmbeddedDocuments()) {
    if (document.table.empty()) continue;
    std::string expected(document.table);
    expected.replace(expected.find('.'), 1, "/");
    EXPECT_EQ(document.file, expected + ".yaml");
  }
}

TEST(BuiltinDocumentsTest, EverythingIsDescribed) {
  const auto catalog = Catalog::Builtin();
  for (const std::string& name : catalog->TableNames()) {
    const auto table = catalog->Find(name);
    ASSERT_TRUE(table.ok());
    for (const Column& column : (*table)->columns) {
      EXPECT_NE(column.description, "") << name << "." << column.name;
    }
    for (const Method& method : (*table)->methods) {
      EXPECT_NE(method.description, "") << name << "." << method.name;
    }
  }
}

// The tables that must be read before `name`, following parents; `path` guards against circles.
void FollowParents(Catalog& catalog, const std::string& name, std::set<std::string> path) {
  ASSERT_TRUE(path.insert(name).second) << "the parents of " << name << " form a circle";
  const auto table = catalog.Find(name);
  ASSERT_TRUE(table.ok()) << table.status().message();
  for (const Method& method : (*table)->methods) {
    for (const Parameter& parameter : method.parameters) {
      if (!parameter.parent) continue;
      const auto parent = catalog.Find(parameter.parent->table);
      ASSERT_TRUE(parent.ok()) << name << ": " << parent.status().message();
      EXPECT_GE((*parent)->FindColumn(parameter.parent->column), 0) << name;
      FollowParents(catalog, parameter.parent->table, path);
    }
  }
}

TEST(BuiltinDocumentsTest, ParentsExistAndFormNoCircle) {
  const auto catalog = Catalog::Builtin();
  for (const std::string& name : catalog->TableNames()) FollowParents(*catalog, name, {});
}

}  // namespace
}  // namespace apisql
