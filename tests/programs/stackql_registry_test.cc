// A registry of StackQL as a source: asked as it is, trusted, packed at once, and from the packs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/programs/run_program.h"
#include "tests/programs/sanitized.h"
#include "tests/support/script_server.h"

namespace apisql {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class StackqlRegistryTest : public testing::Test {
 protected:
  StackqlRegistryTest() : shop_(AlwaysOk(R"({"items": [{"id": "o1"}, {"id": "o2"}]})")) {
    home_.Write("theirs/src/shop/v1/provider.yaml",
                "name: shop\nproviderServices:\n"
                "  orders: {service: {$ref: shop/v1/services/orders.yaml}}\n"
                "config: {auth: {type: bearer, credentialsenvvar: SHOP_TOKEN}}\n");
    home_.Write("theirs/src/shop/v1/services/orders.yaml",
                "openapi: 3.0.3\nservers: [{url: \"" + shop_.url() + R"("}]
paths:
  /orders:
    get:
      responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/All"}}}}}
  /orders/label:
    get: {responses: {"200": {content: {application/pdf: {}}}}}
components:
  schemas:
    All:
      type: object
      properties: {items: {type: array, items: {type: object, properties: {id: {type: string}}}}}
  x-stackQL-resources:
    orders:
      methods:
        list: {operation: {$ref: "#/paths/~1orders/get"}, response: {openAPIDocKey: "200", objectKey: $.items}}
      sqlVerbs: {select: [{$ref: "#/components/x-stackQL-resources/orders/methods/list"}]}
    labels:
      methods:
        get: {operation: {$ref: "#/paths/~1orders~1label/get"}, response: {mediaType: application/pdf}}
      sqlVerbs: {select: [{$ref: "#/components/x-stackQL-resources/labels/methods/get"}]}
)");
  }

  ProgramResult Run(const std::vector<std::string>& arguments) {
    std::vector<std::string> command = {Built("apisql")};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return home_.Run(command, {{"SHOP_TOKEN", "t0ken"}});
  }
  ProgramResult Ask(const std::string& sql, const std::string& folder = "theirs") {
    return Run({"--provider-dir", Folder(folder), "--no-header", "--format", "csv", sql});
  }
  void TrustShop() {
    const ProgramResult trust =
        Run({"registry", "trust", "shop", "--provider-dir", Folder("theirs"), "--yes"});
    ASSERT_EQ(trust.exit_code, 0) << trust.err;
  }
  std::string Folder(const std::string& name) const { return (home_.folder() / name).string(); }
  bool HasPacks() const { return std::filesystem::exists(home_.folder() / ".cache/apisql/packs"); }

  TestHome home_;
  ScriptServer shop_;
};

TEST_F(StackqlRegistryTest, IsAskedAsItIsOnceItIsTrusted) {
  const ProgramResult refused = Ask("SELECT id FROM shop.orders.orders");
  EXPECT_THAT(refused.err, AllOf(HasSubstr("nothing was sent"), HasSubstr("registry trust shop"),
                                 HasSubstr("token: {environment: SHOP_TOKEN}")));
  EXPECT_THAT(shop_.requests(), IsEmpty());
  TrustShop();
  EXPECT_EQ(Ask("SELECT id FROM shop.orders.orders").out, "o1\no2\n");
  ASSERT_EQ(shop_.requests().size(), 1U);
  EXPECT_THAT(shop_.requests()[0], HasSubstr("Bearer t0ken"));
}

TEST_F(StackqlRegistryTest, AStatementThatNamesNothingOfItReadsNothingOfIt) {
  home_.Write("theirs/src/broken/v1/provider.yaml", "no: provider");
  EXPECT_EQ(Ask("SELECT 1").out, "1\n");
  EXPECT_EQ(Ask("SHOW SERVICES IN shop").out, "shop,orders\n");
  EXPECT_FALSE(HasPacks());
  EXPECT_EQ(Ask("SHOW TABLES IN shop.orders").out, "shop.orders.orders\n");
  EXPECT_TRUE(HasPacks());
}

TEST_F(StackqlRegistryTest, AnErrorSaysWhyATableIsNotThere) {
  EXPECT_THAT(Ask("SELECT * FROM shop.orders.labels").err,
              AllOf(HasSubstr("no such table: shop.orders.labels"),
                    HasSubstr("its answer is application/pdf, and no JSON")));
  EXPECT_THAT(Ask("SELECT * FROM shop.orders.order").err,
              HasSubstr("Did you mean shop.orders.orders?"));
}

TEST_F(StackqlRegistryTest, ItIsPackedAtOnce) {
  const ProgramResult built = Run({"registry", "build", Folder("theirs")});
  EXPECT_EQ(built.exit_code, 0) << built.err;
  EXPECT_THAT(built.out,
              AllOf(HasSubstr("shop: 1 service, 1 table\n  sends requests to: 127.0.0.1:"),
                    HasSubstr("wants the variables: SHOP_TOKEN\n"),
                    HasSubstr("  1  its answer is application/pdf, and no JSON\n"),
                    HasSubstr("1 provider, 1 table in ")));
  EXPECT_TRUE(HasPacks());
  const ProgramResult none = Run({"registry", "build", Folder("theirs/src/shop/v1/services")});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("has no provider of StackQL"));
  EXPECT_THAT(Run({"registry", "build"}).err, HasSubstr("takes the folder of a registry"));
  EXPECT_THAT(Run({"registry", "list", "--out", "x"}).err,
              HasSubstr("--out is for registry build"));
}

TEST_F(StackqlRegistryTest, PacksAreEnoughWithoutTheDocuments) {
  const ProgramResult built =
      Run({"registry", "build", Folder("theirs"), "--out", Folder("packs")});
  EXPECT_EQ(built.exit_code, 0) << built.err;
  TrustShop();
  std::filesystem::remove_all(home_.folder() / "theirs");
  EXPECT_EQ(Ask("SELECT id FROM shop.orders.orders", "packs").out, "o1\no2\n");
}

TEST_F(StackqlRegistryTest, TheExtensionAsksItsTables) {
  if (kSanitized) GTEST_SKIP() << "sqlite3 itself does not carry the sanitizers' runtime";
  TrustShop();
  const std::string config = (home_.folder() / ".config/apisql/config.yaml").string();
  ASSERT_TRUE(std::filesystem::exists(config));
  std::ofstream(config, std::ios::app) << "provider_dirs: [" << Folder("theirs") << "]\n";
  const ProgramResult result = home_.Run(
      {"sqlite3", ":memory:", ".load " + Built("apisql.so"),
       "SELECT id FROM \"shop.orders.orders\"",
       "CREATE VIRTUAL TABLE temp.o USING apisql('shop.orders.orders')", "SELECT count(*) FROM o"},
      {{"SHOP_TOKEN", "t0ken"}});
  EXPECT_EQ(result.out, "o1\no2\n2\n") << result.err;
}

}  // namespace
}  // namespace apisql
