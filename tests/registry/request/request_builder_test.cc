#include "registry/request/request_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace apisql {
namespace {

using ::testing::HasSubstr;

constexpr const char* kBase = "https://api.example.com";

Parameter MakeParameter(const std::string& name, const std::string& column,
                        Parameter::Place place = Parameter::Place::kQuery) {
  Parameter parameter;
  parameter.name = name;
  parameter.column = column;
  parameter.place = place;
  parameter.required = place == Parameter::Place::kPath;
  return parameter;
}

Parameter Constant(const std::string& name, const std::string& value,
                   Parameter::Place place = Parameter::Place::kQuery) {
  Parameter parameter = MakeParameter(name, "", place);
  parameter.constant = value;
  return parameter;
}

Parameter Required(Parameter parameter) {
  parameter.required = true;
  return parameter;
}

Parameter Repeatable(Parameter parameter) {
  parameter.repeatable = true;
  return parameter;
}

Parameter InBody(const std::string& column, std::vector<std::string> path) {
  Parameter parameter = MakeParameter(column, column, Parameter::Place::kBody);
  parameter.body_path.keys = std::move(path);
  return parameter;
}

class RequestBuilderTest : public ::testing::Test {
 protected:
  RequestBuilderTest() {
    auto provider = std::make_shared<Provider>();
    Server server;
    server.base_url = "https://{http_endpoint}.example.com";
    provider->servers = {server};
    resource_.provider = provider;
    resource_.name = "test.keys";
    for (const auto& [name, type] :
         {std::pair{"count", ColumnType::kInteger}, std::pair{"ratio", ColumnType::kReal},
          std::pair{"active", ColumnType::kBoolean}, std::pair{"spec", ColumnType::kJson},
          std::pair{"name", ColumnType::kText}}) {
      resource_.columns.emplace_back().name = name;
      resource_.columns.back().type = type;
    }
    method_.name = "list_keys";
    method_.path = "/v1/keys";
  }

  StatusOr<Request> Build(const Arguments& arguments, const QueryParameters& paging = {}) {
    return BuildRequest(resource_, method_, kBase, arguments, PageRequest{paging});
  }
  std::string Url(const Arguments& arguments, const QueryParameters& paging = {}) {
    const StatusOr<Request> request = Build(arguments, paging);
    return request.ok() ? request->url : "error: " + request.status().message();
  }
  std::string Body(const Arguments& arguments) {
    const StatusOr<Request> request = Build(arguments);
    return request.ok() ? request->body : "error: " + request.status().message();
  }
  std::string Template(const Arguments& known, const QueryParameters& paging = {}) {
    return RequestTemplate(resource_, method_, kBase, known, PageRequest{paging});
  }

