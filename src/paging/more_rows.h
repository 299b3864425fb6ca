// MoreRows: what speaks for rows behind the one page of a list, where no document says how it is
// cut into pages.
#ifndef APISQL_SRC_PAGING_MORE_ROWS_H_
#define APISQL_SRC_PAGING_MORE_ROWS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "src/paging/paginator.h"
#include "src/paging/paging_spec.h"
#include "src/paging/shapes/paging_shapes.h"

namespace apisql {

struct MoreRows {
  enum class Kind {
    kNone,
    kTold,      // The answer says so.
    kFullPage,  // There are as many rows as a page has.
    kRound,     // There are as many rows as a page might have: it is a round number.
  };
  Kind kind = Kind::kNone;
  std::string reason;  // "/meta/next is 'c2'", "it has 30 rows, as many as a page has"
  // A paging, as a document may say it, that would ask for them; NAME stands for what is not known.
  std::string paging;
};

// `page_size` is that of the request, as its parameter says or the document; 0: not known. Without
// `counts_rows` the number of rows is none that a page is cut by: they are those of groups.
MoreRows LookForMoreRows(const PageFacts& page, std::span<const FoundSign> signs, int64_t page_size,
                         bool counts_rows);

}  // namespace apisql

#endif  // APISQL_SRC_PAGING_MORE_ROWS_H_
