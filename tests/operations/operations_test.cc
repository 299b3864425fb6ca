// Every operation of the built-in documents by its example, and whatever the server answers to it.
//
// operations.txt has those of the three tables of keys word by word, for every status that their
// vendors' pages list. For all the others the rules hold that are stated here.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "src/base/text.h"
#include "tests/operations/operation_run.h"

namespace apisql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kFile[] = APISQL_SOURCE_DIR "/tests/operations/operations.txt";
constexpr char kRequestId[] = "req-17";

std::unique_ptr<Sandbox> StartSandbox() {
  SandboxOptions options;
  options.keys = 200;
  options.now = 1'780'272'000;
  auto sandbox = Sandbox::Start(options);
  return sandbox.ok() ? *std::move(sandbox) : nullptr;
}

// An error as the provider words it.
std::string WordsOf(const std::string& provider, int status) {
  const std::string number = std::to_string(status);
  if (provider == "rockset") {
    return R"({"message":"What the server says to )" + number + R"(.","type":"TYPE)" + number +
           R"(","line":null,"trace_id":"t","error_id":"e"})";
  }
  return R"({"errors":[{"id":"e","status":")" + number + R"(","code":"code_)" + number +
         R"(","detail":"What the server says to )" + number +
         R"(.","source":{"pointer":"/spec/owner"}}]})";
}

ForcedAnswer AnswerOf(const std::string& provider, int status, bool with_words) {
  ForcedAnswer answer{status, with_words ? WordsOf(provider, status) : "", {}};
  answer.headers["X-Request-Id"] = kRequestId;
  if (status == 401) {
    answer.headers["WWW-Authenticate"] =
        R"(Basic error="invalid_key", error_description="The API Key is invalid")";
  }
  if (status == 409) answer.headers["Location"] = "https://api.example/that/one";
  if (status == 429) {
    answer.headers["X-RateLimit-Limit"] = "100";
    answer.headers["X-RateLimit-Remaining"] = "0";
    answer.headers["X-RateLimit-Reset"] = "7";
  }
  return answer;
}

// The statuses that the vendor's page lists for the operation, without those of success.
std::vector<int> StatusesOf(const Operation& operation) {
  if (operation.resource->provider->name == "rockset") {
    return {400, 401, 403, 404, 405, 406, 408, 409, 415, 429, 500, 501, 502, 503};
  }
  const std::string& http = operation.method->http_method;
  const bool one = operation.method->path.ends_with('}');
  std::set<int> statuses = {400, 401, 403, 429, 500};
  if (one) statuses.insert(404);
  if (http == "POST" || http == "PATCH") statuses.insert({402, 422});
  if (http == "POST" || (http == "PATCH" && operation.resource->name == "confluent.byok.keys")) {
    statuses.insert(409);
  }
  return {statuses.begin(), statuses.end()};
}

void Append(const std::string& mark, const std::vector<std::string>& lines, std::string* text) {
  for (const std::string& line : lines) {
    if (!line.empty()) *text += mark + line + "\n";
  }
}

// The error of a mutation is mostly that of the statement.
std::string WithoutRepetition(std::string mutation, const std::string& errors) {
  const size_t bar = mutation.rfind('|');
  const std::string error = mutation.substr(bar + 1);
  if (error.empty() || errors.find(error) == std::string::npos) return mutation;
  return mutation.substr(0, bar + 1) + "(as above)";
}

std::string RecordOf(const std::string& title, const OperationRun& run) {
  std::string text = title + ", exit " + std::to_string(run.exit_code) + "\n";
  Append("  out ", Split(run.printed, '\n'), &text);
  Append("  err ", Split(run.errors, '\n'), &text);
  Append("  request ", run.logged, &text);
  for (const std::string& mutation : run.mutations) {
    text += "  mutation " + WithoutRepetition(mutation, run.errors) + "\n";
  }
  return text;
}

std::string RecordsOf(const Operation& operation) {
  const std::string& provider = operation.resource->provider->name;
  std::string text = "## " + operation.resource->name + ": " + operation.method->name + "\n" +
                     operation.method->example + "\n";
  // A state of its own: some examples take away what others ask for.
  const auto sandbox = StartSandbox();
  if (sandbox == nullptr) return text + "no sandbox\n";
  for (const int status : StatusesOf(operation)) {
    for (const bool with_words : {true, false}) {
      const OperationRun run =
          RunOperation(*sandbox, operation, AnswerOf(provider, status, with_words));
      EXPECT_THAT(run.requests, SizeIs(1)) << operation.method->name << " " << status;
      text += RecordOf(std::to_string(status) + (with_words ? "" : " without a body"), run);
    }
  }
  const OperationRun done = RunOperation(*sandbox, operation, {});
  std::string head;
  Append("> ", done.requests, &head);
  return text + head + RecordOf("done", done);
}

