// The questions that users bring, each answered twice: by the API tables over HTTP, and by SQLite
// over plain tables with the sandbox's state. The answers must be the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "src/base/clock.h"
#include "src/http/transport.h"
#include "vtab/session/session.h"
#include "vtab/sqlite.h"
#include "vtab/sqlite_handles.h"

namespace apisql {
namespace {

using Row = std::vector<std::string>;
using Rows = std::vector<Row>;

std::string Show(const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value))
    return "'" + std::string(*text) + "'";
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return "r" + std::to_string(*real);
  if (const auto* blob = std::get_if<Blob>(&value)) return "x'" + std::string(blob->bytes) + "'";
  return "NULL";
}

class Collector : public RowSink {
 public:
  Status Begin(std::span<const ResultColumn>) override { return OkStatus(); }
  Status Row(std::span<const Value> values) override {
    rows.emplace_back();
    for (const Value& value : values) rows.back().push_back(Show(value));
    return OkStatus();
  }
  Status End() override { return OkStatus(); }

  Rows rows;
};

// The program's own way: a session over the sandbox.
class ApiSide {
 public:
  explicit ApiSide(Sandbox& sandbox) : transport_(MakeCurlTransport({})) {
    const SandboxAccess& access = sandbox.access();
    Config config;
    config.provider("confluent").base_url = access.confluent_url;
    config.provider("confluent").secrets[{"", "username"}].value = Secret(access.confluent_key);
    config.provider("confluent").secrets[{"", "password"}].value = Secret(access.confluent_secret);
    config.provider("rockset").base_url = access.rockset_url;
    config.provider("rockset").secrets[{"", "key"}].value = Secret(access.rockset_key);
    auto session = Session::Open(Catalog::Builtin(), std::move(config), *transport_, Clock::Real(),
                                 SessionOptions());
    EXPECT_TRUE(session.ok()) << session.status().message();
    session_ = *std::move(session);
  }

  Rows Run(std::string_view sql) {
    Collector sink;
    StatementError error;
    while (!Session::IsBlank(sql)) {
      const auto done = session_->RunNext(&sql, sink, &error);
      EXPECT_TRUE(done.ok()) << done.status().message();
      if (!done.ok()) break;
    }
    return sink.rows;
  }

 private:
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
};

// The same state in plain tables, asked by nothing but SQLite.
class CopySide {
 public:
  explicit CopySide(Sandbox& sandbox) {
    file_ = std::filesystem::temp_directory_path() /
            ("apisql_questions_" + std::to_string(::getpid()) + ".db");
    std::filesystem::remove(file_);
    std::vector<PlainTable> tables;
    for (SandboxTable& table : sandbox.Dump()) {
      PlainTable plain;
      plain.name = table.name;
      for (auto& column : table.columns) plain.columns.emplace_back(column.name, column.type);
      plain.rows = std::move(table.rows);
      tables.push_back(std::move(plain));
    }
    const Status written = WriteDatabase(file_.string(), tables);
    EXPECT_TRUE(written.ok()) << written.message();
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(file_.c_str(), &db), SQLITE_OK);
    db_.reset(db);
  }
  ~CopySide() {
    db_.reset();
    std::filesystem::remove(file_);
  }

  Rows Run(const std::string& sql) {
    const std::string quoted = std::regex_replace(
        sql, std::regex(R"(\b(confluent|rockset)\.(\w+)\.(\w+)\b)"), "\"$1.$2.$3\"");
    Rows rows;
    const char* rest = quoted.c_str();
    while (*rest != '\0') {
      sqlite3_stmt* raw = nullptr;
      EXPECT_EQ(sqlite3_prepare_v2(db_.get(), rest, -1, &raw, &rest), SQLITE_OK)
          << sqlite3_errmsg(db_.get());
      const SqliteStatement statement(raw);
      if (raw == nullptr) break;
      while (sqlite3_step(raw) == SQLITE_ROW) rows.push_back(ReadRow(raw));
    }
    return rows;
  }

 private:
  static Row ReadRow(sqlite3_stmt* statement) {
    Row row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      switch (sqlite3_column_type(statement, i)) {
        case SQLITE_INTEGER:
          row.push_back(Show(static_cast<int64_t>(sqlite3_column_int64(statement, i))));
          break;
        case SQLITE_FLOAT:
          row.push_back(Show(sqlite3_column_double(statement, i)));
          break;
        case SQLITE_NULL:
          row.push_back(Show(std::monostate()));
          break;
        default:
          row.push_back(
              Show(std::string_view(static_cast<const char*>(sqlite3_column_blob(statement, i)),
                                    static_cast<size_t>(sqlite3_column_bytes(statement, i)))));
      }
    }
    return row;
  }

  std::filesystem::path file_;
  SqliteDatabase db_;
};

std::vector<std::string> QuestionFiles() {
  std::vector<std::string> files;
  const std::filesystem::path folder = std::string(APISQL_SOURCE_DIR) + "/tests/questions";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".sql") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

std::string ReadFile(const std::string& name) {
  std::ifstream file(name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Rows Sorted(Rows rows) {
  std::ranges::sort(rows);
  return rows;
}

class QuestionTest : public testing::TestWithParam<int> {};

TEST_P(QuestionTest, ApiTablesAndPlainTablesGiveTheSameRows) {
  SandboxOptions options;
  options.keys = GetParam();
  auto sandbox = Sandbox::Start(options);
  ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
  ApiSide api(**sandbox);
  CopySide copy(**sandbox);
  const std::vector<std::string> files = QuestionFiles();
  ASSERT_EQ(files.size(), 12);
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    const std::string sql = ReadFile(file);
    const Rows expected = Sorted(copy.Run(sql));
    EXPECT_THAT(Sorted(api.Run(sql)), testing::ContainerEq(expected));
    EXPECT_TRUE(GetParam() < 100 || !expected.empty()) << "the sandbox has no answer to it";
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, QuestionTest, testing::Values(1, 150, 700));

// Whole tables, column by column: paging, fan-out and decoding against the state itself.
TEST_P(QuestionTest, EveryTableReadsAsItWasDumped) {
  SandboxOptions options;
  options.keys = GetParam();
  auto sandbox = Sandbox::Start(options);
  ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
  ApiSide api(**sandbox);
  CopySide copy(**sandbox);
  for (const SandboxTable& table : (*sandbox)->Dump()) {
    SCOPED_TRACE(table.name);
    std::string columns;
    for (const auto& column : table.columns) {
      columns += (columns.empty() ? "\"" : ", \"") + column.name + '"';
    }
    const std::string explicit_columns = "SELECT " + columns + " FROM " + table.name;
    EXPECT_THAT(Sorted(api.Run(explicit_columns)),
                testing::ContainerEq(Sorted(copy.Run(explicit_columns))));
    const std::string all_columns = "SELECT * FROM " + table.name;
    EXPECT_THAT(Sorted(api.Run(all_columns)), testing::ContainerEq(Sorted(copy.Run(all_columns))))
        << "the visible columns are those of the dump, in its order";
  }
}

TEST(ConnectionTest, ScanOfAHundredPagesUsesOneConnection) {
  SandboxOptions options;
  options.keys = 10'000;
  auto sandbox = Sandbox::Start(options);
  ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
  ApiSide api(**sandbox);
  EXPECT_EQ(api.Run("SELECT count(*) FROM confluent.iam.api_keys"), Rows{Row{"10000"}});
  EXPECT_EQ((*sandbox)->Requests().size(), 100);
  EXPECT_EQ((*sandbox)->Connections(), 1);
}

}  // namespace
}  // namespace apisql
