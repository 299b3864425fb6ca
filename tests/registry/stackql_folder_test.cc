// Folders of StackQL's registry as sources: a service is imported when one of its tables is asked
// for, and its pack is believed only where it is the user's alone and its sources are as they were.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "registry/pack/service_packs.h"
#include "registry/source/catalog.h"
#include "tests/registry/temporary_folder.h"

namespace apisql {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kLibraryProvider = R"(name: library
providerServices:
  books: {service: {$ref: library/v1/services/books.yaml}}
  people: {service: {$ref: library/v1/services/people.yaml}}
config: {auth: {type: bearer, credentialsenvvar: LIBRARY_TOKEN}}
)";

std::string ProviderWith(const std::string& from, const std::string& to) {
  std::string text(kLibraryProvider);
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// A service with one table, books or people, and a method that cannot be taken over.
std::string LibraryService(const std::string& service, const std::string& column = "title") {
  return R"(openapi: 3.0.3
servers: [{url: "https://)" +
         service + R"(.example.com"}]
paths:
  /items:
    get:
      responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/Items"}}}}}
  /items/picture:
    get: {responses: {"200": {content: {image/png: {}}}}}
components:
  schemas:
    Items: {type: array, items: {type: object, properties: {)" +
         column + R"(: {type: string}}}}
  x-stackQL-resources:
    items:
      methods:
        list: {operation: {$ref: "#/paths/~1items/get"}, response: {openAPIDocKey: "200"}}
        picture: {operation: {$ref: "#/paths/~1items~1picture/get"}, response: {mediaType: image/png}}
      sqlVerbs: {select: [{$ref: "#/components/x-stackQL-resources/items/methods/list"}]}
    pictures:
      methods:
        get: {operation: {$ref: "#/paths/~1items~1picture/get"}, response: {mediaType: image/png}}
      sqlVerbs: {select: [{$ref: "#/components/x-stackQL-resources/pictures/methods/get"}]}
)";
}

class StackqlFolderTest : public ::testing::Test {
 protected:
  StackqlFolderTest() { WriteLibrary("registry/src/library/v1"); }

  void WriteLibrary(const std::string& version) {
    folder_.Write(version + "/provider.yaml", std::string(kLibraryProvider));
    folder_.Write(version + "/services/books.yaml", LibraryService("books"));
    folder_.Write(version + "/services/people.yaml", LibraryService("people", "name"));
  }

  // As another run of the program has it.
  std::unique_ptr<Catalog> Open(const std::string& registry = "registry",
                                const std::vector<std::string>& replaced = {}) {
    auto catalog = Catalog::Builtin();
    catalog->set_cache_folder(cache_);
    const Status added = catalog->AddFromElsewhere(folder_.File(registry), replaced);
    EXPECT_TRUE(added.ok()) << added.message();
    return catalog;
  }
  std::vector<std::string> Columns(Catalog& catalog, const std::string& table) {
    const auto found = catalog.Find(table);
    EXPECT_TRUE(found.ok()) << found.status().message();
    std::vector<std::string> names;
    if (!found.ok()) return names;
    for (const Column& column : (*found)->columns) {
      if (!column.hidden) names.push_back(column.name);
    }
    return names;
  }
  std::vector<std::string> KeptPacks() const {
    std::vector<std::string> packs;
    std::error_code absent;
    for (const auto& entry : fs::recursive_directory_iterator(cache_, absent)) {
      if (entry.is_regular_file()) packs.push_back(entry.path().string());
    }
    std::ranges::sort(packs);
    return packs;
  }
  std::string OnlyPack() const {
    const std::vector<std::string> packs = KeptPacks();
    EXPECT_EQ(packs.size(), 1U);
    return packs.empty() ? "" : packs.front();
  }
  static std::string BytesOf(const std::string& file) {
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    return bytes.str();
  }
  // Puts a sound pack whose table has a column `forged` in the place of the one that is kept.
  void ForgePack() {
    const auto pack = Pack::Parse(BytesOf(OnlyPack()));
    ASSERT_TRUE(pack.ok());
    PackContent content{.sources = pack->sources(),
                        .provider = pack->provider(),
                        .service = pack->service(),
                        .provider_document = std::string(*pack->ProviderDocument()),
                        .tables = {},
                        .refused = {},
                        .changed = {}};
    for (const std::string& table : pack->TableNames()) {
      std::string text(*pack->TableDocument(table));
      for (size_t at = 0; (at = text.find("title", at)) != std::string::npos;) {
        text.replace(at, 5, "forged");
      }
      content.tables[table] = {text, *pack->Summary(table)};
    }
    std::ofstream(OnlyPack(), std::ios::binary) << PackBytes(content);
  }

  TemporaryFolder folder_;
  std::string cache_ = folder_.File("cache");
};

TEST_F(StackqlFolderTest, AServiceIsImportedWhenOneOfItsTablesIsNamed) {
  const auto catalog = Open();
  EXPECT_THAT(catalog->ProviderNames(), Contains("library"));
  EXPECT_THAT(*catalog->ServicesOf("library"), ElementsAre("books", "people"));
  EXPECT_THAT(catalog->NamesFrom("library.bo"), ElementsAre("library.books."));
  EXPECT_EQ(*catalog->CountTables("library"), std::nullopt);
  EXPECT_THAT(KeptPacks(), IsEmpty());
  EXPECT_NE(catalog->FindName("Library.Books.ITEMS"), nullptr);
  EXPECT_THAT(KeptPacks(), ElementsAre(HasSubstr("/books.pack")));
  EXPECT_THAT(Columns(*catalog, "library.books.items"), ElementsAre("title"));
  EXPECT_THAT(*catalog->TablesOf("library", "people"), ElementsAre("library.people.items"));
  EXPECT_EQ(*catalog->CountTables("library"), std::optional<size_t>(2));
  EXPECT_THAT(*catalog->TablesOf("library"),
              ElementsAre("library.books.items", "library.people.items"));
}

TEST_F(StackqlFolderTest, EachServiceHasItsOwnServers) {
  const auto catalog = Open();
  const auto books = catalog->Find("library.books.items");
  const auto people = catalog->Find("library.people.items");
  ASSERT_TRUE(books.ok() && people.ok());
  EXPECT_EQ((*books)->provider->servers.front().base_url, "https://books.example.com");
  EXPECT_EQ((*people)->provider->servers.front().base_url, "https://people.example.com");
  EXPECT_EQ((*books)->provider->service, "books");
  EXPECT_EQ((*books)->provider->origin.directory, folder_.File("registry"));
  EXPECT_EQ((*books)->origin.directory, folder_.File("registry"));
  const auto whole = catalog->FindProvider("library");
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ((*whole)->service, "");
  EXPECT_EQ((*whole)->servers.front().secrets.front().environment, "LIBRARY_TOKEN");
}

TEST_F(StackqlFolderTest, APackIsItsOwnersAloneAndUsedAgain) {
  Columns(*Open(), "library.books.items");
  struct stat facts = {};
  ASSERT_EQ(stat(OnlyPack().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600U);
  ASSERT_EQ(stat(fs::path(OnlyPack()).parent_path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0700U);
  ForgePack();
  EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("forged"))
      << "the pack is what is read";
}

TEST_F(StackqlFolderTest, APackIsNotBelievedThatOthersCanReadOrWrite) {
  Columns(*Open(), "library.books.items");
  ForgePack();
  for (const mode_t mode : {0620, 0602, 0640, 0604}) {
    ASSERT_EQ(chmod(OnlyPack().c_str(), mode), 0);
    EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("title")) << mode;
    ForgePack();
  }
  ASSERT_EQ(chmod(fs::path(OnlyPack()).parent_path().c_str(), 0750), 0);
  EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("title"));
}

TEST_F(StackqlFolderTest, APackIsNotBelievedInAFolderThatIsALink) {
  Columns(*Open(), "library.books.items");
  ForgePack();
  const fs::path packs = fs::path(OnlyPack()).parent_path();
  fs::rename(packs, folder_.File("elsewhere"));
  fs::create_directory_symlink(folder_.File("elsewhere"), packs);
  EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("title"));
}