  Resource resource_;
  Method method_;
};

TEST_F(RequestBuilderTest, QueryIsInTheOrderOfTheDocumentThenPaging) {
  method_.parameters = {Constant("view", "full"), MakeParameter("spec.owner", "owner_id"),
                        Repeatable(MakeParameter("id", "id"))};
  EXPECT_EQ(Url({{"id", {"a", "b c"}}, {"spec.owner", {"sa-1"}}},
                {{"page_size", "100"}, {"page_token", "x=/&"}}),
            "https://api.example.com/v1/keys?view=full&spec.owner=sa-1&id=a&id=b%20c&page_size=100"
            "&page_token=x%3D/%26");
}

TEST_F(RequestBuilderTest, ARequestNamesTheBudgetsOfItsMethod) {
  method_.budgets = {"reads", "lists"};
  const StatusOr<Request> request = Build({});
  ASSERT_TRUE(request.ok()) << request.status().message();
  EXPECT_EQ(request->budgets, (std::vector<std::string>{"reads", "lists"}));
}

TEST_F(RequestBuilderTest, OptionalParametersWithoutValuesAreLeftOut) {
  method_.parameters = {MakeParameter("a", "a"), MakeParameter("b", "b")};
  EXPECT_EQ(Url({{"a", {}}}), "https://api.example.com/v1/keys");
}

TEST_F(RequestBuilderTest, AnEmptyValueIsAValue) {
  method_.parameters = {MakeParameter("a", "a")};
  EXPECT_EQ(Url({{"a", {""}}}), "https://api.example.com/v1/keys?a=");
}

TEST_F(RequestBuilderTest, PathValuesAreEncodedWhole) {
  method_.path = "/v1/users/{email}/keys/{id}:test";
  method_.parameters = {MakeParameter("email", "user", Parameter::Place::kPath),
                        MakeParameter("id", "id", Parameter::Place::kPath)};
  EXPECT_EQ(Url({{"email", {"a/b@c.d?x#y"}}, {"id", {"../100% ä"}}}),
            "https://api.example.com/v1/users/a%2Fb%40c.d%3Fx%23y/keys/..%2F100%25%20%C3%A4:test");
}

TEST_F(RequestBuilderTest, PathValuesThatAddressAnotherResourceAreRefused) {
  method_.path = "/v1/keys/{id}";
  method_.parameters = {MakeParameter("id", "id", Parameter::Place::kPath)};
  for (const char* value : {"", ".", ".."}) {
    const Status status = Build({{"id", {value}}}).status();
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(status.message(), "list_keys cannot take '" + std::string(value) +
                                    "' for id: its URL would be that of another resource");
  }
  EXPECT_EQ(Url({{"id", {"..."}}}), "https://api.example.com/v1/keys/...");
}

TEST_F(RequestBuilderTest, ValuesInBracesAreNotFilledAgain) {
  method_.path = "/v1/{a}/{b}";
  method_.parameters = {MakeParameter("a", "a", Parameter::Place::kPath),
                        MakeParameter("b", "b", Parameter::Place::kPath)};
  EXPECT_EQ(Url({{"a", {"{b}"}}, {"b", {"x"}}}), "https://api.example.com/v1/%7Bb%7D/x");
}

TEST_F(RequestBuilderTest, MissingRequiredValuesAreNamedByTheirColumn) {
  method_.parameters = {Required(MakeParameter("spec.environment", "environment"))};
  EXPECT_EQ(Url({}), "error: list_keys needs a value for environment");
  EXPECT_EQ(Build({}).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Url({{"spec.environment", {}}}), "error: list_keys needs a value for environment");
}

TEST_F(RequestBuilderTest, SeveralValuesNeedARepeatableParameter) {
  method_.parameters = {MakeParameter("id", "id")};
  EXPECT_EQ(Url({{"id", {"a", "b"}}}), "error: list_keys takes only one value for id");
}

TEST_F(RequestBuilderTest, AnArgumentThatIsNoParameterIsNotIgnored) {
  EXPECT_EQ(Build({{"spec.owner", {"x"}}}).status().code(), StatusCode::kInternal);
}

TEST_F(RequestBuilderTest, AnArgumentMayBeForTheHostAlone) {
  EXPECT_EQ(Url({{"http_endpoint", {"pkc-1"}}}), "https://api.example.com/v1/keys");
}

TEST_F(RequestBuilderTest, TwoFiltersThatShareAParameterSendItOnce) {
  method_.parameters = {MakeParameter("search", "name"), MakeParameter("search", "description")};
  EXPECT_EQ(Url({{"search", {"x"}}}), "https://api.example.com/v1/keys?search=x");
}

TEST_F(RequestBuilderTest, APathMayBringAQuery) {
  method_.path = "/v1/keys?expand=info,status";
  method_.parameters = {MakeParameter("a", "a")};
  EXPECT_EQ(Url({{"a", {"1"}}}), "https://api.example.com/v1/keys?expand=info,status&a=1");
}

TEST_F(RequestBuilderTest, ARequestIsLabelledAndAsksForJson) {
  const StatusOr<Request> request = Build({});
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->label.table, "test.keys");
  EXPECT_EQ(request->label.operation, "list_keys");
  EXPECT_TRUE(request->accept_gzip);
  EXPECT_EQ(request->body, "");
  ASSERT_EQ(request->headers.size(), 1);
  EXPECT_EQ(request->headers[0].name + ": " + request->headers[0].value,
            "Accept: application/json");
}

TEST_F(RequestBuilderTest, NdjsonIsNotCompressed) {
  method_.rows_kind = RowsKind::kNdjson;
  EXPECT_FALSE(Build({})->accept_gzip);
}

TEST_F(RequestBuilderTest, OnlyReadsAndWhatIsDeclaredSoAreIdempotent) {
  for (const auto& [verb, idempotent] :
       {std::pair{"GET", true}, std::pair{"HEAD", true}, std::pair{"POST", false},
        std::pair{"PUT", false}, std::pair{"DELETE", false}}) {
    method_.http_method = verb;
    EXPECT_EQ(Build({})->idempotent, idempotent) << verb;
  }
  method_.idempotent = true;
  EXPECT_TRUE(Build({})->idempotent);
}

