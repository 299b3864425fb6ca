#include "tests/providers/okta/okta_filter.h"

#include <algorithm>
#include <cctype>

#include "src/base/text.h"
#include "tests/providers/api_parts.h"

namespace apisql::okta {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kOrders[] = {"gt", "ge", "lt", "le"};

const Json* ValueOf(const Json& object, std::string_view property) {
  const Json* value = &object;
  for (const std::string& name : Split(property, '.')) {
    if (!value->is_object() || !value->contains(name)) return nullptr;
    value = &(*value)[name];
  }
  return value;
}

}  // namespace

// Expressions as alternatives of terms: and binds closer than or.
class OktaFilterParser {
 public:
  using Term = OktaFilter::Term;
  using Alternatives = std::vector<std::vector<Term>>;

  OktaFilterParser(std::string_view text, const OktaFilterRules& rules)
      : text_(text), rules_(rules) {}

  std::optional<Alternatives> Parse() {
    auto all = ReadOr();
    SkipBlanks();
    return at_ == text_.size() ? all : std::nullopt;
  }

 private:
  std::optional<Alternatives> ReadOr() {
    auto left = ReadAnd();
    while (left && Takes("or")) {
      const auto right = ReadAnd();
      if (!right) return std::nullopt;
      left->insert(left->end(), right->begin(), right->end());
    }
    return left;
  }

  std::optional<Alternatives> ReadAnd() {
    auto left = ReadOne();
    while (left && Takes("and")) {
      const auto right = ReadOne();
      if (!right) return std::nullopt;
      Alternatives both;
      for (const auto& a : *left) {
        for (const auto& b : *right) {
          both.push_back(a);
          both.back().insert(both.back().end(), b.begin(), b.end());
        }
      }
      left = std::move(both);
    }
    return left;
  }

  std::optional<Alternatives> ReadOne() {
    SkipBlanks();
    if (at_ < text_.size() && text_[at_] == '(') {
      ++at_;
      auto inner = ReadOr();
      SkipBlanks();
      if (at_ == text_.size() || text_[at_] != ')') return std::nullopt;
      ++at_;
      return inner;
    }
    Term term;
    term.property = Word();
    term.operation = AsciiLower(Word());
    if (term.operation != "pr" && !ReadText(term.value)) return std::nullopt;
    return IsTaken(term) ? std::optional(Alternatives{{term}}) : std::nullopt;
  }

  bool IsTaken(const Term& term) const {
    if (term.property.empty()) return false;
    if (!rules_.properties.empty() && !rules_.properties.contains(term.property)) return false;
    if (term.operation == "eq") return true;
    if (term.operation == "sw" || term.operation == "pr") return rules_.starts_with;
    const bool orders = std::ranges::find(kOrders, term.operation) != std::end(kOrders);
    return orders && rules_.ordered.contains(term.property) && SecondsOf(term.value);
  }

  void SkipBlanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  std::string Word() {
    SkipBlanks();
    const size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  text_[at_] == '.' || text_[at_] == '_')) {
      ++at_;
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool Takes(std::string_view word) {
    const size_t before = at_;
    if (AsciiLower(Word()) == word) return true;
    at_ = before;
    return false;
  }

  // A JSON string.
  bool ReadText(std::string& value) {
    SkipBlanks();
    if (at_ == text_.size() || text_[at_] != '"') return false;
    size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
    if (end >= text_.size()) return false;
    const Json text = Json::parse(text_.substr(at_, end + 1 - at_), nullptr, false);
    at_ = end + 1;
    if (!text.is_string()) return false;
    value = text;
    return true;
  }

  std::string_view text_;
  const OktaFilterRules& rules_;
  size_t at_ = 0;
};

std::optional<OktaFilter> OktaFilter::Parse(std::string_view text, const OktaFilterRules& rules) {
  auto alternatives = OktaFilterParser(text, rules).Parse();
  if (!alternatives) return std::nullopt;
  OktaFilter filter;
  filter.alternatives_ = std::move(*alternatives);
  filter.ignores_case_ = rules.ignores_case;
  return filter;
}

bool OktaFilter::Matches(const Json& object) const {
  const auto holds = [&](const Term& term) {
    const Json* const found = ValueOf(object, term.property);
    if (found == nullptr || !found->is_string()) return false;
    if (term.operation == "pr") return true;
    std::string value = *found;
    std::string wanted = term.value;
    if (term.operation != "eq" && term.operation != "sw") {
      const auto have = SecondsOf(value);
      const auto bound = SecondsOf(wanted);
      if (term.operation == "gt") return have > bound;
      if (term.operation == "ge") return have >= bound;
      return term.operation == "lt" ? have < bound : have <= bound;
    }
    if (ignores_case_) {
      value = AsciiLower(value);
      wanted = AsciiLower(wanted);
    }
    return term.operation == "eq" ? value == wanted : value.starts_with(wanted);
  };
  return std::ranges::any_of(alternatives_,
                             [&](const auto& terms) { return std::ranges::all_of(terms, holds); });
}

}  // namespace apisql::okta
