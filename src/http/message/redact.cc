#include "src/http/message/redact.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "src/base/base64.h"
#include "src/base/text.h"
#include "src/http/message/redirect.h"
#include "src/http/message/url.h"

namespace apisql {
namespace {

// "name:password"; the name alone where there is no password.
void AddPassword(std::string_view credential, Redactor* redactor) {
  const size_t colon = credential.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view password = credential.substr(colon + 1);
  redactor->Add(password.empty() ? credential.substr(0, colon) : password);
}

void AddHeader(std::string_view value, Redactor* redactor) {
  // "Basic dXNlcjpw": the part that matters may be quoted alone, and without its padding.
  const size_t blank = value.find(' ');
  if (blank == std::string_view::npos) return;
  std::string_view credential = value.substr(blank + 1);
  const std::string names = DecodeBase64(credential).value_or("");
  AddPassword(names, redactor);
  // RFC 6749, 2.3.1 has them encoded before they are joined.
  if (names.find('%') != std::string::npos) AddPassword(DecodeQueryValue(names), redactor);
  redactor->Add(credential);
  // AWS quotes that part of its Authorization alone.
  constexpr std::string_view kSignature = "Signature=";
  const size_t signature = credential.rfind(kSignature);
  if (signature != credential.npos) redactor->Add(credential.substr(signature + kSignature.size()));
  while (credential.ends_with('=')) credential.remove_suffix(1);
  redactor->Add(credential);
}

// True for a body that holds no rows: errors quote such bodies.
bool MayBeQuoted(const Response& response) {
  const std::string_view body = StripBlanks(response.body);
  return response.status >= 300 || !(body.starts_with('{') || body.starts_with('['));
}

// Those that are shown. Where the answer is a redirect, Location is needed as it is.
void RedactHeaders(const Redactor& redactor, Response* response) {
  constexpr std::string_view kShown[] = {"www-authenticate", "location"};
  if (IsRedirect(*response)) return;
  for (Header& header : response->headers) {
    const auto is_it = [&](std::string_view name) { return EqualsIgnoreCase(name, header.name); };
    if (!std::ranges::any_of(kShown, is_it) && !std::ranges::any_of(kRequestIdHeaders, is_it)) {
      continue;
    }
    header.value = redactor.Redact(std::move(header.value));
  }
}

}  // namespace

void AddSecrets(std::span<const SecretField> secrets, Redactor* redactor) {
  for (const SecretField& secret : secrets) {
    const std::string& value = secret.value.Reveal();
    redactor->Add(value);
    if (secret.place == SecretField::Place::kHeader) AddHeader(value, redactor);
  }
}

void AddProxyPasswords(Redactor* redactor) {
  constexpr const char* kVariables[] = {"http_proxy", "https_proxy", "HTTPS_PROXY",
                                        "all_proxy",  "ALL_PROXY",   "HTTP_PROXY"};
  for (const char* variable : kVariables) {
    const char* value = std::getenv(variable);
    if (value == nullptr) continue;
    std::string_view url = value;
    // A password that should have been encoded may hold any character, '@' too.
    url = url.substr(0, url.rfind('@') == std::string_view::npos ? 0 : url.rfind('@'));
    const size_t slashes = url.find("://");
    if (slashes != std::string_view::npos) {
      url.remove_prefix(slashes + 3);
    } else {
      // "http:/user:password": which colon stands before the password is not known.
      redactor->Add(url.substr(url.rfind(':') + 1));
    }
    AddPassword(url, redactor);
    AddPassword(DecodeQueryValue(url), redactor);
  }
}

void RedactAnswer(const Redactor& redactor, Response* response) {
  if (MayBeQuoted(*response)) response->body = redactor.Redact(std::move(response->body));
  RedactHeaders(redactor, response);
}

std::string Redact(std::string text, std::span<const SecretField> secrets) {
  Redactor redactor;
  AddSecrets(secrets, &redactor);
  return redactor.Redact(std::move(text));
}

}  // namespace apisql
