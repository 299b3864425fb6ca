// Lists of Confluent Cloud: the envelope, its paging, and the fields that every object has.
#ifndef APISQL_SANDBOX_CONFLUENT_LIST_H_
#define APISQL_SANDBOX_CONFLUENT_LIST_H_

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sandbox/call.h"
#include "sandbox/json_text.h"
#include "sandbox/table.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

inline constexpr std::string_view kConfluentHost = "https://api.confluent.cloud";

// How an API family writes its lists. The families differ: each was built by another team.
struct ListStyle {
  enum class LastPage { kAbsent, kNull, kEmptyText };

  std::string_view path;         // /iam/v2/api-keys
  std::string_view api_version;  // iam/v2
  std::string_view kind;         // ApiKeyList
  LastPage last_page;            // What metadata.next is on the last page.
  bool first = false;            // metadata.first is given.
  bool total_size = false;       // metadata.total_size is given, where no filter is set.
};

// Which objects a list has, by their positions in a table.
struct ListRows {
  Position end = 0;     // Of the table.
  size_t total = 0;     // How many objects the table has.
  std::string filters;  // The filters as text, each value with its name. Tokens are bound to it.
  // The positions to look at, in order; absent: all below `end`.
  std::optional<std::span<const Position>> candidates;
  std::function<bool(Position)> matches;
  // Searches (unlike exact filters) are applied to a page after it was cut: such a page may be
  // short or empty and yet have a next one.
  std::function<bool(Position)> found_by_search;
  std::function<void(Position, JsonText&)> write;
};

// One page as the call asks for it, or the error that the call deserves.
Answer ListPage(const World& world, const Call& call, const ListStyle& style, const ListRows& rows);

// "name=value\n" for ListRows::filters.
std::string FilterText(std::string_view name, std::string_view value);

// Writes api_version, kind, id and metadata.
struct ObjectHead {
  const ListStyle& style;  // The kind is the list's without "List".
  std::string_view id;
  std::string_view resource_name;
  Micros created_at = 0;
  std::optional<Micros> updated_at;
};
void WriteObjectHead(const ObjectHead& head, JsonText& json);

Answer JsonAnswer(int status, JsonText json);
// Says where the object that was just made is found.
void SetLocation(const ListStyle& style, const std::string& id, Answer& answer);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_LIST_H_
