// ViewQuery: the SELECT that answers one scan of a document's view, with the comparisons that can
// be made inside of it.
//
// SQLite checks each comparison again outside, where it knows both sides; here the other side is a
// bare value, so a comparison must keep every row that any comparison outside could keep:
//
//   a number   is compared as a number: a text '05' equals 5 if the other side was an INTEGER
//              column, and it does not if it was a literal
//   IS         is IS NULL or `=`, for a table asks for what `=` gives alone
//   a text     is compared as the column compares it. A text that looks like a number does not go
//              inside where SELECTs of the view may differ in what they compare it with.
#ifndef APISQL_VTAB_VIEWS_VIEW_QUERY_H_
#define APISQL_VTAB_VIEWS_VIEW_QUERY_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "vtab/rows/sql_value.h"
#include "vtab/views/view_plan.h"
#include "vtab/views/view_shape.h"

namespace apisql {

class ViewQuery {
 public:
  // `shape` must outlive it. A comparison that would bring more than `most_values` stays outside.
  ViewQuery(const ViewShape& shape, size_t most_values)
      : shape_(&shape), most_values_(most_values) {}

  // The text for values that are not known yet.
  static std::string Sketch(const ViewShape& shape, std::span<const ViewTerm> terms);

  // `values` is one value, or all of an IN list.
  void Add(const ViewTerm& term, std::vector<SqlValue> values);

  // True when no row can fulfil what was added.
  bool nothing() const { return nothing_; }
  std::string Text() const;
  // Of the text's parameters, in their order.
  const std::vector<SqlValue>& values() const { return values_; }

 private:
  const ViewShape* shape_;
  size_t most_values_;
  std::vector<std::string> conditions_;
  std::vector<SqlValue> values_;
  bool nothing_ = false;
};

}  // namespace apisql

#endif  // APISQL_VTAB_VIEWS_VIEW_QUERY_H_
