// What the document of a table may say, its methods aside.
#include "registry/keys/places.h"
#include "registry/model/choices.h"

namespace apisql {
namespace {

constexpr int64_t kMostRows = 1'000'000'000'000;
constexpr int64_t kMostCharacters = 1000;

constexpr Key kTableKeys[] = {
    {"table", KeyType::kTable, "The name: provider.service.table.", {.required = true}},
    {"description", KeyType::kText, "A sentence or two for people.", {.required = true}},
    {"key", KeyType::kColumns,
     "Columns that together tell rows apart. UPDATE and DELETE need it, but for a table of one "
     "row: "
     "each of its selects has row and takes no value."},
    {"rows",
     KeyType::kInteger,
     "About how many rows there are, for planning only; 1000 when left out.",
     {.least = 0, .most = kMostRows}},
    {"columns",
     KeyType::kNamedMaps,
     "By name. A name with capitals or - such as displayName is quoted in SQL only where it has a "
     "-; two that differ in the case of letters only are a fault.",
     {.of = &kColumn, .column_names = true}},
    {"methods",
     KeyType::kNamedMaps,
     "By name, best the API's own operation id.",
     {.of = &kMethod, .column_names = true}},
    {"server", KeyType::kName, "The provider's server for its methods; the first when left out."},
    {"content", KeyType::kText,
     "How bodies are sent, for methods that do not say: form, or a kind of JSON by its full name."},
    {"form",
     KeyType::kMap,
     "How a form says lists and null, for methods that do not say.",
     {.of = &kForm}},
    {"headers", KeyType::kNamedTexts, "Request headers that are always sent, by name."},
    {"view", KeyType::kText, "A SELECT over other tables; then there are no columns and methods."},
    {"statuses",
     KeyType::kStatuses,
     "By status, what it means for this table; before the provider's.",
     {.least = kLeastError, .most = kMostError}},
    {"aliases", KeyType::kTables,
     "Other full names that a session's SQL takes for this table, of the same provider: what other "
     "tools call it. Not in the extension. In a built-in document on one line."},
    {"stage",
     KeyType::kChoice,
     "How far the vendor has come with the API, for all methods that do not say otherwise. "
     "deprecated works and will be taken away; retired has been taken away, so that only a server "
     "of one's own can answer.",
     {.choices = WordsOf<kStageNames>}},
};
constexpr std::string_view kTableOrView[] = {"columns methods", "view"};

constexpr std::string_view kParameterSource[] = {"parameter"};
constexpr std::string_view kGroupSources[] = {"group", "group_key"};
constexpr std::string_view kTimestampType[] = {"timestamp"};

constexpr Key kColumnKeys[] = {
    {"type",
     KeyType::kChoice,
     "text when left out. A timestamp comes out as SQLite's time text in UTC.",
     {.choices = WordsOf<kTypeNames>}},
    {"time",
     KeyType::kChoice,
     "How the API writes a timestamp, in rows, in what it filters by and in bodies. rfc3339 "
     "(default): RFC 3339 in all its spellings, dates, compact forms and those of HTTP are read, "
     "and RFC 3339 in UTC is written. epoch_seconds and the like: numbers since 1970, which may "
     "come in texts and have a fraction.",
     {.choices = WordsOf<kTimeNames>, .where_key = "type", .where_values = kTimestampType}},
    {"path", KeyType::kPlaces,
     "Where a row has it, or with source: group its group. Required unless source says that "
     "neither "
     "does. Of several places the first counts that is there and not null. header:NAME is a header "
     "of the answer; a missing "
     "one is NULL."},
    {"header_in_lists", KeyType::kBoolean,
     "Of a path header:NAME: the header of a list's page tells of all its rows. Left out: only the "
     "answer for one row has it, and the column must be hidden where there are lists."},
    {"description", KeyType::kText, "One sentence for people."},
    {"hidden", KeyType::kBoolean, "Not in SELECT *; selectable by name."},
    {"secret", KeyType::kBoolean,
     "Hidden, and NULL in every SELECT; only RETURNING shows what an answer has of it. With write "
     "it "
     "can be given, and goes to the API alone: where requests are shown, *** stands in its place."},
    {"source",
     KeyType::kChoice,
     "row (default): read from the row. parameter: the value that the request was sent with (a "
     "parent's key, an input); hidden, unless every select requires it. map_key: the member's "
     "name, where rows are a map. group: read at path from the group that the row stands in, where "
     "rows has a *. group_key: the name of that group, where groups are the members of an object; "
     "else NULL.",
     {.choices = WordsOf<kSourceNames>}},
    {"group",
     KeyType::kInteger,
     "Which group, where rows has two *: 1 (default) is the one nearest to the row, 2 the one "
     "around it.",
     {.least = 1, .most = 2, .where_key = "source", .where_values = kGroupSources}},
    {"write",
     KeyType::kChoices,
     "create: INSERT may give it. update: UPDATE may change it.",
     {.choices = WordsOf<kWriteNames>}},
    {"required", KeyType::kBoolean, "INSERT must give it."},
    {"write_path", KeyType::kPath,
     "Where a body has it; path when left out. Required where path names several places."},
    {"values", KeyType::kTexts, "Values known today: a hint, never a check."},
    {"distinct",
     KeyType::kInteger,
     "About how many different values there are, for planning only.",
     {.least = 0, .most = kMostRows}},
    {"never_number", KeyType::kBoolean,
     "Its texts are never empty and never look like a number, so that a number or '' among the "
     "keys of a join asks for nothing. A promise: rows that break it are not found by such a "
     "value."},
    {"prefix",
     KeyType::kInteger,
     "Of a longer text only so many characters are shown: for a value whose whole is secret where "
     "an answer has it whole. A secret column of the same path is not taken from answers that have "
     "no more of it.",
     {.least = 1, .most = kMostCharacters}},
    {"aliases", KeyType::kTexts,
     "Other names that SQL takes for this column wherever it may stand. They are hidden columns of "
     "the table."},
    {"create_only",
     KeyType::kMap,
     "The texts that INSERT may give although nothing is sent for them.",
     {.of = &kCreateOnly}},
    {"answered",
     KeyType::kPath,
     "Where the row in the answer to an INSERT has the value.",
     {.where_key = "source", .where_values = kParameterSource}},
};

constexpr Key kCreateOnlyKeys[] = {
    {"values", KeyType::kTexts, "What INSERT may give.", {.required = true}},
    {"reason", KeyType::kText, "Why it may give no other, for the error.", {.required = true}},
};

}  // namespace

constinit const Place kTable = {
    .name = "table",
    .words = "One SQL table over one API resource, or a view over other tables.",
    .keys = kTableKeys,
    .alternatives = kTableOrView};
constinit const Place kColumn = {
    .name = "column", .words = "One column of the table.", .keys = kColumnKeys};
constinit const Place kCreateOnly = {
    .name = "create_only",
    .words =
        "Texts that stand for what the API does in any case: nothing is sent for them, and others "
        "are an error that gives the reason.",
    .keys = kCreateOnlyKeys};

}  // namespace apisql
