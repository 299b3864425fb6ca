#include "registry/source/catalog.h"

#include <gmock/gmock.h>

#include "registry/source/check_document.h"
#include "tests/registry/documents.h"
#include "tests/registry/temporary_folder.h"

namespace apisql {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(CatalogTest, NamesAreKnownWithoutParsing) {
  const auto catalog = Catalog::Builtin();
  EXPECT_THAT(catalog->TableNames(), Contains("confluent.iam.api_keys"));
  EXPECT_TRUE(std::ranges::is_sorted(catalog->TableNames()));
  EXPECT_THAT(catalog->ProviderNames(), Contains("confluent"));
  EXPECT_TRUE(catalog->Has("Confluent.IAM.API_keys"));
  EXPECT_FALSE(catalog->Has("confluent.iam"));
  EXPECT_EQ(catalog->documents_parsed(), 0);
}

TEST(CatalogTest, ADocumentIsParsedWhenItIsFirstUsedAndOnlyThen) {
  const auto catalog = Catalog::Builtin();
  const auto first = catalog->Find("CONFLUENT.iam.api_keys");
  ASSERT_TRUE(first.ok()) << first.status().message();
  EXPECT_EQ((*first)->name, "confluent.iam.api_keys");
  EXPECT_EQ(catalog->documents_parsed(), 2);  // The table and its provider.
  const auto second = catalog->Find("confluent.iam.api_keys");
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(*first, *second);
  ASSERT_TRUE(catalog->FindProvider("confluent").ok());
  EXPECT_EQ(catalog->documents_parsed(), 2);
}

std::vector<std::string> AliasesOf(const Catalog& catalog, std::string_view table) {
  std::vector<std::string> aliases;
  for (const TableAlias& one : catalog.TableAliases()) {
    if (one.table == table) aliases.push_back(one.alias);
  }
  return aliases;
}

TEST(CatalogTest, AliasesAreKnownWithoutParsing) {
  const auto catalog = Catalog::Builtin();
  EXPECT_THAT(AliasesOf(*catalog, "confluent.byok.keys"),
              ElementsAre("confluent.encryption_keys.keys"));
  EXPECT_FALSE(catalog->Has("confluent.encryption_keys.keys"));
  EXPECT_EQ(catalog->documents_parsed(), 0);
}

TEST(CatalogTest, AnAliasThatIsTakenIsAFault) {
  const TemporaryFolder folder;
  folder.Write("provider.yaml", std::string(kAcmeProvider));
  folder.Write("men.yaml", With(kPeopleTable, "acme.crm.people", "acme.crm.men"));
  folder.Write("people.yaml",
               With(kPeopleTable, "key: [team, id]", "key: [team, id]\naliases: [acme.crm.men]"));
  const auto catalog = Catalog::Builtin();
  EXPECT_EQ(catalog->AddDirectory(folder.path()).message(),
            folder.File("people.yaml") + ":1: aliases: acme.crm.men is the name of acme.crm.men");
}

// Documents that were made from elsewhere may call their tables so.
TEST(CatalogTest, ATableGoesBeforeTheAliasOfABuiltInOne) {
  const TemporaryFolder folder;
  folder.Write("keys.yaml",
               With(kPeopleTable, "acme.crm.people", "confluent.encryption_keys.keys"));
  const auto catalog = Catalog::Builtin();
  const Status added = catalog->AddDirectory(folder.path());
  ASSERT_TRUE(added.ok()) << added.message();
  EXPECT_TRUE(catalog->Has("confluent.encryption_keys.keys"));
  EXPECT_THAT(AliasesOf(*catalog, "confluent.byok.keys"), ElementsAre());
}

TEST(CatalogTest, WhatItHandsOutOutlivesIt) {
  auto catalog = Catalog::Builtin();
  const auto table = *catalog->Find("confluent.iam.api_keys");
  catalog.reset();
  EXPECT_EQ(table->provider->name, "confluent");
}

TEST(CatalogTest, UnknownTablesNameTheNearest) {
  const auto catalog = Catalog::Builtin();
  const auto message = [&](std::string_view name) {
    return catalog->Find(name).status().message();
  };
  EXPECT_EQ(catalog->Find("x").status().code(), StatusCode::kNotFound);
  EXPECT_THAT(message("confluent.iam.api_key"),
              HasSubstr("no table confluent.iam.api_key; did you mean confluent.iam.api_keys"));
  EXPECT_THAT(message("confluent.iam.api_key"),
              HasSubstr("? SHOW RESOURCES IN confluent.iam lists its tables"));
  EXPECT_EQ(message("confluent.zzzzzzzzzzzzzzzzzzzz.qqqqqqqqqqqqqqqqqqqqqq"),
            "no table confluent.zzzzzzzzzzzzzzzzzzzz.qqqqqqqqqqqqqqqqqqqqqq; SHOW SERVICES IN "
            "confluent lists its services");
  EXPECT_EQ(message("x"), "no table x; SHOW PROVIDERS lists the providers");
  EXPECT_EQ(message(""), "no table ; SHOW PROVIDERS lists the providers");
  EXPECT_THAT(catalog->FindProvider("confluemt").status().message(),
              HasSubstr("no provider confluemt; did you mean confluent?"));
}

TEST(CatalogTest, ADirectoryAddsProvidersAndTables) {
  const TemporaryFolder folder;
  folder.Write("acme/provider.yaml", std::string(kAcmeProvider));
  folder.Write("acme/deep/people.yaml", std::string(kPeopleTable));
  folder.Write("acme/notes.txt", "not a document");
  const auto catalog = Catalog::Builtin();
  const Status added = catalog->AddDirectory(folder.path());
  ASSERT_TRUE(added.ok()) << added.message();
  EXPECT_THAT(catalog->TableNames(), Contains("acme.crm.people"));
  EXPECT_TRUE(std::ranges::is_sorted(catalog->TableNames()));
  EXPECT_THAT(catalog->ProviderNames(), Contains("acme"));
  const auto people = catalog->Find("acme.crm.people");
  ASSERT_TRUE(people.ok());
  EXPECT_EQ((*people)->document, folder.File("acme/deep/people.yaml"));
}

TEST(CatalogTest, ATableOfOursReplacesTheBuiltInOneOfTheSameProvider) {
  const TemporaryFolder folder;
  folder.Write("keys.yaml", With(kPeopleTable, "acme.crm.people", "confluent.iam.api_keys"));
  const auto catalog = Catalog::Builtin();
  const size_t before = catalog->TableNames().size();
  const Status added = catalog->AddDirectory(folder.path());
  ASSERT_TRUE(added.ok()) << added.message();
  EXPECT_EQ(catalog->TableNames().size(), before);
  const auto table = catalog->Find("confluent.iam.api_keys");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ((*table)->description, "People.");
  EXPECT_EQ((*table)->provider->name, "confluent");
}

TEST(CatalogTest, AProvidersServersAreNotReplacedSoThatItsCredentialStaysWithThem) {
  const TemporaryFolder folder;
  const auto file =
      folder.Write("provider.yaml", With(kAcmeProvider, "provider: acme", "provider: confluent"));
  const auto catalog = Catalog::Builtin();
  const Status added = catalog->AddDirectory(folder.path());
  EXPECT_EQ(added.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(added.message(), HasSubstr(file + ":1: there is a provider confluent already"));
  const auto provider = catalog->FindProvider("confluent");
  ASSERT_TRUE(provider.ok());
  EXPECT_THAT((*provider)->servers.at(0).base_url, HasSubstr("confluent.cloud"));
}

TEST(CatalogTest, DocumentsKnowWhereTheyComeFrom) {
  const TemporaryFolder folder;
  folder.Write("provider.yaml", std::string(kAcmeProvider));
  folder.Write("people.yaml", std::string(kPeopleTable));
  const auto elsewhere = Catalog::Builtin();
  ASSERT_TRUE(elsewhere->AddFromElsewhere(folder.path(), {}).ok());
  EXPECT_EQ((*elsewhere->FindProvider("acme"))->origin.directory, folder.path());
  EXPECT_EQ((*elsewhere->Find("acme.crm.people"))->origin.directory, folder.path());
  EXPECT_TRUE((*elsewhere->FindProvider("confluent"))->origin.is_ours());
  EXPECT_TRUE((*elsewhere->Find("confluent.iam.users"))->origin.is_ours());
  const auto ours = Catalog::Builtin();
  ASSERT_TRUE(ours->AddDirectory(folder.path()).ok());
  EXPECT_TRUE((*ours->Find("acme.crm.people"))->origin.is_ours());
}

TEST(CatalogTest, ADocumentFromElsewhereReplacesNoTableUnlessItsNameIsSaid) {
  const TemporaryFolder folder;
  const auto file =
      folder.Write("keys.yaml", With(kPeopleTable, "acme.crm.people", "confluent.iam.api_keys"));
  const auto catalog = Catalog::Builtin();
  EXPECT_EQ(catalog->AddFromElsewhere(folder.path(), {}).message(),
            file +
                ":1: there is a table confluent.iam.api_keys already, which this document would "
                "take the place of; --replace confluent.iam.api_keys lets it");
  EXPECT_NE((*catalog->Find("confluent.iam.api_keys"))->description, "People.");
  EXPECT_FALSE(catalog->AddFromElsewhere(folder.path(), {"confluent.iam.users"}).ok());
  ASSERT_TRUE(catalog->AddFromElsewhere(folder.path(), {"confluent.iam.api_keys"}).ok());
  EXPECT_EQ((*catalog->Find("confluent.iam.api_keys"))->description, "People.");
}

TEST(CatalogTest, ADocumentFromElsewhereReplacesNoProviderUnlessItsNameIsSaid) {
  const TemporaryFolder folder;
  folder.Write("provider.yaml", With(kAcmeProvider, "provider: acme", "provider: confluent"));
  const auto catalog = Catalog::Builtin();
  EXPECT_THAT(catalog->AddFromElsewhere(folder.path(), {}).message(),
              HasSubstr("; --replace confluent lets it"));
  ASSERT_TRUE(catalog->AddFromElsewhere(folder.path(), {"confluent"}).ok());
  // Its tables belong to the new one, which gets nothing that is not granted.
  EXPECT_FALSE((*catalog->Find("confluent.iam.users"))->provider->origin.is_ours());
}

TEST(CatalogTest, ADocumentFromElsewhereTakesNoOtherNameOfATable) {
  const TemporaryFolder folder;
  folder.Write("keys.yaml",
               With(kPeopleTable, "acme.crm.people", "confluent.encryption_keys.keys"));
  const auto catalog = Catalog::Builtin();
  EXPECT_THAT(catalog->AddFromElsewhere(folder.path(), {}).message(),
              HasSubstr("confluent.encryption_keys.keys is another name of the table "
                        "confluent.byok.keys; --replace confluent.encryption_keys.keys lets it"));
  EXPECT_TRUE(catalog->AddFromElsewhere(folder.path(), {"confluent.encryption_keys.keys"}).ok());
}

TEST(CatalogTest, NoProviderIsCalledAsTheProgramsOwnTables) {
  const TemporaryFolder folder;
  const auto file =
      folder.Write("provider.yaml", With(kAcmeProvider, "provider: acme", "provider: apisql"));
  EXPECT_EQ(Catalog::Builtin()->AddFromElsewhere(folder.path(), {}).message(),
            file + ":1: apisql is the name of the program's own tables");
}

// Of two folders from elsewhere, too.
TEST(CatalogTest, ALaterFolderReplacesNothingOfAnEarlierOne) {
  const TemporaryFolder first;
  first.Write("provider.yaml", std::string(kAcmeProvider));
  first.Write("people.yaml", std::string(kPeopleTable));
  const TemporaryFolder second;
  second.Write("people.yaml", std::string(kPeopleTable));
  const auto catalog = Catalog::Builtin();
  ASSERT_TRUE(catalog->AddFromElsewhere(first.path(), {}).ok());
  EXPECT_THAT(catalog->AddFromElsewhere(second.path(), {}).message(),
              HasSubstr("there is a table acme.crm.people already"));
}

TEST(CatalogTest, AFaultyDirectoryChangesNothingAndSaysEveryFault) {
  const TemporaryFolder folder;
  folder.Write("provider.yaml", std::string(kAcmeProvider));
  const auto a = folder.Write("a.yaml", With(kPeopleTable, "type: text, path: /id", "tpe: text"));
  const auto b = folder.Write("b.yaml", "table: acme.crm.b\nx: &y 1\n");
  const auto catalog = Catalog::Builtin();
  const auto before = catalog->TableNames();
  const Status added = catalog->AddDirectory(folder.path());
  EXPECT_EQ(added.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(added.message(),
              HasSubstr(a + ":5: columns.id: unknown key tpe; did you mean type or time?"));
  EXPECT_THAT(added.message(), HasSubstr(b + ":2: anchors (&name) are not allowed"));
  EXPECT_EQ(catalog->TableNames(), before);
  EXPECT_THAT(catalog->ProviderNames(), Not(Contains("acme")));
}

TEST(CatalogTest, ATableNeedsItsProvider) {
  const TemporaryFolder folder;
  const auto file = folder.Write("people.yaml", std::string(kPeopleTable));
  EXPECT_EQ(Catalog::Builtin()->AddDirectory(folder.path()).message(),
            file + ":1: the provider acme is neither in " + folder.path() + " nor built in");
}

TEST(CatalogTest, TwoDocumentsOfOneTableAreRefused) {
  const TemporaryFolder folder;
  folder.Write("provider.yaml", std::string(kAcmeProvider));
  const auto a = folder.Write("a.yaml", std::string(kPeopleTable));
  const auto b = folder.Write("b.yaml", std::string(kPeopleTable));
  EXPECT_EQ(Catalog::Builtin()->AddDirectory(folder.path()).message(),
            b + ":1: acme.crm.people is declared in " + a + " as well");
}

TEST(CatalogTest, AMissingDirectoryIsAnError) {
  const Status added = Catalog::Builtin()->AddDirectory("/no/such/folder");
  EXPECT_EQ(added.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(added.message(), HasSubstr("/no/such/folder: "));
}

TEST(CatalogTest, LoopsOfLinksEnd) {
  const TemporaryFolder folder;
  folder.Write("provider.yaml", std::string(kAcmeProvider));
  folder.Write("tables/people.yaml", std::string(kPeopleTable));
  std::filesystem::create_directory_symlink(folder.path(), folder.File("tables/loop"));
  std::filesystem::create_symlink("self.yaml", folder.File("self.yaml"));
  const auto catalog = Catalog::Builtin();
  const Status added = catalog->AddDirectory(folder.path());
  ASSERT_TRUE(added.ok()) << added.message();
  EXPECT_TRUE(catalog->Has("acme.crm.people"));
}

TEST(CatalogTest, APipeInADirectoryDoesNotHangIt) {
  const TemporaryFolder folder;
  ASSERT_EQ(mkfifo(folder.File("pipe.yaml").c_str(), 0600), 0);
  EXPECT_TRUE(Catalog::Builtin()->AddDirectory(folder.path()).ok());
}

TEST(CheckDocumentTest, ASoundDocumentHasNoFaults) {
  const TemporaryFolder folder;
  const auto provider = folder.Write("provider.yaml", std::string(kAcmeProvider));
  const auto table = folder.Write("people.yaml", std::string(kPeopleTable));
  EXPECT_THAT(CheckDocument(provider).faults, ElementsAre());
  EXPECT_THAT(CheckDocument(table).faults, ElementsAre());
}

TEST(CheckDocumentTest, EachFaultIsALine) {
  const TemporaryFolder folder;
  folder.Write("provider.yaml", std::string(kAcmeProvider));
  const auto table =
      folder.Write("people.yaml",
                   With(With(kPeopleTable, "key: [team, id]", "key: [x]"), "row: /\n", "rwo: /\n"));
  EXPECT_THAT(
      CheckDocument(table).faults,
      ElementsAre(table + ":3: key: there is no column x; did you mean id?",
                  table + ":17: methods.get_person: unknown key rwo; did you mean row or rows?"));
}

TEST(CheckDocumentTest, AKeyThatDoesNotNameAnOptionalInputIsAHint) {
  const TemporaryFolder folder;
  folder.Write("provider.yaml", std::string(kAcmeProvider));
  const auto write = [&folder](std::string_view key, std::string_view filter) {
    return folder.Write(
        "people.yaml", With(With(With(kPeopleTable, "key: [team, id]", key), "filters: {name",
                                 "filters: {view: " + std::string(filter) + ", name"),
                            "columns:\n", "columns:\n  view: {source: parameter, hidden: true}\n"));
  };
  const auto table = write("key: [team, id]", "{}");
  EXPECT_THAT(CheckDocument(table).faults, ElementsAre());
  EXPECT_THAT(CheckDocument(table).hints,
              ElementsAre(table + ":3: key: hint: should it name view? list_people may give one "
                                  "row with several values of it"));
  for (const auto& [key, filter] : {std::pair{"key: [team, id, view]", "{}"},
                                    {"key: [team, id]", "{required: true}"},
                                    {"key: [team, id]", "{reveals: true}"}}) {
    EXPECT_THAT(CheckDocument(write(key, filter)).hints, ElementsAre());
  }
}

TEST(CheckDocumentTest, WithoutAProviderBesideItTheBuiltInOneCounts) {
  const TemporaryFolder folder;
  const auto known =
      folder.Write("known.yaml", With(kPeopleTable, "acme.crm.people", "confluent.crm.people"));
  EXPECT_THAT(CheckDocument(known).faults, ElementsAre());
  const auto unknown = folder.Write("unknown.yaml", std::string(kPeopleTable));
  EXPECT_THAT(CheckDocument(unknown).faults,
              ElementsAre(unknown + ":1: there is no provider.yaml beside it, and no built-in "
                                    "provider acme"));
}

TEST(CheckDocumentTest, AFaultyProviderBesideItIsSaid) {
  const TemporaryFolder folder;
  const auto provider = folder.Write("provider.yaml", "provider: acme\nx: 1\nx: 2\n");
  const auto table = folder.Write("people.yaml", std::string(kPeopleTable));
  EXPECT_THAT(CheckDocument(table).faults,
              ElementsAre(provider + ":3: the key x stands twice in this map"));
}

TEST(CheckDocumentTest, UnreadableFilesAreFaults) {
  const TemporaryFolder folder;
  EXPECT_THAT(CheckDocument(folder.File("none.yaml")).faults,
              ElementsAre(folder.File("none.yaml") + ": No such file or directory"));
  EXPECT_THAT(CheckDocument(folder.path()).faults, ElementsAre(folder.path() + ": Is a directory"));
  const auto huge = folder.Write("huge.yaml", std::string(size_t{2} << 20, 'x'));
  EXPECT_THAT(CheckDocument(huge).faults, ElementsAre(huge + ": File too large"));
}

}  // namespace
}  // namespace apisql
