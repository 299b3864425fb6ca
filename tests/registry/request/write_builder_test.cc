#include "registry/request/write_builder.h"

#include <gmock/gmock.h>

#include "tests/registry/request/write_fixture.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class WriteBuilderTest : public WriteTest {
 protected:
  WriteBuilderTest() {
    auto provider = std::make_shared<Provider>();
    provider->name = "acme";
    resource_.provider = provider;
    resource_.name = "acme.crm.things";
    resource_.key = {"id"};
    AddColumn("id", ColumnType::kText, {"id"}, false, false);
    AddColumn("name", ColumnType::kText, {"spec", "name"}, true, true);
    AddColumn("size", ColumnType::kInteger, {"spec", "config", "size"}, true, true);
    AddColumn("spec", ColumnType::kJson, {"spec"}, true, true);
    AddColumn("config", ColumnType::kJson, {"spec", "config"}, true, true);
    AddColumn("scope", ColumnType::kText, {}, false, false).source = Column::Source::kParameter;
    AddMethod("create_thing", Verb::kInsert, "POST", "/things");
    AddMethod("update_thing", Verb::kUpdate, "PATCH", "/things/{id}");
    AddMethod("delete_thing", Verb::kDelete, "DELETE", "/things/{id}");
    AddMethod("start_thing", Verb::kExec, "POST", "/things/{id}/start");
    for (const Verb verb : {Verb::kUpdate, Verb::kDelete, Verb::kExec}) {
      AddParameter(verb, "id", "id", Parameter::Place::kPath).required = true;
    }
  }

  Column& AddColumn(const std::string& name, ColumnType type, std::vector<std::string> path,
                    bool on_create, bool on_update) {
    Column& column = resource_.columns.emplace_back();
    column.name = name;
    column.type = type;
    column.path.keys = path;
    column.write_path.keys = std::move(path);
    column.on_create = on_create;
    column.on_update = on_update;
    return column;
  }
  void AddMethod(const std::string& name, Verb verb, const std::string& http,
                 const std::string& path) {
    Method& method = resource_.methods.emplace_back();
    method.name = name;
    method.verb = verb;
    method.http_method = http;
    method.path = path;
  }
  Parameter& AddParameter(Verb verb, const std::string& name, const std::string& column,
                          Parameter::Place place) {
    Parameter& parameter = MethodOf(verb).parameters.emplace_back();
    parameter.name = name;
    parameter.column = column;
    parameter.place = place;
    return parameter;
  }
  Parameter& AddBodyParameter(Verb verb, const std::string& name, const std::string& column,
                              std::vector<std::string> path) {
    Parameter& parameter = AddParameter(verb, name, column, Parameter::Place::kBody);
    parameter.body_path.keys = std::move(path);
    return parameter;
  }
};

TEST_F(WriteBuilderTest, SingleColumnsAreMergedOverJsonColumnsWhateverTheOrder) {
  const std::string expected =
      R"(POST /things {"spec":{"a":1,"name":"n","config":{"b":2,"size":7}}})";
  const Named given = {{"spec", R"({"a":1,"name":"old","config":{"lost":1}})"},
                       {"config", R"({"b":2,"size":1})"},
                       {"size", int64_t{7}},
                       {"name", "n"}};
  EXPECT_EQ(Insert(given), expected);
  EXPECT_EQ(Insert(Named(given.rbegin(), given.rend())), expected);
  EXPECT_EQ(Update({{"id", "x"}}, given),
            R"(PATCH /things/x {"spec":{"a":1,"name":"n","config":{"b":2,"size":7}}})");
}

TEST_F(WriteBuilderTest, ASingleColumnWithinAJsonScalarIsAnError) {
  EXPECT_EQ(Insert({{"spec", "1"}, {"name", "n"}}),
            "error: acme.crm.things: name: /spec/name: a part of it is no object");
}

TEST_F(WriteBuilderTest, NullIsLeftOutOfAnInsert) {
  EXPECT_EQ(Insert({{"name", "n"}, {"spec", {}}, {"size", {}}, {"id", {}}}),
            R"(POST /things {"spec":{"name":"n"}})");
  EXPECT_EQ(Insert({}), "POST /things {}");
}

