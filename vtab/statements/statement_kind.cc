#include "vtab/statements/statement_kind.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>
#include <set>

#include "src/base/text.h"
#include "vtab/sql/registered_names.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

// A dotted name and where it stands.
struct DottedName {
  std::vector<std::string> parts;
  size_t offset = 0;

  std::string text() const { return Join(parts, "."); }
};

// A number by SQLite's rules: what does not fit into an integer is a real; 0x10 is 16. None: it is
// too large for both.
std::optional<ColumnValue> ReadNumber(std::string_view text, bool negative) {
  const char* const begin = std::to_address(text.begin());
  const char* const end = std::to_address(text.end());
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  uint64_t whole = 0;
  const auto integer = std::from_chars(begin + (hex ? 2 : 0), end, whole, hex ? 16 : 10);
  const uint64_t most = uint64_t{std::numeric_limits<int64_t>::max()} + (negative ? 1 : 0);
  if (integer.ec == std::errc() && integer.ptr == end && (hex || whole <= most)) {
    return static_cast<int64_t>(negative ? 0 - whole : whole);
  }
  double real = 0;
  const auto read = std::from_chars(begin, end, real);
  if (hex || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return negative ? -real : real;
}

class StatementReader {
 public:
  StatementReader(std::string_view sql, const KnownTables& tables, int64_t* error_offset)
      : sql_(sql), tokens_(SignificantTokens(sql)), tables_(tables), error_offset_(error_offset) {
    if (!tokens_.empty() && tokens_.back().IsOperator(';')) tokens_.pop_back();
  }

  StatusOr<ParsedStatement> Read();

  bool TakeWord(std::string_view word);
  bool TakeOperator(char c);
  StatusOr<DottedName> TakeName();
  // `IN name`, where there is one.
  StatusOr<std::optional<DottedName>> TakeIn();
  Status CheckEnd() const { return next_ == tokens_.size() ? OkStatus() : SyntaxError(); }
  Status SyntaxError() const;
  Status UnknownName(std::string_view what, const DottedName& name,
                     const std::vector<std::string>& candidates) const;

  // The registered spelling of a provider (depth 1) or service (depth 2).
  StatusOr<std::string> FindPrefix(const DottedName& name, size_t depth) const;
  StatusOr<std::string> FindApiTable(const DottedName& name) const;

  const KnownTables& tables() const { return tables_; }

 private:
  StatusOr<ParsedStatement> ReadShow();
  StatusOr<ParsedStatement> ReadDescribe();
  StatusOr<ParsedStatement> ReadSet();
  StatusOr<ParsedStatement> ReadExplain();
  bool StartsStatement() const;
  Status AnalyzesNothing() const;
  StatusOr<ParsedStatement> ReadExec();
  StatusOr<std::string> TakeArgumentName();
  StatusOr<ColumnValue> TakeArgumentValue();
  StatusOr<std::string> TakeValue();
  StatusOr<ParsedStatement> DescribeOther(const DottedName& name) const;

  std::string_view sql_;
  std::vector<Token> tokens_;
  const KnownTables& tables_;
  int64_t* error_offset_;
  size_t next_ = 0;
};

StatusOr<ParsedStatement> Show(std::string select) {
  ParsedStatement statement;
  statement.kind = ParsedStatement::Kind::kShow;
  statement.select = std::move(select);
  return statement;
}

StatusOr<ParsedStatement> ShowProviders(StatementReader& /*reader*/) {
  return Show(R"(SELECT name, description, tables FROM "apisql.providers" ORDER BY name)");
}

StatusOr<ParsedStatement> ShowServices(StatementReader& reader) {
  ASSIGN_OR_RETURN(const std::optional<DottedName> in, reader.TakeIn());
  std::string where;
  if (in) {
    ASSIGN_OR_RETURN(const std::string provider, reader.FindPrefix(*in, 1));
    where = " WHERE provider = " + QuoteText(provider);
  }
  return Show("SELECT provider, name FROM \"apisql.services\"" + where + " ORDER BY 1, 2");
}

StatusOr<ParsedStatement> ShowResources(StatementReader& reader) {
  ASSIGN_OR_RETURN(const std::optional<DottedName> in, reader.TakeIn());
  std::string where;
  if (in) {
    ASSIGN_OR_RETURN(const std::string prefix,
                     reader.FindPrefix(*in, std::min(in->parts.size(), size_t{2})));
    const std::vector<std::string> parts = Split(prefix, '.');
    where = " WHERE provider = " + QuoteText(parts[0]);
    if (parts.size() > 1) where += " AND service = " + QuoteText(parts[1]);
  }
  return Show("SELECT name, kind, description FROM \"apisql.resources\"" + where +
              " ORDER BY name");
}

StatusOr<ParsedStatement> ShowMethods(StatementReader& reader) {
  ASSIGN_OR_RETURN(const std::optional<DottedName> in, reader.TakeIn());
  if (!in) return reader.SyntaxError();
  ASSIGN_OR_RETURN(const std::string table, reader.FindApiTable(*in));
  return Show(
      "SELECT name, verb, http_method, path, required, filters, description "
      "FROM \"apisql.methods\" WHERE resource = " +
      QuoteText(table));
}

StatusOr<ParsedStatement> ShowSettings(StatementReader& /*reader*/) {
  return Show(R"(SELECT name, value, "default", description FROM "apisql.settings" ORDER BY name)");
}

StatusOr<ParsedStatement> ShowTables(StatementReader& reader) {
  std::set<std::string> names(reader.tables().api_tables.begin(), reader.tables().api_tables.end());
  for (std::string& name : reader.tables().other_tables()) names.insert(std::move(name));
  std::vector<std::string> rows;
  rows.reserve(names.size());
  for (const std::string& name : names) rows.push_back("(" + QuoteText(name) + ")");
  return Show("SELECT column1 AS name FROM (VALUES " + Join(rows, ", ") + ")");
}

StatusOr<ParsedStatement> ShowInsert(StatementReader& reader) {
  if (!reader.TakeWord("into")) return reader.SyntaxError();
  ASSIGN_OR_RETURN(const DottedName name, reader.TakeName());
  ParsedStatement statement;
  statement.kind = ParsedStatement::Kind::kShowInsert;
  ASSIGN_OR_RETURN(statement.table, reader.FindApiTable(name));
  return statement;
}

struct ShowKind {
  std::string_view word;
  StatusOr<ParsedStatement> (*read)(StatementReader& reader);
};
constexpr ShowKind kShowKinds[] = {
    {"providers", ShowProviders}, {"services", ShowServices}, {"resources", ShowResources},
    {"methods", ShowMethods},     {"settings", ShowSettings}, {"tables", ShowTables},
    {"insert", ShowInsert},
};

// The columns of a view are known to SQLite alone; those of a table the document describes.
std::string DescribeSelect(const std::string& table, bool extended) {
  const std::string shown = extended ? R"(name, type, key, hidden, "write", "values", description)"
                                     : R"(name, type, key, "write", description)";
  const std::string name = QuoteText(table);
  return "SELECT " + shown + " FROM (SELECT * FROM \"apisql.columns\" WHERE resource = " + name +
         " UNION ALL SELECT " + name +
         ", name, cid + 1, lower(type), NULL, hidden, 0, NULL, NULL FROM pragma_table_xinfo(" +
         name + ") WHERE NOT EXISTS (SELECT 1 FROM \"apisql.columns\" WHERE resource = " + name +
         "))" + (extended ? "" : " WHERE hidden = 0") + " ORDER BY position";
}

StatusOr<ParsedStatement> StatementReader::Read() {
  if (TakeWord("show")) return ReadShow();
  if (TakeWord("describe")) return ReadDescribe();
  if (TakeWord("set")) return ReadSet();
  if (TakeWord("exec")) return ReadExec();
  if (TakeWord("explain")) return ReadExplain();
  return ParsedStatement{};
}

StatusOr<ParsedStatement> StatementReader::ReadExplain() {
  const bool analyze = TakeWord("analyze");
  if (!TakeWord("requests")) {
    return analyze && StartsStatement() ? AnalyzesNothing() : StatusOr<ParsedStatement>(ParsedStatement{});
  }
  // ANALYZE of an index or a table in a schema with that name.
  if (analyze && next_ < tokens_.size() && tokens_[next_].IsOperator('.')) return ParsedStatement{};
  if (next_ == tokens_.size()) return SyntaxError();
  ParsedStatement statement;
  statement.kind = analyze ? ParsedStatement::Kind::kAnalyzeRequests : ParsedStatement::Kind::kExplainRequests;
  statement.body = tokens_[next_].offset;
  return statement;
}

// True where SQLite's ANALYZE cannot go on.
bool StatementReader::StartsStatement() const {
  constexpr std::string_view kWords[] = {"select", "with",   "values",  "insert",
                                         "update", "delete", "replace", "exec"};
  return next_ < tokens_.size() &&
         std::ranges::any_of(
             kWords, [&](std::string_view word) { return tokens_[next_].IsWord(word); });
}

Status StatementReader::AnalyzesNothing() const {
  *error_offset_ = static_cast<int64_t>(tokens_[next_].offset);
  return {StatusCode::kInvalidArgument,
          "EXPLAIN ANALYZE needs the word REQUESTS: EXPLAIN ANALYZE REQUESTS SELECT ... runs the "
          "statement and tells what was sent. EXPLAIN QUERY PLAN shows SQLite's own plan"};
}

StatusOr<ParsedStatement> StatementReader::ReadShow() {
  for (const ShowKind& kind : kShowKinds) {
    if (!TakeWord(kind.word)) continue;
    ASSIGN_OR_RETURN(ParsedStatement statement, kind.read(*this));
    RETURN_IF_ERROR(CheckEnd());
    return statement;
  }
  return ParsedStatement{};  // SQLite says that it does not know SHOW.
}

StatusOr<ParsedStatement> StatementReader::ReadDescribe() {
  const bool extended = TakeWord("extended");
  ASSIGN_OR_RETURN(const DottedName name, TakeName());
  RETURN_IF_ERROR(CheckEnd());
  StatusOr<std::string> table = FindApiTable(name);
  if (!table.ok()) return DescribeOther(name);
  return Show(DescribeSelect(*table, extended));
}

StatusOr<ParsedStatement> StatementReader::DescribeOther(const DottedName& name) const {
  std::vector<std::string> others = tables_.other_tables();
  const std::string text = name.text();
  const auto found = std::ranges::find_if(
      others, [&](const std::string& other) { return EqualsIgnoreCase(other, text); });
  if (found == others.end()) {
    others.insert(others.end(), tables_.api_tables.begin(), tables_.api_tables.end());
    return UnknownName("table", name, others);
  }
  return Show("SELECT name, type, pk > 0 AS key FROM pragma_table_xinfo(" + QuoteText(*found) +
              ")");
}

StatusOr<ParsedStatement> StatementReader::ReadSet() {
  ASSIGN_OR_RETURN(const DottedName name, TakeName());
  if (!TakeOperator('=')) return SyntaxError();
  ParsedStatement statement;
  statement.kind = ParsedStatement::Kind::kSet;
  statement.setting = name.text();
  ASSIGN_OR_RETURN(statement.value, TakeValue());
  RETURN_IF_ERROR(CheckEnd());
  *error_offset_ = static_cast<int64_t>(name.offset);  // Where a refused setting is shown.
  return statement;
}

StatusOr<ParsedStatement> StatementReader::ReadExec() {
  ASSIGN_OR_RETURN(const DottedName name, TakeName());
  const std::string text = name.text();
  const size_t dot = text.rfind('.');
  ParsedStatement statement;
  statement.kind = ParsedStatement::Kind::kExec;
  ASSIGN_OR_RETURN(statement.table,
                   FindApiTable({{text.substr(0, std::min(dot, text.size()))}, name.offset}));
  statement.method = text.substr(dot + 1);
  const bool given = next_ < tokens_.size() && !tokens_[next_].IsWord("returning");
  for (bool more = given; more; more = TakeOperator(',')) {
    ASSIGN_OR_RETURN(std::string argument, TakeArgumentName());
    if (!TakeOperator('=')) return SyntaxError();
    ASSIGN_OR_RETURN(ColumnValue value, TakeArgumentValue());
    statement.arguments.emplace_back(std::move(argument), std::move(value));
  }
  if (!TakeWord("returning")) RETURN_IF_ERROR(CheckEnd());
  *error_offset_ = static_cast<int64_t>(name.offset);
  return statement;
}

// @name or name; either may have dots in it.
StatusOr<std::string> StatementReader::TakeArgumentName() {
  std::string name;
  if (next_ < tokens_.size() && tokens_[next_].kind == TokenKind::kParameter &&
      tokens_[next_].text[0] == '@') {
    name = tokens_[next_++].text.substr(1);
    if (!TakeOperator('.')) return name;
    name += '.';
  }
  ASSIGN_OR_RETURN(const DottedName rest, TakeName());
  return name + rest.text();
}

StatusOr<ColumnValue> StatementReader::TakeArgumentValue() {
  if (TakeWord("null")) return ColumnValue();
  if (TakeWord("true")) return ColumnValue(int64_t{1});
  if (TakeWord("false")) return ColumnValue(int64_t{0});
  const size_t begin = next_;
  const bool negative = TakeOperator('-');
  if (!negative) TakeOperator('+');
  const bool is_signed = next_ > begin;
  if (next_ == tokens_.size()) return SyntaxError();
  const Token& token = tokens_[next_];
  if (token.kind == TokenKind::kString && !is_signed) {
    ++next_;
    return ColumnValue(Unquote(token));
  }
  if (token.kind != TokenKind::kNumber) return SyntaxError();
  const std::optional<ColumnValue> number = ReadNumber(token.text, negative);
  if (!number) return SyntaxError();
  ++next_;
  return *number;
}

bool StatementReader::TakeOperator(char c) {
  if (next_ == tokens_.size() || !tokens_[next_].IsOperator(c)) return false;
  ++next_;
  return true;
}

StatusOr<std::string> StatementReader::TakeValue() {
  std::string sign;
  if (TakeOperator('-')) sign = "-";
  if (sign.empty() && TakeOperator('+')) sign = "+";
  if (next_ == tokens_.size()) return SyntaxError();
  const Token& token = tokens_[next_];
  const bool number = token.kind == TokenKind::kNumber;
  if (!number && (!sign.empty() || (!token.IsName() && token.kind != TokenKind::kString))) {
    return SyntaxError();
  }
  ++next_;
  return sign + Unquote(token);
}

bool StatementReader::TakeWord(std::string_view word) {
  if (next_ == tokens_.size() || !tokens_[next_].IsWord(word)) return false;
  ++next_;
  return true;
}

StatusOr<DottedName> StatementReader::TakeName() {
  if (next_ == tokens_.size() || !tokens_[next_].IsName()) return SyntaxError();
  DottedName name{{Unquote(tokens_[next_])}, tokens_[next_].offset};
  ++next_;
  while (next_ + 1 < tokens_.size() && tokens_[next_].IsOperator('.') &&
         tokens_[next_ + 1].IsName()) {
    name.parts.push_back(Unquote(tokens_[next_ + 1]));
    next_ += 2;
  }
  return name;
}

StatusOr<std::optional<DottedName>> StatementReader::TakeIn() {
  if (!TakeWord("in")) return std::optional<DottedName>();
  ASSIGN_OR_RETURN(DottedName name, TakeName());
  return std::optional<DottedName>(std::move(name));
}

Status StatementReader::SyntaxError() const {
  const bool at_end = next_ == tokens_.size();
  *error_offset_ = static_cast<int64_t>(at_end ? sql_.size() : tokens_[next_].offset);
  if (at_end) return {StatusCode::kInvalidArgument, "incomplete input"};
  return {StatusCode::kInvalidArgument,
          "near \"" + std::string(tokens_[next_].text) + "\": syntax error"};
}

Status StatementReader::UnknownName(std::string_view what, const DottedName& name,
                                    const std::vector<std::string>& candidates) const {
  *error_offset_ = static_cast<int64_t>(name.offset);
  return {StatusCode::kNotFound, "no such " + std::string(what) + ": " + name.text() + "." +
                                     DidYouMean(name.text(), candidates)};
}

StatusOr<std::string> StatementReader::FindPrefix(const DottedName& name, size_t depth) const {
  std::set<std::string> prefixes;
  for (const std::string& table : tables_.api_tables) {
    const std::vector<std::string> parts = Split(table, '.');
    if (parts.size() <= depth) continue;
    prefixes.insert(Join(std::span(parts).first(depth), "."));
  }
  const std::string text = name.text();
  for (const std::string& prefix : prefixes) {
    if (EqualsIgnoreCase(prefix, text)) return prefix;
  }
  return UnknownName(depth == 1 ? "provider" : "service", name, {prefixes.begin(), prefixes.end()});
}

StatusOr<std::string> StatementReader::FindApiTable(const DottedName& name) const {
  const std::string text = name.text();
  for (const std::string& table : tables_.api_tables) {
    if (EqualsIgnoreCase(table, text)) return table;
  }
  return UnknownName("table", name, tables_.api_tables);
}

}  // namespace

StatusOr<ParsedStatement> ReadStatement(std::string_view sql, const KnownTables& tables,
                                  int64_t* error_offset) {
  return StatementReader(sql, tables, error_offset).Read();
}

}  // namespace apisql
