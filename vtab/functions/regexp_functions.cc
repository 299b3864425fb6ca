// regexp_like, regexp_substr and regexp_replace, as StackQL has them, and the operator REGEXP.
#include <memory>
#include <string>
#include <utility>

#include "vtab/functions/calls.h"
#include "vtab/functions/regex.h"

namespace apisql {
namespace {

// A pattern, compiled once for all rows where it is the same in each: SQLite keeps it then.
class PatternArgument {
 public:
  static StatusOr<PatternArgument> Take(sqlite3_context* context, FunctionArguments arguments,
                                        int number) {
    PatternArgument argument;
    argument.regex_ = static_cast<Regex*>(sqlite3_get_auxdata(context, number));
    if (argument.regex_ != nullptr) return argument;
    const auto pattern = TextOf(arguments[static_cast<size_t>(number)]);
    ASSIGN_OR_RETURN(argument.own_, Regex::Compile(*pattern));
    argument.regex_ = argument.own_.get();
    argument.context_ = context;
    argument.number_ = number;
    return argument;
  }

  Regex& regex() { return *regex_; }

  PatternArgument(PatternArgument&&) = default;
  PatternArgument& operator=(PatternArgument&&) = delete;
  PatternArgument(const PatternArgument&) = delete;
  PatternArgument& operator=(const PatternArgument&) = delete;
  // Handed over last: SQLite may drop at once what it does not keep.
  ~PatternArgument() {
    if (own_ == nullptr) return;
    sqlite3_set_auxdata(context_, number_, own_.release(),
                        [](void* regex) { delete static_cast<Regex*>(regex); });
  }

 private:
  PatternArgument() = default;

  Regex* regex_ = nullptr;
  std::unique_ptr<Regex> own_;
  sqlite3_context* context_ = nullptr;
  int number_ = 0;
};

bool AnyIsNull(FunctionArguments arguments) {
  for (sqlite3_value* value : arguments) {
    if (sqlite3_value_type(value) == SQLITE_NULL) return true;
  }
  return false;
}

// Null: out of memory.
std::string_view Text(sqlite3_value* value) { return TextOf(value).value_or(""); }

Status SetWhetherFound(sqlite3_context* context, FunctionArguments arguments, size_t text,
                       int pattern) {
  if (AnyIsNull(arguments)) return OkStatus();
  ASSIGN_OR_RETURN(PatternArgument taken, PatternArgument::Take(context, arguments, pattern));
  ASSIGN_OR_RETURN(const Regex::Match match, taken.regex().Find(Text(arguments[text])));
  sqlite3_result_int(context, match.found ? 1 : 0);
  return OkStatus();
}

}  // namespace

// text REGEXP pattern is regexp(pattern, text).
Status CallRegexp(sqlite3_context* context, FunctionArguments arguments) {
  return SetWhetherFound(context, arguments, 1, 0);
}

Status CallRegexpLike(sqlite3_context* context, FunctionArguments arguments) {
  return SetWhetherFound(context, arguments, 0, 1);
}

Status CallRegexpSubstr(sqlite3_context* context, FunctionArguments arguments) {
  if (AnyIsNull(arguments)) return OkStatus();
  ASSIGN_OR_RETURN(PatternArgument pattern, PatternArgument::Take(context, arguments, 1));
  const std::string_view text = Text(arguments[0]);
  ASSIGN_OR_RETURN(const Regex::Match match, pattern.regex().Find(text));
  if (match.found) SetTextResult(context, text.substr(match.begin, match.end - match.begin));
  return OkStatus();
}

Status CallRegexpReplace(sqlite3_context* context, FunctionArguments arguments) {
  if (AnyIsNull(arguments)) return OkStatus();
  ASSIGN_OR_RETURN(PatternArgument pattern, PatternArgument::Take(context, arguments, 1));
  ASSIGN_OR_RETURN(const std::string replaced,
                   pattern.regex().Replace(Text(arguments[0]), Text(arguments[2])));
  SetTextResult(context, replaced);
  return OkStatus();
}

}  // namespace apisql