TEST_F(WriteBuilderTest, AnInsertWithNothingToGiveHasNoBody) {
  for (Column& column : resource_.columns) column.on_create = false;
  EXPECT_EQ(Insert({}), "POST /things");
}

TEST_F(WriteBuilderTest, RequiredColumnsMayComeWithinAJsonColumn) {
  ColumnOf("name").required_on_create = true;
  ColumnOf("size").required_on_create = true;
  EXPECT_EQ(Insert({{"spec", R"({"name":"n","config":{"size":1}})"}}),
            R"(POST /things {"spec":{"name":"n","config":{"size":1}}})");
  EXPECT_EQ(Insert({{"spec", R"({"name":null})"}}),
            "error: acme.crm.things: INSERT must give name, size");
  EXPECT_EQ(Insert({{"spec", "[]"}}), "error: acme.crm.things: INSERT must give name, size");
  EXPECT_EQ(Insert({{"name", {}}, {"config", R"({"size":0})"}}),
            "error: acme.crm.things: INSERT must give name");
}

TEST_F(WriteBuilderTest, ParametersOfTheInsertAreFilledAndRequired) {
  AddParameter(Verb::kInsert, "env", "scope", Parameter::Place::kQuery).required = true;
  AddBodyParameter(Verb::kInsert, "size", "size", {"limits", "size"}).required = true;
  EXPECT_EQ(Insert({{"scope", "a b"}, {"size", int64_t{3}}}),
            R"(POST /things?env=a%20b {"spec":{"config":{"size":3}},"limits":{"size":3}})");
  EXPECT_EQ(Insert({{"name", "n"}}), "error: acme.crm.things: INSERT must give scope, size");
}

TEST_F(WriteBuilderTest, ARequiredBodyParameterMayComeWithinAJsonColumn) {
  AddBodyParameter(Verb::kInsert, "name", "name", {"spec", "name"}).required = true;
  EXPECT_EQ(Insert({{"spec", R"({"name":"n"})"}}), R"(POST /things {"spec":{"name":"n"}})");
  EXPECT_EQ(Insert({{"spec", "{}"}}), "error: acme.crm.things: INSERT must give name");
}

TEST_F(WriteBuilderTest, ConstantsAreAlwaysSent) {
  AddBodyParameter(Verb::kInsert, "kind", "", {"spec", "kind"}).constant = R"("Thing")";
  AddParameter(Verb::kInsert, "view", "", Parameter::Place::kQuery).constant = "full";
  EXPECT_EQ(Insert({{"spec", R"({"kind":"Other"})"}}),
            R"(POST /things?view=full {"spec":{"kind":"Thing"}})");
  AddBodyParameter(Verb::kDelete, "force", "", {"force"}).constant = "true";
  EXPECT_EQ(Delete({{"id", "x"}}), R"(DELETE /things/x {"force":true})");
}

TEST_F(WriteBuilderTest, ColumnsThatCannotBeGivenAreNamed) {
  ColumnOf("name").on_create = false;
  EXPECT_EQ(Insert({{"name", "n"}}),
            "error: acme.crm.things: name cannot be given at creation; UPDATE it afterwards");
  EXPECT_EQ(Insert({{"id", "x"}}), "error: acme.crm.things: id is read-only");
  EXPECT_EQ(Insert({{"scope", "x"}}), "error: acme.crm.things: scope is read-only");
}

TEST_F(WriteBuilderTest, ColumnsThatCannotBeChangedAreNamed) {
  ColumnOf("name").on_update = false;
  EXPECT_EQ(Update({{"id", "x"}}, {{"name", "n"}}),
            "error: acme.crm.things: name cannot be changed by itself: SET spec, the whole object "
            "around it");
  ColumnOf("spec").on_update = false;
  EXPECT_EQ(Update({{"id", "x"}}, {{"name", "n"}}),
            "error: acme.crm.things: name cannot be changed after creation");
  EXPECT_EQ(
      Update({{"id", "x"}}, {{"spec", "{}"}}),
      "error: acme.crm.things: spec cannot be changed after creation; UPDATE can change size, "
      "config");
  EXPECT_EQ(Update({{"id", "x"}}, {{"size", int64_t{1}}, {"id", "y"}}),
            "error: acme.crm.things: id is read-only");
  EXPECT_EQ(Update({{"id", "x"}}, {{"scope", {}}}), "error: acme.crm.things: scope is read-only");
  Use("confluent.iam.api_keys");
  EXPECT_EQ(Update({{"id", "x"}}, {{"owner_id", "u-1"}}),
            "error: confluent.iam.api_keys: owner_id cannot be changed after creation");
  Use("confluent.iam.users");
  EXPECT_EQ(Update({{"id", "x"}}, {{"auth_type", "AUTH_TYPE_SSO"}}),
            "error: confluent.iam.users: auth_type is read-only; EXEC update_auth_type_iam_v2_user "
            "changes it");
}

