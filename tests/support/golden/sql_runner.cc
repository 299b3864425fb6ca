#include "tests/support/golden/sql_runner.h"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "src/base/clock.h"
#include "src/base/text.h"

namespace apisql {
namespace {

using Json = nlohmann::json;
using Kind = SqlRecord::Kind;

// The documented defaults: few enough keys that a person can check a result by eye.
constexpr int kDefaultKeys = 60;
constexpr int64_t kDefaultNow = 1780272000;  // 2026-06-01 00:00:00 UTC.

Status BadOption(const std::string& option) {
  return {StatusCode::kInvalidArgument, "unknown option: " + option};
}

template <typename Number>
bool ReadNumber(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

// The words of an option line as name and value; the value is empty where there is no '='.
std::vector<std::pair<std::string, std::string>> ReadOptions(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> options;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const size_t equals = word.find('=');
    options.emplace_back(word.substr(0, equals),
                         equals == std::string::npos ? "" : word.substr(equals + 1));
  }
  return options;
}

std::string RealCell(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  std::string text(buffer, error == std::errc() ? end : buffer);
  return text.find_first_not_of("-0123456789") == std::string::npos ? text + ".0" : text;
}

std::string BlobCell(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "x'";
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text + "'";
}

struct Cell {
  char type;  // '?' for NULL.
  std::string text;
};

Cell CellOf(const Value& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return {'I', std::to_string(*integer)};
  if (const auto* real = std::get_if<double>(&value)) return {'R', RealCell(*real)};
  if (const auto* blob = std::get_if<Blob>(&value)) return {'B', BlobCell(blob->bytes)};
  if (const auto* text = std::get_if<std::string_view>(&value)) return {'T', CellOfText(*text)};
  return {'?', "NULL"};
}

// Collects a result as cells, and the type of each column over all of its rows.
class CellSink : public RowSink {
 public:
  explicit CellSink(SqlOutcome& outcome) : outcome_(outcome) {}

  Status Begin(std::span<const ResultColumn> columns) override {
    outcome_.column_types.assign(columns.size(), '?');
    return {};
  }
  Status Row(std::span<const Value> values) override {
    std::vector<std::string>& row = outcome_.rows.emplace_back();
    for (size_t i = 0; i < values.size(); ++i) {
      Cell cell = CellOf(values[i]);
      Widen(outcome_.column_types.at(i), cell.type);
      row.push_back(std::move(cell.text));
    }
    return {};
  }
  Status End() override { return {}; }

 private:
  static void Widen(char& column, char cell) {
    if (cell == '?' || column == cell) return;
    column = column == '?' ? cell : '*';
  }

