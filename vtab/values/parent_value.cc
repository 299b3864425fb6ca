#include "vtab/values/parent_value.h"

#include "registry/errors/misfit_error.h"
#include "vtab/values/echoed_value.h"
#include "vtab/values/parent_comparisons.h"

namespace apisql {

StatusOr<std::string> SentFor(const Resource& resource, const Parameter& parameter,
                              const Column& source, const SqlValue& value) {
  const int index = resource.FindColumn(parameter.column);
  const Column& own = index < 0 ? source : resource.columns[static_cast<size_t>(index)];
  std::string sent = ParentText(parameter, own, source, value);
  const bool shown = own.source == Column::Source::kParameter && !sent.empty();
  if (!shown || ReadEchoed(own, sent)) return sent;
  return MisfitError(own, {.count = 1, .text = sent})
      .Annotate("a row of " + parameter.parent->table)
      .Annotate(resource.name);
}

Status LacksValue(const Resource& resource, const Parameter& parameter) {
  return {StatusCode::kDataLoss, resource.name + ": a row of " + parameter.parent->table +
                                     " has no " + parameter.parent->column +
                                     ", so its rows cannot be listed"};
}

}  // namespace apisql
