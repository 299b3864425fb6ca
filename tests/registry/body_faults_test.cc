// What documents say of bodies, keys of rows and operations, and what is wrong with it; and what no
// document can say, by name.
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

#include "registry/document/document.h"
#include "tests/registry/documents.h"

namespace apisql {
namespace {

struct BodyCase {
  std::string fact;       // The test's name.
  std::string_view says;  // In the place of the update's "verb: update".
  std::string fault;      // "" where nothing is wrong.
};

void PrintTo(const BodyCase& body_case, std::ostream* stream) { *stream << body_case.says; }

std::string FaultsOfUpdate(std::string_view says) {
  const auto provider = OpenDocument(kAcmeProvider, "provider.yaml");
  const auto acme = ReadProviderDocument(*provider);
  const auto table = OpenDocument(With(kPeopleTable, "{verb: update, ", says), "t.yaml");
  if (!table.ok()) return table.status().message();
  return ReadTableDocument(*table, *acme).status().message();
}

class BodyFaultTest : public ::testing::TestWithParam<BodyCase> {};

TEST_P(BodyFaultTest, IsSaidWithFileAndLine) {
  const std::string place = "t.yaml:19: methods.update_person";
  const std::string& fault = GetParam().fault;
  const std::string way = fault.starts_with(':') ? "" : ".";
  EXPECT_EQ(FaultsOfUpdate(GetParam().says), fault.empty() ? "" : place + way + fault);
}

const BodyCase kCases[] = {
    {"AForm", "{verb: update, content: form, form: {arrays: brackets, nulls: empty}, ", ""},
    {"KindsOfJson", "{verb: update, content: application/merge-patch+json, ", ""},
    {"AwsJson", "{verb: update, content: application/x-amz-json-1.1, ", ""},
    {"JsonWithAParameter", "{verb: update, content: \"application/json; charset=utf-8\", ", ""},
    {"FormKeysWithoutAForm", "{verb: update, form: {nulls: empty}, ", "form: needs content: form"},
    {"JsonPatch", "{verb: update, content: application/json-patch+json, ",
     "content: a JSON Patch is a list of operations, and bodies here are objects; "
     "application/merge-patch+json is one"},
    {"Multipart", "{verb: update, content: multipart/form-data, ",
     "content: multipart and binary bodies are not supported: a body is JSON or a form"},
    {"Binary", "{verb: update, content: application/octet-stream, ",
     "content: multipart and binary bodies are not supported: a body is JSON or a form"},
    {"Xml", "{verb: update, content: application/xml, ",
     "content: multipart and binary bodies are not supported: a body is JSON or a form"},
    {"ABlankInAContentType", "{verb: update, content: \"appli cation/json\", ",
     "content: expected form, or a kind of JSON such as application/merge-patch+json"},
    {"ABaseIsAMap", "{verb: update, base_body: [1], ", "base_body: expected a map of members"},
    {"AnEmptyBase", "{verb: update, base_body: {}, ", ""},
    {"MembersAsTexts", "{verb: update, json_texts: [/state, /a/b], ", ""},
    {"TheBodyAsAText", "{verb: update, json_texts: /, ", "json_texts: names the whole body"},
    {"ABase", "{verb: update, base_body: {a: {b: [1, x]}}, ", ""},
    {"WithoutOfNoMergedBody", "{verb: update, without: [/id], ", "without: needs body: merged"},
    {"MergedWithASecret", "{verb: update, body: merged, ",
     "body: the row is not whole: token is secret; name /token in without if the API keeps what it "
     "is not sent"},
    {"Merged", "{verb: update, body: merged, without: [/token, /id], ", ""},
    {"MergedForm", "{verb: update, body: merged, without: [/token], content: form, ",
     "body: a form cannot say a row as the API has it"},
    {"WithoutTheWholeRow", "{verb: update, body: merged, without: [/token, /], ",
     "without: names the whole row"},
    {"AnIdempotencyKey", "{verb: update, idempotency_key: Idempotency-Key, ", ""},
    {"NoHeader", "{verb: update, idempotency_key: \"a b\", ",
     "idempotency_key: is no header's name"},
    {"AKeyThatIsAlwaysTheSame", "{verb: update, idempotency_key: x-key, headers: {X-Key: a}, ",
     "idempotency_key: is a header that is always the same (headers)"},
    {"AnOperation",
     "{verb: update, await: {operation: /op/id, get: \"/ops/{operation}\", field: /s, done: [X]}, ",
     ""},
    {"AnOperationByItsUrl", "{verb: update, await: {operation: \"header:Location\"}, ", ""},
    {"NoPlaceOfAnOperation", "{verb: update, await: {operation: op}, ",
     "await.operation: expected a path such as /operation/id, or header:Location"},
    {"AnotherNameInTheOperationsPath",
     "{verb: update, await: {operation: /op, get: \"/ops/{id}\"}, ",
     "await.get: must hold {operation} once, and no other name"},
    {"AwaitOfNothing", "{verb: update, await: {interval: 5, field: /s, done: [X]}, ",
     "await.method: is missing, or operation: what is asked how far it is?"},
    {"GetWithoutOperation",
     "{verb: update, await: {get: /ops, method: get_person, field: /s, done: [X]}, ",
     "await.get: needs operation"},
    {"Batch", "{verb: update, batch: 100, ",
     ": batch: batch writes are not supported: each row is a request of its own, so that each has "
     "an "
     "outcome of its own"},
    {"TwoRequests", "{verb: update, then: {delete: /x}, ",
     ": then: two requests for one row are not supported: the second may fail where the first was "
     "done. Make the second an exec method"},
};
INSTANTIATE_TEST_SUITE_P(Cases, BodyFaultTest, ::testing::ValuesIn(kCases),
                         [](const auto& one) { return one.param.fact; });

TEST(LeftOutTest, CookiesAreSaidByName) {
  EXPECT_EQ(
      FaultsOfUpdate("{verb: update, filters: {name: {in: cookie}}, "),
      "t.yaml:19: methods.update_person.filters.name.in: cookies are not supported: a session "
      "in a cookie is a credential that no document can renew");
}

}  // namespace
}  // namespace apisql
