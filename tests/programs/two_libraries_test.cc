// A process with two SQLite libraries in it, as Python has with its own sqlite3 and with apsw.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>

#include "sandbox/sandbox.h"
#include "tests/programs/run_program.h"

struct sqlite3;

namespace apisql {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// One SQLite library and a connection of it. The library stays: the extension keeps its routines.
class Library {
 public:
  explicit Library(const std::string& file)
      : library_(dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) {
    if (library_ == nullptr) std::abort();
    Call<int(const char*, sqlite3**)>("sqlite3_open")(":memory:", &db_);
    Call<int(sqlite3*, int)>("sqlite3_enable_load_extension")(db_, 1);
  }
  ~Library() { Call<int(sqlite3*)>("sqlite3_close")(db_); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  // The error; empty: there is none.
  std::string LoadExtension() {
    return Failure([&](char** error) {
      return Call<int(sqlite3*, const char*, const char*, char**)>("sqlite3_load_extension")(
          db_, Built("apisql.so").c_str(), nullptr, error);
    });
  }

  std::string Run(const std::string& sql) {
    using Row = int(void*, int, char**, char**);
    return Failure([&](char** error) {
      return Call<int(sqlite3*, const char*, Row*, void*, char**)>("sqlite3_exec")(
          db_, sql.c_str(), nullptr, nullptr, error);
    });
  }

 private:
  template <typename Function>
  Function* Call(const char* name) const {
    return reinterpret_cast<Function*>(dlsym(library_, name));
  }

  std::string Failure(const std::function<int(char**)>& call) const {
    char* error = nullptr;
    const int code = call(&error);
    const std::string text = error == nullptr ? "" : error;
    Call<void(void*)>("sqlite3_free")(error);
    return code == 0 ? "" : "error: " + text;
  }

  void* library_;
  sqlite3* db_ = nullptr;
};

class TwoLibrariesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto sandbox = Sandbox::Start(SandboxOptions());
    ASSERT_TRUE(sandbox.ok()) << sandbox.status().message();
    sandbox_ = *std::move(sandbox);
    const SandboxAccess& access = sandbox_->access();
    home_.Write("apisql/config.yaml", "providers: {rockset: {base_url: \"" + access.rockset_url +
                                          "\", secrets: {key: {value: " + access.rockset_key +
                                          "}}}}");
    setenv("XDG_CONFIG_HOME", home_.folder().c_str(), 1);
  }
  void TearDown() override { unsetenv("XDG_CONFIG_HOME"); }

  // Another library than the system's, with the same code.
  std::string OtherLibrary() const {
    Dl_info info;
    void* system = dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL);
    if (dladdr(dlsym(system, "sqlite3_open"), &info) == 0) std::abort();
    const std::filesystem::path file = home_.folder() / "other_sqlite.so";
    std::filesystem::copy_file(std::filesystem::canonical(info.dli_fname), file);
    return file.string();
  }

  TestHome home_;
  std::unique_ptr<Sandbox> sandbox_;
};

TEST_F(TwoLibrariesTest, TheSecondIsRefusedWithTheReasonAndTheFirstGoesOn) {
  const std::string users = "SELECT count(*) FROM \"rockset.iam.users\"";
  Library first("libsqlite3.so.0");
  ASSERT_THAT(first.LoadExtension(), IsEmpty());
  EXPECT_THAT(first.Run(users), IsEmpty());
  Library second(OtherLibrary());
  EXPECT_THAT(second.LoadExtension(),
              AllOf(HasSubstr("one SQLite library of a process"), HasSubstr("before this one")));
  EXPECT_THAT(second.Run(users), HasSubstr("no such table"));
  EXPECT_THAT(first.Run(users), IsEmpty());
  Library another("libsqlite3.so.0");
  EXPECT_THAT(another.LoadExtension(), IsEmpty());
  EXPECT_THAT(another.Run(users), IsEmpty());
}

}  // namespace
}  // namespace apisql
