#include "registry/request/server_error.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/http/url.h"
#include "src/json/reader.h"
#include "src/json/text.h"

namespace apisql {
namespace {

constexpr size_t kMessageBytes = 500;
constexpr size_t kMostErrors = 20;  // Looked at in one answer.

struct ServerError {
  std::string code;
  std::string message;
};

JsonPath Within(const JsonPath& list, size_t index, const JsonPath& path) {
  JsonPath whole = list;
  whole.keys.push_back(std::to_string(index));
  whole.keys.insert(whole.keys.end(), path.keys.begin(), path.keys.end());
  return whole;
}

// None when no message stands there.
std::optional<ServerError> ErrorAt(const JsonDocument& body, const JsonPath& message,
                                   const JsonPath& code) {
  std::optional<std::string> text = body.Text(message);
  if (!text || StripBlanks(*text).empty()) return std::nullopt;
  return ServerError{body.Text(code).value_or(""), *std::move(text)};
}

std::vector<ServerError> ErrorsOfShape(const JsonDocument& body, const ErrorShape& shape) {
  std::vector<ServerError> errors;
  if (shape.list.empty()) {
    if (auto error = ErrorAt(body, shape.message, shape.code)) errors.push_back(*std::move(error));
    return errors;
  }
  const size_t size = std::min(body.ArraySize(shape.list), kMostErrors);
  for (size_t i = 0; i < size; ++i) {
    const JsonPath code = shape.code.empty() ? JsonPath() : Within(shape.list, i, shape.code);
    if (auto error = ErrorAt(body, Within(shape.list, i, shape.message), code)) {
      errors.push_back(*std::move(error));
    }
  }
  return errors;
}

// Those of the first shape that fits; empty when none does.
std::vector<ServerError> ReadErrors(const Resource& resource, const Response& response) {
  if (resource.provider == nullptr) return {};
  const StatusOr<JsonDocument> body = JsonDocument::Parse(response.body);
  if (!body.ok()) return {};
  for (const ErrorShape& shape : resource.provider->errors) {
    std::vector<ServerError> errors = ErrorsOfShape(*body, shape);
    if (!errors.empty()) return errors;
  }
  return {};
}

StatusCode CodeOf(int status) {
  switch (status) {
    case 401:
      return StatusCode::kUnauthenticated;
    case 403:
      return StatusCode::kPermissionDenied;
    case 404:
      return StatusCode::kNotFound;
    case 408:
    case 504:
      return StatusCode::kDeadlineExceeded;
    case 402:
    case 429:
      return StatusCode::kResourceExhausted;
    default:
      break;
  }
  if (status >= 300 && status < 400) return StatusCode::kFailedPrecondition;
  if (status >= 400 && status < 500) return StatusCode::kInvalidArgument;
  return StatusCode::kUnavailable;
}

// The first code that the server gave.
std::string ServerCode(const std::vector<ServerError>& errors) {
  constexpr size_t kCodeBytes = 100;
  for (const ServerError& error : errors) {
    if (!error.code.empty()) return Printable(error.code, kCodeBytes);
  }
  return "";
}

// "forbidden_access: Forbidden; ..."; the start of a body that is in no known shape; "" for an
// empty one.
std::string ServerWords(const std::vector<ServerError>& errors, const Response& response) {
  if (errors.empty()) {
    const std::string start = Printable(response.body, kMessageBytes);
    return start.empty() ? "" : "'" + start + "'";
  }
  std::vector<std::string> texts;
  for (const ServerError& error : errors) {
    // Some APIs repeat the status as the code.
    const bool tells = !error.code.empty() && error.code != std::to_string(response.status);
    texts.push_back(tells ? error.code + ": " + error.message : error.message);
  }
  return Printable(Join(texts, "; "), kMessageBytes);
}

// Where the answer wanted to send us. Without its query, which may repeat a credential.
std::string RedirectWords(const Response& response) {
  const std::string_view location = response.header("Location").value_or("");
  if (location.empty()) return "was redirected without saying where to";
  return "was redirected to " +
         Printable(location.substr(0, location.find_first_of("?#")), kMessageBytes);
}

bool IsServerOf(const Server& server, const std::string& url) {
  return url.starts_with(server.base_url + "/") || url == server.base_url;
}

// A server whose host is filled from a row.
bool MayBeServerOf(const Server& server, const std::string& url) {
  if (server.host_suffix.empty()) return false;
  const StatusOr<std::string> origin = OriginOf(url);
  if (!origin.ok()) return false;
  return std::string_view(*origin).substr(0, origin->rfind(':')).ends_with(server.host_suffix);
}

// The variables of the servers that the URL can be of; of all, when it is of none: the user may
// have put another server in their place.
std::vector<std::string> CredentialVariables(const Provider& provider, const std::string& url) {
  const auto variables = [&](auto is_server) {
    std::vector<std::string> names;
    for (const Server& server : provider.servers) {
      if (!is_server(server, url)) continue;
      for (const SecretSource& secret : server.secrets) {
        const bool listed = std::ranges::find(names, secret.environment) != names.end();
        if (!listed && !secret.environment.empty()) names.push_back(secret.environment);
      }
    }
    return names;
  };
  std::vector<std::string> names = variables(IsServerOf);
  if (names.empty()) names = variables(MayBeServerOf);
  if (names.empty()) names = variables([](const Server&, const std::string&) { return true; });
  return names;
}

std::string CredentialHint(const Resource& resource, const Response& response) {
  if (resource.provider == nullptr) return "";
  const std::vector<std::string> names = CredentialVariables(*resource.provider, response.url);
  if (names.empty()) return "";
  return "the credential is taken from " + Join(names, ", ") + ", or from where the config says";
}

}  // namespace

bool IsAbsent(const Resource& resource, const Method& method, const Response& response) {
  const auto fits = [&](const AbsentRule& rule) {
    if (rule.status != response.status) return false;
    const std::vector<ServerError> errors = ReadErrors(resource, response);
    return !errors.empty() && std::ranges::all_of(errors, [&](const ServerError& error) {
      return rule.code.empty() || error.code == rule.code;
    });
  };
  return std::ranges::any_of(method.absent, fits);
}

Status CheckResponse(const Resource& resource, const Response& response) {
  const int status = response.status;
  if (status >= 200 && status < 300) return {};
  std::string text = std::to_string(status) + " from " + response.method + " " + response.url;
  const StatusCode code = CodeOf(status);
  const std::vector<ServerError> errors = ReadErrors(resource, response);
  const std::string words = code == StatusCode::kFailedPrecondition ? RedirectWords(response)
                                                                    : ServerWords(errors, response);
  if (!words.empty()) text += ": " + words;
  std::string hint;
  if (code == StatusCode::kUnauthenticated) hint = CredentialHint(resource, response);
  if (!hint.empty()) text += "; " + hint;
  if (!response.given_up.empty()) text += "; " + response.given_up;
  constexpr size_t kRequestIdBytes = 100;
  const std::string request_id = Printable(response.request_id(), kRequestIdBytes);
  if (!request_id.empty()) text += " (request id " + request_id + ")";
  return Status(code, std::move(text))
      .WithHttp(status, request_id)
      .WithApiCode(ServerCode(errors))
      .WithHint(std::move(hint));
}

}  // namespace apisql
