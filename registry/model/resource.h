// Resource: one SQL table over one API resource, as its document declares it.
#ifndef APISQL_REGISTRY_MODEL_RESOURCE_H_
#define APISQL_REGISTRY_MODEL_RESOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/model/body_format.h"
#include "registry/model/provider.h"
#include "src/json/path.h"
#include "src/paging/paging_spec.h"
#include "src/rows/shape/page_shape.h"
#include "src/xml/xml_form.h"

namespace apisql {

enum class Verb { kSelect, kInsert, kUpdate, kDelete, kExec };
std::string_view VerbName(Verb verb);  // "select"

// How far the vendor has come with an API.
enum class Stage {
  kUnknown,
  kEarlyAccess,
  kPreview,
  kLimitedAvailability,
  kGeneralAvailability,
  kDeprecated,  // It works, and will be taken away.
  kRetired,     // It has been taken away.
};
std::string_view StageName(Stage stage);  // "general_availability"; "" for kUnknown.

// A limit of the vendor's on how many of a thing there may be.
struct ResourceQuota {
  std::string code;         // As the vendor's errors and its list of quotas call it.
  std::string description;  // What is counted.
};

// The last column of every table that is no view: the whole row as JSON.
inline constexpr std::string_view kRowColumn = "_row";

struct Column {
  enum class Source {
    kRow,        // Read from the row at `path`.
    kParameter,  // Never in the row: the value that the request was sent with.
    kMapKey,     // The member's name, where rows are a map.
    kGroup,      // Read at `path` from the group that the row stands in.
    kGroupKey,   // The name of that group, where groups are the members of an object.
    kHeader,     // Read from the header `header` of the answer.
  };
  std::string name;
  std::vector<std::string> aliases;  // Other names by which SQL may call it.
  ColumnType type = ColumnType::kText;
  TimeForm time = TimeForm::kText;  // Of a timestamp: how the API writes it, in both directions.
  std::string description;
  Source source = Source::kRow;
  JsonPath path;
  // Of a kRow column: where else a row may have it, in this order. The first that is there and not
  // null counts.
  std::vector<JsonPath> other_paths;
  std::string header;  // Of a kHeader column.
  // Of a kHeader column: the header of a list's page tells of all its rows. Else only the answer
  // for one row has it.
  bool header_of_lists = false;
  size_t group = 1;     // kGroup, kGroupKey: the innermost; 2: the one around it.
  bool hidden = false;  // Not in SELECT *; selectable by name.
  // Hidden, and NULL in every SELECT that does not ask to reveal it; RETURNING shows it.
  bool secret = false;
  bool on_create = false;  // INSERT may give it.
  bool on_update = false;  // UPDATE may change it.
  bool required_on_create = false;
  // Set: INSERT may give one of these texts, which stand for what the API does in any case, so that
  // nothing is sent for them. `create_reason` says why it takes no other.
  std::vector<std::string> create_only;
  std::string create_reason;
  // Of a kParameter column: where the row in the answer to an INSERT has it. Empty: nowhere.
  JsonPath answered;
  JsonPath write_path;              // Where a body has it; by default `path`.
  std::vector<std::string> values;  // Values known today. APIs add more: a hint, never a check.
  int64_t distinct = 0;             // About how many different values; 0: unknown.
  // Of a text column: of a longer value only so many characters are shown; 0: all. For a value
  // whose whole is secret where an answer has it whole.
  size_t prefix = 0;
  // Of a text column: no value is empty, and none looks like a number. A promise, not a hint: no
  // request is sent for a row whose value would be.
  bool never_number = false;

  // Every place where a row may have it; none where no row does.
  std::vector<JsonPath> paths() const;
};

// Where the values of a parameter come from when the query gives none.
struct Parent {
  std::string table;   // confluent.org.environments
  std::string column;  // id
  // Text around the value, "{}" marks its place: "crn://confluent.cloud/organization={}".
  std::string format = "{}";
  // Set: `table` is the parameter's own, whose rows are asked for level by level. These values, as
  // they are sent, come first; where there are none, a request without the parameter.
  std::optional<std::vector<std::string>> roots = std::nullopt;

