#include "tests/sandbox/plain_client.h"

#include <gtest/gtest.h>
#include <httplib.h>

namespace apisql {

class PlainClient::Impl {
 public:
  explicit Impl(int port) : client("127.0.0.1", port) {
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true);
    client.set_url_encode(false);
  }
  httplib::Client client;
};

PlainClient::PlainClient(const Sandbox& sandbox)
    : impl_(std::make_unique<Impl>(sandbox.port())),
      basic_(BasicHeader(sandbox.access().confluent_key, sandbox.access().confluent_secret)),
      api_key_("ApiKey " + sandbox.access().rockset_key) {}

PlainClient::~PlainClient() = default;

PlainReply PlainClient::Send(const std::string& method, const std::string& path,
                             const std::string& authorization, const std::string& body) {
  httplib::Request request;
  request.method = method;
  request.path = path;
  if (!authorization.empty()) request.set_header("Authorization", authorization);
  if (!body.empty()) {
    request.body = body;
    request.set_header("Content-Type", "application/json");
  }
  const httplib::Result result = impl_->client.send(request);
  if (!result) {
    ADD_FAILURE() << method << " " << path << ": " << httplib::to_string(result.error());
    return {};
  }
  PlainReply reply;
  reply.status = result->status;
  for (const auto& [name, value] : result->headers) {
    std::string lower = name;
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    reply.headers[lower] = value;
  }
  reply.text = result->body;
  reply.body = nlohmann::json::parse(reply.text, nullptr, false);
  return reply;
}

PlainReply PlainClient::Confluent(const std::string& method, const std::string& path,
                                  const std::string& body) {
  return Send(method, "/confluent" + path, basic_, body);
}

PlainReply PlainClient::Rockset(const std::string& method, const std::string& path,
                                const std::string& body) {
  return Send(method, "/rockset" + path, api_key_, body);
}

std::vector<nlohmann::json> PlainClient::Walk(const std::string& path) {
  std::vector<nlohmann::json> rows;
  std::string url = path;
  for (;;) {
    const PlainReply reply = Confluent("GET", url);
    EXPECT_EQ(reply.status, 200) << url << ": " << reply.text;
    if (reply.status != 200) return rows;
    for (const auto& row : reply.body.at("data")) rows.push_back(row);
    const std::string token = NextToken(reply.body);
    if (token.empty()) return rows;
    const char* joint = path.find('?') == std::string::npos ? "?" : "&";
    url = path + joint + "page_token=" + token;
  }
}

std::string PlainReply::Header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

nlohmann::json PlainReply::FirstError() const {
  if (!body.is_object() || !body.contains("errors") || body["errors"].empty()) return {};
  return body["errors"][0];
}

std::string BasicHeader(const std::string& key, const std::string& secret) {
  return httplib::make_basic_authentication_header(key, secret).second;
}

std::string NextToken(const nlohmann::json& page) {
  const auto& metadata = page.at("metadata");
  if (!metadata.contains("next") || metadata["next"].is_null()) return "";
  const auto next = metadata["next"].get<std::string>();
  const std::string name = "page_token=";
  const size_t at = next.find(name);
  return at == std::string::npos ? "" : next.substr(at + name.size());
}

std::string Escape(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      escaped += c;
      continue;
    }
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    escaped += {'%', kHex[byte / 16], kHex[byte % 16]};
  }
  return escaped;
}

SandboxOptions FixedOptions(int keys, uint64_t seed) {
  SandboxOptions options;
  options.keys = keys;
  options.seed = seed;
  options.now = 1780272000;
  return options;
}

std::unique_ptr<Sandbox> StartSandbox(const SandboxOptions& options) {
  auto sandbox = Sandbox::Start(options);
  if (!sandbox.ok()) {
    ADD_FAILURE() << sandbox.status().message();
    std::abort();
  }
  return std::move(sandbox).value();
}

const SandboxTable& TableOf(const std::vector<SandboxTable>& tables, const std::string& name) {
  for (const SandboxTable& table : tables) {
    if (table.name == name) return table;
  }
  ADD_FAILURE() << "no table " << name;
  std::abort();
}

std::string CellText(const SandboxTable& table, size_t row, const std::string& column) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name != column) continue;
    const auto& value = table.rows.at(row).at(i);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
    return "NULL";
  }
  ADD_FAILURE() << "no column " << column;
  return "";
}

}  // namespace apisql
