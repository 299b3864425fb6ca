#include "vtab/table/table_declaration.h"

#include <cstddef>

#include "vtab/columns/column_layout.h"
#include "vtab/module/values.h"

namespace apisql {

std::string DeclarationOf(const Resource& resource) {
  const auto declare = [](const std::string& name, const Column& column) {
    return '"' + name + "\" " + std::string(DeclaredType(column.type));
  };
  std::string columns;
  for (const Column& column : resource.columns) {
    columns += declare(column.name, column);
    columns += column.hidden || column.secret ? " HIDDEN, " : ", ";
  }
  columns += R"("_arguments" HIDDEN, "_returned" INTEGER HIDDEN)";
  const ColumnLayout layout(resource);
  for (const ColumnLayout::Alias& alias : layout.aliases()) {
    const Column& column = resource.columns[static_cast<size_t>(alias.column)];
    columns += ", " + declare(alias.name, column) + " HIDDEN";
  }
  return "CREATE TABLE x(" + columns + ")";
}

}  // namespace apisql
