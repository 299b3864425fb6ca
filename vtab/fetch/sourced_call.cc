#include "vtab/fetch/sourced_call.h"

#include "vtab/values/echoed_value.h"

namespace apisql {

void SourcedCall::Add(const Parameter& parameter, std::vector<std::string> wire) {
  const Resource& resource = *call.resource;
  const int index = resource.FindColumn(parameter.column);
  if (index >= 0) {
    const Column& column = resource.columns[static_cast<size_t>(index)];
    if (column.source == Column::Source::kParameter) {
      injected.emplace_back(index, EchoedValue(column, wire[0]));
    }
  }
  call.arguments.emplace_back(parameter.id(), std::move(wire));
}

}  // namespace apisql
