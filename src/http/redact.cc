#include "src/http/redact.h"

#include <string_view>

#include "src/base/base64.h"
#include "src/http/url.h"

namespace apisql {
namespace {

void ReplaceAll(std::string* text, std::string_view old) {
  constexpr std::string_view kMask = "***";
  if (old.empty()) return;
  for (size_t at = 0; (at = text->find(old, at)) != std::string::npos; at += kMask.size()) {
    text->replace(at, old.size(), kMask);
  }
}

// What "name:password" in Base64 holds. A short one would hide half of the text.
std::string PasswordIn(std::string_view credential) {
  constexpr size_t kShortest = 4;
  const std::string decoded = DecodeBase64(credential).value_or("");
  const size_t colon = decoded.find(':');
  if (colon == std::string::npos || decoded.size() - colon - 1 < kShortest) return "";
  return decoded.substr(colon + 1);
}

}  // namespace

std::string Redact(std::string text, std::span<const SecretField> secrets) {
  for (const SecretField& secret : secrets) {
    const std::string& value = secret.value.Reveal();
    ReplaceAll(&text, value);
    ReplaceAll(&text, EncodeQueryValue(value));
    ReplaceAll(&text, EncodePathSegment(value));
    // "Basic dXNlcjpw": the part that matters may be quoted alone.
    const size_t blank = value.find(' ');
    if (secret.place == SecretField::Place::kHeader && blank != std::string::npos) {
      const std::string_view credential = std::string_view(value).substr(blank + 1);
      ReplaceAll(&text, credential);
      ReplaceAll(&text, PasswordIn(credential));
    }
  }
  return text;
}

}  // namespace apisql