// Size and time of modification are as they were; the time of the last change cannot be set.
TEST_F(StackqlFolderTest, AChangedDocumentIsImportedAnew) {
  Columns(*Open(), "library.books.items");
  const std::string file = folder_.File("registry/src/library/v1/services/books.yaml");
  const auto time = fs::last_write_time(file);
  std::ofstream(file) << LibraryService("books", "genre");
  fs::last_write_time(file, time);
  EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("genre"));
  EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("genre"));
}

TEST_F(StackqlFolderTest, AnotherCredentialIsImportedAnew) {
  Columns(*Open(), "library.books.items");
  std::ofstream(folder_.File("registry/src/library/v1/provider.yaml"))
      << ProviderWith("LIBRARY_TOKEN", "LIBRARY_OTHER");
  const auto table = Open()->Find("library.books.items");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ((*table)->provider->servers.front().secrets.front().environment, "LIBRARY_OTHER");
}

TEST_F(StackqlFolderTest, ADamagedPackIsMadeAnew) {
  Columns(*Open(), "library.books.items");
  const std::string sound = BytesOf(OnlyPack());
  for (size_t at = 0; at < sound.size(); at += 7) {
    std::string damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    std::ofstream(OnlyPack(), std::ios::binary) << damaged;
    EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("title")) << at;
  }
  std::ofstream(OnlyPack(), std::ios::binary) << sound.substr(0, sound.size() / 2);
  EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("title"));
  EXPECT_EQ(BytesOf(OnlyPack()), sound);
}

