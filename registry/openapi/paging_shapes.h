// The paging shapes that are known by name: which member names the next page, and which parameter
// takes it. A new shape is one row.
#ifndef APISQL_REGISTRY_OPENAPI_PAGING_SHAPES_H_
#define APISQL_REGISTRY_OPENAPI_PAGING_SHAPES_H_

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

// Objects of an answer in which such members stand beside the rows, as PlainName() has them.
bool IsPagingGroup(std::string_view plain_name);

enum class PagingParameter { kNone, kSize, kPage, kOffset, kToken };
// What a parameter of this name is for.
PagingParameter PagingParameterOf(std::string_view plain_name);

// "next_page_token", "nextPageToken" -> "nextpagetoken"
std::string PlainName(std::string_view name);

}  // namespace apisql

#endif  // APISQL_REGISTRY_OPENAPI_PAGING_SHAPES_H_
