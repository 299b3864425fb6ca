#include "src/auth/token.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "src/base/text.h"
#include "src/http/message/redact.h"
#include "src/http/message/url.h"
#include "src/json/reader.h"

namespace apisql::auth {
namespace {

using std::chrono::seconds;

constexpr seconds kDefaultLife{300};
constexpr seconds kLongestLife{365 * 24 * 3600};
constexpr seconds kLongestMargin{60};

std::optional<std::string> Member(const JsonDocument& document, const char* name) {
  return document.Text(JsonPath{{name}});
}

// A bearer token travels in a header: RFC 6750, 2.1 allows no blanks and no controls.
bool IsTokenText(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c < 0x7f; });
}

// None when it is no number of seconds from zero up. Zero is what servers say that do not know.
std::optional<seconds> ReadLife(const std::optional<std::string>& text) {
  if (!text) return kDefaultLife;
  double value = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || stop != end || !(value >= 0)) {
    return std::nullopt;
  }
  if (value < 1) return kDefaultLife;
  return seconds(static_cast<int64_t>(std::min(value, static_cast<double>(kLongestLife.count()))));
}

// RFC 6749, 5.1: without regard to letter case. Apigee calls it BearerToken.
bool IsBearer(std::string_view type) {
  return EqualsIgnoreCase(type, "bearer") || EqualsIgnoreCase(type, "BearerToken");
}

StatusCode CodeOf(int status) {
  if (status == 429) return StatusCode::kResourceExhausted;
  return status >= 500 ? StatusCode::kUnavailable : StatusCode::kUnauthenticated;
}

// RFC 6749, 5.2: ": invalid_client: no such client"; "" when the body is of another shape.
std::string ServerWords(const std::string& body) {
  const StatusOr<JsonDocument> document = JsonDocument::Parse(body);
  if (!document.ok()) return {};
  std::string words;
  for (const char* name : {"error", "error_description"}) {
    constexpr size_t kEnough = 200;
    if (const auto text = Member(*document, name)) words += ": " + text->substr(0, kEnough);
  }
  std::ranges::replace_if(words, [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
  return words;
}

}  // namespace

StatusOr<Token> ReadToken(std::string_view body, Clock::WallTime now) {
  const StatusOr<JsonDocument> document = JsonDocument::Parse(body);
  if (!document.ok() || !document->IsObject()) {
    return Status(StatusCode::kDataLoss, "the token server's answer is no JSON object");
  }
  const std::optional<std::string> text = Member(*document, "access_token");
  if (!text || !IsTokenText(*text)) {
    return Status(StatusCode::kDataLoss, "the token server sent no usable access_token");
  }
  const std::optional<std::string> type = Member(*document, "token_type");
  if (type && !IsBearer(*type)) {
    return Status(StatusCode::kDataLoss, "the token server sent a token that is no bearer token");
  }
  const std::optional<seconds> life = ReadLife(Member(*document, "expires_in"));
  if (!life) {
    return Status(StatusCode::kDataLoss, "the token server sent no usable expires_in");
  }
  const auto margin =
      std::min<std::chrono::milliseconds>(std::chrono::milliseconds(*life) / 5, kLongestMargin);
  const std::string refresh = Member(*document, "refresh_token").value_or("");
  return Token{Secret(*text), Secret(refresh), now + *life - margin};
}

TokenAuthenticator::TokenAuthenticator(Request request, Complete complete)
    : request_(std::move(request)), complete_(std::move(complete)) {}

std::optional<Request> TokenAuthenticator::TokenRequest(Clock::WallTime now) {
  if (token_ && now < token_->renew_at) return std::nullopt;
  if (!complete_) return request_;
  Request request = request_;
  complete_(now, &request);
  asked_secrets_ = request.secrets;
  return request;
}

Status TokenAuthenticator::AcceptToken(const Response& response, Clock::WallTime now) {
  token_.reset();
  const std::string exchange = "POST " + request_.url;
  if (response.status < 200 || response.status >= 300) {
    // The server's words may repeat what it was sent: they are read behind that, since they are
    // cut.
    const std::string body = Redact(response.body, complete_ ? asked_secrets_ : request_.secrets);
    return Status(CodeOf(response.status),
                  std::to_string(response.status) + " from " + exchange + ServerWords(body))
        .WithHttp(response.status, response.request_id());
  }
  StatusOr<Token> token = ReadToken(response.body, now);
  if (!token.ok()) return std::move(token).status().Annotate(exchange);
  token_ = *std::move(token);
  KeepRefreshToken(token_->refresh_token);
  return OkStatus();
}

// Servers that give a new one with each token (RFC 6749, 6) take the old one but once.
void TokenAuthenticator::KeepRefreshToken(const Secret& refresh_token) {
  if (refresh_token.empty()) return;
  for (SecretField& field : request_.secrets) {
    if (field.name == "refresh_token") field.value = refresh_token;
  }
}

bool TokenAuthenticator::ForgetToken() {
  const bool had_token = token_.has_value();
  token_.reset();
  return had_token;
}

Status TokenAuthenticator::Apply(Request* request, Clock::WallTime /*now*/) const {
  if (!token_) return {StatusCode::kUnauthenticated, "no token from " + request_.url};
  request->secrets.push_back(
      {SecretField::Place::kHeader, "Authorization", Secret("Bearer " + token_->text.Reveal())});
  return OkStatus();
}

StatusOr<Request> MakeFormRequest(const std::string& token_url) {
  if (const auto origin = OriginOf(token_url); !origin.ok()) {
    return origin.status().Annotate("token_url");
  }
  if (!IsHttps(token_url) && !IsLoopback(token_url)) {
    return Status(StatusCode::kInvalidArgument, "token_url must be an https URL");
  }
  Request request;
  request.method = "POST";
  request.url = token_url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  // A token that was made and lost harms nobody.
  request.idempotent = true;
  constexpr size_t kLargestAnswer = size_t{1} << 20;
  request.max_body_bytes = kLargestAnswer;
  request.label.operation = "token";
  return request;
}

}  // namespace apisql::auth
