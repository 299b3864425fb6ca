#include "vtab/functions/sql_function.h"

#include "vtab/functions/calls.h"

namespace apisql {
namespace {

constexpr SqlFunction kFunctions[] = {
    {.name = "aws_policy_equal",
     .arguments = "policy, policy",
     .description = "1 when two IAM policies say the same: actions, resources and principals have "
                    "no order, one alone needs no array, ARNs have no letter case",
     .fewest = 2,
     .most = 2,
     .call = CallAwsPolicyEqual},
    {.name = "concat",
     .arguments = "value, ...",
     .description = "All values as one text; NULL is left out",
     .fewest = 1,
     .most = -1,
     .call = CallConcat},
    {.name = "concat_ws",
     .arguments = "separator, value, ...",
     .description = "The same with a separator between the values",
     .fewest = 2,
     .most = -1,
     .call = CallConcatWs},
    {.name = "json_equal",
     .arguments = "json, json",
     .description = "1 when two JSON texts say the same, whatever the order of members, the blanks "
                    "and the spelling of numbers",
     .fewest = 2,
     .most = 2,
     .call = CallJsonEqual},
    {.name = "median",
     .arguments = "number",
     .description = "The middle one of a group's numbers, or the mean of the two in the middle; an "
                    "aggregate",
     .fewest = 1,
     .most = 1,
     .make = MakeMedian},
    {.name = "octet_length",
     .arguments = "value",
     .description = "How many bytes a text or blob has",
     .fewest = 1,
     .most = 1,
     .call = CallOctetLength},
    {.name = "regexp",
     .arguments = "pattern, text",
     .description = "What the operator calls: text REGEXP pattern",
     .fewest = 2,
     .most = 2,
     .call = CallRegexp},
    {.name = "regexp_like",
     .arguments = "text, pattern",
     .description = "1 when the regular expression is found in the text",
     .fewest = 2,
     .most = 2,
     .call = CallRegexpLike},
    {.name = "regexp_replace",
     .arguments = "text, pattern, replacement",
     .description = "The text with a replacement for all that is found; $1 to $9 in it are the "
                    "pattern's groups, $0 is all of it",
     .fewest = 3,
     .most = 3,
     .call = CallRegexpReplace},
    {.name = "regexp_substr",
     .arguments = "text, pattern",
     .description = "The first part of the text that the regular expression is found in, else NULL",
     .fewest = 2,
     .most = 2,
     .call = CallRegexpSubstr},
    {.name = "split_part",
     .arguments = "text, separator, number",
     .description = "That part of the text, from 1; -1 is the last; NULL where there is none",
     .fewest = 3,
     .most = 3,
     .call = CallSplitPart},
    {.name = "string",
     .arguments = "value",
     .description = "The value as text",
     .fewest = 1,
     .most = 1,
     .call = CallString},
    {.name = "string_agg",
     .arguments = "value, separator",
     .description = "A group's values as one text; NULL is left out; an aggregate",
     .fewest = 2,
     .most = 2,
     .make = MakeStringAgg},
    {.name = "timediff",
     .arguments = "time, time",
     .description = "What to add to the second time to get the first: "
                    "'+YYYY-MM-DD HH:MM:SS.SSS', or with '-'",
     .fewest = 2,
     .most = 2,
     .call = CallTimediff,
     .deterministic = false},  // Either time may be 'now'.
    {.name = "unhex",
     .arguments = "text [, ignored]",
     .description = "The blob of hexadecimal digits; NULL where other characters than those to be "
                    "ignored stand among them",
     .fewest = 1,
     .most = 2,
     .call = CallUnhex},
};

}  // namespace

std::span<const SqlFunction> SqlFunctions() { return kFunctions; }

}  // namespace apisql
