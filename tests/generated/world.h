// World: an API that the test has thought up, with its rows. The documents are written from it, the
// server behaves by it, and the plain tables hold its rows. Nothing here knows the engine.
#ifndef APISQL_TESTS_GENERATED_WORLD_H_
#define APISQL_TESTS_GENERATED_WORLD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tests/generated/times.h"

namespace apisql::generated {

enum class Type { kText, kInteger, kReal, kBoolean, kTimestamp, kJson };
std::string_view TypeName(Type type);  // As documents say it.
std::string_view SqlType(Type type);   // TEXT, INTEGER or REAL.

using Value = std::variant<std::monostate, int64_t, double, std::string>;
std::string SqlLiteral(const Value& value);

// One cell: what SQL must show of it, and how the API spells it.
struct Datum {
  Value value;
  std::string json;  // Empty: the row lacks the member.
};
// How an API filters a list by a column.
enum class Filter { kNone, kExact, kPrefix, kSubstring, kIgnored };

// Another condition on a column than `=` by which an API narrows a list.
struct Narrowing {
  enum class Operator { kAtLeast, kMore, kAtMost, kLess, kPrefix, kNull, kNotNull };
  Operator by = Operator::kAtLeast;
  std::string parameter;
  // The server gives the bound as well, any letter case, or rows without a value.
  bool partial = false;
};
std::string_view OperatorWord(Narrowing::Operator by);  // As documents say it.

struct Column {
  enum class Origin {
    kRow,
    kMapKey,    // The member's name, where a list is a map.
    kGroup,     // Of the group that a row stands in.
    kGroupKey,  // The name of that group, where groups are the members of an object.
    kParent,    // Of a row of the parent table.
    kTree,      // The own key of the row of this table that the row is listed below, or a root.
    kRequired,  // An input that every list needs.
    kOptional,  // An input that decides which rows a list has.
  };
  std::string name;
  Type type = Type::kText;
  TimeForm time = TimeForm::kText;  // Of kTimestamp.
  Origin origin = Origin::kRow;
  std::vector<std::string> path;  // Of kRow: where a row has it. Of kGroup: where its group has it.
  bool two_places = false;        // Of kRow: every other row has it below "other".
  size_t parent_column = 0;       // Of kParent.
  // Of kParent, kTree and kRequired: sent in the query, not in the path.
  bool in_query = false;
  bool slashes = false;     // Of one in the path: its slashes are those of the path.
  bool in_path = false;     // Of kOptional: a segment of the list's path, or none.
  bool own_key = false;     // Tells rows of one list apart.
  bool never_null = false;  // NULL and '' cannot stand in a path.
  bool hidden = false;
  bool writable = false;
  Filter filter = Filter::kNone;
  std::string parameter;    // The filter's name.
  bool repeatable = false;  // The filter takes several values.
  enum class List { kRepeated, kComma, kBrackets } list = List::kRepeated;
  size_t most = 0;     // Of several values: in one request; 0: all.
  bool words = false;  // Of a boolean: the filter takes yes and no.
  // The condition stands in the text of the parameter `where`, beside those of other columns:
  // where=c1 eq "a" and c2 ge 5
  bool in_expression = false;
  std::vector<Narrowing> narrowings;

  bool scopes() const { return origin == Origin::kParent || origin == Origin::kRequired; }
  bool names_list() const { return scopes() || origin == Origin::kTree; }
};

// The value that a column shows of a JSON value in a body that the engine has sent.
Value Decoded(const Column& column, const std::string& json);
// As a path or a query carries it; empty for NULL.
std::string WireText(const Column& column, const Value& value);
// The value that a query has as that text; NULL for what cannot be one of the column's.
Value OfWireText(const Column& column, const std::string& text);

struct Paging {
  // As documents say it; last_row: a token that is the last row's key.
  std::string style = "none";
  size_t page_size = 5;        // The server's own.
  size_t largest = 7;          // That it gives.
  std::string size_parameter;  // Empty: nobody can choose.
  bool says_largest = false;   // The document says how many it gives.
  size_t claimed = 7;          // What it says: perhaps more than the server gives.
  enum class Total {
    kNone,
    kExact,
    kCapped,   // Never more than a few.
    kOfPage,   // The number of rows in the page.
    kFalling,  // One less from the second page on, as if a row had gone.
  } total = Total::kNone;
  bool says_exact = false;  // The document says of kExact that it is.
  bool total_hint = false;
  bool pages = false;        // page_number: the answer says how many pages there are.
  bool more = false;         // The answer says whether there is a next page.
  bool more_words = false;   // It says so in words.
  bool same_token = false;   // token: the last page names the token that it was asked with.
  bool in_headers = false;   // The answer says all this in headers.
  bool short_pages = false;  // Now and then a page has fewer rows than it could.
  // next_url, link_header: the next URL has more than a cursor, and the server wants all of it.
  bool snapshot = false;
  bool whole_url = false;  // The document does not say what the cursor is called.
  enum class Nothing { kArray, kNull, kAbsent, kNoContent } nothing = Nothing::kArray;
  int first_page = 1;
  bool empty_pages = false;  // Now and then a page has no rows, and a next page all the same.
};

struct Row {
  int64_t id = 0;  // For the test alone.
  std::vector<Datum> cells;
  // Of a table with an optional input. Bit 0: lists without the input have it; bit n: lists with
  // the input's n-th value.
  unsigned seen = 1;
};

struct Table {
  std::string name;  // t1
  int parent = -1;
  std::vector<Column> columns;
  std::vector<std::string> key;
  std::vector<Datum> inputs;  // Values of the optional input, if there is one.
  // Of a table with a column of kTree: what the lists at its top are asked with. None: they are
  // asked without a value, and NULL stands in the column.
  std::vector<Datum> roots;
  Paging paging;
  // kGroups: an array of groups, each with its rows. kNamedGroups: an object of them.
  enum class Shape { kArray, kBareArray, kMap, kGroups, kNamedGroups } shape = Shape::kArray;
  bool list_by_post = false;      // Filters by = and paging of a list stand in a body.
  bool list_says_absent = false;  // 404 for a scope that does not exist, else an empty list.
  bool has_get = false;
  bool get_finds_scope = false;  // Its scope may come from the parent, too.
  bool get_wraps = false;        // The row stands at /item.
  bool has_update = false;
  bool has_delete = false;
  bool whole_body = false;
  std::string update_verb = "patch";
  bool write_says_absent = false;
  std::vector<Row> rows;

  int OptionalInput() const;  // The column's index, or -1.
  int TreeColumn() const;     // Likewise.
  bool needs_input() const;   // No list without a value from the statement.
};

struct World {
  uint64_t seed = 0;
  int max_concurrency = 4;
  std::vector<Table> tables;  // Parents stand before their children.

  bool IsParent(size_t table) const;
};

// The texts of the row's columns of kParent and kRequired, in order.
std::vector<std::string> ScopeOf(const Table& table, const Row& row);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_WORLD_H_