TEST_F(WriteBuilderTest, ASecretIsWrittenByItsOwnColumnAndShownNowhere) {
  Column& secret = AddColumn("secret", ColumnType::kText, {"spec", "secret"}, true, true);
  secret.secret = true;
  const auto insert = InsertRequest({{"secret", "hunter2"}, {"name", "n"}});
  ASSERT_TRUE(insert.ok()) << insert.status().message();
  EXPECT_NE(insert->body.find(R"("secret":"hunter2")"), std::string::npos) << insert->body;
  EXPECT_NE(insert->shown_body.find(R"("secret":"***")"), std::string::npos);
  EXPECT_EQ(insert->shown_body.find("hunter2"), std::string::npos);
  const std::string refusal =
      "error: acme.crm.things: secret is secret: it can be given by its own column alone";
  EXPECT_EQ(Insert({{"spec", R"({"secret":"hunter2"})"}}), refusal);
  EXPECT_EQ(Update({{"id", "x"}}, {{"spec", R"({"secret":"hunter2"})"}}), refusal);
}

TEST_F(WriteBuilderTest, ASecretThatTheDocumentDoesNotWriteIsNeverSent) {
  Column& secret = AddColumn("secret", ColumnType::kText, {"spec", "secret"}, false, false);
  secret.secret = true;
  const std::string refusal =
      "error: acme.crm.things: secret is secret: it cannot be written, only read once from the "
      "answer that has it, with RETURNING";
  EXPECT_EQ(Insert({{"secret", "hunter2"}}), refusal);
  EXPECT_EQ(Update({{"id", "x"}}, {{"secret", "hunter2"}}), refusal);
  EXPECT_EQ(Insert({{"spec", R"({"secret":"hunter2"})"}}), refusal);
  EXPECT_EQ(Update({{"id", "x"}}, {{"spec", R"({"secret":"hunter2"})"}}), refusal);
  AddBodyParameter(Verb::kExec, "token", "secret", {"token"});
  EXPECT_EQ(Exec("start_thing", {{"id", "x"}, {"token", "hunter2"}}),
            "error: acme.crm.things: secret is secret: it cannot be given to EXEC");
}

TEST_F(WriteBuilderTest, ARowAsReadCanBeInsertedAgain) {
  AddColumn("secret", ColumnType::kText, {"spec", "secret"}, false, false).secret = true;
  EXPECT_EQ(Insert({{"spec", R"({"name":"n","secret":""})"}}),
            R"(POST /things {"spec":{"name":"n","secret":""}})");
}

TEST_F(WriteBuilderTest, AnUpdateSendsOnlyWhatIsChanged) {
  EXPECT_EQ(Update({{"id", "x"}, {"name", "n"}, {"size", int64_t{1}}}, {{"size", int64_t{2}}}),
            R"(PATCH /things/x {"spec":{"config":{"size":2}}})");
}

TEST_F(WriteBuilderTest, AnUpdateWithoutAChangeIsAFaultOfTheCaller) {
  EXPECT_EQ(Update({{"id", "x"}}, {}), "other error: acme.crm.things: an update without a change");
  EXPECT_EQ(BuildUpdate(resource_, MethodOf(Verb::kUpdate), kBase, Row({{"id", "x"}}),
                        std::vector<ColumnChange>{{99, "x"}})
                .status()
                .code(),
            StatusCode::kInternal);
}

