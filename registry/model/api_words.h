// The API's own words for what a table has as columns: parameters, members of its JSON, paging.
#ifndef APISQL_REGISTRY_MODEL_API_WORDS_H_
#define APISQL_REGISTRY_MODEL_API_WORDS_H_

#include <string>
#include <string_view>

#include "registry/model/resource.h"

namespace apisql {

// A sentence on what `word`, which is no column of the table, means in the API: "The API's
// parameter spec.owner is the column owner_id". "" when it means nothing there. These are
// understood, the surest first, ASCII case ignored and with _ in place of each dot as well:
//   - the name of a parameter (spec.owner), and of one that pages (page_size);
//   - the place of a column in the API's JSON (spec.owner.id), and the end of it (owner.id);
//   - data__spec, as other tools call the member spec of a body;
//   - the last part of a parameter's name (owner);
//   - an object of the JSON, for the columns that are within it (owner): for those alone that a
//     parameter asks for, if there are such.
std::string MeaningOfApiWord(const Resource& resource, std::string_view word);

// The column that `name` stands for where a column's name is wanted, ASCII case ignored: that of
// the parameters of that name, which has a dot in it (spec.owner), or of the member x in data__x.
// "" where there is none, and where there are several.
std::string ColumnOfApiName(const Resource& resource, std::string_view name);

// The parameter by which a select asks for values of `column`, as people write it: spec.owner, or
// {id} for a part of the path. "" when there is none.
std::string ParameterText(const Resource& resource, const Column& column);
// As it is written there.
std::string ParameterText(const Parameter& parameter);

// True where a select has a filter that is wider than `=`.
bool HasPartialFilter(const Resource& resource);
// For people who see the word "partial".
inline constexpr std::string_view kNoteOfPartial =
    "partial: the API may answer more rows than = asks for; those are left out here";

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_API_WORDS_H_
