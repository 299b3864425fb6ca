#include "registry/errors/server_error.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/errors/xml_answer.h"
#include "registry/model/fill_server.h"
#include "src/base/text.h"
#include "src/http/message/challenge.h"
#include "src/http/message/status_phrase.h"
#include "src/http/message/url.h"
#include "src/json/reader.h"
#include "src/json/text.h"

namespace apisql {
namespace {

constexpr size_t kMessageBytes = 500;
constexpr size_t kMostErrors = 20;  // Looked at in one answer.

constexpr size_t kCodeBytes = 100;

struct ServerError {
  std::string code;
  std::string message;
  std::string pointer;  // To the part of the request that it is about.
};

struct ServerErrors {
  const ErrorShape* shape = nullptr;  // The first that fits; null when none does.
  std::vector<ServerError> errors;
};

JsonPath Within(const JsonPath& list, size_t index, const JsonPath& path) {
  JsonPath whole = list;
  whole.keys.push_back(std::to_string(index));
  whole.keys.insert(whole.keys.end(), path.keys.begin(), path.keys.end());
  return whole;
}

// None when no message stands there.
std::optional<ServerError> ErrorAt(const JsonDocument& body, const ErrorShape& shape) {
  std::optional<std::string> text = body.Text(shape.message);
  if (!text || StripBlanks(*text).empty()) return std::nullopt;
  // The path of a shape that names none is empty, and would be the whole body.
  const auto at = [&](const JsonPath& path) {
    return path.empty() ? std::string() : body.Text(path).value_or("");
  };
  ServerError error{at(shape.code), *std::move(text), ""};
  for (const JsonPath& pointer : shape.pointers) {
    if (error.pointer.empty()) error.pointer = at(pointer);
  }
  return error;
}

// The shape of one element of its list.
ErrorShape ShapeOfElement(const ErrorShape& shape, size_t index) {
  ErrorShape element;
  element.message = Within(shape.list, index, shape.message);
  if (!shape.code.empty()) element.code = Within(shape.list, index, shape.code);
  for (const JsonPath& pointer : shape.pointers) {
    element.pointers.push_back(Within(shape.list, index, pointer));
  }
  return element;
}

std::vector<ServerError> ErrorsOfShape(const JsonDocument& body, const ErrorShape& shape) {
  std::vector<ServerError> errors;
  const auto add = [&](const ErrorShape& one) {
    if (auto error = ErrorAt(body, one)) errors.push_back(*std::move(error));
  };
  if (shape.list.empty()) {
    add(shape);
    return errors;
  }
  const size_t size = std::min(body.ArraySize(shape.list), kMostErrors);
  for (size_t i = 0; i < size; ++i) add(ShapeOfElement(shape, i));
  return errors;
}

ServerErrors ReadErrors(const Resource& resource, const Response& response) {
  if (resource.provider == nullptr) return {};
  const StatusOr<JsonDocument> body = JsonDocument::Parse(JsonOfError(response));
  if (!body.ok()) return {};
  for (const ErrorShape& shape : resource.provider->errors) {
    std::vector<ServerError> errors = ErrorsOfShape(*body, shape);
    if (!errors.empty()) return {&shape, std::move(errors)};
  }
  return {};
}

// A message alone, where the API gives a code beside it, is what gateways in front of it say.
bool IsOwnWords(const ServerErrors& read) {
  if (read.shape == nullptr) return false;
  const bool wants_code = read.shape->list.empty() && !read.shape->code.empty();
  return !wants_code || !read.errors[0].code.empty();
}

bool IsSuccess(int status) { return status >= 200 && status < 300; }

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
  // An answer that its own body takes back.
  if (IsSuccess(status)) return StatusCode::kInvalidArgument;
  if (status >= 300 && status < 400) return StatusCode::kFailedPrecondition;
  if (status >= 400 && status < 500) return StatusCode::kInvalidArgument;
  return StatusCode::kUnavailable;
}

// The first code that the server gave.
std::string ServerCode(const std::vector<ServerError>& errors, const Response& response) {
  for (const ServerError& error : errors) {
    if (!error.code.empty()) return Printable(error.code, kCodeBytes);
  }
  return Printable(ReadRefusal(response).code, kCodeBytes);
}

// "forbidden_access: Forbidden (at /spec/owner); ..."; the start of a body that is in no known
// shape; "" for an empty one.
std::string BodyWords(const Resource& resource, const std::vector<ServerError>& errors,
                      const Response& response) {
  if (errors.empty()) {
    // The object that was written may stand in it, with a secret that nobody knows yet.
    if (MayHoldSecret(resource)) return "";
    const std::string start = Printable(response.body, kMessageBytes);
    return start.empty() ? "" : "'" + start + "'";
  }
  std::vector<std::string> texts;
  for (const ServerError& error : errors) {
    // Some APIs repeat the status as the code.
    const bool tells = !error.code.empty() && error.code != std::to_string(response.status);
    texts.push_back(tells ? error.code + ": " + error.message : error.message);
    if (!error.pointer.empty()) texts.back() += " (at " + error.pointer + ")";
  }
  return Printable(Join(texts, "; "), kMessageBytes);
}

// What WWW-Authenticate says beside the words of the body: "invalid_key: The API Key is invalid".
std::string RefusalWords(const std::string& body_words, const Response& response) {
  const Refusal refusal = ReadRefusal(response);
  const std::string code = Printable(refusal.code, kCodeBytes);
  const std::string description = Printable(refusal.description, kMessageBytes);
  if (body_words.find(description) != std::string::npos && !body_words.empty()) return "";
  return code.empty() || description.empty() ? code + description : code + ": " + description;
}

std::string MeaningIn(const Statuses& statuses, int status) {
  const auto found = statuses.find(status);
  return found == statuses.end() ? "" : found->second;
}

// What the method, or else its table, says of the status: it knows what would work instead.
std::string NearMeaning(const Resource& resource, const Method& method, int status) {
  std::string meaning = MeaningIn(method.statuses, status);
  return meaning.empty() ? MeaningIn(resource.statuses, status) : meaning;
}

// What the status means, for an answer whose own words tell or do not.
std::string Meaning(const Resource& resource, const Method& method, int status, bool has_words) {
  std::string meaning = NearMeaning(resource, method, status);
  if (!meaning.empty() || has_words || resource.provider == nullptr) return meaning;
  return MeaningIn(resource.provider->statuses, status);
}

// Where the answer wanted to send us.
std::string RedirectWords(const Response& response) {
  const std::string location = LocationOf(response);
  return location.empty() ? "was redirected without saying where to"
                          : "was redirected to " + location;
}

std::string WordsOf(const Resource& resource, const Method& method, const Response& response,
                    const std::vector<ServerError>& errors) {
  constexpr int kConflict = 409;
  const int status = response.status;
  if (CodeOf(status) == StatusCode::kFailedPrecondition) return RedirectWords(response);
  std::vector<std::string> parts;
  const auto add = [&](std::string text) {
    if (!text.empty()) parts.push_back(std::move(text));
  };
  const std::string body = BodyWords(resource, errors, response);
  add(body);
  const std::string refusal = RefusalWords(body, response);
  add(refusal);
  add(Meaning(resource, method, status, !errors.empty() || !refusal.empty()));
  if (parts.empty()) add(std::string(StatusPhrase(status)));
  const std::string location = status == kConflict ? LocationOf(response) : "";
  if (!location.empty()) add("it conflicts with " + location);
  return Join(parts, "; ");
}

bool Holds(const SuccessRule& rule, const JsonDocument& body) {
  if (rule.absent) {
    const std::string found = body.Json(rule.path).value_or("null");
    return found == "null" || found == "[]";
  }
  const std::optional<std::string> text = body.Text(rule.path);
  return text && std::ranges::find(rule.values, *text) != rule.values.end();
}

std::string RuleText(const SuccessRule& rule) {
  const std::string path = rule.path.ToString();
  if (rule.absent) return "a success has no " + path;
  return "a success has " + Join(rule.values, " or ") + " at " + path;
}

// The first rule of a success that the answer breaks, in words; "" when it keeps all. What has no
// body breaks none, and NDJSON has none that is one value.
std::string BrokenRule(const Method& method, const Response& response) {
  constexpr int kNoContent = 204;
  if (method.success.empty() || response.status == kNoContent) return "";
  if (method.verb == Verb::kSelect && method.rows_kind == RowsKind::kNdjson) return "";
  const StatusOr<JsonDocument> body = JsonDocument::Parse(response.body);
  for (const SuccessRule& rule : method.success) {
    if (body.ok() && Holds(rule, *body)) continue;
    const std::string more = body.ok() ? MoreRowsWords(method, rule, *body) : "";
    return more.empty() ? RuleText(rule) : more;
  }
  return "";
}

bool HasValue(const JsonDocument& body, const JsonPath& row, const AbsentRule& rule) {
  JsonPath whole = row;
  whole.keys.insert(whole.keys.end(), rule.path.keys.begin(), rule.path.keys.end());
  const std::optional<std::string> text = body.Text(whole);
  return text && std::ranges::find(rule.values, *text) != rule.values.end();
}

// Whether an answer of success says that its one row is not there. Of a list each row says it.
bool SaysAbsent(const Method& method, const Response& response) {
  const bool reads = method.verb == Verb::kSelect;
  if (reads && method.rows_kind != RowsKind::kObject) return false;
  const bool null_is_absent = !reads && method.empty.null;
  const bool has_values = std::ranges::any_of(
      method.absent, [](const AbsentRule& rule) { return !rule.values.empty(); });
  if (!null_is_absent && !has_values) return false;
  const StatusOr<JsonDocument> body = JsonDocument::Parse(response.body);
  if (!body.ok()) return false;
  const JsonPath& row = reads ? method.rows : method.returns;
  if (null_is_absent && body->Json(row).value_or("") == "null") return true;
  return std::ranges::any_of(method.absent, [&](const AbsentRule& rule) {
    return !rule.values.empty() && HasValue(*body, row, rule);
  });
}

// The variables of the servers that the URL can be of. When it is of none, the user has put another
// server in their place: of the one that the method names, or of all.
std::vector<std::string> CredentialVariables(const Provider& provider, const Method& method,
                                             const std::string& url) {
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
  std::vector<std::string> names = variables(MayBeServerOf);
  const auto of_method = [&](const Server& server, const std::string&) {
    return server.name == method.server;
  };
  if (names.empty()) names = variables(of_method);
  if (names.empty()) names = variables([](const Server&, const std::string&) { return true; });
  return names;
}

std::string CredentialHint(const Resource& resource, const Method& method,
                           const Response& response) {
  if (resource.provider == nullptr) return "";
  const std::vector<std::string> names =
      CredentialVariables(*resource.provider, method, response.url);
  if (names.empty()) return "";
  return "the credential is taken from " + Join(names, ", ") + ", or from where the config says";
}

}  // namespace

