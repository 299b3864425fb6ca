// Every fault that the sandbox knows, under every kind of operation. Twice over:
//  - what each cell comes to, as one letter in the table below, and what every letter promises;
//  - word for word in matrix.txt beside this file. With APISQL_UPDATE_GOLDEN=1 it is written anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "sandbox/faults.h"
#include "tests/faults/fault_case.h"

namespace apisql {
namespace {

using std::chrono::milliseconds;

constexpr char kGolden[] = APISQL_SOURCE_DIR "/tests/faults/matrix.txt";
constexpr int64_t kNow = 1780272000;  // 2026-06-01 00:00:00 UTC.

// What a cell comes to.
//   R  all rows, as without the fault            A  applied, and said so
//   V  the same rows with other values           W  applied, said so, with a warning
//   E  an error that names table and URL         F  an error; the server has done nothing
//   -  not run: the fault is about lists         U  an error that says: it may have been applied
struct MatrixRow {
  const char* fault;
  int times;                // -1: for ever.
  const char* cells;        // list get fan-out join, insert update delete.
  bool first_page = false;  // The list meets it on its first page, not on its second.
};

void PrintTo(const MatrixRow& row, std::ostream* out) { *out << row.fault << " " << row.times; }

constexpr MatrixRow kMatrix[] = {
    {"reset", 1, "RRRR UAU"},
    {"reset", -1, "EEEE UUU"},
    {"close", 1, "RRRR UAU"},
    {"close", -1, "EEEE UUU"},
    {"silence", -1, "EEEE UUU"},
    {"reset_after", 1, "RRRR UAU"},
    {"silence_after", -1, "EEEE UUU"},
    {"reset_in_body", 1, "RRRR UAA"},
    {"reset_in_body", -1, "EEEE UUA"},
    {"close_in_body", 1, "RRRR UAA"},
    {"close_in_body", -1, "EEEE UUA"},
    {"drip", -1, "EEEE UUU"},

    {"html", -1, "EEEE UUU"},
    {"text_type", -1, "RRRR AAA"},
    {"empty_body", -1, "EEEE WWA"},
    {"no_content", -1, "EEEE WWA"},
    {"truncated_json", -1, "EEEE WWA"},
    {"second_document", -1, "EEEE WWA"},
    {"byte_order_mark", -1, "EEEE WWA"},
    {"without_rows", -1, "EEEE WWA"},
    {"null_rows", -1, "EEEE WWA"},
    {"scalar_rows", -1, "EEEE WWA"},

    {"repeated_token", -1, "E-EE ---", true},
    {"token_loop", -1, "E-EE ---", true},
    {"endless_pages", -1, "E-EE ---", true},
    {"endless_empty_pages", -1, "EEEE ---", true},
    {"repeated_rows", -1, "R-RR ---", true},
    {"changed_rows", -1, "E-RR ---", true},
    {"next_host", -1, "R-RR ---", true},
    {"next_port", -1, "R-RR ---", true},
    {"next_scheme", -1, "R-RR ---", true},
    {"next_without_token", -1, "E-EE ---", true},
    {"expired_token", -1, "E--- ---"},

    {"redirect_host", -1, "EEEE UUU"},
    {"redirect_port", -1, "EEEE UUU"},
    {"redirect_scheme", -1, "EEEE UUU"},
    {"redirect_same", 1, "RRRR UUU"},
    {"redirect_same", -1, "EEEE UUU"},
    {"redirect_without_query", 1, "EREE UUU"},

    {"status_401", -1, "EEEE FFF"},
    {"status_403", -1, "EEEE FFF"},
    {"status_408", 1, "RRRR FAF"},
    {"status_408", -1, "EEEE FUF"},
    {"status_409", -1, "EEEE FFF"},
    {"status_429", 1, "RRRR AAA"},
    {"status_429", -1, "EEEE FFF"},
    {"status_429_seconds", 1, "RRRR AAA"},
    {"status_429_date", 1, "RRRR AAA"},
    {"status_500", 1, "RRRR UAU"},
    {"status_500", -1, "EEEE UUU"},
    {"status_500_after", 1, "RRRR UAU"},
    {"status_502", 1, "RRRR UAU"},
    {"status_502", -1, "EEEE UUU"},
    {"status_503", 1, "RRRR UAU"},
    {"status_503", -1, "EEEE UUU"},
    {"status_504", 1, "RRRR UAU"},
    {"status_504", -1, "EEEE UUU"},
    {"status_504_after", 1, "RRRR UAU"},

    {"invalid_utf8", -1, "VVVV AAA"},
    {"lone_surrogate", -1, "VVVV AAA"},
    {"nul_text", -1, "VVVV AAA"},
    {"nul_byte", -1, "EEEE WWA"},
    {"control_text", -1, "VVVV AAA"},
    {"big_number", -1, "VVVV AAA"},
    {"endless_number", -1, "VVVV AAA"},
    {"repeated_members", -1, "RRRR AAA"},
    {"wide_rows", -1, "RRRR AAA"},
    {"too_large", -1, "EEEE UUA"},
    {"too_deep", -1, "EEEE WWA"},
};

std::unique_ptr<Sandbox> StartFaultSandbox() {
  SandboxOptions options;
  options.keys = 250;
  options.now = kNow;
  auto sandbox = Sandbox::Start(options);
  EXPECT_TRUE(sandbox.ok()) << sandbox.status().message();
  return *std::move(sandbox);
}

// What came of an operation, in words.
std::string Described(const FaultResult& result, const FaultResult& clean,
                      const FaultOperation& operation, const Sandbox& sandbox, int tries) {
  std::string text;
  const auto add = [&](const std::string& name, const std::string& value) {
    text += "    " + name + ": " + Steady(value, sandbox, operation) + "\n";
  };
  if (!result.status.ok()) add("error", result.status.message());
  for (const std::string& warning : result.warnings) add("warning", warning);
  for (const std::string& note : result.notes) add("note", note);
  if (operation.is_write) {
    add("outcome", result.outcome);
  } else if (result.status.ok()) {
    add("rows", result.rows == clean.rows ? "all" : result.rows.empty() ? "none" : "other values");
  }
  int most = 0;
  for (const auto& [request, times] : result.requests) most = std::max(most, times);
  // libcurl sends a GET again by itself when a kept connection dies, now and then.
  most = std::min(most, tries);
  add("sent", std::to_string(most) + (most == 1 ? " time" : " times"));
  add("exit", std::to_string(result.exit_code));
  return text;
}

// The lines of a fault in matrix.txt: operations that come to the same stand together.
std::string Joined(const std::string& name,
                   const std::vector<std::pair<std::string, std::string>>& operations) {
  std::string text = name + "\n";
  std::vector<std::pair<std::string, std::string>> groups;  // Text, names.
  for (const auto& [operation, described] : operations) {
    auto group = std::ranges::find(groups, described, &std::pair<std::string, std::string>::first);
    if (group == groups.end()) group = groups.insert(group, {described, ""});
    group->second += (group->second.empty() ? "" : ", ") + operation;
  }
  for (const auto& [described, names] : groups) text += "  " + names + "\n" + described;
  return text;
}

// What matrix.txt says, by the name of the fault.
std::map<std::string, std::string> ReadGolden() {
  std::map<std::string, std::string> golden;
  std::ifstream file(kGolden);
  std::string* fault = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    if (!line.starts_with(' ')) fault = &golden[line];
    *fault += line + "\n";
  }
  return golden;
}

std::string FirstColumn(const std::string& row) { return row.substr(0, row.find('|')); }

std::vector<std::string> FirstColumns(const std::vector<std::string>& rows) {
  std::vector<std::string> columns;
  for (const std::string& row : rows) columns.push_back(FirstColumn(row));
  return columns;
}

std::set<std::string> Names(const std::map<std::string, int>& requests) {
  std::set<std::string> names;
  for (const auto& [request, times] : requests) names.insert(request);
  return names;
}

// What holds whatever the fault.
void ExpectNothingGivenAway(const FaultResult& result, const Sandbox& sandbox) {
  const SandboxAccess& access = sandbox.access();
  std::vector<std::string> texts = {result.status.message(), result.printed};
  texts.insert(texts.end(), result.warnings.begin(), result.warnings.end());
  texts.insert(texts.end(), result.urls.begin(), result.urls.end());
  for (const std::string& text : texts) {
    EXPECT_THAT(text, testing::Not(testing::HasSubstr(access.confluent_secret)));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr(access.rockset_key)));
  }
  for (const std::string& url : result.urls) {
    EXPECT_THAT(url, testing::StartsWith(access.confluent_url + "/"));
  }
}

