#include "vtab/values/column_fields.h"

#include <utility>

#include "src/rows/header_field.h"

namespace apisql {

Field FieldOf(const Column& column) {
  using Source = Column::Source;
  const bool parameter = column.source == Source::kParameter;
  const bool is_name = column.source == Source::kMapKey || column.source == Source::kGroupKey;
  Field field{parameter ? column.answered : column.path, column.type, is_name, column.prefix,
              column.time};
  const bool of_group = column.source == Source::kGroup || column.source == Source::kGroupKey;
  if (of_group) field.group = column.group;
  field.outside = column.source == Column::Source::kHeader;
  return field;
}

std::vector<JsonPath> SecretPaths(const Resource& resource) {
  std::vector<JsonPath> all;
  for (const Column& column : resource.columns) {
    if (!column.secret) continue;
    const std::vector<JsonPath> paths = column.paths();
    all.insert(all.end(), paths.begin(), paths.end());
  }
  return all;
}

void AddStandIns(const Resource& resource, std::span<const int> fields, PageShape* shape) {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i] < 0) continue;
    for (const JsonPath& path : resource.columns[i].other_paths) {
      Field field = FieldOf(resource.columns[i]);
      field.path = path;
      field.stands_in_for = static_cast<size_t>(fields[i]);
      shape->fields.push_back(std::move(field));
    }
  }
}

Status FillHeaders(const Resource& resource, std::span<const int> fields, const PageShape& shape,
                   const Response& response, Page* page) {
  for (size_t i = 0; i < fields.size(); ++i) {
    const Column& column = resource.columns[i];
    if (fields[i] < 0 || column.source != Column::Source::kHeader) continue;
    const auto field = static_cast<size_t>(fields[i]);
    RETURN_IF_ERROR(FillField(shape.fields[field], field, response.header(column.header), page)
                        .Annotate("header " + column.header));
  }
  return OkStatus();
}

}  // namespace apisql
