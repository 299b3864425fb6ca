// The paging shapes that are known by name: which member names the next page, and which parameter
// takes it; and the members that tell of more rows whatever takes them. A new shape is one row.
// Importers of documents ask it of schemas, and a list whose paging no document tells is looked at
// by it when its answer has come.
#ifndef APISQL_SRC_PAGING_SHAPES_PAGING_SHAPES_H_
#define APISQL_SRC_PAGING_SHAPES_PAGING_SHAPES_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace apisql {

struct PagingShape {
  enum class Kind {
    kToken,  // The member is sent back as the parameter.
    kUrl,    // The member is the URL of the next page; a parameter need not be known.
    kPages,  // The member counts the pages; the parameter is the number of one.
    kMore,   // The member says whether there is more; the parameter is the number of rows before.
    kLast,   // The member says whether there is more; the parameter takes the id of the last row.
  };
  std::string_view member;     // As PlainName() has it.
  std::string_view parameter;  // The same; "": none is needed.
  Kind kind = Kind::kToken;
};

// The first that fits counts.
std::span<const PagingShape> PagingShapes();

// What a member of an answer beside its rows says of rows that the answer does not have.
enum class PagingSign {
  kNone,
  kNext,   // It names the next page, unless it is null or empty.
  kMore,   // It says whether there is more, or how much.
  kLast,   // It says whether this page is the last.
  kPages,  // It counts the pages.
  kTotal,  // It counts the rows of all pages.
};
PagingSign PagingSignOf(std::string_view plain_name);

// Of an object that names the next page, the members that do: {"next": {"href": "/b"}}.
bool NamesPage(std::string_view plain_name);

// One that an answer has.
struct FoundSign {
  PagingSign sign = PagingSign::kNone;
  std::string place;  // "/meta/next"
  std::string text;   // Its value.
};

// How deep below the root of an answer such members are looked for.
inline constexpr size_t kMostPagingLevels = 4;

// Objects of an answer in which such members stand beside the rows, as PlainName() has them.
bool IsPagingGroup(std::string_view plain_name);

enum class PagingParameter { kNone, kSize, kPage, kOffset, kToken };
// What a parameter of this name is for.
PagingParameter PagingParameterOf(std::string_view plain_name);

// "next_page_token", "nextPageToken" -> "nextpagetoken"
std::string PlainName(std::string_view name);

}  // namespace apisql

#endif  // APISQL_SRC_PAGING_SHAPES_PAGING_SHAPES_H_
