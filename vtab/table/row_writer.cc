#include "vtab/table/row_writer.h"

#include <string>
#include <utility>

#include "src/base/text.h"
#include "vtab/table/values.h"

namespace apisql {
namespace {

StatusOr<ColumnValue> ToColumnValue(const Resource& resource, size_t column,
                                    const SqlValue& value) {
  if (std::holds_alternative<BlobValue>(value)) {
    return Status(StatusCode::kInvalidArgument, resource.name + ": " +
                                                    resource.columns[column].name +
                                                    " cannot be a blob: an API takes text");
  }
  if (const auto* text = std::get_if<std::string>(&value)) return ColumnValue(*text);
  if (const auto* integer = std::get_if<int64_t>(&value)) return ColumnValue(*integer);
  if (const auto* real = std::get_if<double>(&value)) return ColumnValue(*real);
  return ColumnValue();
}

SqlValue ToSqlValue(const ColumnValue& value) {
  return std::visit([](const auto& one) -> SqlValue { return one; }, value);
}

// Equal as the column compares: the text column of SET display_name = 5 has '5' already.
bool SameValue(const SqlValue& a, const ColumnValue& b) {
  const auto text = [](const auto& one) -> std::string {
    using T = std::decay_t<decltype(one)>;
    if constexpr (std::is_same_v<T, std::string>) return "t" + one;
    if constexpr (std::is_same_v<T, int64_t>) return "t" + std::to_string(one);
    if constexpr (std::is_same_v<T, double>) return "r" + std::to_string(one);
    return "";
  };
  return std::visit(text, a) == std::visit(text, b);
}

std::string TextOf(const SqlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return "'" + *text + "'";
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  return "NULL";
}

// "user_email = 'a@b.c', name = 'ci'"
std::string KeyText(const RowImage& image) {
  std::string text;
  for (const std::string& name : image.resource->key) {
    const std::optional<SqlValue>& value = image.values[image.resource->FindColumn(name)];
    text += (text.empty() ? "" : ", ") + name + " = " + (value ? TextOf(*value) : "?");
  }
  return text;
}

// The same of a row that is to be made; "" when its key is for the server to choose.
std::string KeyText(const Resource& resource, const std::vector<SqlValue>& row) {
  std::string text;
  for (const std::string& name : resource.key) {
    const SqlValue& value = row[static_cast<size_t>(resource.FindColumn(name))];
    if (std::holds_alternative<std::monostate>(value)) return "";
    text += (text.empty() ? "" : ", ") + name + " = " + TextOf(value);
  }
  return text;
}

StatusOr<KnownRow> KnownRowOf(const RowImage& image) {
  KnownRow row(image.values.size());
  for (size_t i = 0; i < row.size(); ++i) {
    if (!image.values[i]) continue;
    ASSIGN_OR_RETURN(row[i], ToColumnValue(*image.resource, i, *image.values[i]));
  }
  return row;
}

std::vector<SqlValue> RowOf(const RowImage& image) {
  std::vector<SqlValue> row;
  for (const auto& value : image.values) row.push_back(value.value_or(SqlValue()));
  return row;
}

}  // namespace

StatusOr<std::string> RowWriter::BaseUrl(const Method& method) {
  ASSIGN_OR_RETURN(const auto endpoint,
                   connection_.EndpointFor(*resource_->provider, method.server, ""));
  return endpoint->base_url;
}

StatusOr<RowImage> RowWriter::ImageOf(int64_t row_id) const {
  const RowImage* found = connection_.row_map().Find(row_id);
  if (found == nullptr) {
    return Status(StatusCode::kInvalidArgument,
                  resource_->name + ": no row of this statement has the rowid " +
                      std::to_string(row_id) + "; name rows by " + Join(resource_->key, ", "));
  }
  RowImage image = *found;
  const Mutation* staged = connection_.writes().LastOf(*resource_, KeyText(image));
  if (staged == nullptr) return image;
  // A value that was not read is not known from what is staged either.
  for (size_t i = 0; i < image.values.size(); ++i) {
    if (image.values[i]) image.values[i] = staged->row[i];
  }
  return image;
}

Status RowWriter::Stage(const Method& method, Request request, std::string key,
                        std::vector<SqlValue> row) {
  Mutation mutation;
  mutation.resource = resource_;
  mutation.method = &method;
  mutation.key = std::move(key);
  ASSIGN_OR_RETURN(mutation.endpoint,
                   connection_.EndpointFor(*resource_->provider, method.server, ""));
  mutation.request = std::move(request);
  mutation.request.label.statement = statement_;
  mutation.row = std::move(row);
  return connection_.writes().Stage(std::move(mutation));
}

void RowWriter::WarnOfUnknownValues(std::span<const ColumnChange> changes) {
  for (std::string& warning : UnknownValues(*resource_, changes)) {
    connection_.writes().AddWarning(std::move(warning));
  }
}

// An omitted column and NULL arrive alike: neither is sent.
Status RowWriter::Insert(std::span<sqlite3_value*> values) {
  ASSIGN_OR_RETURN(const Method* method, WriteMethod(*resource_, Verb::kInsert));
  std::vector<ColumnChange> given;
  std::vector<SqlValue> row(resource_->columns.size());
  for (size_t i = 0; i < row.size(); ++i) {
    if (sqlite3_value_type(values[i]) == SQLITE_NULL) continue;
    row[i] = ReadValue(values[i]);
    ASSIGN_OR_RETURN(ColumnValue value, ToColumnValue(*resource_, i, row[i]));
    given.push_back({static_cast<int>(i), std::move(value)});
  }
  ASSIGN_OR_RETURN(const std::string base_url, BaseUrl(*method));
  ASSIGN_OR_RETURN(Request request, BuildInsert(*resource_, *method, base_url, given));
  WarnOfUnknownValues(given);
  std::string key = KeyText(*resource_, row);
  return Stage(*method, std::move(request), std::move(key), std::move(row));
}

// UPDATE ... FROM marks nothing as unchanged, so values are compared as well.
StatusOr<std::vector<ColumnChange>> RowWriter::ChangesOf(const RowImage& image,
                                                         std::span<sqlite3_value*> values) const {
  std::vector<ColumnChange> changes;
  for (size_t i = 0; i < resource_->columns.size(); ++i) {
    if (sqlite3_value_nochange(values[i]) != 0) continue;
    ASSIGN_OR_RETURN(ColumnValue value, ToColumnValue(*resource_, i, ReadValue(values[i])));
    if (image.values[i] && SameValue(*image.values[i], value)) continue;
    changes.push_back({static_cast<int>(i), std::move(value)});
  }
  return changes;
}

Status RowWriter::Update(int64_t row_id, std::span<sqlite3_value*> values) {
  ASSIGN_OR_RETURN(const RowImage image, ImageOf(row_id));
  if (image.absent) return OkStatus();
  ASSIGN_OR_RETURN(const Method* method, WriteMethod(*resource_, Verb::kUpdate));
  ASSIGN_OR_RETURN(const std::vector<ColumnChange> changes, ChangesOf(image, values));
  if (changes.empty()) return OkStatus();
  ASSIGN_OR_RETURN(const KnownRow known, KnownRowOf(image));
  ASSIGN_OR_RETURN(const std::string base_url, BaseUrl(*method));
  ASSIGN_OR_RETURN(Request request, BuildUpdate(*resource_, *method, base_url, known, changes));
  WarnOfUnknownValues(changes);
  std::vector<SqlValue> row = RowOf(image);
  for (const ColumnChange& change : changes) row[change.column] = ToSqlValue(change.value);
  return Stage(*method, std::move(request), KeyText(image), std::move(row));
}

Status RowWriter::Delete(int64_t row_id) {
  ASSIGN_OR_RETURN(const RowImage image, ImageOf(row_id));
  if (image.absent) return OkStatus();
  ASSIGN_OR_RETURN(const Method* method, WriteMethod(*resource_, Verb::kDelete));
  ASSIGN_OR_RETURN(const KnownRow known, KnownRowOf(image));
  ASSIGN_OR_RETURN(const std::string base_url, BaseUrl(*method));
  ASSIGN_OR_RETURN(Request request, BuildDelete(*resource_, *method, base_url, known));
  return Stage(*method, std::move(request), KeyText(image), RowOf(image));
}

}  // namespace apisql