  SqlOutcome& outcome_;
};

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

SqlRunner::~SqlRunner() { CloseSession(); }

void SqlRunner::CloseSession() {
  session_.reset();  // It uses the transport, and the transport's connections end in the servers.
  transport_.reset();
}

Status SqlRunner::SetUp(const SqlRecord& record) {
  if (record.kind == Kind::kSandbox) return StartSandbox(record.argument);
  if (record.kind == Kind::kApi) return StartApi(record.argument);
  if (record.kind == Kind::kFault) return AddFault(record.argument);
  if (record.kind == Kind::kSession) session_options_ = record.argument;
  if (record.kind == Kind::kConfig) config_ = record.argument;
  if (record.kind == Kind::kProviderDir) provider_directory_ = directory_ + "/" + record.argument;
  return OpenSession();
}

StatusOr<SqlOutcome> SqlRunner::Run(const std::string& sql) {
  if (session_ == nullptr) RETURN_IF_ERROR(OpenSession());
  const auto& records = session_->requests().records();
  const int64_t before = records.empty() ? 0 : records.back().number;
  SqlOutcome outcome;
  CellSink sink(outcome);
  std::string_view rest = sql;
  const auto summary = session_->RunNext(&rest, sink);
  if (summary.ok() && !Session::IsBlank(rest)) {
    return Status(StatusCode::kInvalidArgument, "a record holds one statement");
  }
  for (const RequestRecord& record : session_->requests().records()) {
    if (record.number > before) outcome.requests.push_back(RequestLine(record));
  }
  if (summary.ok()) {
    outcome.warnings = summary->warnings;
    outcome.notes = summary->notes;
    outcome.changes = summary->changes;
  } else {
    outcome.status = Status(summary.status().code(), WithoutAddress(summary.status().message()));
    const std::optional<size_t> place = summary.status().place();
    outcome.position = place ? static_cast<int64_t>(*place) : -1;
  }
  for (auto& row : outcome.rows) {
    for (std::string& cell : row) cell = WithoutAddress(std::move(cell));
  }
  return outcome;
}

Status SqlRunner::StartSandbox(const std::string& options) {
  SandboxOptions sandbox{.keys = kDefaultKeys, .now = kDefaultNow};
  for (const auto& [name, value] : ReadOptions(options)) {
    int milliseconds = 0;
    if (name == "latency" && ReadNumber(value, milliseconds)) {
      sandbox.latency = std::chrono::milliseconds(milliseconds);
    } else if (!(name == "keys" && ReadNumber(value, sandbox.keys)) &&
               !(name == "seed" && ReadNumber(value, sandbox.seed)) &&
               !(name == "now" && ReadNumber(value, sandbox.now))) {
      return BadOption(name + "=" + value);
    }
  }
  CloseSession();
  ASSIGN_OR_RETURN(sandbox_, Sandbox::Start(sandbox));
  return OpenSession();
}

Status SqlRunner::StartApi(const std::string& argument) {
  const std::string provider = argument.substr(0, argument.find(' '));
  std::map<std::string, std::string> options;
  for (auto& [name, value] : ReadOptions(argument.substr(provider.size()))) {
    options[name] = std::move(value);
  }
  if (start_api_ == nullptr) {
    return {StatusCode::kInvalidArgument, "these tests have no APIs beside the sandbox"};
  }
  CloseSession();
  apis_.erase(provider);
  ASSIGN_OR_RETURN(apis_[provider], start_api_(provider, options));
  return OpenSession();
}

Status SqlRunner::OpenSession() {
  if (sandbox_ == nullptr) return StartSandbox("");
  SessionOptions options;
  // Else what a statement asks for depends on those before it.
  options.settings.emplace_back("learn_sizes", "off");
  // Repeats come, but at once.
  options.settings.emplace_back("retry_delay", "1");
  options.settings.insert(options.settings.end(), settings_.begin(), settings_.end());
  for (const auto& [name, value] : ReadOptions(session_options_)) {
    if (name == "read_only") {
      options.read_only = true;
    } else if (name == "allow_partial") {
      options.allow_partial = true;
    } else if (name == "dry_run") {
      options.dry_run = true;
    } else if (!value.empty()) {
      options.settings.emplace_back(name, value);
    } else {
      return BadOption(name);
    }
  }
  std::unique_ptr<Catalog> catalog = Catalog::Builtin();
  if (!registry_.empty()) {
    RETURN_IF_ERROR(catalog->AddFromElsewhere(registry_, {}));
  } else if (!provider_directory_.empty()) {
    RETURN_IF_ERROR(catalog->AddDirectory(provider_directory_));
  }
  ASSIGN_OR_RETURN(Config config, MakeConfig(*catalog));
  session_.reset();
  transport_ = MakeCurlTransport({});
  ASSIGN_OR_RETURN(session_, Session::Open(std::move(catalog), std::move(config), *transport_,
                                           Clock::Real(), std::move(options)));
  return {};
}

// Every provider but Rockset that no API imitates is served from Confluent's part of the sandbox:
// the providers of a test live on faults alone.
StatusOr<Config> SqlRunner::MakeConfig(Catalog& catalog) const {
  const SandboxAccess& access = sandbox_->access();
  Config config;
  if (!config_.empty()) {
    ASSIGN_OR_RETURN(config, Config::Read(config_, "config.yaml"));
  }
  for (const std::string& name : catalog.ProviderNames()) {
    ProviderConfig& settings = config.provider(name);
    if (const auto api = apis_.find(name); api != apis_.end()) {
      settings = api->second.config;
      continue;
    }
    ASSIGN_OR_RETURN(const auto provider, catalog.FindProvider(name));
    settings.base_url = name == "rockset" ? access.rockset_url : access.confluent_url;
    settings.allow_plain_http = true;
    AddTestSecrets(*provider, settings);
    if (provider->origin.is_ours()) continue;
    settings.hosts = {settings.base_url.substr(settings.base_url.find("//") + 2)};
  }
  return config;
}

// Where rows choose a credential, it is the test's to give.
void SqlRunner::AddTestSecrets(const Provider& provider, ProviderConfig& settings) const {
  const SandboxAccess& access = sandbox_->access();
  const std::map<std::string, std::string> secrets = {{"username", access.confluent_key},
                                                      {"password", access.confluent_secret},
                                                      {"key", access.rockset_key}};
  for (const Server& server : provider.servers) {
    if (server.has_own_credentials()) continue;
    // Servers of a service that is imported by itself take the provider's.
    const std::string name = provider.origin.is_ours() ? server.name : "";
    for (const SecretSource& source : server.secrets) {
      const auto secret = secrets.find(source.name);
      settings.secrets[{name, source.name}].value =
          Secret(secret == secrets.end() ? "test" : secret->second);
    }
  }
}

Status SqlRunner::AddFault(const std::string& json) {
  if (sandbox_ == nullptr) RETURN_IF_ERROR(StartSandbox(""));
  const Json fault = Json::parse(json, nullptr, false);
  if (!fault.is_object()) return {StatusCode::kInvalidArgument, "fault needs a JSON object"};
  SandboxFault answer;
  for (const auto& [name, value] : fault.items()) {
    if (name == "path" && value.is_string()) {
      answer.path_prefix = value;
    } else if (name == "method" && value.is_string()) {
      answer.method = value;
    } else if (name == "status" && value.is_number_integer()) {
      answer.status = value;
    } else if (name == "skip" && value.is_number_integer()) {
      answer.skip = value;
    } else if (name == "times" && value.is_number_integer()) {
      answer.times = value;
    } else if (name == "type" && value.is_string()) {
      answer.content_type = value;
    } else if (name == "body") {
      answer.body = value.is_string() ? value.get<std::string>() : value.dump();
    } else if (name == "headers" && value.is_object()) {
      answer.headers = value;
    } else if (name == "asked_with" && value.is_object()) {
      answer.asked_with = value;
    } else if (name == "sent" && value.is_string()) {
      answer.sent = value;
    } else {
      return BadOption(name);
    }
  }
  sandbox_->AddFault(std::move(answer));
  return {};
}

std::string SqlRunner::WithoutAddress(std::string text) const {
  ReplaceAll(text, sandbox_->access().confluent_url, "{confluent}");
  ReplaceAll(text, sandbox_->access().rockset_url, "{rockset}");
  for (const auto& [provider, api] : apis_) ReplaceAll(text, api.url, "{" + provider + "}");
  return text;
}

std::string SqlRunner::RequestLine(const RequestRecord& record) const {
  std::string url = WithoutAddress(record.url);
  if (url.starts_with('{')) url.erase(0, url.find('}') + 1);
  std::string line =
      record.method + " " + record.label.table.substr(0, record.label.table.find('.'));
  line += " " + url;
  return record.body.empty() ? line : line + " " + record.body;
}

}  // namespace apisql
