// Who can read and write the config file and the secrets' files, and what a secret's command gets.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>

#include "registry/config/config.h"
#include "registry/config/secret_reader.h"
#include "tests/registry/config/environment_variable.h"
#include "tests/registry/temporary_folder.h"

namespace apisql {
namespace {

using ::testing::HasSubstr;

constexpr const char* kHarmless = "providers: {acme: {max_concurrency: 2}}\n";

class ConfigAccessTest : public ::testing::Test {
 protected:
  // The secret, or the error.
  static std::string OfFile(const std::string& path) {
    SecretReference reference;
    reference.file = path;
    return Text(ReadSecret(reference));
  }

  static std::string OfCommand(const std::string& command) {
    SecretReference reference;
    reference.command = command;
    return Text(ReadSecret(reference));
  }

  TemporaryFolder folder_;

 private:
  static std::string Text(const StatusOr<Secret>& secret) {
    return secret.ok() ? secret->Reveal() : secret.status().message();
  }
};

TEST_F(ConfigAccessTest, AConfigFileThatOthersCanWriteIsRefused) {
  for (const mode_t mode : {0666, 0622, 0660, 0602}) {
    const std::string file = folder_.Write("config.yaml", kHarmless, mode);
    EXPECT_EQ(
        Config::Load(file).status().message(),
        file + ": others can write this config file, and name commands in it: chmod go-w " + file);
  }
  for (const mode_t mode : {0600, 0400, 0644, 0444}) {
    EXPECT_TRUE(Config::Load(folder_.Write("config.yaml", kHarmless, mode)).ok()) << mode;
    ASSERT_EQ(chmod(folder_.File("config.yaml").c_str(), 0600), 0);
  }
}

TEST_F(ConfigAccessTest, AConfigFileOfAnotherUserIsRefused) {
  const std::string file = folder_.Write("config.yaml", kHarmless);
  constexpr uid_t kNobody = 65534;
  if (chown(file.c_str(), kNobody, static_cast<gid_t>(-1)) != 0) GTEST_SKIP() << "not as root";
  EXPECT_THAT(Config::Load(file).status().message(),
              HasSubstr(file + ": this config file belongs to another user"));
}

TEST_F(ConfigAccessTest, ASecretFileThatAllCanReadIsTakenFromAGuardedFolder) {
  for (const mode_t mode : {0600, 0400, 0440, 0444, 0640, 0644}) {
    const std::string file = folder_.Write("secret", "s", mode);
    EXPECT_EQ(OfFile(file), "s") << mode;
    ASSERT_EQ(chmod(file.c_str(), 0600), 0);
  }
}

TEST_F(ConfigAccessTest, ASecretFileThatOthersCanWriteIsRefused) {
  for (const mode_t mode : {0666, 0660, 0602}) {
    const std::string file = folder_.Write("secret", "hidden-text", mode);
    EXPECT_EQ(OfFile(file), "others can write the secret file " + file + ": chmod 600 " + file);
  }
}

TEST_F(ConfigAccessTest, ASecretFileThatAllCanReadIsRefusedWhereTheyCanPutAnotherThere) {
  for (const mode_t mode : {0777, 0770, 01777}) {
    const std::string file = folder_.Write("shared/secret", "hidden-text", 0444);
    ASSERT_EQ(chmod(folder_.File("shared").c_str(), mode), 0);
    EXPECT_EQ(OfFile(file), "others have access to the secret file " + file +
                                ", in a folder that they can write to: chmod 600 " + file);
    // The owner's alone is, as ever.
    ASSERT_EQ(chmod(file.c_str(), 0600), 0);
    EXPECT_EQ(OfFile(file), "hidden-text");
    std::filesystem::remove_all(folder_.File("shared"));
  }
}

// As Kubernetes mounts them: the name is a link into a folder of this state.
TEST_F(ConfigAccessTest, TheFolderThatCountsIsThatOfTheFileItself) {
  folder_.Write("state/secret", "s", 0444);
  std::filesystem::create_directory(folder_.File("mounted"));
  std::filesystem::create_symlink(folder_.File("state/secret"), folder_.File("mounted/secret"));
  EXPECT_EQ(OfFile(folder_.File("mounted/secret")), "s");
  ASSERT_EQ(chmod(folder_.File("state").c_str(), 0777), 0);
  EXPECT_THAT(OfFile(folder_.File("mounted/secret")), HasSubstr("others have access"));
}

TEST_F(ConfigAccessTest, AByteOrderMarkAndTheEndOfTheLineAreNoPartOfASecret) {
  for (const char* text : {"s\n", "s\r\n", "\xEF\xBB\xBFs", "\xEF\xBB\xBFs\r\n", "s\nmore\n"}) {
    EXPECT_EQ(OfFile(folder_.Write("secret", text)), "s") << text;
  }
  EXPECT_EQ(OfCommand("printf '\\357\\273\\277s\\r\\n'"), "s");
  EXPECT_EQ(OfFile(folder_.Write("secret", "\xEF\xBB\xBF")),
            "the first line of the secret file " + folder_.File("secret") + " is empty");
  // What is within it stays.
  EXPECT_EQ(OfFile(folder_.Write("secret", "a b ")), "a b ");
}

TEST_F(ConfigAccessTest, AKeyFileOfJsonIsTakenWholeOnOneLine) {
  const std::string json = "{\n  \"client_email\": \"robot\",\r\n\t\"key\": \"a\\nb\"\n}\n";
  const std::string line = R"({   "client_email": "robot",   "key": "a\nb" })";
  EXPECT_EQ(OfFile(folder_.Write("key.json", json)), line);
  EXPECT_EQ(OfCommand("cat " + folder_.File("key.json")), line);
  const EnvironmentVariable variable("APISQL_TEST_KEY_FILE", json.c_str());
  SecretReference reference;
  reference.environment = "APISQL_TEST_KEY_FILE";
  EXPECT_EQ(ReadSecret(reference)->Reveal(), line);
  // What only begins so is no JSON.
  EXPECT_EQ(OfFile(folder_.Write("secret", "{s\nmore\n")), "{s");
}

TEST_F(ConfigAccessTest, ACommandInheritsNoConnection) {
  // As a library opens them: without SOCK_CLOEXEC.
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  ASSERT_GE(connection, 0);
  EXPECT_EQ(OfCommand("ls /proc/self/fd | tr '\\n' ' '"), "0 1 2 3 ");  // The last is of ls.
  EXPECT_EQ(OfCommand("if [ -e /proc/self/fd/" + std::to_string(connection) +
                      " ]; then echo open; else echo closed; fi"),
            "closed");
  close(connection);
}

TEST_F(ConfigAccessTest, SignalsActOnACommandAsOnAnyProgram) {
  const auto before = signal(SIGPIPE, SIG_IGN);
  // SigIgn is a mask in hexadecimal.
  constexpr unsigned long long kPipe = 1ULL << (SIGPIPE - 1);
  const std::string ignored = OfCommand("awk '/SigIgn/ {print $2}' /proc/self/status");
  EXPECT_EQ(std::stoull(ignored, nullptr, 16) & kPipe, 0U) << ignored;
  EXPECT_EQ(OfCommand("yes 2>/dev/null | head -1"), "y");
  signal(SIGPIPE, before);
}

TEST_F(ConfigAccessTest, ADaemonThatACommandLeavesBehindKeepsNobodyWaiting) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(OfCommand("sleep 20 & echo s"), "s");
  EXPECT_EQ(OfCommand("echo s; (sleep 20; echo late) &"), "s");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST_F(ConfigAccessTest, ACommandIsWaitedForToItsEnd) {
  EXPECT_EQ(OfCommand("sleep 0.3; echo s"), "s");
  EXPECT_EQ(OfCommand("exec >&-; sleep 0.2; exit 4"),
            "the secret command \"exec >&-; sleep 0.2; exit 4\" failed with exit code 4");
  EXPECT_EQ(OfCommand("kill -9 $$"), "the secret command \"kill -9 $$\" was ended by a signal");
}

TEST_F(ConfigAccessTest, ACommandRunsWhereTheHostCollectsTheEndsOfAllPrograms) {
  const auto before = signal(SIGCHLD, SIG_IGN);
  EXPECT_EQ(OfCommand("echo s"), "s");
  signal(SIGCHLD, before);
}

TEST_F(ConfigAccessTest, AHomeThatIsNoAbsolutePathNamesNoConfigFile) {
  const EnvironmentVariable folder("XDG_CONFIG_HOME", nullptr);
  for (const char* relative : {"", ".", "home", "./home", "~"}) {
    const EnvironmentVariable home("HOME", relative);
    EXPECT_EQ(Config::DefaultFile(), "") << relative;
    const EnvironmentVariable given("XDG_CONFIG_HOME", "/etc/somewhere");
    EXPECT_EQ(Config::DefaultFile(), "/etc/somewhere/apisql/config.yaml");
  }
}

TEST_F(ConfigAccessTest, ATildeMeansNothingWithoutAHome) {
  const EnvironmentVariable home("HOME", ".");
  const std::string file = folder_.Write(
      "config.yaml", "providers:\n  acme:\n    secrets:\n      token: {file: ~/token}\n");
  EXPECT_EQ(Config::Load(file).status().message(),
            file +
                ":4: providers.acme.secrets.token.file: ~ means nothing here: HOME is no absolute "
                "path");
}

}  // namespace
}  // namespace apisql
