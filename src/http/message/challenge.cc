#include "src/http/message/challenge.h"

#include <optional>

#include "src/base/text.h"

namespace apisql {
namespace {

// The bytes of a token68 that no token has, beside its '=' at the end.
constexpr std::string_view kToken68Only = "/";

bool IsTokenByte(char c) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || kOthers.find(c) != kOthers.npos;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<Challenge> Read() {
    std::vector<Challenge> challenges;
    for (;;) {
      SkipSeparators();
      const std::string_view name = Token();
      if (name.empty()) return challenges;
      if (challenges.empty() || !IsParameter()) {
        challenges.push_back({std::string(name), {}});
        if (!TakeToken68()) return challenges;
        continue;
      }
      std::optional<std::string> value = Value();
      if (!value) return challenges;
      challenges.back().parameters.emplace_back(name, *std::move(value));
      if (!AtSeparator()) return challenges;
    }
  }

 private:
  bool Has(char c) const { return at_ < text_.size() && text_[at_] == c; }
  static bool IsBlank(char c) { return c == ' ' || c == '\t'; }
  void SkipBlanks() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
  }
  // Elements of a list may be empty.
  void SkipSeparators() {
    while (at_ < text_.size() && (IsBlank(text_[at_]) || text_[at_] == ',')) ++at_;
  }
  bool AtSeparator() {
    SkipBlanks();
    return at_ == text_.size() || Has(',');
  }

  std::string_view Token() {
    const size_t start = at_;
    while (at_ < text_.size() && IsTokenByte(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  // Behind a token: whether "=" makes it a parameter's name. A scheme has none.
  bool IsParameter() const {
    size_t at = at_;
    while (at < text_.size() && IsBlank(text_[at])) ++at;
    return at < text_.size() && text_[at] == '=';
  }

  // Skips the token68 behind a scheme, where there is one: "Negotiate YII=". False: what follows
  // the scheme is no part of a challenge.
  bool TakeToken68() {
    if (at_ == text_.size() || Has(',')) return true;
    if (!IsBlank(text_[at_])) return false;
    SkipBlanks();
    const size_t start = at_;
    while (at_ < text_.size() &&
           (IsTokenByte(text_[at_]) || kToken68Only.find(text_[at_]) != std::string_view::npos)) {
      ++at_;
    }
    while (Has('=')) ++at_;
    if (!AtSeparator()) at_ = start;
    return true;
  }

  // From the "=" on; none where no whole value stands there.
  std::optional<std::string> Value() {
    SkipBlanks();
    ++at_;
    SkipBlanks();
    if (Has('"')) return QuotedString();
    const std::string_view token = Token();
    if (token.empty()) return std::nullopt;
    return std::string(token);
  }

  std::optional<std::string> QuotedString() {
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      if (Has('"')) {
        ++at_;
        return value;
      }
      if (Has('\\') && ++at_ == text_.size()) break;
      value += text_[at_];
    }
    return std::nullopt;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::string_view Challenge::Parameter(std::string_view name) const {
  for (const auto& [known, value] : parameters) {
    if (EqualsIgnoreCase(known, name)) return value;
  }
  return "";
}

std::vector<Challenge> ParseChallenges(std::string_view value) { return Reader(value).Read(); }

Refusal ReadRefusal(const Response& response) {
  for (const Header& header : response.headers) {
    if (!EqualsIgnoreCase(header.name, "WWW-Authenticate")) continue;
    for (const Challenge& challenge : ParseChallenges(header.value)) {
      Refusal refusal{std::string(challenge.Parameter("error")),
                      std::string(challenge.Parameter("error_description"))};
      if (!refusal.code.empty() || !refusal.description.empty()) return refusal;
    }
  }
  return {};
}

}  // namespace apisql
