#include "src/paging/link_header.h"

#include <optional>
#include <utility>

#include "src/base/text.h"

namespace apisql {
namespace {

// Reads RFC 8288, appendix B.2, but refuses what that skips.
class LinkParser {
 public:
  explicit LinkParser(std::string_view text) : text_(text) {}

  StatusOr<std::vector<Link>> Parse() {
    std::vector<Link> links;
    while (true) {
      SkipSeparators();
      if (AtEnd()) return links;
      std::optional<Link> link = ParseLink();
      if (link && !AtEnd() && text_[at_] != ',') link = Expected("',' or ';'");
      if (!link) return fault_;
      links.push_back(*std::move(link));
    }
  }

 private:
  // These return none after a fault.
  std::optional<Link> ParseLink() {
    if (!Take('<')) return Expected("'<'");
    const size_t end = text_.find('>', at_);
    if (end == std::string_view::npos) return Expected("'>'");
    Link link;
    link.url = StripBlanks(text_.substr(at_, end - at_));
    at_ = end + 1;
    bool has_relation = false;
    for (SkipBlanks(); Take(';'); SkipBlanks()) {
      SkipBlanks();
      if (AtEnd() || text_[at_] == ';' || text_[at_] == ',') continue;  // "<...>; ; rel=next;"
      const auto parameter = ParseParameter();
      if (!parameter) return std::nullopt;
      const auto& [name, value] = *parameter;
      if (name == "anchor") link.has_anchor = true;
      // Only the first counts (RFC 8288, 3.3).
      if (name != "rel" || std::exchange(has_relation, true)) continue;
      for (const std::string& relation : Split(value, ' ')) {
        if (!relation.empty()) link.relations.push_back(AsciiLower(relation));
      }
    }
    return link;
  }

  // name, name=token, name="quoted" or name='quoted'
  std::optional<std::pair<std::string, std::string>> ParseParameter() {
    const size_t start = at_;
    while (!AtEnd() && kNameEnd.find(text_[at_]) == std::string_view::npos) ++at_;
    if (at_ == start) return Expected("a parameter");
    std::pair<std::string, std::string> parameter;
    parameter.first = AsciiLower(text_.substr(start, at_ - start));
    SkipBlanks();
    if (!Take('=')) return parameter;
    SkipBlanks();
    if (Take('"')) {
      std::optional<std::string> quoted = ParseQuoted();
      if (!quoted) return std::nullopt;
      parameter.second = *std::move(quoted);
    } else if (const size_t quoted = SingleQuoted(); quoted != 0) {
      parameter.second = text_.substr(at_ + 1, quoted - 2);
      at_ += quoted;
    } else {
      const size_t value = at_;
      while (!AtEnd() && kValueEnd.find(text_[at_]) == std::string_view::npos) ++at_;
      parameter.second = text_.substr(value, at_ - value);
    }
    return parameter;
  }

  // After the opening quote.
  std::optional<std::string> ParseQuoted() {
    std::string value;
    while (!AtEnd()) {
      const char c = text_[at_++];
      if (c == '"') return value;
      if (c == '\\' && !AtEnd()) {
        value += text_[at_++];
      } else {
        value += c;
      }
    }
    return Expected("'\"'");
  }

  // The bytes of a value in single quotes, with them; 0 where there is none: a token may begin with
  // one.
  size_t SingleQuoted() const {
    if (AtEnd() || text_[at_] != '\'') return 0;
    const size_t end = text_.find('\'', at_ + 1);
    if (end == std::string_view::npos) return 0;
    const bool closes =
        end + 1 == text_.size() || kValueEnd.find(text_[end + 1]) != std::string_view::npos;
    return closes ? end + 1 - at_ : 0;
  }

  bool AtEnd() const { return at_ == text_.size(); }
  bool Take(char c) {
    if (AtEnd() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void SkipBlanks() {
    while (!AtEnd() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  // RFC 9110 lets lists have empty elements.
  void SkipSeparators() {
    for (SkipBlanks(); Take(','); SkipBlanks()) {
    }
  }
  std::nullopt_t Expected(const char* what) {
    fault_ = {StatusCode::kDataLoss,
              "Link header: expected " + std::string(what) + " at byte " + std::to_string(at_)};
    return std::nullopt;
  }

  static constexpr std::string_view kNameEnd = " \t=;,<>\"";
  static constexpr std::string_view kValueEnd = " \t;,<>\"";

  std::string_view text_;
  size_t at_ = 0;
  Status fault_;
};

}  // namespace

StatusOr<std::vector<Link>> ParseLinkHeader(std::string_view text) {
  return LinkParser(text).Parse();
}

}  // namespace apisql
