#include "vtab/overlay/row_by_key.h"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "vtab/fetch/scan.h"
#include "vtab/module/values.h"
#include "vtab/overlay/own_row.h"
#include "vtab/scan/input_rows.h"
#include "vtab/scan/parent_values.h"
#include "vtab/scan/table_access.h"
#include "vtab/values/bound_values.h"
#include "vtab/write/changed_row.h"

namespace apisql {

StatusOr<std::unique_ptr<RowSource>> RowByKey::Open(const StatementPlace& place,
                                                    const RowImage& image) const {
  std::vector<bool> known;
  for (const std::optional<SqlValue>& value : image.values) {
    known.push_back(value && !std::holds_alternative<std::monostate>(*value));
  }
  const auto own = PlanOwnRow(*resource_, known, connection_.api.estimates());
  if (!own) return std::unique_ptr<RowSource>();
  std::vector<ScanArgument> arguments;
  for (const int column : own->columns) {
    arguments.push_back({*image.values[static_cast<size_t>(column)]});
  }
  Statement& statement = *place.statement;
  TableAccess access(statement.context(), statement.cache(), resource_, own->plan,
                     AccessHints{.repeated = false});
  ASSIGN_OR_RETURN(std::unique_ptr<Scan> scan, access.Open(std::move(arguments), {}));
  return scan;
}

Status RowByKey::Read(RowImage* image) const {
  if (image->by_inputs != nullptr) return NeedsRow(*image);
  const StatementPlace place = connection_.statements.Open(db_, image);
  connection_.statements.Used();
  const StatusOr<std::unique_ptr<RowSource>> row = Open(place, *image);
  connection_.statements.Closed(image);
  RETURN_IF_ERROR(row.status());
  bool exists = false;
  if (*row != nullptr) {
    ASSIGN_OR_RETURN(exists, (*row)->Next());
  }
  image->absent = !exists;
  if (!exists) return OkStatus();
  for (size_t i = 0; i < image->values.size(); ++i) {
    if (!image->values[i]) image->values[i] = ValueOf((*row)->At(static_cast<int>(i)));
  }
  const auto staged = connection_.writes.Rows(*resource_);
  const StagedRow* change = staged == nullptr ? nullptr : staged->Find(image->KeyText());
  if (change == nullptr) return OkStatus();
  return PutChanges(*resource_, change->changes, &image->values);
}

// Nothing is opened for the many methods that take nothing from parents.
Status RowByKey::FillFromParents(const Method& method, KnownRow* known) const {
  if (!ParentValues::Lacks(*resource_, method, *known)) return OkStatus();
  RETURN_IF_ERROR(connection_.api.CheckMaySend(*resource_, method).Annotate(resource_->name));
  const StatementPlace place = connection_.statements.Open(db_, known);
  connection_.statements.Used();
  const auto find_table = [this](const std::string& name) {
    return connection_.api.catalog().Find(name);
  };
  const Status filled =
      ParentValues(place.statement->context(), place.statement->cache(), *resource_, method)
          .Fill(find_table, known);
  connection_.statements.Closed(known);
  return filled;
}

}  // namespace apisql