  bool is_tree() const { return roots.has_value(); }
  bool begins_without_value() const { return roots && roots->empty(); }
};

// One input of a method.
struct Parameter {
  enum class Place { kPath, kQuery, kHeader, kBody };
  // How the server's filter relates to `=` in SQL.
  enum class Match {
    kExact,    // Exactly the rows that are equal.
    kPartial,  // Those and perhaps more (substring, prefix, any letter case).
  };
  // What SQL says of its column. All but kEqual narrow what the API answers, and SQLite compares
  // again.
  enum class Comparison {
    kEqual,  // = and IN.
    kGreaterEqual,
    kGreater,
    kLessEqual,
    kLess,
    kPrefix,  // Of GLOB; where the match is kPartial, of LIKE too.
    kIsNull,
    kIsNotNull,
  };
  // The language that stands around a value, by which a value cannot leave its place.
  enum class Escape { kNone, kScim, kOdata, kJql, kLucene, kGoogle, kWord };
  // How several values stand in one request.
  enum class List { kRepeated, kComma, kBrackets, kOr };
  // What a placeholder of a path takes.
  enum class Segment {
    kOne,       // {name}
    kMany,      // {+name}: a slash parts segments.
    kOptional,  // {/name}: a slash and a segment, or nothing.
  };
  // As it is sent: "spec.owner"; for kPath the name in braces. Two optional filters with kPartial
  // may share one name: an API's search that looks into two columns; at most one is sent. Filters
  // with a format may share one: what they say is joined.
  std::string name;
  std::string filter;        // Its key among the method's filters; empty: it is none.
  bool shares_name = false;  // Then `filter` tells it from the others.
  Comparison comparison = Comparison::kEqual;
  Place place = Place::kQuery;
  std::string column;  // The column whose `=` or IN binds it; empty for a constant.
  // As it is sent, not yet encoded; for kBody a JSON value. Of kIsNull and kIsNotNull: what is
  // sent.
  std::string constant;
  bool required = false;
  Match match = Match::kExact;
  bool repeatable = false;  // Several values at once: name=a&name=b; in a body, an array.
  List list = List::kRepeated;
  int64_t most_values = 0;    // In one request, where it is repeatable; 0: as many as fit.
  std::string format = "{}";  // Text around the value.
  Escape escape = Escape::kNone;
  std::string join = " and ";  // Between formatted values that share a name.
  std::string or_text;         // Of kOr: between the formatted values of one list, in parentheses.
  // Of a timestamp: how it is written here; none: as in the column's rows.
  std::optional<TimeForm> time;
  TimeForm column_time = TimeForm::kText;  // How those have it.
  // Sent instead of the value. Not empty: a value that has none here is not sent.
  std::vector<std::pair<std::string, std::string>> words;
  Segment segment = Segment::kOne;
  // Sent with a value (of a boolean column: with true), the answer has the table's secret columns.
  bool reveals = false;
  JsonPath body_path;  // kBody.
  std::optional<Parent> parent;

