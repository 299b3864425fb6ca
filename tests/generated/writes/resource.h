// Resource: a table of an API that is written, as the test has thought it up: what its document
// says, how the server behaves, and its rows. Nothing here knows the engine.
#ifndef APISQL_TESTS_GENERATED_WRITES_RESOURCE_H_
#define APISQL_TESTS_GENERATED_WRITES_RESOURCE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/generated/world.h"

namespace apisql::generated::writes {

using Json = nlohmann::json;

// A column that statements may give.
struct Member {
  Column column;  // Name, type, form of times, and where rows and bodies have it.
  bool creates = false;
  bool updates = false;
  bool secret = false;
  bool clears = false;  // For NULL an update sends another member, which is true.
};

// A row as the server keeps it. A value that is missing is NULL.
struct StoredRow {
  int64_t number = 0;
  std::string id;    // Of a resource whose keys the server makes.
  std::string name;  // The client's, of no other row.
  std::string box;
  std::string area;                     // Empty: the one that is meant where nothing is said.
  std::map<std::string, Datum> values;  // By member; the JSON as rows show it.
  int64_t version = 1;
  int looks = 0;       // So often a look at it still finds it unfinished.
  bool fresh = false;  // Until then it cannot be seen.
  bool gone = false;   // Deleted, and still answered.
};

struct Resource {
  std::string name;        // t1
  bool makes_key = false;  // The key is `id`, made by the server; else `name`.
  std::vector<Member> members;

  // Rows stand in boxes, by a segment of the path: in it a slash is %2F, or stands as it is.
  enum class Boxes { kNone, kSegment, kSlashes } boxes = Boxes::kNone;
  std::vector<std::string> box_names;
  bool box_from_parent = false;  // Another table lists the boxes.
  bool box_in_key = true;
  // And in areas: by a segment that may be left out, or by a variable of the server's URL.
  enum class Areas { kNone, kSegment, kVariable } areas = Areas::kNone;
  std::vector<std::string> area_names;

  bool form = false;
  enum class Arrays { kIndexes, kBrackets, kRepeated } arrays = Arrays::kIndexes;
  bool empty_is_null = false;  // In a form.
  std::string json_kind;       // Of bodies that are JSON; empty: application/json.
  Json create_base;            // Members that each such body has; null: none.
  Json update_base;

  std::string update_verb = "patch";
  enum class Body { kChanged, kWhole, kMerged } body = Body::kChanged;
  bool has_delete = false;
  bool has_get = false;
  bool answers_row = false;  // Writes are answered by the row.
  bool wraps = false;        // Which then stands at /item.
  bool keyed = false;        // Writes have an idempotency key.
  enum class Guard { kNone, kMember, kHeader } guard = Guard::kNone;
  // How a write that is only accepted can be watched.
  enum class Watch { kNone, kOperation, kLocation, kRow } watch = Watch::kNone;
  bool tombstones = false;    // A deleted row is answered with 200 and "deleted": true.
  bool has_account = false;   // A header of each answer is a column.
  bool table_header = false;  // Requests have a header of this table's own.
  bool paged = false;

  std::vector<StoredRow> rows;

  // Names of columns.
  std::string key() const { return makes_key ? "id" : "name"; }
  std::string area() const { return areas == Areas::kVariable ? "version" : "area"; }
  const Member* Find(const std::string& name) const;
};

struct Api {
  uint64_t seed = 0;
  std::vector<Resource> resources;
};

// gen.w.t1
std::string FullNameOf(const Resource& resource);
// Of the table that lists its boxes.
std::string BoxTableOf(const Resource& resource);

// Values that no text of the program may have. Each contains this.
inline constexpr const char* kSecretWord = "s3cret-";
inline constexpr const char* kAccount = "acct 1";

}  // namespace apisql::generated::writes

#endif  // APISQL_TESTS_GENERATED_WRITES_RESOURCE_H_
