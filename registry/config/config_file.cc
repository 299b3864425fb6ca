// Config::Load: the config file.
#include <filesystem>
#include <set>
#include <utility>

#include "registry/config/config.h"
#include "registry/config/grants.h"
#include "registry/config/secret_reference.h"
#include "registry/model/names.h"
#include "registry/model/server_url.h"
#include "registry/yaml/fields.h"
#include "src/files/file_text.h"
#include "src/files/user_folder.h"

namespace apisql {
namespace {

// From which the paths in it count.
std::string FolderOf(const std::string& config_file) {
  return std::filesystem::path(config_file).parent_path();
}

// Who can write it can have commands run and credentials sent elsewhere.
Status CheckOwner(const FileText& read, const std::string& file) {
  if (read.foreign) {
    return {StatusCode::kInvalidArgument, file +
                                              ": this config file belongs to another user, who "
                                              "could name commands in it: chown it, or copy it"};
  }
  if (!read.others_can_write) return OkStatus();
  return {
      StatusCode::kInvalidArgument,
      file + ": others can write this config file, and name commands in it: chmod go-w " + file};
}

class ConfigReader {
 public:
  ConfigReader(const std::string& file, bool others_can_read, Faults& faults)
      : file_(file), others_can_read_(others_can_read), faults_(faults) {}

  ProviderConfig ReadProvider(const NamedNode& entry) {
    const Fields fields(*entry.node, kConfigProvider, "providers." + entry.name->text, faults_);
    ProviderConfig provider;
    provider.allow_plain_http = fields.Boolean("allow_plain_http");
    provider.max_concurrency = static_cast<int>(fields.Integer("max_concurrency"));
    if (fields.Has("base_url")) {
      auto url = CheckBaseUrl(fields.Text("base_url"), provider.allow_plain_http);
      if (!url.ok()) fields.Fault("base_url", url.status().message());
      if (url.ok()) provider.base_url = *std::move(url);
    }
    provider.region = fields.Text("region");
    if (fields.Has("region") && fields.Has("base_url")) {
      fields.Fault("region", "goes with one of the declared servers, not with base_url");
    }
    ReadSecrets(fields, "", provider);
    ReadCredentials(fields, "", provider);
    ReadAuth(fields, provider);
    ReadGrants(fields, provider);
    for (const auto& [name, node] : fields.Members("variables")) {
      provider.variables[name->text] = node->text;
    }
    for (const auto& [name, node] : fields.Members("servers")) {
      const Fields server(*node, kConfigServer, fields.Within("servers") + "." + name->text,
                          faults_);
      ReadServer(server, name->text, provider);
    }
    return provider;
  }

 private:
  void ReadAuth(const Fields& fields, ProviderConfig& provider) {
    const YamlNode* auth = fields.Find("auth");
    if (auth == nullptr) return;
    std::set<std::string> named;
    for (const auto& [place, reference] : provider.secrets) {
      if (place.first.empty()) named.insert(place.second);
    }
    provider.auth = ReadSaidAuth(
        *auth, {fields.Within("auth"), file_, FolderOf(file_), std::move(named)}, faults_);
  }

  void ReadGrants(const Fields& fields, ProviderConfig& provider) {
    provider.hosts = fields.Texts("hosts");
    provider.reads = fields.Texts("reads");
    provider.tables = fields.Texts("tables");
    for (const std::string& host : provider.hosts) {
      const Status sound = CheckHostGrant(host);
      if (!sound.ok()) fields.Fault("hosts", sound.message());
    }
    provider.post_reads = fields.Text("post_reads") == "on";
  }

  void ReadServer(const Fields& server, const std::string& name, ProviderConfig& provider) {
    ReadSecrets(server, name, provider);
    ReadCredentials(server, name, provider);
    if (!server.Has("base_url")) return;
    auto url = CheckBaseUrl(server.Text("base_url"), provider.allow_plain_http);
    if (!url.ok()) return server.Fault("base_url", url.status().message());
    provider.server_urls[name] = *std::move(url);
  }

  void ReadCredentials(const Fields& parent, const std::string& server, ProviderConfig& provider) {
    for (const auto& [name, node] : parent.Members("credentials")) {
      const std::string place = parent.Within("credentials") + "." + name->text;
      const Fields credential(*node, kConfigCredential, place, faults_);
      for (const auto& [secret, reference] : credential.Members("secrets")) {
        provider.credentials[{server, name->text, secret->text}] =
            ReadReference(*reference, credential.Within("secrets") + "." + secret->text);
      }
    }
  }

  void ReadSecrets(const Fields& parent, const std::string& server, ProviderConfig& provider) {
    for (const auto& [name, node] : parent.Members("secrets")) {
      const std::string place = parent.Within("secrets") + "." + name->text;
      provider.secrets[{server, name->text}] = ReadReference(*node, place);
    }
  }

  SecretReference ReadReference(const YamlNode& node, const std::string& place) {
    const Fields fields(node, kConfigSecret, place, faults_);
    SecretReference reference;
    reference.environment = fields.Text("environment");
    reference.file = fields.Text("file");
    reference.command = fields.Text("command");
    reference.value = Secret(fields.Text("value"));
    const int given = !reference.environment.empty() + !reference.file.empty() +
                      !reference.command.empty() + !reference.value.empty();
    if (given != 1) {
      faults_.Add(node.line, At(place, "give one of environment, file, command and value"));
    }
    if (reference.file.starts_with("~/") && HomeFolder().empty()) {
      fields.Fault("file", "~ means nothing here: HOME is no absolute path");
    }
    if (!reference.file.empty()) reference.file = FullPath(reference.file, FolderOf(file_));
    if (!reference.environment.empty() && !IsVariable(reference.environment)) {
      fields.Fault("environment", kNoVariableName);
    }
    if (!reference.value.empty() && others_can_read_) {
      fields.Fault("value", "others have access to this file: chmod 600 " + file_);
    }
    return reference;
  }

  const std::string& file_;
  bool others_can_read_;
  Faults& faults_;
};

}  // namespace

StatusOr<Config> Config::Load(const std::string& file) {
  ASSIGN_OR_RETURN(const FileText read, ReadFileText(file, kMaxYamlBytes));
  RETURN_IF_ERROR(CheckOwner(read, file));
  return Read(read.text, file, read.others_can_read);
}

StatusOr<Config> Config::Read(std::string_view text, const std::string& file,
                              bool others_can_read) {
  ASSIGN_OR_RETURN(const YamlNode root, ParseYaml(text, file));
  Faults faults(file);
  const Fields fields(root, kConfig, "", faults);
  Config config;
  config.file_ = file;
  ConfigReader reader(file, others_can_read, faults);
  for (const NamedNode& entry : fields.Members("providers")) {
    config.providers_[entry.name->text] = reader.ReadProvider(entry);
  }
  for (const auto& [name, node] : fields.Members("settings")) {
    config.settings_.emplace_back(name->text, node->text);
  }
  for (const std::string& directory : fields.Texts("provider_dirs")) {
    if (directory.starts_with("~/") && HomeFolder().empty()) {
      fields.Fault("provider_dirs", "~ means nothing here: HOME is no absolute path");
    }
    config.provider_directories_.push_back(FullPath(directory, FolderOf(file)));
  }
  RETURN_IF_ERROR(faults.ToStatus());
  return config;
}

std::string Config::DefaultFile() {
  const std::string folder = UserFolder("XDG_CONFIG_HOME", ".config");
  return folder.empty() ? "" : folder + "/apisql/config.yaml";
}

}  // namespace apisql
