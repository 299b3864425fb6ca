// What a column of a result is to people: may it be cut, is it true or false?
//
// The document of an API tells, where the column comes from a table of it, also through a view: its
// key is the key, JSON and other texts may be cut. Elsewhere, and for what is no key, the name
// tells: id and name, and what ends in _id, are ids. A name may be wrong, so such a column is an id
// only as long as its values look like ids: short, and without blanks.
#ifndef APISQL_SHELL_LAYOUT_COLUMN_MEANING_H_
#define APISQL_SHELL_LAYOUT_COLUMN_MEANING_H_

#include <string_view>

#include "registry/model/resource.h"
#include "shell/layout/fit_columns.h"
#include "vtab/prepared/result.h"

namespace apisql {

struct ColumnMeaning {
  ColumnKind kind = ColumnKind::kText;
  bool guessed = false;  // From the name alone: the values may show that it is not so.
  bool boolean = false;  // 0 is false, 1 is true.
};

// By `resource`, the table that the column comes from; null where that is none of an API.
ColumnMeaning MeaningOf(const ResultColumn& column, const Resource* resource);

// May `value`, as it is shown, be that of an id?
bool LooksLikeId(std::string_view value);

}  // namespace apisql

#endif  // APISQL_SHELL_LAYOUT_COLUMN_MEANING_H_