TEST_F(StackqlFolderTest, WithoutACacheFolderPacksAreInMemory) {
  cache_ = "";
  EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("title"));
  cache_ = folder_.Write("a_file", "");
  EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("title"));
}

TEST_F(StackqlFolderTest, ARegistryIsFoundInEachOfItsFolders) {
  for (const char* directory :
       {"registry", "registry/src", "registry/src/library", "registry/src/library/v1"}) {
    EXPECT_THAT(Columns(*Open(directory), "library.books.items"), ElementsAre("title"))
        << directory;
  }
  WriteLibrary("clone/providers/src/library/v1");
  folder_.Write("clone/docs/readme.md", "");
  EXPECT_THAT(Columns(*Open("clone"), "library.books.items"), ElementsAre("title"));
}

TEST_F(StackqlFolderTest, OfTwoVersionsTheNewestIsAsked) {
  WriteLibrary("registry/src/library/v2");
  folder_.Write("registry/src/library/v2/services/books.yaml", LibraryService("books", "newer"));
  EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("newer"));
}

TEST_F(StackqlFolderTest, AProviderIsCalledAsItsDocumentSaysWhereItsFolderCannotBe) {
  fs::rename(folder_.File("registry/src/library"), folder_.File("registry/src/library.example"));
  EXPECT_THAT(Columns(*Open(), "library.books.items"), ElementsAre("title"));
  fs::rename(folder_.File("registry/src/library.example"), folder_.File("registry/src/reading"));
  EXPECT_THAT(Open()->Find("reading.books.items").status().message(),
              HasSubstr("its provider.yaml says name: library"));
}

TEST_F(StackqlFolderTest, AFolderWithoutAProvidersNameIsAFault) {
  folder_.Write("registry/src/No.Provider/v1/readme.md", "");
  const Status added = Catalog::Builtin()->AddFromElsewhere(folder_.File("registry"), {});
  EXPECT_THAT(added.message(), HasSubstr("no provider can be called so"));
}

