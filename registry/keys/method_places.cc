// What a method of a table may say.
#include "registry/keys/places.h"
#include "registry/model/choices.h"

namespace apisql {
namespace {

constexpr int64_t kDay = 86'400;

constexpr std::string_view kSelect[] = {"select"};
constexpr std::string_view kUpdate[] = {"update"};
constexpr std::string_view kChanges[] = {"update", "delete"};
constexpr std::string_view kOfRows[] = {"select", "update", "delete"};
constexpr std::string_view kMerged[] = {"merged"};
constexpr std::string_view kWrites[] = {"insert", "update", "delete", "exec"};
constexpr KeyRules kOfSelect = {.where_key = "verb", .where_values = kSelect};

constexpr Key kMethodKeys[] = {
    {"verb",
     KeyType::kChoice,
     "What it is in SQL. exec is anything else, called by EXEC.",
     {.required = true, .choices = WordsOf<kVerbNames>}},
    {"description", KeyType::kText, "One sentence for people."},
    {"example", KeyType::kText, "A statement that uses it, as a user would write it."},
    {"get", KeyType::kUrlPath, "The path of a GET."},
    {"post", KeyType::kUrlPath, "The path of a POST."},
    {"put", KeyType::kUrlPath, "The path of a PUT."},
    {"patch", KeyType::kUrlPath, "The path of a PATCH."},
    {"delete", KeyType::kUrlPath, "The path of a DELETE."},
    {"server", KeyType::kName, "The provider's server; the table's when left out."},
    {"filters",
     KeyType::kNamedMaps,
     "By column: the inputs that its = or IN binds, and those of other operators.",
     {.of = &kFilter}},
    {"headers", KeyType::kNamedTexts,
     "Request headers that are always sent, by name; before the table's, the server's and the "
     "provider's of the same name."},
    {"path_parameters",
     KeyType::kNamedMaps,
     "By placeholder, where more is to be said than that the column of that name binds it.",
     {.of = &kPathParameter}},
    {"constants", KeyType::kNamedTexts, "Query parameters that are always sent, by their names."},
    {"rows", KeyType::kPath,
     "The answer has an array of rows here. Left out: the provider's. A * in it stands for every "
     "element of an array, or member of an object: /groups/*/items has the items of all groups. "
     "Twice at most.",
     kOfSelect},
    {"row", KeyType::kPath, "The answer has one row here.", kOfSelect},
    {"map", KeyType::kPath,
     "The answer has an object here whose members are the rows. It may have a *, as rows.",
     kOfSelect},
    {"ndjson", KeyType::kPath, "The answer has one JSON value a line, and each has its row here.",
     kOfSelect},
    {"answers",
     KeyType::kChoice,
     "What its answers are; the provider's when left out, else json. Every path is one of JSON: "
     "docs/documents.md tells what XML is made into.",
     {.choices = WordsOf<kAnswerNames>}},
    {"xml", KeyType::kMap, "What XML itself does not tell of an answer.", {.of = &kXml}},
    {"paging",
     KeyType::kMap,
     "How this list is cut into pages; the provider's when left out.",
     {.of = &kPaging, .word = "none", .where_key = "verb", .where_values = kSelect}},
    {"empty",
     KeyType::kChoices,
     "What the answer may have in the place of rows, or of its row, where there are none; a "
     "select has the provider's when left out. Of an update or delete only null, where returns "
     "says: there is no such row.",
     {.choices = WordsOf<kEmptyNames>, .where_key = "verb", .where_values = kOfRows}},
    {"success",
     KeyType::kMaps,
     "What an answer of success must say to be one; the provider's when left out.",
     {.of = &kSuccess}},
    {"absent",
     KeyType::kMaps,
     "What means that there is no such row: statuses, and values in an answer of success. A list "
     "leaves out rows with such a value.",
     {.of = &kAbsent, .least = kLeastError, .most = kMostClientError}},
    {"statuses",
     KeyType::kStatuses,
     "By status, what it means for this method; before the table's.",
     {.least = kLeastError, .most = kMostError}},
    {"budgets", KeyType::kTexts, "The provider's budgets that it counts against."},
    {"idempotent", KeyType::kBoolean,
     "May be sent twice. Selects are, unless they say false; writes only where they say true."},
    {"body",
     KeyType::kChoice,
     "changed (default): UPDATE sends the changed columns. whole: all writable ones. merged: the "
     "row as the API has it, read in the same statement, with the changes in it; so a PUT keeps "
     "members that no column names.",
     {.choices = WordsOf<kBodyNames>, .where_key = "verb", .where_values = kUpdate}},
    {"where",
     KeyType::kChoice,
     "rows (default): the rows are written that a select finds. inputs: no row is read. WHERE must "
     "give each required input by = and may compare nothing else, and one request is sent for "
     "them, "
     "whether or not there is such a row. For what rows do not tell.",
     {.choices = WordsOf<kWhereNames>, .where_key = "verb", .where_values = kChanges}},
    {"without",
     KeyType::kPaths,
     "Members of the row that a merged body leaves out: what the API refuses to be sent.",
     {.where_key = "body", .where_values = kMerged}},
    {"content", KeyType::kText,
     "How its body is sent: form (application/x-www-form-urlencoded), or a kind of JSON by its "
     "full "
     "name, such as application/merge-patch+json. The table's or the provider's when left out, "
     "else application/json."},
    {"form",
     KeyType::kMap,
     "How a form says lists and null; the table's or the provider's when left out.",
     {.of = &kForm}},
    {"base_body", KeyType::kAny,
     "Members that every body of it has: a map. The values of columns are put into it. {}: there "
     "is "
     "always a body."},
    {"json_texts", KeyType::kPaths,
     "Members of the body that are sent as texts which hold JSON: {\"a\": \"{\\\"b\\\":1}\"}."},
    {"idempotency_key",
     KeyType::kText,
     "The header by which the server knows a request again. Each row gets a random key of its own, "
     "so that it may be sent again where no answer came.",
     {.where_key = "verb", .where_values = kWrites}},
    {"body_parameters",
     KeyType::kNamedMaps,
     "By column: members of the body that are no writable column, such as ids of a scope.",
     {.of = &kBodyParameter}},
    {"returns",
     KeyType::kPath,
     "Where the answer of a write has the row.",
     {.where_key = "verb", .where_values = kWrites}},
    {"nulls",
     KeyType::kNamedMaps,
     "By column: what is sent for SET column = NULL where null itself does nothing.",
     {.of = &kNull, .where_key = "verb", .where_values = kUpdate}},
    {"await",
     KeyType::kMap,
     "How to watch what a 202 started.",
     {.of = &kAwait, .where_key = "verb", .where_values = kWrites}},
    {"aliases", KeyType::kTexts, "Other names that EXEC takes for this method."},
    {"stage",
     KeyType::kChoice,
     "How far the vendor has come with it; the table's when left out.",
     {.choices = WordsOf<kStageNames>}},
    {"quota",
     KeyType::kMap,
     "The vendor's limit that a call counts against: what a 402 is about.",
     {.of = &kQuota}},
};
constexpr std::string_view kOneRequest[] = {"get", "post", "put", "patch", "delete"};

constexpr std::string_view kInBody[] = {"body"};
constexpr std::string_view kNullTests[] = {"is_null", "is_not_null"};
constexpr int64_t kMostInAList = 100'000;

constexpr Key kFilterKeys[] = {
    {"parameter", KeyType::kText, "The name that is sent; the filter's own when left out."},
    {"column", KeyType::kColumn,
     "The column that is compared; the filter's own name when left out. Several filters may "
     "compare "
     "one column, each with another operator."},
    {"operator",
     KeyType::kChoice,
     "What SQL must say of the column. = (default): = and IN. >=, >, <= and <, for integers and "
     "timestamps: ranges, BETWEEN, and = where no filter takes it. Where it is not known whether "
     "the API's bound is part of the range, say > or <: then nothing is lost. prefix, for texts: "
     "GLOB 'x*', and with match: partial LIKE 'x%', which does not mind the case of letters. "
     "is_null and is_not_null: the value is sent.",
     {.choices = WordsOf<kOperatorNames>}},
    {"value",
     KeyType::kText,
     "What is sent.",
     {.where_key = "operator", .where_values = kNullTests}},
    {"format", KeyType::kText,
     "Text around the value, in which {} marks its place: 'profile.email eq \"{}\"'. Filters with "
     "a format may share one parameter."},
    {"escape",
     KeyType::kChoice,
     "The language of the format, so that no value can leave its place. scim, jql, lucene and "
     "google want \"{}\" for texts, odata '{}'. word sends words without blanks and quotes alone. "
     "none: the value is all that is behind the format's text. A text that the language cannot say "
     "is not sent. Required for texts.",
     {.choices = WordsOf<kEscapeNames>}},
    {"join", KeyType::kText,
     "Between the texts of filters that share one parameter; ' and ' when left out."},
    {"or", KeyType::kText,
     "Between the formatted values of an IN list, so that it goes out in one request, as ' or ': "
     "(id eq \"a\" or id eq \"b\")."},
    {"time",
     KeyType::kChoice,
     "Of a timestamp: how it is written here, where the filter wants it otherwise than the rows "
     "have it; the column's when left out.",
     {.choices = WordsOf<kTimeNames>}},
    {"words", KeyType::kNamedTexts,
     "Texts that are sent in the place of values, such as true: \"1\". A value without one is not "
     "sent, and SQLite compares."},
    {"in",
     KeyType::kChoice,
     "Where it is sent; query when left out.",
     {.choices = WordsOf<kPlaceNames>}},
    {"match",
     KeyType::kChoice,
     "exact (default): the API answers exactly the rows that are equal. partial: those and perhaps "
     "more, so SQLite checks again.",
     {.choices = WordsOf<kMatchNames>}},
    {"repeatable", KeyType::kBoolean,
     "Several values in one request: name=a&name=b, in a body an array. Not for headers."},
    {"list",
     KeyType::kChoice,
     "How several values stand in one request. repeated: as repeatable: true. comma: name=a,b; a "
     "value with a comma is not sent. brackets: name[]=a&name[]=b.",
     {.choices = WordsOf<kListNames>}},
    {"most",
     KeyType::kInteger,
     "Of a list, or with or: the number of values that one request may have.",
     {.least = 1, .most = kMostInAList}},
    {"required", KeyType::kBoolean, "The API demands it."},
    {"body_path",
     KeyType::kPath,
     "Where the body has it; /parameter when left out.",
     {.where_key = "in", .where_values = kInBody}},
    {"from",
     KeyType::kMap,
     "The table that has its values where the query gives none. It must be required, but with "
     "roots: none.",
     {.of = &kFrom}},
    {"reveals", KeyType::kBoolean,
     "Sent with a value (of a boolean column: with true), the answer has what the table's secret "
     "columns show. Its column is hidden, with source: parameter; a SELECT that asks for it needs "
     "SET allow_reveal = on."},
};

constexpr Key kPathParameterKeys[] = {
    {"column", KeyType::kColumn, "The column that binds it, where it has another name."},
    {"from",
     KeyType::kMap,
     "The table that has its values where the query gives none.",
     {.of = &kFrom}},
};

constexpr Key kFromKeys[] = {
    {"table",
     KeyType::kTable,
     "The parent's name: provider.service.table. itself: the table lists the rows below one of its "
     "own, such as folders in folders.",
     {.required = true, .word = "itself"}},
    {"column", KeyType::kColumn, "Its column that has the values.", {.required = true}},
    {"format", KeyType::kText, "Text around the value; {} marks its place."},
    {"roots",
     KeyType::kTexts,
     "itself: the values that the first requests send, as they are sent; none: the first request "
     "leaves the parameter out. Then each row that was found is asked for its own rows. Filters of "
     "the API are not used meanwhile, since they would leave out what is below the rows that they "
     "leave out; a row found below two others is an error.",
     {.word = "none"}},
};

constexpr Key kBodyParameterKeys[] = {
    {"path", KeyType::kPath, "Where the body has it.", {.required = true}},
    {"value", KeyType::kAny,
     "A fixed value; then the key is only a name. Left out: the column's value."},
};

constexpr Key kAbsentKeys[] = {
    {"status", KeyType::kInteger, "The status.", {.least = kLeastError, .most = kMostClientError}},
    {"code", KeyType::kText,
     "The error code that it must come with. Where every rule has one, a row that is asked for "
     "each "
     "row of a parent, such as its settings, may be absent; else that is an error."},
    {"path", KeyType::kPath, "In the place of a status: where the row says it."},
    {"values", KeyType::kTexts, "One of these stands there: [\"true\"]."},
};
constexpr std::string_view kStatusOrPath[] = {"status", "path values"};

constexpr Key kQuotaKeys[] = {
    {"code",
     KeyType::kText,
     "As the vendor's errors and its list of quotas call it.",
     {.required = true}},
    {"description", KeyType::kText, "What is counted."},
};

constexpr Key kNullKeys[] = {
    {"path", KeyType::kPath, "The member that is sent instead.", {.required = true}},
    {"value", KeyType::kAny, "Its value.", {.required = true}},
};

constexpr Key kXmlKeys[] = {
    {"lists", KeyType::kPaths,
     "Elements that are a list, from the row: /tagSet/item is an array, with one item too, and [] "
     "where tagSet is empty. /Tags/* makes Tags itself the array of whatever stands in it. Rows "
     "are a list as it is."},
    {"find_rows", KeyType::kTexts,
     "Where the rows stand is not known: they are the elements that have most of these members, at "
     "most two levels within the answer; [] means that the answer is the row. An answer in which "
     "it cannot be told which they are is an error. Then there is no rows key; paging and success "
     "find the texts beside the rows at /answer, and true at /truncated where those tell of more: "
     "IsTruncated, or NextToken and the like."},
};

constexpr Key kFormKeys[] = {
    {"arrays",
     KeyType::kChoice,
     "The names of a list's elements. indexes (default): a[0]=x&a[1]=y. brackets: a[]=x&a[]=y. "
     "repeated: a=x&a=y. numbered: a.1=x&a.2=y, and an object is a.b=c, with a dot in the place of "
     "brackets. members: a.member.1=x&a.member.2=y, likewise. The last two are AWS's.",
     {.choices = WordsOf<kFormArrayNames>}},
    {"nulls",
     KeyType::kChoice,
     "What NULL, an empty list and an empty object are. error (default): they cannot be sent. "
     "empty: an empty value, a=.",
     {.choices = WordsOf<kFormNullNames>}},
};

constexpr Key kAwaitKeys[] = {
    {"method", KeyType::kColumn,
     "The select of one row that is asked again and again. With operation: the one that reads the "
     "row once the operation is done; may be left out."},
    {"operation", KeyType::kText,
     "Where the answer names the operation that it has started: a path such as /operation/id, or "
     "header:Location. Without get it is a URL, of the same server."},
    {"get", KeyType::kUrlPath,
     "The path of the operation, with {operation} in the place of its name."},
    {"result", KeyType::kPath, "Where the operation's answer has the row once it is done."},
    {"field", KeyType::kPath,
     "Where the answer tells the state. A deletion needs none, nor does an operation that answers "
     "202 until it is done."},
    {"done", KeyType::kTexts, "States that mean success; goes with field."},
    {"failed", KeyType::kTexts, "States that mean failure."},
    {"reason", KeyType::kPath, "Where the answer says why it failed."},
    {"interval",
     KeyType::kInteger,
     "Seconds between two looks, where the server does not say it by Retry-After; 5 when left out.",
     {.least = 1, .most = kDay}},
    {"timeout",
     KeyType::kInteger,
     "Seconds until it is given up; 3600 when left out.",
     {.least = 1, .most = kDay}},
};

}  // namespace

constinit const Place kMethod = {
    .name = "method",
    .words =
        "One operation of the API: exactly one of get, post, put, patch and delete says its path, "
        "without query. A {name} in it is bound by the column of that name and percent-encoded. "
        "{+name} keeps the slashes of the value; {/name} is a segment with its slash, or nothing.",
    .keys = kMethodKeys,
    .alternatives = kOneRequest};
constinit const Place kFilter = {
    .name = "filter", .words = "One input of a method.", .keys = kFilterKeys};
constinit const Place kPathParameter = {
    .name = "path_parameter", .words = "One placeholder of a path.", .keys = kPathParameterKeys};
constinit const Place kFrom = {
    .name = "from",
    .words =
        "The parent of an input: where the query gives no value, all values of that column are "
        "tried.",
    .keys = kFromKeys};
constinit const Place kBodyParameter = {
    .name = "body_parameter", .words = "One member of a body.", .keys = kBodyParameterKeys};
constinit const Place kAbsent = {
    .name = "absent",
    .words =
        "A status that means absence only together with an error code; or, in an answer of "
        "success, a value of the row: {path: /deleted, values: [\"true\"]}. Where one select of a "
        "table names a value, all do.",
    .keys = kAbsentKeys,
    .alternatives = kStatusOrPath};
constinit const Place kQuota = {
    .name = "quota", .words = "A limit on how many of a thing there may be.", .keys = kQuotaKeys};
constinit const Place kNull = {
    .name = "null", .words = "What stands for NULL in a body.", .keys = kNullKeys};
constinit const Place kXml = {
    .name = "xml", .words = "What XML itself does not tell of an answer.", .keys = kXmlKeys};
constinit const Place kForm = {
    .name = "form", .words = "How a form says what it has no words for.", .keys = kFormKeys};
constinit const Place kAwait = {
    .name = "await",
    .words =
        "How to watch what a 202 started: the row itself, by method, or an operation that the "
        "answer names. A deletion is done, too, once the row is absent; a new row that is absent "
        "cannot be seen yet.",
    .keys = kAwaitKeys};

}  // namespace apisql
