// A registry: a folder whose folders are those of providers, each looked into when it is asked for.
#include <gmock/gmock.h>

#include <filesystem>

#include "registry/source/catalog.h"
#include "tests/registry/documents.h"
#include "tests/registry/temporary_folder.h"

namespace apisql {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RegistryFolderTest : public ::testing::Test {
 protected:
  RegistryFolderTest() { folder_.Write("acme/provider.yaml", std::string(kAcmeProvider)); }

  Status Add(const std::vector<std::string>& replaced = {}) {
    return catalog_->AddFromElsewhere(folder_.path(), replaced);
  }
  std::string NameOf(std::string_view name) const {
    const std::string* found = catalog_->FindName(name);
    return found == nullptr ? "none" : *found;
  }
  std::string Message(std::string_view table) const {
    return catalog_->Find(table).status().message();
  }
  static std::string People(std::string_view name, std::string_view more = "") {
    return With(kPeopleTable, "acme.crm.people", name) + std::string(more);
  }

  TemporaryFolder folder_;
  std::unique_ptr<Catalog> catalog_ = Catalog::Builtin();
};

TEST_F(RegistryFolderTest, NothingBelowAProvidersFolderIsLookedAtBeforeItIsAskedFor) {
  folder_.Write("beta/provider.yaml", "no document");
  ASSERT_TRUE(Add().ok());
  EXPECT_THAT(catalog_->ProviderNames(), Contains("acme"));
  EXPECT_THAT(catalog_->KnownProviders(), Not(Contains("acme")));
  EXPECT_TRUE(catalog_->HasProvider("ACME"));
  folder_.Write("acme/crm.people.yaml", std::string(kPeopleTable));
  EXPECT_EQ(NameOf("Acme.CRM.people"), "acme.crm.people");
  EXPECT_EQ(catalog_->documents_parsed(), 0);
  const auto people = catalog_->Find("acme.crm.people");
  ASSERT_TRUE(people.ok()) << people.status().message();
  EXPECT_EQ(catalog_->documents_parsed(), 2);
  EXPECT_EQ((*people)->origin.directory, folder_.path());
  EXPECT_EQ((*people)->provider->origin.directory, folder_.path());
}

TEST_F(RegistryFolderTest, AFileOfAnotherNameIsOpenedForWhatItDeclares) {
  folder_.Write("acme/deep/people.yaml", std::string(kPeopleTable));
  ASSERT_TRUE(Add().ok());
  EXPECT_THAT(*catalog_->TablesOf("acme"), ElementsAre("acme.crm.people"));
  EXPECT_TRUE(catalog_->Find("acme.crm.people").ok());
}

TEST_F(RegistryFolderTest, WhatAFileIsCalledAndWhatItDeclaresAreOne) {
  const auto men = folder_.Write("acme/crm.men.yaml", std::string(kPeopleTable));
  const auto provider = folder_.Write("beta/provider.yaml", std::string(kAcmeProvider));
  ASSERT_TRUE(Add().ok());
  EXPECT_EQ(Message("acme.crm.men"),
            men + ":1: it declares acme.crm.people, and its name and folder say acme.crm.men");
  EXPECT_EQ(NameOf("acme.crm.people"), "none");
  EXPECT_THAT(catalog_->FindProvider("beta").status().message(),
              HasSubstr(provider + ":1: it declares acme, and its name and folder say beta"));
}

TEST_F(RegistryFolderTest, AFaultOfAFolderIsToldByEachNameInIt) {
  const auto a = folder_.Write("acme/a/crm.people.yaml", std::string(kPeopleTable));
  const auto b = folder_.Write("acme/b/crm.people.yaml", std::string(kPeopleTable));
  folder_.Write("gamma/s.t.yaml", "no document");
  const auto other = folder_.Write("delta/other.yaml", std::string(kPeopleTable));
  ASSERT_TRUE(Add().ok());
  EXPECT_EQ(NameOf("acme.any.thing"), "acme.any.thing");
  EXPECT_EQ(Message("acme.any.thing"), b + ":1: acme.crm.people is declared in " + a + " as well");
  EXPECT_FALSE(catalog_->TablesOf("acme").ok());
  EXPECT_THAT(Message("gamma.s.t"), HasSubstr("it has tables and no provider.yaml"));
  EXPECT_EQ(Message("delta.s.t"),
            other + ":1: it declares acme.crm.people, and lies in the folder of delta");
  EXPECT_THAT(catalog_->TableNames(), Contains("confluent.iam.users"));
  EXPECT_EQ(NameOf("confluent.iam.users"), "confluent.iam.users");
}

// It may lead out of the registry, and back into it.
TEST_F(RegistryFolderTest, ALinkIsNoProvider) {
  const TemporaryFolder elsewhere;
  elsewhere.Write("beta/provider.yaml", With(kAcmeProvider, "provider: acme", "provider: beta"));
  std::filesystem::create_directory_symlink(elsewhere.File("beta"), folder_.File("beta"));
  std::filesystem::create_directory_symlink(folder_.path(), folder_.File("gamma"));
  ASSERT_TRUE(Add().ok());
  EXPECT_TRUE(catalog_->HasProvider("acme"));
  EXPECT_FALSE(catalog_->HasProvider("beta"));
  EXPECT_FALSE(catalog_->HasProvider("gamma"));
}

TEST_F(RegistryFolderTest, TwoFoldersOfOneProviderAreRefused) {
  const TemporaryFolder second;
  second.Write("acme/provider.yaml", std::string(kAcmeProvider));
  ASSERT_TRUE(Add().ok());
  EXPECT_EQ(catalog_->AddFromElsewhere(second.path(), {}).message(),
            second.File("acme") + ": there is a provider acme already, in " + folder_.File("acme"));
  const TemporaryFolder documents;
  const auto file = documents.Write("provider.yaml", std::string(kAcmeProvider));
  EXPECT_THAT(catalog_->AddFromElsewhere(documents.path(), {}).message(),
              HasSubstr(file + ":1: there is a provider acme already"));
  const auto other = Catalog::Builtin();
  ASSERT_TRUE(other->AddFromElsewhere(documents.path(), {}).ok());
  EXPECT_EQ(other->AddFromElsewhere(folder_.path(), {}).message(),
            folder_.File("acme") + ": there is a provider acme already, in " + file);
}

TEST_F(RegistryFolderTest, AFolderThatIsGivenTwiceIsAddedOnce) {
  ASSERT_TRUE(Add().ok());
  EXPECT_TRUE(Add().ok());
  EXPECT_TRUE(catalog_
                  ->AddFromElsewhere(folder_.path() + "/../" +
                                         std::filesystem::path(folder_.path()).filename().string(),
                                     {})
                  .ok());
}

TEST_F(RegistryFolderTest, AProviderThatIsBuiltInGivesWayWholeOrNotAtAll) {
  folder_.Write("confluent/provider.yaml",
                With(kAcmeProvider, "provider: acme", "provider: confluent"));
  folder_.Write("confluent/crm.people.yaml", People("confluent.crm.people"));
  ASSERT_TRUE(Add().ok());
  EXPECT_THAT(catalog_->TakeNotes(), IsEmpty());
  EXPECT_EQ(NameOf("confluent.crm.people"), "none");
  EXPECT_TRUE((*catalog_->FindProvider("confluent"))->origin.is_ours());
  EXPECT_THAT(catalog_->TakeNotes(),
              ElementsAre("confluent is built in, so that " + folder_.File("confluent") +
                          " is passed over; --replace confluent lets it take that place"));
  EXPECT_THAT(catalog_->TakeNotes(), IsEmpty());
  catalog_ = Catalog::Builtin();
  ASSERT_TRUE(Add({"confluent"}).ok());
  EXPECT_THAT(*catalog_->TablesOf("confluent"), ElementsAre("confluent.crm.people"));
  EXPECT_EQ(NameOf("confluent.encryption_keys.keys"), "none");  // An alias of the built-in one.
  EXPECT_FALSE((*catalog_->Find("confluent.crm.people"))->provider->origin.is_ours());
}

TEST_F(RegistryFolderTest, TablesAreAddedToAProviderThatIsBuiltIn) {
  folder_.Write("confluent/crm.people.yaml", People("confluent.crm.people"));
  ASSERT_TRUE(Add().ok());
  const auto people = catalog_->Find("confluent.crm.people");
  ASSERT_TRUE(people.ok()) << people.status().message();
  EXPECT_FALSE((*people)->origin.is_ours());
  EXPECT_TRUE((*people)->provider->origin.is_ours());
  EXPECT_EQ(NameOf("confluent.iam.users"), "confluent.iam.users");
}

TEST_F(RegistryFolderTest, ATableThatIsThereIsReplacedWhereItsNameIsSaid) {
  const auto file = folder_.Write("confluent/iam.users.yaml", People("confluent.iam.users"));
  ASSERT_TRUE(Add().ok());
  EXPECT_EQ(catalog_->TablesOf("confluent").status().message(),
            file +
                ":1: there is a table confluent.iam.users already, which this document would "
                "take the place of; --replace confluent.iam.users lets it");
  EXPECT_TRUE((*catalog_->Find("confluent.iam.users"))->origin.is_ours());
  catalog_ = Catalog::Builtin();
  ASSERT_TRUE(Add({"confluent.iam.users"}).ok());
  EXPECT_FALSE((*catalog_->Find("confluent.iam.users"))->origin.is_ours());
}

TEST_F(RegistryFolderTest, OtherNamesAreFoundWhereNoTableIsCalledSo) {
  folder_.Write("acme/crm.people.yaml", People("acme.crm.people", "aliases: [acme.hr.staff]\n"));
  folder_.Write("acme/crm.men.yaml", "no document");
  ASSERT_TRUE(Add().ok());
  EXPECT_EQ(NameOf("acme.hr.staff"), "acme.crm.people");
  EXPECT_EQ(catalog_->documents_parsed(), 0);
  EXPECT_FALSE(catalog_->Has("acme.hr.staff"));
  EXPECT_EQ(NameOf("acme.hr.other"), "none");
}

TEST_F(RegistryFolderTest, AnotherNameThatTwoTablesHaveIsAFault) {
  folder_.Write("acme/crm.men.yaml", People("acme.crm.men", "aliases: [acme.hr.staff]\n"));
  const auto people = folder_.Write("acme/crm.people.yaml",
                                    People("acme.crm.people", "aliases: [acme.hr.staff]\n"));
  ASSERT_TRUE(Add().ok());
  EXPECT_EQ(NameOf("acme.crm.men"), "acme.crm.men");
  EXPECT_EQ(NameOf("acme.hr.staff"), "acme.hr.staff");
  EXPECT_EQ(Message("acme.hr.staff"),
            people + ":1: aliases: acme.hr.staff is the name of acme.crm.men");
}

TEST_F(RegistryFolderTest, AFolderWithoutDocumentsIsNoProvider) {
  folder_.Write("notes/readme.txt", "");
  folder_.Write(".git/config", "");
  ASSERT_TRUE(Add().ok());
  EXPECT_THAT(*catalog_->TablesOf("notes"), IsEmpty());
  EXPECT_FALSE(catalog_->HasProvider("notes"));
  EXPECT_THAT(catalog_->ProviderNames(), Not(Contains("notes")));
  EXPECT_THAT(catalog_->FindProvider("notes").status().message(), HasSubstr("no provider notes"));
}

TEST_F(RegistryFolderTest, AFolderThatNoProviderIsCalledAsIsAnError) {
  folder_.Write("My-Company/provider.yaml", "");
  EXPECT_THAT(Add().message(), HasSubstr(folder_.File("My-Company") + ": no provider can be"));
  const TemporaryFolder own;
  own.Write("apisql/provider.yaml", "");
  EXPECT_EQ(catalog_->AddFromElsewhere(own.path(), {}).message(),
            own.File("apisql") + ": apisql is the name of the program's own tables");
  EXPECT_FALSE(catalog_->AddFromElsewhere("/no/such/folder", {}).ok());
}

TEST_F(RegistryFolderTest, NamesArePartsOfProvidersUntilThoseAreAskedFor) {
  folder_.Write("acme/crm.people.yaml", std::string(kPeopleTable));
  folder_.Write("acne/provider.yaml", With(kAcmeProvider, "provider: acme", "provider: acne"));
  ASSERT_TRUE(Add().ok());
  EXPECT_THAT(catalog_->NamesFrom("AC"), ElementsAre("acme.", "acne."));
  EXPECT_THAT(catalog_->NamesFrom("acme.c"), ElementsAre("acme.crm.people"));
  EXPECT_THAT(catalog_->NamesFrom("ac"), ElementsAre("acme.crm.people", "acne."));
  EXPECT_THAT(catalog_->NamesNear("acmee.crm.people"), Contains("acme.crm.people"));
  EXPECT_THAT(Message("acme.crm.peoples"), HasSubstr("did you mean acme.crm.people?"));
  EXPECT_EQ(catalog_->documents_parsed(), 0);
}

// A document would otherwise get what it names, once its provider has given way to another one.
TEST(CatalogTest, ATableFromElsewhereStaysSoWhereItIsReadAgain) {
  const TemporaryFolder first;
  first.Write("people.yaml", With(kPeopleTable, "acme.crm.people", "confluent.crm.people"));
  const TemporaryFolder second;
  second.Write("provider.yaml", With(kAcmeProvider, "provider: acme", "provider: confluent"));
  const auto catalog = Catalog::Builtin();
  ASSERT_TRUE(catalog->AddFromElsewhere(first.path(), {}).ok());
  ASSERT_TRUE(catalog->AddFromElsewhere(second.path(), {"confluent"}).ok());
  EXPECT_EQ((*catalog->Find("confluent.crm.people"))->origin.directory, first.path());
}

}  // namespace
}  // namespace apisql