std::string ReadText(const char* path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

bool IsOnThePages(const Operation& operation) {
  const std::string& table = operation.resource->name;
  return table == "confluent.iam.api_keys" || table == "confluent.byok.keys" ||
         table == "rockset.iam.api_keys";
}

TEST(OperationsTest, OfTheKeysWordByWord) {
  std::string actual;
  for (const Operation& operation : SandboxOperations()) {
    if (IsOnThePages(operation)) actual += RecordsOf(operation) + "\n";
  }
  if (std::getenv("APISQL_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kFile) << actual;
    return;
  }
  const std::vector<std::string> lines = Split(actual, '\n');
  const std::vector<std::string> expected = Split(ReadText(kFile), '\n');
  for (size_t i = 0; i < std::min(lines.size(), expected.size()); ++i) {
    ASSERT_EQ(lines[i], expected[i]) << "operations.txt:" << i + 1;
  }
  EXPECT_EQ(lines.size(), expected.size());
}

// The document's word for "there is no such row", whatever the code.
bool MeansAbsent(const Method& method, int status) {
  return std::ranges::any_of(method.absent, [&](const AbsentRule& rule) {
    return rule.status == status && rule.code.empty();
  });
}

std::string OutcomeFor(int status) {
  const bool may_have_been_done = status >= 500 && status != 501;
  return may_have_been_done ? "unknown" : "failed";
}

// What holds of every operation and every answer that is no success.
void Check(const Operation& operation, int status, bool with_words, const OperationRun& run) {
  const Method& method = *operation.method;
  const bool reads = method.verb == Verb::kSelect;
  ASSERT_THAT(run.logged, Not(IsEmpty()));
  if (with_words && MeansAbsent(method, status)) {
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(run.printed, "");
    EXPECT_EQ(run.errors, reads ? "" : "apisql: note: 1 row was not there\n");
    if (reads) return;
    EXPECT_THAT(run.mutations, ElementsAre(StartsWith("absent|" + std::to_string(status))));
    return;
  }
  const std::string number = std::to_string(status);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, StartsWith("apisql: " + operation.resource->name + ": "));
  EXPECT_THAT(run.errors, HasSubstr(number + " from " + method.http_method + " {"));
  EXPECT_THAT(run.errors, HasSubstr("(request id " + std::string(kRequestId) + ")"));
  // Words of the server, or else of the document, or else the standard's.
  const std::string words =
      with_words ? "What the server says to " + number : number + " from " + method.http_method;
  EXPECT_THAT(run.errors, HasSubstr(words));
  EXPECT_THAT(run.logged.back(), StartsWith(number + "|" + kRequestId + "|"));
  EXPECT_FALSE(run.logged.back().ends_with('|')) << "no error in apisql.requests";
  if (reads) return;
  EXPECT_THAT(run.mutations, ElementsAre(StartsWith(OutcomeFor(status) + "|" + number + "|")));
  EXPECT_EQ(run.errors.find("may have been applied") != std::string::npos,
            OutcomeFor(status) == "unknown");
}

TEST(OperationsTest, OfAllTablesAndEveryStatus) {
  constexpr int kStatuses[] = {400, 401, 402, 403, 404, 405, 406, 408,
                               409, 415, 422, 429, 500, 501, 502, 503};
  const auto sandbox = StartSandbox();
  ASSERT_NE(sandbox, nullptr);
  for (const Operation& operation : SandboxOperations()) {
    const std::string& provider = operation.resource->provider->name;
    for (const int status : kStatuses) {
      for (const bool with_words : {true, false}) {
        SCOPED_TRACE(operation.method->name + " " + std::to_string(status) +
                     (with_words ? "" : " without a body"));
        const OperationRun run =
            RunOperation(*sandbox, operation, AnswerOf(provider, status, with_words));
        Check(operation, status, with_words, run);
        if (::testing::Test::HasFailure()) return;
      }
    }
  }
}

TEST(OperationsTest, EachHasAnExampleThatUsesIt) {
  std::string table;
  std::unique_ptr<Sandbox> sandbox;
  for (const Operation& operation : SandboxOperations()) {
    if (operation.resource->name != table) sandbox = StartSandbox();
    table = operation.resource->name;
    ASSERT_NE(sandbox, nullptr);
    SCOPED_TRACE(operation.method->example);
    const OperationRun run = RunOperation(*sandbox, operation, {});
    EXPECT_EQ(run.exit_code, 0) << run.errors;
    EXPECT_EQ(run.errors, "");
    const std::string path = operation.method->path.substr(0, operation.method->path.find('{'));
    ASSERT_THAT(run.requests, Not(IsEmpty()));
    EXPECT_THAT(run.requests.back(), StartsWith(operation.method->http_method + " " + path));
    if (operation.method->verb == Verb::kSelect) {
      EXPECT_NE(run.printed, "") << "no row";
    } else {
      EXPECT_THAT(run.mutations, ElementsAre(StartsWith("applied|2")));
    }
  }
}

}  // namespace
}  // namespace apisql