TEST_F(WriteBuilderTest, NullInAnUpdateIsJsonNullUnlessTheMethodSaysOtherwise) {
  EXPECT_EQ(Update({{"id", "x"}}, {{"name", {}}, {"spec", {}}}),
            "error: acme.crm.things: name: /spec/name: a part of it is no object");
  EXPECT_EQ(Update({{"id", "x"}}, {{"name", {}}, {"config", {}}}),
            R"(PATCH /things/x {"spec":{"config":null,"name":null}})");
  MethodOf(Verb::kUpdate).nulls = {{"name", {{"clear", "name"}}, "[true]"}};
  EXPECT_EQ(Update({{"id", "x"}}, {{"name", {}}, {"size", {}}}),
            R"(PATCH /things/x {"clear":{"name":[true]},"spec":{"config":{"size":null}}})");
}

TEST_F(WriteBuilderTest, TheRowIsFoundByItsValuesAsTheyWere) {
  ColumnOf("id").on_update = true;
  AddParameter(Verb::kUpdate, "by", "name", Parameter::Place::kQuery);
  EXPECT_EQ(Update({{"id", "old"}, {"name", "a"}}, {{"id", "new"}, {"name", "b"}}),
            R"(PATCH /things/old?by=a {"id":"new","spec":{"name":"b"}})");
}

TEST_F(WriteBuilderTest, ABodyParameterTakesTheChangedValue) {
  AddBodyParameter(Verb::kUpdate, "name", "name", {"title"});
  EXPECT_EQ(Update({{"id", "x"}, {"name", "a"}}, {{"name", "b"}}),
            R"(PATCH /things/x {"spec":{"name":"b"},"title":"b"})");
  EXPECT_EQ(Update({{"id", "x"}, {"name", "a"}}, {{"size", int64_t{1}}}),
            R"(PATCH /things/x {"spec":{"config":{"size":1}},"title":"a"})");
}

TEST_F(WriteBuilderTest, AWholeBodyHasAllThatUpdateMayChange) {
  MethodOf(Verb::kUpdate).whole_body = true;
  ColumnOf("spec").on_update = false;
  const Named row = {{"id", "x"},
                     {"name", "n"},
                     {"size", int64_t{1}},
                     {"spec", R"({"a":1})"},
                     {"config", R"({"size":1,"b":2})"}};
  EXPECT_EQ(Update(row, {{"name", "m"}}),
            R"(PATCH /things/x {"spec":{"config":{"size":1,"b":2},"name":"m"}})");
  EXPECT_EQ(Update(row, {{"size", int64_t{5}}}),
            R"(PATCH /things/x {"spec":{"config":{"size":5,"b":2},"name":"n"}})");
  EXPECT_EQ(Update(row, {{"config", R"({"c":3})"}}),
            R"(PATCH /things/x {"spec":{"name":"n","config":{"c":3}}})");
  EXPECT_THAT(Needed(Verb::kUpdate), ElementsAre("name", "size", "config"));
}

TEST_F(WriteBuilderTest, AChangedJsonColumnReplacesItsPartOfAnUnchangedOne) {
  MethodOf(Verb::kUpdate).whole_body = true;
  const Named row = {{"id", "x"},
                     {"name", "n"},
                     {"size", int64_t{1}},
                     {"spec", R"({"name":"n","config":{"size":1},"z":0})"},
                     {"config", R"({"size":1})"}};
  EXPECT_EQ(Update(row, {{"config", R"({"c":3})"}}),
            R"(PATCH /things/x {"spec":{"name":"n","config":{"c":3},"z":0}})");
  EXPECT_EQ(Update(row, {{"spec", R"({"y":1})"}}), R"(PATCH /things/x {"spec":{"y":1}})");
}

TEST_F(WriteBuilderTest, AWholeBodyNeedsEveryColumnButLeavesUnchangedNullsOut) {
  MethodOf(Verb::kUpdate).whole_body = true;
  for (const char* column : {"spec", "config"}) ColumnOf(column).on_update = false;
  EXPECT_EQ(Update({{"id", "x"}, {"size", {}}}, {{"name", "m"}}),
            R"(PATCH /things/x {"spec":{"name":"m"}})");
  EXPECT_EQ(Update({{"id", "x"}, {"size", int64_t{1}}}, {{"name", {}}}),
            R"(PATCH /things/x {"spec":{"config":{"size":1},"name":null}})");
  EXPECT_EQ(Update({{"id", "x"}}, {{"name", "m"}}),
            "error: acme.crm.things: UPDATE sends the whole object, and size of this row is not "
            "known");
}