TEST_F(StackqlFolderTest, ABuiltInProviderStaysUnlessItIsReplaced) {
  folder_.Write("registry/src/okta/v1/provider.yaml", ProviderWith("library", "okta"));
  folder_.Write("registry/src/okta/v1/services/books.yaml", LibraryService("books"));
  folder_.Write("registry/src/okta/v1/services/people.yaml", LibraryService("people"));
  const auto stays = Open();
  EXPECT_EQ(stays->FindName("okta.books.items"), nullptr);
  EXPECT_NE(stays->FindName("okta.users.users"), nullptr);
  EXPECT_THAT(stays->TakeNotes(), ElementsAre(HasSubstr("--replace okta")));
  const auto replaced = Open("registry", {"okta"});
  EXPECT_THAT(Columns(*replaced, "okta.books.items"), ElementsAre("title"));
  EXPECT_EQ(replaced->FindName("okta.users.users"), nullptr);
  EXPECT_FALSE((*replaced->FindProvider("okta"))->origin.is_ours());
}

TEST_F(StackqlFolderTest, WhatIsMeantIsGuessedWithoutAnImport) {
  const auto catalog = Open();
  EXPECT_THAT(catalog->NamesNear("library.boks.items"), Not(Contains("library.books.items")));
  EXPECT_THAT(KeptPacks(), IsEmpty());
  (void)Open()->FindName("library.books.items");
  EXPECT_THAT(Open()->NamesNear("library.boks.items"), Contains("library.books.items"));
  EXPECT_THAT(Open()->NamesFrom("library.books."), ElementsAre("library.books.items"));
}

// What a list shows is what the document says.
TEST_F(StackqlFolderTest, AListOfTablesReadsNoDocument) {
  const auto catalog = Open();
  ASSERT_NE(catalog->FindName("library.books.items"), nullptr);
  const int parsed = catalog->documents_parsed();
  const auto listed = catalog->FindForList("library.books.items");
  ASSERT_TRUE(listed.ok()) << listed.status().message();
  EXPECT_EQ(catalog->documents_parsed(), parsed);
  const auto whole = catalog->Find("library.books.items");
  ASSERT_TRUE(whole.ok()) << whole.status().message();
  EXPECT_EQ(catalog->documents_parsed(), parsed + 1);
  EXPECT_EQ((*listed)->name, (*whole)->name);
  EXPECT_EQ((*listed)->description, (*whole)->description);
  EXPECT_EQ((*listed)->key, (*whole)->key);
  EXPECT_EQ((*listed)->estimated_rows, (*whole)->estimated_rows);
  EXPECT_EQ((*listed)->stage, (*whole)->stage);
  EXPECT_EQ((*listed)->aliases, (*whole)->aliases);
  EXPECT_EQ((*listed)->view_sql, (*whole)->view_sql);
}

TEST_F(StackqlFolderTest, AnErrorSaysWhyATableWasLeftOut) {
  const auto catalog = Open();
  EXPECT_THAT(catalog->Find("library.books.pictures").status().message(),
              AllOf(HasSubstr("no table library.books.pictures"),
                    HasSubstr("library.books.pictures.get was left out, since its answer is "
                              "image/png, and no JSON"),
                    HasSubstr("books.yaml:")));
  const auto notes = catalog->NotesOf("library", "books");
  ASSERT_TRUE(notes.ok());
  EXPECT_EQ(notes->refused.size(), 1U);
  EXPECT_THAT(catalog->NotesOf("confluent", "iam")->refused, IsEmpty());
}

TEST_F(StackqlFolderTest, AProviderThatCannotBeAskedSaysWhy) {
  folder_.Write("registry/src/library/v1/provider.yaml", ProviderWith("bearer", "palmistry"));
  const auto catalog = Open();
  const auto provider = catalog->FindProvider("library");
  ASSERT_TRUE(provider.ok()) << provider.status().message();
  EXPECT_THAT((*provider)->servers, IsEmpty());
  EXPECT_THAT((*provider)->description, HasSubstr("its auth is palmistry"));
  EXPECT_THAT(catalog->Find("library.books.items").status().message(),
              HasSubstr("its auth is palmistry"));
}

