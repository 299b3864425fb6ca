#include "vtab/sql/schema_statement.h"

#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

using Kind = SchemaStatement::Kind;

class SchemaReader {
 public:
  explicit SchemaReader(std::string_view sql) : tokens_(SignificantTokens(sql)) {}

  std::optional<SchemaStatement> Read() {
    if (Take("explain") && Take("query")) Take("plan");
    if (Take("drop")) return ReadDrop();
    if (Take("alter")) return ReadAlter();
    if (Take("create")) return ReadCreate();
    return std::nullopt;
  }

 private:
  bool Take(std::string_view word) {
    if (next_ == tokens_.size() || !tokens_[next_].IsWord(word)) return false;
    ++next_;
    return true;
  }

  std::optional<SchemaStatement> ReadDrop() {
    if (!Take("table") && !Take("view")) return std::nullopt;
    if (Take("if")) Take("exists");
    return TakeName(Kind::kDrop);
  }

  std::optional<SchemaStatement> ReadAlter() {
    if (!Take("table")) return std::nullopt;
    std::optional<SchemaStatement> table = TakeName(Kind::kAlter);
    if (!table || !Take("rename") || !Take("to")) return table;
    std::optional<SchemaStatement> renamed = TakeName(Kind::kCreate);
    return renamed && renamed->name.size() > 1 ? renamed : table;
  }

  std::optional<SchemaStatement> ReadCreate() {
    if (!Take("temp")) Take("temporary");
    Take("unique");
    Take("virtual");
    if (Take("index")) return ReadOn(Kind::kIndex);
    if (Take("trigger")) return ReadOn(Kind::kTrigger);
    if (!Take("table") && !Take("view")) return std::nullopt;
    TakeIfNotExists();
    return TakeName(Kind::kCreate);
  }

  // The table behind the first ON: before it stand a name, an event and its columns.
  std::optional<SchemaStatement> ReadOn(Kind kind) {
    TakeIfNotExists();
    while (next_ < tokens_.size() && !Take("on")) ++next_;
    return TakeName(kind);
  }

  void TakeIfNotExists() {
    if (Take("if") && Take("not")) Take("exists");
  }

  // SQLite takes a string for a name here.
  bool IsNameAt(size_t at) const {
    return at < tokens_.size() && (tokens_[at].IsName() || tokens_[at].kind == TokenKind::kString);
  }

  std::optional<SchemaStatement> TakeName(Kind kind) {
    if (!IsNameAt(next_)) return std::nullopt;
    SchemaStatement statement{kind, {Unquote(tokens_[next_])}, tokens_[next_].offset};
    for (++next_; next_ + 1 < tokens_.size(); next_ += 2) {
      if (!tokens_[next_].IsOperator('.') || !IsNameAt(next_ + 1)) break;
      statement.name.push_back(Unquote(tokens_[next_ + 1]));
    }
    return statement;
  }

  std::vector<Token> tokens_;
  size_t next_ = 0;
};

std::string_view WhatIsNot(Kind kind) {
  switch (kind) {
    case Kind::kDrop:
      return "cannot be dropped";
    case Kind::kAlter:
      return "cannot be altered";
    case Kind::kIndex:
      return "cannot be indexed; CREATE TABLE ... AS SELECT makes a copy that can";
    case Kind::kTrigger:
      return "cannot have triggers";
    case Kind::kCreate:
      break;
  }
  return "";
}

// SQLite has no names of three parts where it makes a table, and would say "syntax error".
Status CheckNewName(const std::vector<std::string>& name, const RegisteredNames& names) {
  if (name.size() < 3) return OkStatus();
  const std::string text = Join(name, ".");
  if (names.Has(text)) return OkStatus();  // The authorizer says why not.
  if (!names.IsFirstPart(name[0])) {
    return {StatusCode::kInvalidArgument,
            "cannot create " + text + ": a new name is NAME or DATABASE.NAME"};
  }
  return {StatusCode::kInvalidArgument, "cannot create " + text + ": names that begin with " +
                                            name[0] + ". are taken for tables of that provider; " +
                                            name.back() + " alone is a table of the workspace"};
}

}  // namespace

std::optional<SchemaStatement> ReadSchemaStatement(std::string_view sql) {
  return SchemaReader(sql).Read();
}

Status CheckSchemaStatement(const SchemaStatement& statement, const RegisteredNames& names) {
  if (statement.kind == Kind::kCreate) return CheckNewName(statement.name, names);
  const std::string* table = names.Find(statement.name.back());
  if (table == nullptr) return OkStatus();
  const std::string what =
      table->starts_with("apisql.") ? " is one of apisql's own tables" : " is an API table";
  return {StatusCode::kInvalidArgument,
          *table + what + " and " + std::string(WhatIsNot(statement.kind))};
}

}  // namespace apisql