void ExpectLetter(char letter, const FaultResult& result, const FaultResult& clean,
                  const FaultOperation& operation, bool is_redirect) {
  const std::string& message = result.status.message();
  const bool is_error = letter == 'E' || letter == 'F' || letter == 'U';
  EXPECT_EQ(result.status.ok(), !is_error) << message;
  EXPECT_EQ(result.exit_code, is_error ? 1 : 0) << result.printed;
  EXPECT_THAT(result.warnings, testing::IsEmpty());
  EXPECT_EQ(result.notes.empty(), letter != 'W');
  EXPECT_NE(result.status.code(), StatusCode::kInternal);
  if (is_error) {
    EXPECT_THAT(message, testing::StartsWith(operation.table + ": "));
    if (!is_redirect) {
      EXPECT_THAT(message, testing::HasSubstr("/confluent" + operation.first_page));
    }
  }
  switch (letter) {
    case 'R':
      EXPECT_EQ(result.rows, clean.rows);
      // No page twice, none more; a redirect is a request of its own.
      if (!is_redirect) {
        EXPECT_EQ(Names(result.requests), Names(clean.requests));
      }
      break;
    case 'V':
      EXPECT_EQ(FirstColumns(result.rows), FirstColumns(clean.rows));
      EXPECT_NE(result.rows, clean.rows);
      break;
    case 'A':
    case 'W':
      EXPECT_EQ(result.applied, 1);
      EXPECT_EQ(result.outcome, "applied");
      break;
    case 'F':
      EXPECT_EQ(result.applied, 0);
      EXPECT_EQ(result.outcome, "failed");
      break;
    case 'U':
      EXPECT_LE(result.applied, 1);
      EXPECT_EQ(result.outcome, "unknown");
      EXPECT_THAT(message, testing::HasSubstr("it may have been applied: look before you repeat"));
      for (const auto& [request, times] : result.requests) {
        EXPECT_TRUE(operation.idempotent || times == 1) << request << ": " << times;
      }
      break;
    default:
      EXPECT_EQ(letter, 'E');
  }
}

