// AbsentRows: the rows of a list that the document takes for absent.
#ifndef APISQL_VTAB_API_ABSENT_ROWS_H_
#define APISQL_VTAB_API_ABSENT_ROWS_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "registry/model/resource.h"
#include "src/rows/page.h"
#include "src/rows/shape/page_shape.h"

namespace apisql {

// Reads the values that say so as fields of the page, behind those of columns. Of a method for one
// row it does nothing: there the whole answer says it, see IsAbsent().
class AbsentRows {
 public:
  // Adds the fields. Where the document has no such rule there are none.
  void AddFields(const Method& method, PageShape* shape);
  // Takes those rows out of a page of that shape: their number.
  size_t LeaveOut(Page* page) const;

 private:
  using Values = std::vector<std::string>;
  std::vector<std::pair<size_t, Values>> fields_;  // By field, what means that the row is absent.
};

}  // namespace apisql

#endif  // APISQL_VTAB_API_ABSENT_ROWS_H_
