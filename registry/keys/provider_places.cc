// What a provider.yaml may say.
#include "registry/keys/places.h"
#include "registry/model/choices.h"
#include "src/auth/auth.h"
#include "src/paging/paginator.h"

namespace apisql {
namespace {

constexpr int64_t kMostOfABudget = 1'000'000;
constexpr int64_t kMostFreshSeconds = 600;
constexpr int64_t kMostRowsPerPage = 1'000'000;

constexpr std::string_view kHeadersScheme[] = {"headers"};
constexpr std::string_view kOAuth2Schemes[] = {"oauth2_client_credentials", "oauth2_refresh_token"};

constexpr Key kProviderKeys[] = {
    {"provider", KeyType::kName, "First part of the names of its tables.", {.required = true}},
    {"description", KeyType::kText, "One sentence for people.", {.required = true}},
    {"servers",
     KeyType::kNamedMaps,
     "Its hosts by name; the first is the default.",
     {.required = true, .of = &kServer, .sql_names = true}},
    {"max_concurrency",
     KeyType::kInteger,
     "Requests in flight at once, over all servers; 8 when left out.",
     {.least = 1, .most = kMostConcurrency}},
    {"rows", KeyType::kPath, "Where the rows of an answer stand, for selects that do not say."},
    {"paging",
     KeyType::kMap,
     "How lists are cut into pages, for selects that do not say. none: each has all its rows in "
     "one "
     "answer. Left out: it is not known (style: unknown).",
     {.of = &kPaging, .word = "none"}},
    {"empty",
     KeyType::kChoices,
     "What an answer may have in the place of rows, or of one row, where there are none: null, "
     "nothing at all (absent), or the status 204. For selects that do not say.",
     {.choices = WordsOf<kEmptyNames>}},
    {"success",
     KeyType::kMaps,
     "What an answer with a status from 200 to 299 must say to be a success; else it is an error, "
     "in the words that errors finds. For methods that do not say.",
     {.of = &kSuccess}},
    {"content", KeyType::kText,
     "How bodies are sent, for tables and methods that do not say: form, or a kind of JSON by its "
     "full name."},
    {"answers",
     KeyType::kChoice,
     "What answers are, for methods that do not say: json when left out.",
     {.choices = WordsOf<kAnswerNames>}},
    {"form",
     KeyType::kMap,
     "How a form says lists and null, for tables and methods that do not say.",
     {.of = &kForm}},
    {"errors",
     KeyType::kMaps,
     "Shapes of error bodies. The first whose message is there counts.",
     {.required = true, .of = &kError}},
    {"headers", KeyType::kNamedTexts,
     "Request headers that are always sent, by name: Accept, User-Agent, a version of the API."},
    {"rate_limit",
     KeyType::kMap,
     "How an answer tells the rate limit: headers, and statuses.",
     {.of = &kRateLimit}},
    {"fresh_credential_seconds",
     KeyType::kInteger,
     "So long the servers may refuse a credential that was just made: a GET that meets 401 is sent "
     "again, with pauses, unless the credential has been taken before. Left out: it is told at "
     "once.",
     {.least = 1, .most = kMostFreshSeconds}},
    {"retry_statuses", KeyType::kTexts,
     "Statuses beside 408, 429, 500, 502, 503 and 504 that may pass: what may be sent twice is "
     "sent "
     "again. [520, 521, 522, 523, 524] behind Cloudflare."},
    {"statuses",
     KeyType::kStatuses,
     "By status, what it means, for errors. Those of a method count before those "
     "of its table, and these before the provider's, which are told where the answer has no words "
     "of its own.",
     {.least = kLeastError, .most = kMostError}},
    {"budgets",
     KeyType::kNamedMaps,
     "Published limits by name; methods refer to them.",
     {.of = &kBudget}},
    {"regions", KeyType::kTexts,
     "Names of servers that are the same API for other data. The user may choose one by name in "
     "the place of the first server, which is one of them."},
};

constexpr Key kServerKeys[] = {
    {"url",
     KeyType::kText,
     "Scheme, host and perhaps a base path such as /v2; https except for loopback. A {name} in it "
     "is one of variables, or a column that WHERE or the parent's row fills. Before a fixed end, "
     "as "
     "in https://{site}.acme.example, a value is letters, digits and - alone; elsewhere in the "
     "host a variable is for the user's config to fill, or has values.",
     {.required = true}},
    {"host_suffix", KeyType::kText,
     "How every host ends that may fill the {column}, such as .confluent.cloud. Required where a "
     "{column} could be any host: the credential goes nowhere else."},
    {"variables",
     KeyType::kNamedMaps,
     "Of the names in url and in auth those that the user chooses. The value is that of WHERE, "
     "where the table has a hidden column of that name with source: parameter; else that of the "
     "config (providers: {acme: {variables: {site: x}}}), of the environment, or the default.",
     {.of = &kServerVariable, .sql_names = true}},
    {"auth", KeyType::kMap, "How requests prove who asks.", {.of = &kAuth}},
    {"headers", KeyType::kNamedTexts, "Request headers that are always sent to it, by name."},
    {"credential",
     KeyType::kMap,
     "Which of several credentials a request takes: credentials of the config has them by name. "
     "host: the name is the host.",
     {.of = &kServerCredential, .word = "host"}},
};

constexpr Key kServerVariableKeys[] = {
    {"description", KeyType::kText, "What it is, for the error that asks for it."},
    {"environment", KeyType::kText,
     "The environment variable that has it. Documents from elsewhere are not given it."},
    {"default", KeyType::kText, "Its value where nothing else says."},
    {"values", KeyType::kTexts, "All values that there are."},
};

constexpr Key kServerCredentialKeys[] = {
    {"by",
     KeyType::kName,
     "The column, or variable, whose value is the credential's name. WHERE or the parent's row "
     "gives it.",
     {.required = true}},
};

constexpr Key kAuthKeys[] = {
    {"scheme",
     KeyType::kChoice,
     "The kind of credential.",
     {.required = true, .choices = AuthSchemes}},
    {"secrets", KeyType::kNamedTexts,
     "Each secret of the scheme, with the environment variable that has it, under the vendor's own "
     "name: username and password (basic), credentials (basic_encoded: user:password, or its "
     "Base64), token (bearer), key (header, query), what headers names, client_id and "
     "client_secret (oauth2_client_credentials), those and refresh_token (oauth2_refresh_token), "
     "subject_token (token_exchange), key (service_account: the JSON of a key file), "
     "access_key_id, "
     "secret_access_key and, where the credential has one, session_token (aws_signature_v4)."},
    {"headers",
     KeyType::kNamedTexts,
     "headers: each header with the name of the secret that it sends: {DD-API-KEY: api_key}.",
     {.where_key = "scheme", .where_values = kHeadersScheme}},
    {"form",
     KeyType::kNamedTexts,
     "oauth2_client_credentials, oauth2_refresh_token: more fields of the token request.",
     {.where_key = "scheme", .where_values = kOAuth2Schemes}},
};

constexpr Key kPagingKeys[] = {
    {"style",
     KeyType::kChoice,
     "How the next page is asked for. unknown: not at all, and where the one answer says that "
     "there "
     "are more rows, or has as many as page_size says, that is an error; a round number is a "
     "warning "
     "(SET strict_pages). Write paging: none where one answer has them all.",
     {.choices = PaginatorStyles}},
    {"recognised", KeyType::kBoolean,
     "It was told from the names of members and parameters by an import, and by no document. "
     "apisql.methods says so."},
    {"next", KeyType::kAnswerPlace,
     "token: where the token stands. next_url: where the URL stands. range: where the next range "
     "stands; header:Next-Range when left out. Outside of rows -1 is the last element of an array: "
     "/data/-1/id is the id of the last row."},
    {"token_parameter", KeyType::kRequestPlace,
     "token, next_url, link_header: the parameter that names the next page. In a body a number "
     "stays a number. next_url and link_header take it, a query parameter, out of the URL; a URL "
     "that says more is followed as it is, on the same server. Without this key every URL is."},
    {"ends_with_same_token", KeyType::kBoolean,
     "token: the last page names the token that it was asked with. Without this key such a token "
     "is an error, as every other that came before is."},
    {"first_range", KeyType::kText,
     "range: the header Range of the first page, such as id ..; max={page_size}. The answers have "
     "status 206 and name the next range, which is sent back as Range."},
    {"page_size",
     KeyType::kMap,
     "How many rows a page has; none where that cannot be chosen.",
     {.of = &kPageSize, .word = "none"}},
    {"offset_parameter", KeyType::kRequestPlace,
     "offset: the parameter for the number of rows to pass over."},
    {"page_parameter", KeyType::kRequestPlace,
     "page_number: the parameter for the number of the page."},
    {"first_page",
     KeyType::kInteger,
     "page_number: the number of the first page; 1 when left out.",
     {.least = 0, .most = 1}},
    {"total", KeyType::kAnswerPlace,
     "offset, page_number: where the number of all rows stands. A list that ends before it is an "
     "error. It ends no list, since some totals are capped, and some count the page."},
    {"exact_total", KeyType::kBoolean,
     "offset, page_number: the total is always that of the whole list. Then it ends the list, "
     "which "
     "saves the request for an empty page."},
    {"pages", KeyType::kAnswerPlace,
     "page_number: where the number of all pages stands, which ends the list. A list that ends "
     "before it is an error, and so is a number that falls."},
    {"more", KeyType::kAnswerPlace,
     "token, next_url, offset, page_number: where a boolean says whether there is a next page, or "
     "a word of more_words and last_words. An answer that promises more and does not say where, "
     "or has no row to go on from, is an error."},
    {"more_words", KeyType::kTexts,
     "What stands at more where there is a next page. Another word, but for last_words, is an "
     "error."},
    {"last_words", KeyType::kTexts,
     "What stands at more on the last page: [\"true\"] for a flag such as end_of_stream. Without "
     "more_words every other word says that there is a next page."},
    {"total_hint", KeyType::kAnswerPlace,
     "Where a number of all rows stands that may be missing or wrong: it helps to choose between a "
     "list and look-ups, and never ends a list."},
};

constexpr Key kPageSizeKeys[] = {
    {"parameter", KeyType::kRequestPlace, "The parameter for the number of rows in a page."},
    {"default",
     KeyType::kInteger,
     "What the server takes when not told.",
     {.least = 1, .most = kMostRowsPerPage}},
    {"maximum",
     KeyType::kInteger,
     "The most that the server gives.",
     {.least = 1, .most = kMostRowsPerPage}},
    {"minimum",
     KeyType::kInteger,
     "The server refuses to be asked for fewer.",
     {.least = 1, .most = kMostRowsPerPage}},
};

constexpr Key kErrorKeys[] = {
    {"list", KeyType::kPath, "An array of errors; the other paths are then within each element."},
    {"message", KeyType::kPath, "Text for people.", {.required = true}},
    {"code", KeyType::kPath, "Text or number for programs."},
    {"pointer", KeyType::kPaths,
     "Which part of the request is meant. Of several places the first that is there counts."},
};

constexpr Key kSuccessKeys[] = {
    {"path", KeyType::kPath, "Where the answer says it.", {.required = true}},
    {"values", KeyType::kTexts, "One of these stands there."},
    {"absent", KeyType::kBoolean, "Nothing stands there, or null, or an empty array."},
};

constexpr Key kRateLimitKeys[] = {
    {"limit", KeyType::kText, "Requests allowed in the window."},
    {"remaining", KeyType::kText, "Requests left in the window."},
    {"reset", KeyType::kText,
     "Seconds until the window starts anew, or its time since 1970, in seconds or smaller units."},
    {"reset_unit",
     KeyType::kChoice,
     "What the number in the header of reset is; by its size when left out.",
     {.choices = WordsOf<kResetUnits>}},
    {"wait_statuses", KeyType::kTexts,
     "Statuses beside 429 that ask to wait where Retry-After stands by them, or nothing remains: "
     "[403] at GitHub."},
};

constexpr Key kBudgetKeys[] = {
    {"requests",
     KeyType::kInteger,
     "How many requests are allowed.",
     {.required = true, .least = 1, .most = kMostOfABudget}},
    {"seconds",
     KeyType::kInteger,
     "In how many seconds; 60 when left out.",
     {.least = 1, .most = kMostOfABudget}},
};

}  // namespace

constinit const Place kProvider = {
    .name = "provider",
    .words = "A company's APIs: hosts, credentials and the habits that its methods share.",
    .keys = kProviderKeys};
constinit const Place kServer = {
    .name = "server",
    .words = "One host, or a family of hosts, that take one kind of credential.",
    .keys = kServerKeys};
constinit const Place kServerVariable = {
    .name = "server_variable",
    .words = "A name in the URL of a server, or in an option of its auth, that the user chooses.",
    .keys = kServerVariableKeys};
constinit const Place kServerCredential = {
    .name = "server_credential",
    .words = "What tells which credential a request takes, where there are several.",
    .keys = kServerCredentialKeys};
constinit const Place kAuth = {
    .name = "auth",
    .words =
        "How requests prove who asks. Keys beside scheme and secrets are options of the scheme: "
        "password: none (basic, for a key as the user's name), name and prefix (header), name "
        "(query), token_url, scope, audience, resource and client_auth: basic, form or none "
        "(oauth2_client_credentials, oauth2_refresh_token), token_url and form fields "
        "(token_exchange), token_url, scope, audience and subject (service_account), service and "
        "region (aws_signature_v4). Variables of the server may stand in them as {name}. Passwords "
        "traded for tokens, other signatures, cookies and client certificates cannot be said.",
    .keys = kAuthKeys,
    .open = true};
constinit const Place kPaging = {
    .name = "paging",
    .words =
        "How a list is cut into pages. In a method, what is left out is the provider's; another "
        "style drops its paths. Parameters go to the query (page_token), to the JSON body of a "
        "POST (/page/limit) or to a header (header:x-continuation); values are read from the body "
        "of the answer (/meta/next) or from a header (header:X-Next).",
    .keys = kPagingKeys};
constinit const Place kPageSize = {
    .name = "page_size", .words = "The number of rows in a page.", .keys = kPageSizeKeys};
constinit const Place kError = {
    .name = "error", .words = "Where an error body says what happened.", .keys = kErrorKeys};
constinit const Place kSuccess = {
    .name = "success", .words = "A rule that every success keeps.", .keys = kSuccessKeys};
constinit const Place kRateLimit = {
    .name = "rate_limit",
    .words =
        "The names of headers that tell the rate limit. One header may tell of several "
        "windows: 9, 899; and one may tell all: "
        "RateLimit: \"burst\";r=9;t=1.",
    .keys = kRateLimitKeys};
constinit const Place kBudget = {
    .name = "budget",
    .words = "At most so many requests in so many seconds, counted per credential.",
    .keys = kBudgetKeys};

}  // namespace apisql
