// FilterUse: what the API does with `column = value` in a SELECT, over all methods that read.
#ifndef APISQL_REGISTRY_MODEL_FILTER_USE_H_
#define APISQL_REGISTRY_MODEL_FILTER_USE_H_

#include <string>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"

namespace apisql {

struct FilterUse {
  const Parameter* parameter = nullptr;  // Of the last method that takes one; null: none does.
  bool exact = false;                    // Some method finds exactly the rows with that value.
  bool required = false;                 // No method does without.
  // "table.column" whose values stand in for it, or those of a tree in words; empty: none.
  std::string parent;
};

// `resource` must outlive what it returns.
FilterUse FilterUseOf(const Resource& resource, const Column& column);

// The parameters that other comparisons with `column` than `=` bind, each name and operator once.
std::vector<const Parameter*> NarrowingOf(const Resource& resource, const Column& column);

// As documents say it: ">=", "prefix".
std::string_view OperatorWord(const Parameter& parameter);

// "since (>=)", "from (>=, required)": a parameter of NarrowingOf(), for people.
std::string NarrowingText(const Parameter& parameter);

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_FILTER_USE_H_