  // What arguments and plans call it: its name, where no other parameter of the method has it.
  const std::string& id() const { return shares_name ? filter : name; }
  bool is_formatted() const { return format != "{}"; }
};

// What means "there is no such row": a status, optionally only with this error code; or, in an
// answer of success, a row that has one of these texts at `path`.
struct AbsentRule {
  int status = 0;  // 0: of an answer of success.
  std::string code;
  JsonPath path = {};
  std::vector<std::string> values = {};
};

// How to watch what a 202 started: by the row, or by an operation that the answer names.
struct Await {
  std::string method;  // The get method to poll. With an operation: that reads the row at its end.
  // Where the answer names the operation: a header, or a member. The value fills {operation} in
  // `get`; without `get` it is a URL of the same server. Then `field`, `done`, `failed` and
  // `reason` are about the operation's own answer.
  bool has_operation = false;
  std::string operation_header;
  JsonPath operation;
  std::string get;
  bool has_result = false;  // The operation's last answer has the row at `result`.
  JsonPath result;
  JsonPath field;
  std::vector<std::string> done;
  std::vector<std::string> failed;
  JsonPath reason;
  int interval_seconds = 5;
  int timeout_seconds = 3600;
};

// A column whose NULL is sent as another member: expiry_time = NULL as {"clear_expiry_time": true}.
struct NullRule {
  std::string column;
  JsonPath body_path;
  std::string json;  // The value put there.
};

struct Method {
  std::string name;                  // list_iam_v2_api_keys
  std::vector<std::string> aliases;  // Other names by which EXEC may call it.
  Verb verb = Verb::kSelect;
  std::string description;
  Stage stage = Stage::kUnknown;
  std::optional<ResourceQuota> quota;  // That it counts against.
  std::string example;                 // A statement that uses it; may be empty.
  std::string http_method = "GET";
  std::string path;                   // /iam/v2/api-keys/{id}
  std::string server;                 // Name of the provider's server; empty: its first.
  std::vector<Parameter> parameters;  // In the order in which they are sent.
  Headers headers;                    // Always sent; those of table, server and provider as well.
  RowsKind rows_kind = RowsKind::kArray;
  JsonPath rows;
  std::optional<XmlForm> xml;  // Its answers are XML; rows and all other paths are of their JSON.
  PagingSpec paging;
  EmptyAnswers empty;
  std::vector<SuccessRule> success;
  std::vector<AbsentRule> absent;
  Statuses statuses;                 // Of this method; they come before the table's.
  std::vector<std::string> budgets;  // Names in Provider::budgets.
  // Writes.
  bool idempotent = false;  // True for GET; a write only where the document says so.
  bool whole_body = false;  // UPDATE sends every writable column, not only the changed ones.
  // Of an UPDATE or DELETE: WHERE gives the inputs that its request needs, and no row is read.
  bool by_inputs = false;
  // UPDATE sends the row as the API has it, read in the same statement, with the changes in it, and
  // without what stands at the paths `without`.
  bool merged_body = false;
  std::vector<JsonPath> without;
  BodyFormat body_format;
  std::string base_body;  // What each body has beside values: a JSON object; empty: nothing.
  std::vector<JsonPath> json_texts;  // Members of a body that are sent as texts which hold JSON.
  std::string idempotency_key;       // The header for a key of each row's own; empty: none.
  bool returns_row = false;
  JsonPath returns;  // Where the answer has the row.
  std::vector<NullRule> nulls;
  std::optional<Await> await;

  // By Parameter::id().
  const Parameter* FindParameter(std::string_view id) const;
  // The one that `=` and IN bind.
  const Parameter* ParameterOf(std::string_view column) const;
  // The one that another comparison binds.
  const Parameter* ParameterOf(std::string_view column, Parameter::Comparison comparison) const;
  // The columns that give its parameters, each once and in the order in which they are sent. With
  // `required` those alone that the API demands.
  std::vector<std::string> InputColumns(bool required) const;
  // False for a column of a header that only the answer for one row has, where this is a list.
  bool GivesHeader(const Column& column) const;
};

struct Resource {
  std::string name;                  // confluent.iam.api_keys
  std::vector<std::string> aliases;  // Other full names by which a session's SQL may call it.
  std::string description;
  Stage stage = Stage::kUnknown;
  std::vector<std::string> key;  // Columns that together tell rows apart; may be empty.
  std::vector<Column> columns;
  std::vector<Method> methods;
  Statuses statuses;              // Of this table; they come before the provider's.
  int64_t estimated_rows = 1000;  // Order of magnitude, for planning only.
  std::string view_sql;           // Set: a view over other tables; no columns, no methods.
  int view_line = 0;              // Of the document, for errors.
  std::shared_ptr<const Provider> provider;
  std::string document;  // Name of the document, for errors.
  Origin origin;

  // By name or alias, ASCII case ignored. The column's index, or -1.
  int FindColumn(std::string_view name) const;
  // The parameter of that column that some select method takes, null: none does.
  const Parameter* SelectParameterOf(std::string_view column) const;
  const Method* FindMethod(std::string_view name) const;
  // True where there is one row and no more, such as the settings of an account: without a key,
  // and every select gets one row and takes no value by which there could be another.
  bool has_one_row() const;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_RESOURCE_H_
