#include "vtab/rewrite/file_calls.h"

#include <optional>
#include <utility>

#include "vtab/sql/table_positions.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

std::optional<FileCall::Kind> FileCallKind(const Token& token) {
  if (token.IsWord("read_csv")) return FileCall::Kind::kCsv;
  if (token.IsWord("read_tsv")) return FileCall::Kind::kTsv;
  if (token.IsWord("read_json")) return FileCall::Kind::kJson;
  return std::nullopt;
}

// True for a view and a trigger.
bool IsKept(const std::vector<Token>& tokens) {
  if (tokens.empty() || !tokens[0].IsWord("create")) return false;
  for (size_t i = 1; i < tokens.size() && i < 3; ++i) {
    if (tokens[i].IsWord("view") || tokens[i].IsWord("trigger")) return true;
  }
  return false;
}

// The argument's text, which is all that stands between the parentheses.
StatusOr<std::string> FileArgument(const std::vector<Token>& tokens, size_t name,
                                   const VariableText& variable) {
  const std::string function(tokens[name].text);
  const Token* const argument = name + 2 < tokens.size() ? &tokens[name + 2] : nullptr;
  const bool alone =
      argument != nullptr && name + 3 < tokens.size() && tokens[name + 3].IsOperator(')');
  if (alone && argument->kind == TokenKind::kString) return Unquote(*argument);
  if (alone && argument->kind == TokenKind::kParameter) {
    if (variable && argument->text != "?") {
      StatusOr<std::string> text = variable(argument->text.substr(1));
      if (!text.ok()) return std::move(text).status().At(argument->offset);
      return text;
    }
    return Status(StatusCode::kInvalidArgument,
                  function + "() reads its file before the statement runs, and " +
                      std::string(argument->text) + " has no text by then");
  }
  return Status(StatusCode::kInvalidArgument,
                function + "() takes the name of one file, as a text in quotes: " + function +
                    "('file." + function.substr(5) + "')");
}

}  // namespace

StatusOr<std::vector<FileCall>> FindFileCalls(std::string_view sql, const VariableText& variable) {
  std::vector<FileCall> calls;
  const std::vector<Token> tokens = SignificantTokens(sql);
  TablePositions positions;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::optional<FileCall::Kind> kind = FileCallKind(tokens[i]);
    const bool opens = i + 1 < tokens.size() && tokens[i + 1].IsOperator('(');
    const bool is_target = i > 0 && tokens[i - 1].IsWord("into");
    if (kind && opens && positions.expects_table() && !is_target) {
      if (IsKept(tokens)) {
        return Status(StatusCode::kInvalidArgument,
                      std::string(tokens[i].text) +
                          "() cannot stand in a view or a trigger, which outlive the file; "
                          ".import makes a table of it")
            .At(tokens[i].offset);
      }
      StatusOr<std::string> file = FileArgument(tokens, i, variable);
      if (!file.ok()) {
        const size_t place = file.status().place().value_or(tokens[i].offset);
        return std::move(file).status().At(place);
      }
      calls.push_back({*kind, std::move(*file), tokens[i].offset, tokens[i + 3].end()});
    }
    positions.Take(tokens[i]);
  }
  return calls;
}

}  // namespace apisql
