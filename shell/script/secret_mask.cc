#include "shell/script/secret_mask.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "src/base/text.h"
#include "vtab/sql/split.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

constexpr std::string_view kStars = "***";
constexpr std::string_view kQuotedStars = "'***'";

// Words at which what belongs to a column before them ends.
constexpr std::string_view kEnds[] = {"or",    "where", "from",   "group",     "order",
                                      "limit", "union", "having", "returning", "when",
                                      "then",  "else",  "end",    "on",        "select"};

bool IsLiteral(const Token& token) {
  return token.kind == TokenKind::kString || token.kind == TokenKind::kNumber ||
         token.kind == TokenKind::kBlob || token.kind == TokenKind::kIllegal;
}

bool IsComparison(const Token& token) {
  return (token.kind == TokenKind::kOperator &&
          token.text.find_first_of("=<>") != std::string::npos) ||
         token.IsWord("is") || token.IsWord("like");
}

// One statement, and which of its tokens are to be stars.
class StatementMask {
 public:
  StatementMask(std::string_view sql, Catalog& catalog)
      : sql_(sql), tokens_(SignificantTokens(sql)), hidden_(tokens_.size()) {
    for (size_t i = 0; i < tokens_.size(); ++i) AddTable(i, catalog);
  }

  std::string Text() {
    if (secret_names_.empty()) return std::string(sql_);
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (IsSecretName(i)) HideAround(i);
      if (tokens_[i].IsWord("into")) HideInserted(i + 1);
    }
    return Written();
  }

 private:
  // Where a dotted name that begins at `begin` ends; `begin` where there is none.
  size_t EndOfName(size_t begin) const {
    if (begin >= tokens_.size() || !tokens_[begin].IsName()) return begin;
    size_t end = begin + 1;
    while (end + 1 < tokens_.size() && tokens_[end].IsOperator('.') && tokens_[end + 1].IsName()) {
      end += 2;
    }
    return end;
  }

  // Tables have two dots in their names. EXEC names one with a method behind it.
  void AddTable(size_t begin, Catalog& catalog) {
    if (begin > 0 && tokens_[begin - 1].IsOperator('.')) return;
    std::string name;
    for (size_t i = begin; i < EndOfName(begin); i += 2) {
      name += (i == begin ? "" : ".") + Unquote(tokens_[i]);
      if (const std::string* table = catalog.FindName(name)) AddSecrets(*table, catalog);
    }
  }

  void AddSecrets(const std::string& table, Catalog& catalog) {
    const auto resource = catalog.Find(table);
    if (!resource.ok()) return;
    for (const Column& column : (*resource)->columns) {
      if (!column.secret) continue;
      secret_names_.insert(AsciiLower(column.name));
      for (const std::string& alias : column.aliases) secret_names_.insert(AsciiLower(alias));
    }
  }

  bool IsSecret(std::string_view name) const { return secret_names_.contains(AsciiLower(name)); }

  bool IsSecretName(size_t i) const {
    const Token& token = tokens_[i];
    if (token.kind == TokenKind::kParameter && token.text.starts_with('@')) {
      return IsSecret(token.text.substr(1));
    }
    return token.IsName() && IsSecret(Unquote(token));
  }

  void HideAround(size_t name) {
    size_t before = name;  // The front of k.secret.
    while (before >= 2 && tokens_[before - 1].IsOperator('.')) before -= 2;
    if (before >= 2 && IsComparison(tokens_[before - 1]) && IsLiteral(tokens_[before - 2])) {
      hidden_[before - 2] = true;
    }
    HideUpTo(name + 1, EndOfValue(name + 1));
  }

  // Behind what is said of a column whose name has just ended at `at`.
  size_t EndOfValue(size_t at) const {
    int depth = 0;
    bool between = false;
    for (; at < tokens_.size(); ++at) {
      const Token& token = tokens_[at];
      if (token.IsOperator('(')) ++depth;
      if (token.IsOperator(')') && --depth < 0) break;
      if (depth > 0) continue;
      if (token.IsOperator(',') || token.IsOperator(';') || IsOneOf(token, kEnds)) break;
      if (token.IsWord("between")) between = true;
      if (token.IsWord("and") && !std::exchange(between, false)) break;
    }
    return at;
  }

  void HideUpTo(size_t begin, size_t end) {
    for (size_t i = begin; i < std::min(end, tokens_.size()); ++i) {
      if (IsLiteral(tokens_[i])) hidden_[i] = true;
    }
  }

  // table (columns) VALUES (...), (...), or a SELECT in place of VALUES.
  void HideInserted(size_t at) {
    at = EndOfName(at);
    if (at >= tokens_.size() || !tokens_[at].IsOperator('(')) return;
    std::set<size_t> places;
    size_t place = 0;
    for (++at; at < tokens_.size() && !tokens_[at].IsOperator(')'); ++at) {
      if (tokens_[at].IsOperator(',')) ++place;
      if (IsSecretName(at)) places.insert(place);
    }
    HideValues(at + 1, places);
  }

  // Depth 1 is within a row of VALUES, and depth 0 within the list of a SELECT.
  void HideValues(size_t at, const std::set<size_t>& places) {
    if (at >= tokens_.size()) return;
    const int list_depth = tokens_[at].IsWord("values") ? 1 : 0;
    int depth = 0;
    size_t place = 0;
    for (++at; at < tokens_.size(); ++at) {
      const Token& token = tokens_[at];
      if (token.IsOperator('(') && ++depth == list_depth) place = 0;
      if (token.IsOperator(')')) --depth;
      if (token.IsOperator(',') && depth == list_depth) ++place;
      if (depth == 0 && (token.IsOperator(';') || IsOneOf(token, kEnds))) return;
      if (depth >= list_depth && places.contains(place) && IsLiteral(token)) hidden_[at] = true;
    }
  }

  std::string Written() const {
    std::string text;
    size_t done = 0;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (!hidden_[i]) continue;
      text += sql_.substr(done, tokens_[i].offset - done);
      text += kQuotedStars;
      done = tokens_[i].end();
    }
    return text.append(sql_.substr(done));
  }

  std::string_view sql_;
  std::vector<Token> tokens_;
  std::vector<bool> hidden_;
  std::set<std::string> secret_names_;  // In lower case.
};

