// Any bytes as the config file (registry/config/config.h), and the endpoints that come of it.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "registry/config/config.h"
#include "registry/source/catalog.h"
#include "registry/trust/grant_file.h"
#include "registry/yaml/yaml_tree.h"
#include "src/base/text.h"
#include "src/http/message/url.h"
#include "tests/fuzz/fuzz_target.h"

namespace apisql {
namespace {

// A file that only this process sees.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : fd_(memfd_create("config.yaml", MFD_CLOEXEC)) {
    Require(fd_ >= 0 && fchmod(fd_, S_IRUSR | S_IWUSR) == 0, "there is memory for a file");
    for (size_t done = 0; done < text.size();) {
      const ssize_t written = write(fd_, text.data() + done, text.size() - done);
      Require(written > 0, "a file in memory can be written");
      done += static_cast<size_t>(written);
    }
  }
  ~MemoryFile() { close(fd_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

// Stands in the seeds wherever a secret is given. Nothing else may hold it.
constexpr std::string_view kSecret = "S3CR3T";

// True where the secret certainly is the value of a key `value`.
bool GivesSecret(std::string_view text) {
  const size_t at = text.find("{value: " + std::string(kSecret) + "}");
  return at != std::string_view::npos && text.find(kSecret) == text.rfind(kSecret) &&
         text.find_first_of("'\"|>#") == std::string_view::npos;
}

void CheckFaults(std::string_view input, const Status& status, const std::string& file) {
  Require(status.code() == StatusCode::kInvalidArgument, "a faulty file is kInvalidArgument");
  const auto lines = 1 + std::ranges::count(input, '\n') + std::ranges::count(input, '\r');
  for (const std::string& fault : Split(status.message(), '\n')) {
    Require(fault.starts_with(file + ":"), "a fault names the file", fault);
    const int line = std::atoi(fault.c_str() + file.size() + 1);
    Require(line >= 1 && line <= lines, "a fault names a line of the file", fault);
  }
  const bool shown = GivesSecret(input) && status.message().find(kSecret) != std::string::npos;
  Require(!shown, "no error shows a secret", status.message());
}

// Commands and files of a secret are not for a fuzzer to choose.
bool IsHarmless(const ProviderConfig& config) {
  const auto harmless = [](const auto& entry) {
    return entry.second.command.empty() && entry.second.file.empty();
  };
  return std::ranges::all_of(config.secrets, harmless) &&
         std::ranges::all_of(config.credentials, harmless) &&
         (!config.auth || std::ranges::all_of(config.auth->secrets, harmless));
}

// `input` is what `config` was read from.
void CheckEndpoint(const Provider& provider, const Server& server, const Config& config,
                   std::string_view input) {
  const ProviderConfig* given = config.Find(provider.name);
  const auto endpoint =
      config.MakeEndpoint(provider, server, {{"http_endpoint", "x.confluent.cloud"}});
  if (!endpoint.ok()) {
    const std::string message = endpoint.status().message();
    const bool shown = GivesSecret(input) && message.find(kSecret) != std::string::npos;
    Require(!shown, "no error shows a secret", message);
    return;
  }
  const std::string& url = (*endpoint)->base_url;
  Require(OriginOf(url).ok() && !url.ends_with('/'), "a base URL is absolute", url);
  const bool plain = given != nullptr && given->allow_plain_http;
  Require(IsHttps(url) || IsLoopback(url) || plain, "plain http is asked for", url);
  if (!config.IsMoved(provider, server)) {
    Require(url.starts_with("https://"), "a declared server is asked by https", url);
  }
  Require((*endpoint)->max_concurrency >= 1, "there is room for one request");
}

// `apisql registry trust` adds lines to a sound file, and takes none away.
void CheckGrantsAreAdded(std::string_view input) {
  Wants wants;
  wants.hosts = {"api.acme.example"};
  wants.secrets = {{"", "token", "ACME_TOKEN"}, {"shard", "key", "ACME_KEY"}};
  wants.reads = {"confluent.iam.users"};
  const StatusOr<std::string> added = WithGrants(input, "acme", wants);
  if (!added.ok()) return;
  const StatusOr<Config> config = Config::Read(*added, "config.yaml");
  Require(config.ok(), "lines that are added leave a sound file", *added);
  const ProviderConfig* acme = config->Find("acme");
  Require(acme != nullptr && acme->hosts == wants.hosts && acme->reads == wants.reads &&
              acme->secrets.contains({"", "token"}) && acme->secrets.contains({"shard", "key"}),
          "all that was wanted is granted", *added);
  std::string_view rest = *added;
  for (const std::string& line : Split(input, '\n')) {
    const size_t at = rest.find(line);
    Require(at != std::string_view::npos, "every line stays, in its order", *added);
    rest.remove_prefix(at + line.size());
  }
}

void FuzzConfigFile(std::string_view input) {
  static Catalog* const kCatalog = Catalog::Builtin().release();
  const MemoryFile file(input);
  const StatusOr<Config> config = Config::Load(file.path());
  if (!config.ok()) return CheckFaults(input, config.status(), file.path());
  CheckGrantsAreAdded(input);
  for (const std::string& name : kCatalog->ProviderNames()) {
    const auto provider = kCatalog->FindProvider(name);
    const ProviderConfig* given = config->Find(name);
    if (given != nullptr && !IsHarmless(*given)) continue;
    for (const Server& server : (*provider)->servers)
      CheckEndpoint(**provider, server, *config, input);
  }
}

const FuzzRegistration kConfigFile("config_file", FuzzConfigFile);

}  // namespace
}  // namespace apisql