TEST_F(StackqlFolderTest, AServiceWithoutAFileIsLeftOutAlone) {
  fs::remove(folder_.File("registry/src/library/v1/services/people.yaml"));
  const auto catalog = Open();
  EXPECT_THAT(*catalog->TablesOf("library"), ElementsAre("library.books.items"));
  EXPECT_THAT(catalog->Find("library.people.items").status().message(),
              HasSubstr("there is no such file below services"));
}

TEST_F(StackqlFolderTest, AProviderThatIsNoYamlIsAFaultOfItsOwn) {
  folder_.Write("registry/src/broken/v1/provider.yaml", "name: broken\nproviderServices: {\n");
  const auto catalog = Open();
  EXPECT_THAT(Columns(*catalog, "library.books.items"), ElementsAre("title"));
  EXPECT_THAT(catalog->Find("broken.a.b").status().message(), HasSubstr("provider.yaml:"));
}

TEST_F(StackqlFolderTest, PacksAreASourceThemselves) {
  auto packs = ServicePacks::OfStackql(folder_.File("registry/src/library/v1/provider.yaml"), "");
  ASSERT_TRUE(packs.ok()) << packs.status().message();
  for (const std::string& service : packs->services()) {
    const auto bytes = packs->Export(service);
    ASSERT_TRUE(bytes.ok());
    folder_.Write("packed/library/" + service + ".pack", *bytes);
  }
  const auto catalog = Open("packed");
  EXPECT_THAT(Columns(*catalog, "library.people.items"), ElementsAre("name"));
  EXPECT_THAT(*catalog->ServicesOf("library"), ElementsAre("books", "people"));
  EXPECT_THAT(KeptPacks(), IsEmpty());
  const std::string books = folder_.File("packed/library/books.pack");
  const std::string bytes = BytesOf(books);
  folder_.Write("packed/library/books.pack", bytes.substr(0, bytes.size() - 1));
  EXPECT_THAT(Open("packed")->Find("library.books.items").status().message(),
              AllOf(HasSubstr(books), HasSubstr("registry build DIR --out")));
  folder_.Write("packed/library/books.pack", BytesOf(folder_.File("packed/library/people.pack")));
  EXPECT_THAT(Open("packed")->Find("library.books.items").status().message(),
              HasSubstr("this is the pack of library.people"));
}

// The session that changes the pack's sources knows them as they were.
TEST_F(StackqlFolderTest, AProviderFileThatChangesMeanwhileMakesNoPackOfTheNewOne) {
  const auto catalog = Open();
  ASSERT_NE(catalog->FindName("library.books.items"), nullptr);
  folder_.Write("registry/src/library/v1/provider.yaml",
                ProviderWith("LIBRARY_TOKEN", "LIBRARY_OTHER"));
  ASSERT_NE(catalog->FindName("library.people.items"), nullptr);
  const auto table = Open()->Find("library.people.items");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ((*table)->provider->servers.front().secrets.front().environment, "LIBRARY_OTHER");
}

TEST_F(StackqlFolderTest, APackOfAnotherProviderIsNotBelieved) {
  auto packs = ServicePacks::OfStackql(folder_.File("registry/src/library/v1/provider.yaml"), "");
  ASSERT_TRUE(packs.ok());
  folder_.Write("packed/zoo/books.pack", *packs->Export("books"));
  folder_.Write("packed/library/people.pack", *packs->Export("people"));
  const auto catalog = Open("packed");
  EXPECT_THAT(catalog->Find("zoo.books.items").status().message(),
              HasSubstr("this is the pack of library.books"));
  EXPECT_THAT(catalog->TablesOf("zoo", "books").status().message(),
              HasSubstr("this is the pack of library.books"));
  EXPECT_EQ(catalog->FindName("library.books.items"), nullptr);
  EXPECT_THAT(Columns(*catalog, "library.people.items"), ElementsAre("name"));
}

