// The functions that SqlFunctions() lists; it says what each does.
#ifndef APISQL_VTAB_FUNCTIONS_CALLS_H_
#define APISQL_VTAB_FUNCTIONS_CALLS_H_

#include <optional>
#include <string_view>

#include "vtab/functions/sql_function.h"

namespace apisql {

// A value as text, as CAST would make it; none for NULL. Valid until the function returns.
std::optional<std::string_view> TextOf(sqlite3_value* value);
void SetTextResult(sqlite3_context* context, std::string_view text);

Status CallSplitPart(sqlite3_context* context, FunctionArguments arguments);
Status CallString(sqlite3_context* context, FunctionArguments arguments);
Status CallConcat(sqlite3_context* context, FunctionArguments arguments);
Status CallConcatWs(sqlite3_context* context, FunctionArguments arguments);
Status CallUnhex(sqlite3_context* context, FunctionArguments arguments);
Status CallOctetLength(sqlite3_context* context, FunctionArguments arguments);

Status CallRegexp(sqlite3_context* context, FunctionArguments arguments);
Status CallRegexpLike(sqlite3_context* context, FunctionArguments arguments);
Status CallRegexpSubstr(sqlite3_context* context, FunctionArguments arguments);
Status CallRegexpReplace(sqlite3_context* context, FunctionArguments arguments);

Status CallJsonEqual(sqlite3_context* context, FunctionArguments arguments);
Status CallAwsPolicyEqual(sqlite3_context* context, FunctionArguments arguments);

Status CallTimediff(sqlite3_context* context, FunctionArguments arguments);

Aggregate* MakeStringAgg();
Aggregate* MakeMedian();

}  // namespace apisql

#endif  // APISQL_VTAB_FUNCTIONS_CALLS_H_
