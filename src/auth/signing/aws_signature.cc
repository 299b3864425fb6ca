#include "src/auth/signing/aws_signature.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/sha256.h"
#include "src/base/text.h"
#include "src/http/message/url.h"

namespace apisql::auth {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kTerminator = "aws4_request";
constexpr char kDate[] = "X-Amz-Date";
constexpr char kContentHash[] = "X-Amz-Content-Sha256";
constexpr char kSecurityToken[] = "X-Amz-Security-Token";

Status OpenSslFailed() {
  return {StatusCode::kInternal, "OpenSSL could not make a signature for AWS"};
}

StatusOr<std::string> HmacSha256(std::string_view key, std::string_view text) {
  std::string code(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  auto* const out = reinterpret_cast<unsigned char*>(code.data());
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(), out,
           &size) == nullptr) {
    return OpenSslFailed();
  }
  code.resize(size);
  return code;
}

// "20150830T123600Z"
std::string TimeText(Clock::WallTime now) {
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(now));
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts)};
}

// A URL's authority, path and query, as they are written.
struct UrlParts {
  std::string_view scheme, authority, path;
};

UrlParts PartsOf(std::string_view url) {
  UrlParts parts;
  const size_t scheme = url.find("://");
  if (scheme == url.npos) return parts;
  parts.scheme = url.substr(0, scheme);
  url.remove_prefix(scheme + 3);
  parts.authority = url.substr(0, url.find_first_of("/?#"));
  url.remove_prefix(parts.authority.size());
  parts.path = url.substr(0, url.find_first_of("?#"));
  return parts;
}

// As libcurl sends it: without the port that the scheme has by itself.
std::string HostHeader(const UrlParts& parts) {
  std::string_view host = parts.authority;
  const std::string_view port = EqualsIgnoreCase(parts.scheme, "https") ? ":443" : ":80";
  if (host.ends_with(port)) host.remove_suffix(port.size());
  return std::string(host);
}

bool IsOfS3(const AwsScope& scope) { return scope.service == "s3"; }

// Without "." and "..", and without the empty segments that two slashes make.
std::string Normalized(std::string_view path) {
  std::vector<std::string> kept;
  for (std::string& segment : Split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(std::move(segment));
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  const bool folder = path.ends_with('/') && !kept.empty();
  return "/" + Join(kept, "/") + (folder ? "/" : "");
}

// The path as it is sent, encoded once more; that of S3 as it is, since names of objects may hold
// anything.
std::string CanonicalPath(std::string_view path, const AwsScope& scope) {
  if (path.empty()) return "/";
  if (IsOfS3(scope)) return std::string(path);
  std::vector<std::string> segments = Split(Normalized(path), '/');
  for (std::string& segment : segments) segment = EncodePathSegment(segment);
  return Join(segments, "/");
}

std::string CanonicalQuery(std::string_view url) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [name, value] : QueryOf(url)) {
    pairs.emplace_back(EncodePathSegment(name), EncodePathSegment(value));
  }
  std::ranges::sort(pairs);
  std::vector<std::string> texts;
  texts.reserve(pairs.size());
  for (const auto& [name, value] : pairs) texts.push_back(name + "=" + value);
  return Join(texts, "&");
}

// Blanks around it do not count, and several within it are one.
std::string CanonicalValue(std::string_view value) {
  std::string text;
  for (const char c : StripBlanks(value)) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank) {
      text += c;
    } else if (!text.ends_with(' ')) {
      text += ' ';
    }
  }
  return text;
}

bool IsSigned(std::string_view lower_name) {
  return lower_name == "content-type" || lower_name.starts_with("x-amz-");
}

// By name in lower case.
std::map<std::string, std::string> SignedHeaders(const Request& request, const UrlParts& url) {
  std::map<std::string, std::string> headers = {{"host", HostHeader(url)}};
  const auto add = [&](const std::string& name, std::string_view value) {
    const std::string lower = AsciiLower(name);
    if (!IsSigned(lower)) return;
    std::string& all = headers[lower];
    all += (all.empty() ? "" : ",") + CanonicalValue(value);
  };
  for (const Header& header : request.headers) add(header.name, header.value);
  for (const SecretField& field : request.secrets) {
    if (field.place == SecretField::Place::kHeader) add(field.name, field.value.Reveal());
  }
  return headers;
}

void SetHeader(const char* name, const std::string& value, Request* request) {
  std::erase_if(request->headers,
                [&](const Header& header) { return EqualsIgnoreCase(header.name, name); });
  request->headers.push_back({name, value});
}

StatusOr<std::string> Signature(const AwsCredential& credential, const AwsScope& scope,
                                std::string_view date, std::string_view text) {
  std::string key = "AWS4" + credential.secret_access_key.Reveal();
  for (const std::string_view part :
       {date, std::string_view(scope.region), std::string_view(scope.service), kTerminator}) {
    ASSIGN_OR_RETURN(key, HmacSha256(key, part));
  }
  ASSIGN_OR_RETURN(const std::string signature, HmacSha256(key, text));
  return HexText(signature);
}

}  // namespace

Status SignAwsRequest(const AwsCredential& credential, const AwsScope& scope, Clock::WallTime now,
                      Request* request) {
  const std::string time = TimeText(now);
  const std::string date = time.substr(0, time.find('T'));
  const std::string body_hash = Sha256Hex(request->body);
  SetHeader(kDate, time, request);
  if (IsOfS3(scope)) SetHeader(kContentHash, body_hash, request);
  if (!credential.session_token.empty()) {
    request->secrets.push_back(
        {SecretField::Place::kHeader, kSecurityToken, credential.session_token});
  }

  const UrlParts url = PartsOf(request->url);
  std::string lines;
  std::vector<std::string> names;
  for (const auto& [name, value] : SignedHeaders(*request, url)) {
    lines += name + ":" + value + "\n";
    names.push_back(name);
  }
  const std::string signed_names = Join(names, ";");
  const std::string canonical = request->method + "\n" + CanonicalPath(url.path, scope) + "\n" +
                                CanonicalQuery(request->url) + "\n" + lines + "\n" + signed_names +
                                "\n" + body_hash;

  const std::string holds =
      date + "/" + scope.region + "/" + scope.service + "/" + std::string(kTerminator);
  const std::string to_sign =
      std::string(kAlgorithm) + "\n" + time + "\n" + holds + "\n" + Sha256Hex(canonical);
  ASSIGN_OR_RETURN(const std::string signature, Signature(credential, scope, date, to_sign));
  request->secrets.push_back(
      {SecretField::Place::kHeader, "Authorization",
       Secret(std::string(kAlgorithm) + " Credential=" + credential.access_key_id + "/" + holds +
              ", SignedHeaders=" + signed_names + ", Signature=" + signature)});
  return OkStatus();
}

}  // namespace apisql::auth
