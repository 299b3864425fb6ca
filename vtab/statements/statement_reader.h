// StatementReader: the words of one of the session's own statements, taken one by one.
#ifndef APISQL_VTAB_STATEMENTS_STATEMENT_READER_H_
#define APISQL_VTAB_STATEMENTS_STATEMENT_READER_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/request/column_value.h"
#include "src/base/status.h"
#include "src/base/text.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sql/tokens.h"

namespace apisql {

// The tables that statements can speak of.
struct KnownTables {
  const RegisteredNames& api_tables;
  // All others that a statement can name: apisql.requests, the workspace's own.
  std::function<std::vector<std::string>()> other_tables;
};

// A dotted name and where it stands.
struct DottedName {
  std::vector<std::string> parts;
  size_t place = 0;

  std::string text() const { return Join(parts, "."); }
};

// Errors have their place. `typed` and `tables` must outlive it.
class StatementReader {
 public:
  // Reads the statement that begins at `begin` of what the user typed.
  StatementReader(std::string_view typed, size_t begin, const KnownTables& tables);

  bool TakeWord(std::string_view word);
  bool TakeOperator(char c);
  StatusOr<DottedName> TakeName();
  // `IN name`, or `FROM name`, where there is one.
  StatusOr<std::optional<DottedName>> TakeIn();
  // A name or string without its quotes, or a number with its sign.
  StatusOr<std::string> TakeText();
  // NULL, TRUE, FALSE, a string, or a number.
  StatusOr<ColumnValue> TakeValue();

  // The next token without taking it; null at the end.
  const Token* Peek() const { return next_ < tokens_.size() ? &tokens_[next_] : nullptr; }
  void Skip() { ++next_; }
  const Token& LastTaken() const { return tokens_[next_ - 1]; }
  Status CheckEnd() const { return Peek() == nullptr ? OkStatus() : SyntaxError(); }
  // About the next token, and about the last one that was taken.
  Status SyntaxError() const { return apisql::SyntaxError(typed_, Peek()); }
  Status SyntaxErrorBefore() const { return apisql::SyntaxError(typed_, &tokens_[next_ - 1]); }

  // The registered spelling of a provider, or of a service with its provider before it.
  StatusOr<std::string> FindProvider(const DottedName& name) const;
  StatusOr<std::string> FindService(const DottedName& name) const;
  // Its name, also for an alias.
  StatusOr<std::string> FindApiTable(const DottedName& name) const;

  std::string_view typed() const { return typed_; }
  const KnownTables& tables() const { return tables_; }

 private:
  StatusOr<ColumnValue> TakeNumber(bool negative);

  std::string_view typed_;
  std::vector<Token> tokens_;
  const KnownTables& tables_;
  size_t next_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_STATEMENT_READER_H_