// ".set password x": the value is all that stands behind the name.
std::optional<std::string> MaskedSet(std::string_view entry) {
  constexpr std::string_view kTelling[] = {"secret", "password", "passwd", "token", "credential"};
  std::string_view rest = StripBlanks(entry);
  if (!AsciiLower(rest.substr(0, 5)).starts_with(".set ")) return std::nullopt;
  const size_t name_at = rest.find_first_not_of(" \t", 5);
  const size_t end = name_at == std::string::npos ? name_at : rest.find_first_of(" \t", name_at);
  if (end == std::string::npos) return std::nullopt;
  const std::string name = AsciiLower(rest.substr(name_at, end - name_at));
  const bool tells = name == "key" || std::ranges::any_of(kTelling, [&](std::string_view word) {
                       return name.find(word) != std::string::npos;
                     });
  if (!tells) return std::nullopt;
  return std::string(rest.substr(0, end)).append(" ").append(kStars);
}

void ReplaceAll(std::string_view old, std::string* text) {
  constexpr size_t kShortest = 4;  // A shorter one would hide half of the text.
  if (old.size() < kShortest) return;
  for (size_t at = 0; (at = text->find(old, at)) != std::string::npos; at += kStars.size()) {
    text->replace(at, old.size(), kStars);
  }
}

}  // namespace

std::string MaskSecrets(std::string_view entry, Catalog& catalog,
                        std::span<const std::string> credentials) {
  std::string masked;
  if (const auto set = MaskedSet(entry)) {
    masked = *set;
  } else {
    while (!entry.empty()) {
      const std::string_view statement = entry.substr(0, FirstStatementSize(entry));
      entry.remove_prefix(statement.size());
      masked += StatementMask(statement, catalog).Text();
    }
  }
  for (const std::string& credential : credentials) {
    ReplaceAll(credential, &masked);
    const std::string quoted = QuoteText(credential);
    ReplaceAll(std::string_view(quoted).substr(1, quoted.size() - 2), &masked);
  }
  return masked;
}

}  // namespace apisql
