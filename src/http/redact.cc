#include "src/http/redact.h"

#include <string_view>

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
      ReplaceAll(&text, std::string_view(value).substr(blank + 1));
    }
  }
  return text;
}

}  // namespace apisql
