#include "vtab/rewrite/rewrite.h"

#include <algorithm>
#include <span>
#include <utility>

#include "src/base/text.h"
#include "vtab/rewrite/offered_terms.h"
#include "vtab/rewrite/right_join.h"
#include "vtab/rewrite/with_views.h"
#include "vtab/sql/table_positions.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// Names joined by dots: tokens[begin], tokens[begin + 2], ... and what they are without quotes.
struct Chain {
  size_t begin = 0;
  std::vector<std::string> parts;

  size_t LastToken(size_t part_count) const { return begin + 2 * (part_count - 1); }
  std::string Dotted(size_t part_count) const {
    return Join(std::span(parts).first(part_count), ".");
  }
  // A quoted part with a dot in it is one name: "confluent.iam".api_keys is not our table.
  bool IsPlain(size_t part_count) const {
    return part_count == 1 ||
           std::ranges::none_of(std::span(parts).first(part_count), [](const std::string& part) {
             return part.find('.') != std::string::npos;
           });
  }
};

Chain ReadChain(const std::vector<Token>& tokens, size_t begin) {
  Chain chain{begin, {Unquote(tokens[begin])}};
  for (size_t i = begin + 1; i + 1 < tokens.size(); i += 2) {
    if (!tokens[i].IsOperator('.') || !tokens[i + 1].IsName()) break;
    chain.parts.push_back(Unquote(tokens[i + 1]));
  }
  return chain;
}

class Rewriter {
 public:
  Rewriter(std::string_view typed, const RegisteredNames& names, size_t begin)
      : sql_(typed.substr(begin)), begin_(begin), tokens_(SignificantTokens(sql_)), names_(names) {
    result_.typed = typed;
  }

  Status Run() {
    result_.places.AddCopy(0, begin_);
    for (size_t i = 0; i < tokens_.size();) {
      if (!tokens_[i].IsName()) {
        positions_.Take(tokens_[i++]);
        continue;
      }
      const Chain chain = ReadChain(tokens_, i);
      if (!TakeTable(chain)) RETURN_IF_ERROR(CheckUnknown(chain));
      i = chain.LastToken(chain.parts.size()) + 1;
      for (size_t j = chain.begin; j < i; ++j) positions_.Take(tokens_[j]);
    }
    result_.text += sql_.substr(copied_);
    return OkStatus();
  }

  SqlText TakeResult() { return std::move(result_); }

 private:
  // Replaces the longest beginning of the chain that is a registered name. False: there is none.
  bool TakeTable(const Chain& chain) {
    if (chain.begin > 0 && tokens_[chain.begin - 1].IsOperator('.')) return false;
    for (size_t count = chain.parts.size(); count > 0; --count) {
      const std::string* name = chain.IsPlain(count) ? names_.Find(chain.Dotted(count)) : nullptr;
      if (name == nullptr) continue;
      if (count > 1 || !EqualsIgnoreCase(chain.parts[0], *name)) {
        Replace(tokens_[chain.begin], tokens_[chain.LastToken(count)], *name);
      }
      if (std::ranges::count(result_.tables, *name) == 0) result_.tables.push_back(*name);
      return true;
    }
    return false;
  }

  void Replace(const Token& first, const Token& last, const std::string& name) {
    result_.text += sql_.substr(copied_, first.offset - copied_);
    result_.places.AddReplacement(result_.text.size(), begin_ + first.offset);
    // Quotes that touch would be read as one name with a quote in it: acme.crm.people"p".
    if (result_.text.ends_with('"')) result_.text += ' ';
    result_.text += QuoteName(name);
    copied_ = last.end();
    if (sql_.substr(copied_).starts_with('"')) result_.text += ' ';
    result_.places.AddCopy(result_.text.size(), begin_ + copied_);
  }

  // SQLite has no names of three parts where a table stands: it would only say "syntax error".
  Status CheckUnknown(const Chain& chain) const {
    if (chain.parts.size() < 3 || !positions_.expects_table()) return OkStatus();
    if (!names_.IsFirstPart(chain.parts[0])) return OkStatus();
    const std::string name = chain.Dotted(chain.parts.size());
    return names_.UnknownTable(name).At(begin_ + tokens_[chain.begin].offset);
  }

  std::string_view sql_;
  size_t begin_;
  std::vector<Token> tokens_;
  const RegisteredNames& names_;
  TablePositions positions_;
  SqlText result_;
  size_t copied_ = 0;  // How much of `sql_` is in the result.
};

}  // namespace

StatusOr<SqlText> QuoteTableNames(std::string_view typed, const RegisteredNames& names,
                                  size_t begin) {
  Rewriter rewriter(typed, names, begin);
  RETURN_IF_ERROR(rewriter.Run());
  return rewriter.TakeResult();
}

StatusOr<SqlText> RewriteSql(std::string_view typed, const RegisteredNames& names, size_t begin) {
  ASSIGN_OR_RETURN(SqlText sql, QuoteTableNames(typed, names, begin));
  return WithViews(WithLeftJoins(WithOfferedTerms(std::move(sql), names)), names);
}

}  // namespace apisql
