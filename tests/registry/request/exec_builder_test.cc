#include <gmock/gmock.h>

#include "tests/registry/request/write_fixture.h"

namespace apisql {
namespace {

class ExecBuilderTest : public WriteTest {
 protected:
  ExecBuilderTest() { Use("confluent.iam.users"); }

  std::string ExecAuth(const Named& arguments) {
    return Exec("update_auth_type_iam_v2_user", arguments);
  }
  Parameter& AddMember(const std::string& name, const std::string& column,
                       std::vector<std::string> path) {
    Parameter parameter;
    parameter.name = name;
    parameter.column = column;
    parameter.place = Parameter::Place::kBody;
    parameter.body_path.keys = std::move(path);
    return MethodOf(Verb::kExec).parameters.emplace_back(std::move(parameter));
  }
};

TEST_F(ExecBuilderTest, ArgumentsAreNamedByColumnParameterOrMember) {
  AddMember("name_to_set", "full_name", {"profile", "display"});
  const std::string expected =
      R"(PATCH /iam/v2/users/u-1/auth {"auth_type":"X","profile":{"display":"Ann"}})";
  for (const char* name : {"full_name", "name_to_set", "display", "FULL_NAME"}) {
    EXPECT_EQ(ExecAuth({{name, "Ann"}, {"auth_type", "X"}, {"Id", "u-1"}}), expected) << name;
  }
}

TEST_F(ExecBuilderTest, AColumnsNameGoesBeforeAMembers) {
  AddMember("a", "full_name", {"email"});
  AddMember("b", "email", {"address"});
  EXPECT_EQ(ExecAuth({{"id", "u-1"}, {"auth_type", "X"}, {"email", "a@b.c"}}),
            R"(PATCH /iam/v2/users/u-1/auth {"auth_type":"X","address":"a@b.c"})");
}

TEST_F(ExecBuilderTest, UnknownArgumentsAreAnsweredWithTheKnown) {
  EXPECT_EQ(ExecAuth({{"id", "u-1"}, {"auth_typ", "X"}}),
            "error: confluent.iam.users: update_auth_type_iam_v2_user has no argument 'auth_typ'; "
            "it takes id, auth_type; did you mean auth_type?");
  EXPECT_EQ(ExecAuth({{"\x1b[2J", "X"}}),
            "error: confluent.iam.users: update_auth_type_iam_v2_user has no argument "
            "'\\x1b[2J'; it takes id, auth_type");
}

TEST_F(ExecBuilderTest, AMethodWithoutArgumentsSaysSo) {
  MethodOf(Verb::kExec).parameters.clear();
  MethodOf(Verb::kExec).path = "/iam/v2/refresh";
  EXPECT_EQ(ExecAuth({}), "PATCH /iam/v2/refresh");
  EXPECT_EQ(ExecAuth({{"", "x"}}),
            "error: confluent.iam.users: update_auth_type_iam_v2_user has no argument ''; it takes "
            "none");
}

TEST_F(ExecBuilderTest, MissingArgumentsAreNamed) {
  EXPECT_EQ(ExecAuth({{"auth_type", {}}}),
            "error: confluent.iam.users: update_auth_type_iam_v2_user needs id, auth_type; it "
            "takes id, auth_type");
}

TEST_F(ExecBuilderTest, AnArgumentGivenTwiceIsAnError) {
  EXPECT_EQ(ExecAuth({{"id", "u-1"}, {"ID", {}}, {"auth_type", "X"}}),
            "error: confluent.iam.users: update_auth_type_iam_v2_user: the argument id is given "
            "twice");
}

TEST_F(ExecBuilderTest, OptionalArgumentsMayBeLeftOutOrNull) {
  AddMember("full_name", "full_name", {"full_name"});
  const std::string expected = R"(PATCH /iam/v2/users/u-1/auth {"auth_type":"X"})";
  EXPECT_EQ(ExecAuth({{"id", "u-1"}, {"auth_type", "X"}}), expected);
  EXPECT_EQ(ExecAuth({{"id", "u-1"}, {"auth_type", "X"}, {"full_name", {}}}), expected);
}

TEST_F(ExecBuilderTest, ARepeatableMemberIsAnArray) {
  AddMember("names", "full_name", {"names"}).repeatable = true;
  AddMember("metadata", "metadata", {"list"}).repeatable = true;
  EXPECT_EQ(ExecAuth({{"id", "u-1"}, {"auth_type", "X"}, {"names", "a"}, {"list", " [1, 2]"}}),
            R"(PATCH /iam/v2/users/u-1/auth {"auth_type":"X","names":["a"],"list":[1,2]})");
  EXPECT_EQ(ExecAuth({{"id", "u-1"}, {"auth_type", "X"}, {"list", R"({"a":[]})"}}),
            R"(PATCH /iam/v2/users/u-1/auth {"auth_type":"X","list":[{"a":[]}]})");
}

TEST_F(ExecBuilderTest, AValueOfTheWrongTypeNamesItsColumn) {
  AddMember("created_at", "created_at", {"at"});
  EXPECT_EQ(ExecAuth({{"id", "u-1"}, {"auth_type", "X"}, {"created_at", "soon"}}),
            "error: confluent.iam.users: created_at takes a time as '2026-01-31 07:00:00' (UTC) or "
            "'2026-01-31T07:00:00Z', or a date alone, not 'soon'");
}

}  // namespace
}  // namespace apisql