TEST_F(RequestBuilderTest, BodyValuesHaveTheTypeOfTheirColumn) {
  method_.http_method = "POST";
  method_.parameters = {
      InBody("name", {"spec", "name"}),     InBody("count", {"spec", "count"}),
      InBody("ratio", {"ratio"}),           InBody("active", {"active"}),
      Repeatable(InBody("spec", {"list"})), Constant("c", "[1]", Parameter::Place::kBody)};
  method_.parameters.back().body_path.keys = {"constant"};
  EXPECT_EQ(Body({{"name", {"12"}},
                  {"count", {"18446744073709551616"}},
                  {"ratio", {"1.50"}},
                  {"active", {"1"}},
                  {"spec", {"{\"a\": 1}", "null"}}}),
            R"({"spec":{"name":"12","count":18446744073709551616},"ratio":1.50,"active":true,)"
            R"("list":[{"a":1},null],"constant":[1]})");
  EXPECT_EQ(Body({{"count", {"many"}}, {"ratio", {"-"}}, {"active", {"perhaps"}}}),
            R"({"spec":{"count":"many"},"ratio":"-","active":"perhaps","constant":[1]})");
}

TEST_F(RequestBuilderTest, ABodyWithoutValuesIsAnEmptyObject) {
  method_.http_method = "POST";
  method_.parameters = {InBody("name", {"name"})};
  EXPECT_EQ(Body({}), "{}");
}

TEST_F(RequestBuilderTest, AValueThatIsNoJsonIsRefusedForAJsonColumn) {
  method_.parameters = {InBody("spec", {"spec"})};
  EXPECT_THAT(Body({{"spec", {"{\"a\":"}}}), HasSubstr("error: list_keys: spec: /spec: invalid"));
}

TEST_F(RequestBuilderTest, ABodyIsSaidToBeJson) {
  method_.http_method = "PATCH";
  const StatusOr<Request> request = BuildRequestWithBody(resource_, method_, kBase, {}, {"{}", ""});
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->body, "{}");
  ASSERT_EQ(request->headers.size(), 2);
  EXPECT_EQ(request->headers[1].name + ": " + request->headers[1].value,
            "Content-Type: application/json");
}

TEST_F(RequestBuilderTest, NothingIsSaidOfABodyThatIsNotThere) {
  method_.http_method = "POST";
  const StatusOr<Request> request = Build({});
  ASSERT_TRUE(request.ok());
  EXPECT_EQ(request->headers.size(), 1);
}

TEST_F(RequestBuilderTest, AGivenBodyStandsForTheParametersInIt) {
  method_.http_method = "POST";
  method_.parameters = {Required(InBody("name", {"name"})), Required(MakeParameter("env", "env"))};
  const StatusOr<Request> request =
      BuildRequestWithBody(resource_, method_, kBase, {{"env", {"e"}}}, {R"({"a":1})", ""});
  ASSERT_TRUE(request.ok()) << request.status().message();
  EXPECT_EQ(request->url, "https://api.example.com/v1/keys?env=e");
  EXPECT_EQ(request->body, R"({"a":1})");
  EXPECT_EQ(BuildRequestWithBody(resource_, method_, kBase, {}, {"{}", ""}).status().message(),
            "list_keys needs a value for env");
}

TEST_F(RequestBuilderTest, HeaderValuesCannotStartAnotherHeader) {
  method_.parameters = {MakeParameter("X-Region", "region", Parameter::Place::kHeader)};
  EXPECT_EQ(Build({{"X-Region", {"eu"}}})->headers[1].value, "eu");
  for (const char* value : {"a\r\nX-Other: b", "a\nb", "\x7f"}) {
    EXPECT_EQ(Build({{"X-Region", {value}}}).status().code(), StatusCode::kInvalidArgument);
  }
  EXPECT_FALSE(Build({{"X-Region", {std::string(1, '\0')}}}).ok());
}

TEST_F(RequestBuilderTest, ATemplateShowsColumnsWhereNoValueIsKnown) {
  method_.path = "/v1/{org}/keys/{id}";
  method_.parameters = {MakeParameter("org", "organization", Parameter::Place::kPath),
                        MakeParameter("id", "key_id", Parameter::Place::kPath),
                        Required(MakeParameter("env", "environment_id")),
                        MakeParameter("owner", "owner_id"), MakeParameter("unused", "unused")};
  EXPECT_EQ(Template({{"org", {"a/b"}}, {"owner", {}}}, {{"page_size", "100"}}),
            "https://api.example.com/v1/a%2Fb/keys/{key_id}?env={environment_id}&owner={owner_id}"
            "&page_size=100");
}

TEST_F(RequestBuilderTest, ATemplateWithEverythingKnownIsTheUrl) {
  method_.path = "/v1/keys/{id}";
  method_.parameters = {MakeParameter("id", "id", Parameter::Place::kPath),
                        Constant("view", "full"), Repeatable(MakeParameter("q", "q"))};
  const Arguments arguments = {{"id", {"x y"}}, {"q", {"1", "2"}}};
  EXPECT_EQ(Template(arguments), Url(arguments));
}

}  // namespace
}  // namespace apisql