TEST_F(StackqlFolderTest, AFaultyPackIsToldByEachOfItsNamesAndTakesNoOtherWithIt) {
  auto packs = ServicePacks::OfStackql(folder_.File("registry/src/library/v1/provider.yaml"), "");
  ASSERT_TRUE(packs.ok());
  folder_.Write("packed/library/people.pack", *packs->Export("people"));
  folder_.Write("packed/library/books.pack", "no pack");
  const auto catalog = Open("packed");
  ASSERT_NE(catalog->FindName("library.books.items"), nullptr) << "Find() tells the fault";
  EXPECT_TRUE(catalog->Has("library.books.items"));
  EXPECT_THAT(catalog->Find("library.books.items").status().message(), HasSubstr("books.pack"));
  EXPECT_THAT(catalog->TableNames(), Contains("library.people.items"));
  EXPECT_TRUE(catalog->FindProvider("library").ok());
}

TEST_F(StackqlFolderTest, PacksThatAreASourceAreKnownWithoutAnImport) {
  auto packs = ServicePacks::OfStackql(folder_.File("registry/src/library/v1/provider.yaml"), "");
  ASSERT_TRUE(packs.ok());
  for (const std::string& service : packs->services()) {
    folder_.Write("packed/library/" + service + ".pack", *packs->Export(service));
  }
  EXPECT_EQ(*Open("packed")->CountTables("library"), std::optional<size_t>(2));
  EXPECT_THAT(Open("packed")->NamesFrom("library.books."), ElementsAre("library.books.items"));
  const Status added = Catalog::Builtin()->AddFromElsewhere(folder_.File("packed/library"), {});
  EXPECT_THAT(added.message(), HasSubstr("name the folder above it"));
}

TEST_F(StackqlFolderTest, ATableThatIsAddedToAServiceIsAskedAtThatServicesServer) {
  const auto add = [&](Catalog& catalog, const std::string& table) {
    folder_.Write("mine/" + table + ".yaml",
                  "table: " + table +
                      "\ndescription: Mine.\nkey: [id]\ncolumns: {id: {path: /id}}\n"
                      "methods: {list: {verb: select, get: /mine, rows: /items, paging: none}}\n");
    const Status added = catalog.AddFromElsewhere(folder_.File("mine"), {});
    fs::remove_all(folder_.File("mine"));
    return added;
  };
  const auto catalog = Open();
  ASSERT_TRUE(add(*catalog, "library.people.mine").ok());
  const auto table = catalog->Find("library.people.mine");
  ASSERT_TRUE(table.ok()) << table.status().message();
  EXPECT_EQ((*table)->provider->servers.front().base_url, "https://people.example.com");
  EXPECT_THAT(add(*Open(), "library.other.mine").message(),
              HasSubstr("library has no service other whose servers could be asked"));
  EXPECT_THAT(add(*Open(), "library.books.items").message(),
              HasSubstr("there is a table library.books.items already"));
}

TEST_F(StackqlFolderTest, ACommentIsNoPartOfAName) {
  folder_.Write("registry/src/library/v1/provider.yaml",
                ProviderWith("name: library\n", "name: \"library\" # books\n"));
  EXPECT_THAT(Columns(*Open("registry/src/library/v1"), "library.books.items"),
              ElementsAre("title"));
}

TEST_F(StackqlFolderTest, ProvidersWithoutVersionsAreNotVersionsOfOne) {
  WriteLibrary("flat/library");
  EXPECT_THAT(Columns(*Open("flat"), "library.books.items"), ElementsAre("title"));
}

}  // namespace
}  // namespace apisql