TEST_F(WriteBuilderTest, WhatNoRowHasIsNeededOnlyWhereItIsRequired) {
  AddParameter(Verb::kDelete, "scope", "scope", Parameter::Place::kQuery);
  AddParameter(Verb::kDelete, "name", "name", Parameter::Place::kQuery);
  EXPECT_THAT(Needed(Verb::kDelete), ElementsAre("name"));
  EXPECT_EQ(Delete({{"id", "x"}, {"name", "n"}}), "DELETE /things/x?name=n");
  MethodOf(Verb::kDelete).parameters[1].required = true;
  EXPECT_THAT(Needed(Verb::kDelete), ElementsAre("name", "scope"));
  EXPECT_EQ(Delete({{"id", "x"}, {"scope", {}}}),
            "error: acme.crm.things: delete_thing needs scope of the row, which it has no value "
            "for");
  EXPECT_THAT(Needed(Verb::kUpdate), IsEmpty());
}

TEST_F(WriteBuilderTest, AKeyThatWouldAddressAnotherResourceIsRefused) {
  for (const char* id : {"", ".", ".."}) {
    EXPECT_EQ(Delete({{"id", id}}), "error: acme.crm.things: delete_thing cannot take '" +
                                        std::string(id) +
                                        "' for id: its URL would be that of another resource");
  }
  EXPECT_EQ(Delete({{"id", "../a?b"}}), "DELETE /things/..%2Fa%3Fb");
}

TEST_F(WriteBuilderTest, ARequestIsLabelledAndSaysWhetherItMayBeSentTwice) {
  const StatusOr<Request> request = InsertRequest({{"name", "n"}});
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->label.table, "acme.crm.things");
  EXPECT_EQ(request->label.operation, "create_thing");
  EXPECT_FALSE(request->idempotent);
  std::vector<std::string> headers;
  for (const Header& header : request->headers)
    headers.push_back(header.name + ": " + header.value);
  EXPECT_THAT(headers, ElementsAre("Accept: application/json", "Content-Type: application/json"));
  MethodOf(Verb::kInsert).idempotent = true;
  EXPECT_TRUE(InsertRequest({})->idempotent);
}

TEST_F(WriteBuilderTest, WhatATableCannotDoIsToldWithWhatItCan) {
  EXPECT_EQ(WriteMethod(resource_, Verb::kUpdate).value()->name, "update_thing");
  Use("confluent.iam.users");
  EXPECT_EQ(WriteMethod(resource_, Verb::kInsert).status().message(),
            "confluent.iam.users: rows cannot be inserted: the API has no such call; it can: "
            "update, delete, exec update_auth_type_iam_v2_user");
  Use("confluent.iam.role_bindings");
  EXPECT_EQ(WriteMethod(resource_, Verb::kUpdate).status().message(),
            "confluent.iam.role_bindings: rows cannot be updated: the API has no such call; it "
            "can: insert, delete");
  resource_.methods.clear();
  EXPECT_EQ(WriteMethod(resource_, Verb::kDelete).status().message(),
            "confluent.iam.role_bindings: rows cannot be deleted: the API has no such call; it "
            "can only be read");
  resource_.view_sql = "SELECT 1";
  EXPECT_EQ(WriteMethod(resource_, Verb::kDelete).status().message(),
            "confluent.iam.role_bindings: rows cannot be deleted: it is a view");
}

TEST_F(WriteBuilderTest, ValuesThatTheDocumentDoesNotKnowAreWarnings) {
  Use("confluent.byok.keys");
  EXPECT_THAT(
      UnknownValues(resource_,
                    Changes({{"key_kind", "AwsKey"}, {"display_name", "any"}, {"key_arn", {}}})),
      IsEmpty());
  EXPECT_THAT(UnknownValues(resource_, Changes({{"key_kind", "AwsKy"}})),
              ElementsAre("confluent.byok.keys: key_kind = 'AwsKy' is none of the known values "
                          "AwsKey, AzureKey, GcpKey; did you mean AwsKey?"));
  EXPECT_THAT(UnknownValues(resource_, Changes({{"key_kind", "a\x1b[1m\n"}})),
              ElementsAre(HasSubstr("'a\\x1b[1m'")));
  EXPECT_EQ(Insert({{"key_kind", "NewKey"}}), R"(POST /byok/v1/keys {"key":{"kind":"NewKey"}})");
}

}  // namespace
}  // namespace apisql