bool MayHoldSecret(const Resource& resource) {
  return std::ranges::any_of(resource.columns, &Column::secret);
}

bool IsAbsent(const Resource& resource, const Method& method, const Response& response) {
  constexpr int kNoSuchOperation = 405;
  if (IsSuccess(response.status)) return SaysAbsent(method, response);
  if (response.status == kNoSuchOperation) return false;
  const auto fits = [&](const AbsentRule& rule) {
    if (!rule.values.empty() || rule.status != response.status) return false;
    const ServerErrors read = ReadErrors(resource, response);
    return IsOwnWords(read) && std::ranges::all_of(read.errors, [&](const ServerError& error) {
             return rule.code.empty() || error.code == rule.code;
           });
  };
  return std::ranges::any_of(method.absent, fits);
}

Status AbsentInside(const Response& response) {
  std::string text = std::to_string(response.status) + " from " + response.method + " " +
                     response.url + ": the answer says that there is no such row";
  return Status(StatusCode::kNotFound, std::move(text)).WithHttp(response.status, {});
}

std::string LocationOf(const Response& response) {
  const std::string_view whole = response.header("Location").value_or("");
  std::string location(whole.substr(0, whole.find_first_of("?#")));
  const size_t slashes = location.find("//");
  if (slashes != std::string::npos) {
    const size_t host = slashes + 2;
    const size_t at = location.substr(host, location.find('/', host) - host).rfind('@');
    if (at != std::string::npos) location.erase(host, at + 1);
  }
  return Printable(location, kMessageBytes);
}