std::string NameOf(const MatrixRow& row) {
  return std::string(row.fault) + (row.times == 1 ? " once" : " always");
}

class FaultMatrixTest : public testing::TestWithParam<MatrixRow> {
 protected:
  static bool Updating() { return std::getenv("APISQL_UPDATE_GOLDEN") != nullptr; }

  void Add(Sandbox& sandbox, const FaultOperation& operation) const {
    SandboxFault fault = *MakeFault(GetParam().fault);
    fault.path_prefix = GetParam().first_page ? operation.first_page : operation.path;
    fault.method = operation.method;
    fault.times = GetParam().times;
    sandbox.AddFault(std::move(fault));
  }

  // A fault that lasts until the client gives up.
  FaultRunOptions Options() const {
    const SandboxFault fault = *MakeFault(GetParam().fault);
    FaultRunOptions options;
    if (fault.delivery == SandboxDelivery::kNever) options.total_timeout = milliseconds(400);
    if (fault.delivery == SandboxDelivery::kDrip) options.slowest_answer_time = milliseconds(150);
    const bool takes_time =
        fault.delivery == SandboxDelivery::kNever || fault.delivery == SandboxDelivery::kDrip;
    if (takes_time) options.max_retries = 1;
    if (GetParam().fault == std::string_view("too_large")) {
      options.settings = {{"max_response_bytes", "1000000"}};
    }
    return options;
  }

  static std::string updated;
};
std::string FaultMatrixTest::updated;

TEST_P(FaultMatrixTest, EachOperationComesToWhatTheMatrixSays) {
  const std::string name = NameOf(GetParam());
  std::vector<std::pair<std::string, std::string>> described;
  std::string letters = GetParam().cells;
  std::erase(letters, ' ');
  for (size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] == '-') continue;
    // One for each: a request that an error has cancelled may still come to the server, later.
    const auto sandbox = StartFaultSandbox();
    const std::vector<FaultOperation> operations = FaultOperations(*sandbox);
    ASSERT_EQ(letters.size(), operations.size());
    const FaultOperation& operation = operations[i];
    SCOPED_TRACE(name + " " + operation.name);
    FaultResult clean;
    if (!operation.is_write) clean = RunUnderFault(*sandbox, operation, {});
    ASSERT_TRUE(clean.status.ok()) << clean.status.message();
    Add(*sandbox, operation);
    const FaultResult result = RunUnderFault(*sandbox, operation, Options());
    ExpectLetter(letters[i], result, clean, operation, name.starts_with("redirect"));
    ExpectNothingGivenAway(result, *sandbox);
    described.emplace_back(
        operation.name, Described(result, clean, operation, *sandbox, Options().max_retries + 1));
  }
  const std::string text = Joined(name, described);
  if (!Updating()) {
    EXPECT_EQ(text, ReadGolden()[name]);
    return;
  }
  updated += text;
  std::ofstream(kGolden) << "# What each operation comes to under each fault, word for word. "
                            "Written by fault_matrix_test.cc.\n"
                         << updated;
}

INSTANTIATE_TEST_SUITE_P(All, FaultMatrixTest, testing::ValuesIn(kMatrix), [](const auto& row) {
  return std::string(row.param.fault) + (row.param.times == 1 ? "_once" : "_always");
});

TEST(FaultMatrixSizeTest, HasEveryFaultThatTheSandboxKnows) {
  for (const NamedFault& fault : NamedFaults()) {
    EXPECT_TRUE(std::ranges::any_of(kMatrix, [&](const MatrixRow& row) {
      return row.fault == fault.name;
    })) << fault.name;
  }
}

TEST(FaultMatrixSizeTest, IsWhatTheReadmeSays) {
  size_t cells = 0;
  for (const MatrixRow& row : kMatrix) {
    const std::string_view letters = row.cells;
    cells += static_cast<size_t>(
        std::ranges::count_if(letters, [](char c) { return c != ' ' && c != '-'; }));
  }
  std::ifstream file(APISQL_SOURCE_DIR "/tests/README.md");
  const std::string readme(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(readme, testing::HasSubstr(std::to_string(NamedFaults().size()) + " faults"));
  EXPECT_THAT(readme, testing::HasSubstr(std::to_string(std::size(kMatrix)) + " rows"));
  EXPECT_THAT(readme, testing::HasSubstr(std::to_string(cells) + " cells"));
}

}  // namespace
}  // namespace apisql
