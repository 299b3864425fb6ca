// ViewPlan: which comparisons a document's view makes inside of its SELECT. It travels in idxStr:
//
//   view 0= 3IN 2IS            its first column =, its fourth IN, its third IS an argument
//   view unanswered 1=         a table inside needs a value that none of them gives
#ifndef APISQL_VTAB_VIEWS_VIEW_PLAN_H_
#define APISQL_VTAB_VIEWS_VIEW_PLAN_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

// SQLite checks each of them again outside.
struct ViewTerm {
  enum class Kind { kEqual, kIs, kIn };
  size_t column = 0;
  Kind kind = Kind::kEqual;
  friend bool operator==(const ViewTerm&, const ViewTerm&) = default;
};

std::string_view KindText(ViewTerm::Kind kind);

struct ViewPlan {
  std::vector<ViewTerm> terms;  // In the order of the arguments.
  bool unanswered = false;

  std::string Serialize() const;
  // An error for a text that is no plan of a view.
  static StatusOr<ViewPlan> Parse(std::string_view text);
  friend bool operator==(const ViewPlan&, const ViewPlan&) = default;
};

}  // namespace apisql

#endif  // APISQL_VTAB_VIEWS_VIEW_PLAN_H_
