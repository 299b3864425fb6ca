#include "shell/script/variables.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <vector>

#include "shell/output/value_text.h"
#include "src/base/text.h"
#include "vtab/prepared/result_table.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

template <typename Number>
bool ReadWhole(std::string_view text, Number* number) {
  const char* const end = std::to_address(text.end());
  const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, *number);
  return error == std::errc() && stop == end;
}

// The name of a parameter without its first character; "" for a number.
std::string_view NameOf(const SqlParameter& parameter) {
  return parameter.name.starts_with('?') ? "" : std::string_view(parameter.name).substr(1);
}

// `parameter` is written so in the statement, `name` is that without its first character; "" for
// one without a name.
Status NoValue(const std::string& parameter, const std::string& name) {
  std::string hint = name.empty() ? "Give it a name, such as :id, and a value with --var id=VALUE"
                                  : ".set " + name + " VALUE gives it one, or --var " + name +
                                        "=VALUE on the command line";
  return Status(StatusCode::kInvalidArgument,
                "the parameter " + parameter + " has no value. " + hint)
      .WithHint(std::move(hint));
}

}  // namespace

SqlValue ValueOfWord(std::string_view text) {
  int64_t integer = 0;
  if (ReadWhole(text, &integer) && std::to_string(integer) == text) return integer;
  double real = 0;
  if (!text.empty() && ReadWhole(text, &real)) {
    std::string written;
    AppendReal(real, &written);
    if (written == text && written.find_first_not_of("-.0123456789") == std::string::npos) {
      return real;
    }
  }
  return std::string(text);
}

StatusOr<SqlValue> ReadValue(std::string_view text) {
  const std::string_view value = StripBlanks(text);
  if (EqualsIgnoreCase(value, "null")) return SqlValue();
  if (!value.starts_with('\'')) return ValueOfWord(value);
  const std::vector<Token> tokens = SignificantTokens(value);
  if (tokens.size() == 1 && tokens[0].kind == TokenKind::kString) {
    return SqlValue(Unquote(tokens[0]));
  }
  return Status(StatusCode::kInvalidArgument,
                "the value begins with a quote, so it must end with it; a quote within is doubled");
}

Status Variables::Set(std::string_view name, SqlValue value) {
  const bool ok =
      !name.empty() && (name[0] < '0' || name[0] > '9') && std::ranges::all_of(name, IsWordByte);
  if (!ok) {
    return Status(StatusCode::kInvalidArgument,
                  "a variable is named by letters, digits and _, not " + std::string(name));
  }
  values_.insert_or_assign(std::string(name), std::move(value));
  return OkStatus();
}

Status Variables::Unset(std::string_view name) {
  const auto found = values_.find(name);
  if (found == values_.end()) {
    std::vector<std::string> names;
    for (const auto& [known, value] : values_) names.push_back(known);
    return Status(StatusCode::kNotFound,
                  "no variable " + std::string(name) + " is set" + DidYouMean(name, names));
  }
  values_.erase(found);
  return OkStatus();
}

StatusOr<std::string> Variables::TextOf(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return NoValue(":" + std::string(name), std::string(name));
  if (std::holds_alternative<std::monostate>(found->second)) {
    return Status(StatusCode::kInvalidArgument,
                  "the parameter :" + std::string(name) + " is NULL, which is no text");
  }
  std::string text;
  AppendPlain(ViewOf(found->second), &text);
  return text;
}

Status Variables::Bind(Prepared& statement, bool explained) const {
  for (const SqlParameter& parameter : statement.parameters()) {
    const auto found = values_.find(NameOf(parameter));
    if (found != values_.end()) {
      RETURN_IF_ERROR(statement.Bind(parameter.number, found->second));
    } else if (!explained) {
      return NoValue(parameter.bare ? "?" : parameter.name, std::string(NameOf(parameter)))
          .At(parameter.place);
    }
  }
  return OkStatus();
}

}  // namespace apisql