std::string WordsInside(const Resource& resource, const Response& response) {
  const std::vector<ServerError> errors = ReadErrors(resource, response).errors;
  return errors.empty() ? "" : BodyWords(resource, errors, response);
}

std::string ErrorWords(const Resource& resource, const Method& method, const Response& response) {
  if (IsSuccess(response.status)) return "";
  return WordsOf(resource, method, response, ReadErrors(resource, response).errors);
}

std::function<std::string(const Response&)> LogWords(std::shared_ptr<const Resource> resource,
                                                     const Method* method) {
  return [resource = std::move(resource), method](const Response& response) {
    const bool absent = IsAbsent(*resource, *method, response);
    return absent ? std::string() : ErrorWords(*resource, *method, response);
  };
}

Status CheckResponse(const Resource& resource, const Method& method, const Response& response) {
  const int status = response.status;
  const std::string broken_rule = IsSuccess(status) ? BrokenRule(method, response) : "";
  if (IsSuccess(status) && broken_rule.empty()) return {};
  std::string text = std::to_string(status) + " from " + response.method + " " + response.url;
  const std::vector<ServerError> errors = ReadErrors(resource, response).errors;
  const std::string words = WordsOf(resource, method, response, errors);
  if (!words.empty()) text += ": " + words;
  if (!broken_rule.empty()) text += "; " + broken_rule;
  const StatusCode code = CodeOf(status);
  std::string hint = NearMeaning(resource, method, status);
  if (code == StatusCode::kUnauthenticated) {
    const std::string credential = CredentialHint(resource, method, response);
    if (!credential.empty()) {
      text += "; " + credential;
      hint = credential;
    }
  }
  if (!response.given_up.empty()) text += "; " + response.given_up;
  constexpr size_t kRequestIdBytes = 100;
  const std::string request_id = Printable(response.request_id(), kRequestIdBytes);
  if (!request_id.empty()) text += " (request id " + request_id + ")";
  return Status(code, std::move(text))
      .WithHttp(status, request_id)
      .WithApiCode(ServerCode(errors, response))
      .WithHint(std::move(hint));
}

}  // namespace apisql
