#include "vtab/table/row_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string>
#include <utility>

#include "registry/request/member_changes.h"
#include "registry/request/write_parts.h"
#include "src/base/text.h"
#include "src/times/time.h"
#include "vtab/module/values.h"
#include "vtab/write/changed_row.h"

namespace apisql {
namespace {

StatusOr<ColumnValue> ToColumnValue(const Resource& resource, size_t column,
                                    const SqlValue& value) {
  if (std::holds_alternative<BlobValue>(value)) {
    return Status(StatusCode::kInvalidArgument, resource.name + ": " +
                                                    resource.columns[column].name +
                                                    " cannot be a blob: an API takes text");
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    const bool is_time = resource.columns[column].type == ColumnType::kTimestamp;
    // In whatever spelling it is given, so that the same instant is no change.
    if (is_time) return ColumnValue(SqliteTime(*text).value_or(*text));
    return ColumnValue(*text);
  }
  if (const auto* integer = std::get_if<int64_t>(&value)) return ColumnValue(*integer);
  if (const auto* real = std::get_if<double>(&value)) return ColumnValue(*real);
  return ColumnValue();
}

// Another text for every other number.
std::string ExactText(double real) {
  std::array<char, 32> digits{};
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), real).ptr};
}

// Equal as the column compares: the text column of SET display_name = 5 has '5' already.
bool SameValue(const SqlValue& a, const ColumnValue& b) {
  const auto text = [](const auto& one) -> std::string {
    using T = std::decay_t<decltype(one)>;
    if constexpr (std::is_same_v<T, std::string>) return "t" + one;
    if constexpr (std::is_same_v<T, int64_t>) return "t" + std::to_string(one);
    if constexpr (std::is_same_v<T, double>) return "r" + ExactText(one);
    return "";
  };
  return std::visit(text, a) == std::visit(text, b);
}

bool MarksUnchanged(std::span<sqlite3_value*> values) {
  return std::ranges::any_of(
      values, [](sqlite3_value* value) { return sqlite3_value_nochange(value) != 0; });
}

// The columns beside `object` that the statement sets. UPDATE ... FROM marks none as left alone, so
// there only those are known that differ from the row.
std::vector<int> SetBeside(int object, std::span<sqlite3_value*> values,
                           std::span<const ColumnChange> changes) {
  std::vector<int> beside;
  const bool marked = MarksUnchanged(values);
  for (int i = 0; i < std::ssize(values); ++i) {
    const bool changed = std::ranges::find(changes, i, &ColumnChange::column) != changes.end();
    const bool set = marked ? sqlite3_value_nochange(values[static_cast<size_t>(i)]) == 0 : changed;
    if (set && i != object) beside.push_back(i);
  }
  return beside;
}

RowStage StageOf(const RowImage& image) {
  return image.insert != 0 ? RowStage::kToBeMade : RowStage::kMade;
}

StatusOr<KnownRow> KnownRowOf(const RowImage& image) {
  KnownRow row(image.values.size());
  for (size_t i = 0; i < row.size(); ++i) {
    if (!image.values[i]) continue;
    ASSIGN_OR_RETURN(row[i], ToColumnValue(*image.resource, i, *image.values[i]));
  }
  return row;
}

KnownRow RowOf(const Resource& resource, std::span<const ColumnChange> given) {
  KnownRow row(resource.columns.size());
  for (const ColumnChange& change : given) row[static_cast<size_t>(change.column)] = change.value;
  return row;
}

}  // namespace

StatusOr<std::shared_ptr<const Endpoint>> RowWriter::EndpointOf(const Method& method,
                                                                const KnownRow& row) const {
  ASSIGN_OR_RETURN(const Arguments arguments, ParameterArguments(*resource_, method, row));
  return connection_.api.EndpointFor(*resource_, method, arguments);
}

StatusOr<KnownRow> RowWriter::KnownOf(const Method& method, const RowImage& image) const {
  ASSIGN_OR_RETURN(KnownRow known, KnownRowOf(image));
  RETURN_IF_ERROR(rows_.FillFromParents(method, &known));
  return known;
}

Status RowWriter::AddParentValues(const Method& method, std::vector<ColumnChange>* given) const {
  KnownRow known = RowOf(*resource_, *given);
  const KnownRow before = known;
  RETURN_IF_ERROR(rows_.FillFromParents(method, &known));
  for (size_t i = 0; i < known.size(); ++i) {
    if (known[i] && !before[i]) given->push_back({static_cast<int>(i), *known[i]});
  }
  return OkStatus();
}

// A list may show less of a row than the row's own answer has, and no header of it.
Status RowWriter::ReadOwnRow(const Method& method, RowImage* image) const {
  if (!NeedsOwnAnswer(*resource_, method) || image->insert != 0) return OkStatus();
  RowImage own{resource_, std::vector<std::optional<SqlValue>>(image->values.size())};
  for (size_t i = 0; i < resource_->columns.size(); ++i) {
    const Column& column = resource_->columns[i];
    const bool names = std::ranges::find(resource_->key, column.name) != resource_->key.end() ||
                       column.source == Column::Source::kParameter;
    if (names) own.values[i] = image->values[i];
  }
  RETURN_IF_ERROR(rows_.Read(&own));
  *image = std::move(own);
  return OkStatus();
}

// Of a method that WHERE gives the inputs: a row that a trigger or a second scan of the table has
// found does not tell them all.
Status RowWriter::CheckNamed(const Method& method, const RowImage& image) const {
  if (!method.by_inputs || image.by_inputs == &method) return OkStatus();
  return {StatusCode::kInvalidArgument, resource_->name + ": " + method.name +
                                            " takes no row that was found; name one by " +
                                            Join(method.InputColumns(/*required=*/true), ", ")};
}

// What If-Match would say is of the row before the first change.
Status RowWriter::CheckIfMatch(const Method& method, const RowImage& image) const {
  if (IfMatchOf(method) == nullptr || image.insert != 0) return OkStatus();
  if (!connection_.writes.HasStaged(*resource_, image.KeyText(), statement_)) return OkStatus();
  return {StatusCode::kFailedPrecondition,
          resource_->name + ": " + image.KeyText() +
              ": this transaction has changed the row already, and only the server knows what "
              "If-Match must say then. COMMIT first"};
}

// Before anything is made of them: an error must not show them either.
void RowWriter::LearnSecrets(std::span<const ColumnChange> changes) {
  Redactor& redactor = connection_.api.client().redactor();
  for (const ColumnChange& change : changes) {
    const Column& column = resource_->columns[static_cast<size_t>(change.column)];
    if (!column.secret) continue;
    for (const std::string& text : TextsOfSecret(column, change.value)) redactor.Add(text);
  }
}

StatusOr<RowImage> RowWriter::ImageOf(int64_t row_id) const {
  if (const RowImage* image = connection_.rows_found.Find(row_id)) return *image;
  return Status(StatusCode::kInvalidArgument,
                resource_->name + ": no row of this statement has the rowid " +
                    std::to_string(row_id) + "; name rows by " + Join(resource_->key, ", "));
}

Status RowWriter::Stage(Mutation mutation, const Method& method, Request request) {
  mutation.resource = resource_;
  mutation.method = &method;
  mutation.key = mutation.image.KeyText();
  mutation.request = std::move(request);
  mutation.request.label.statement = statement_;
  return connection_.writes.Stage(std::move(mutation));
}

void RowWriter::WarnOfUnknownValues(std::span<const ColumnChange> changes) {
  for (std::string& warning : UnknownValues(*resource_, changes)) {
    connection_.writes.AddWarning(std::move(warning));
  }
}

// An omitted column and NULL arrive alike: neither is sent.
Status RowWriter::Insert(std::span<sqlite3_value*> values) {
  ASSIGN_OR_RETURN(const Method* method, WriteMethod(*resource_, Verb::kInsert));
  std::vector<ColumnChange> given;
  for (size_t i = 0; i < resource_->columns.size(); ++i) {
    if (sqlite3_value_type(values[i]) == SQLITE_NULL) continue;
    ASSIGN_OR_RETURN(ColumnValue value, ToColumnValue(*resource_, i, ReadValue(values[i])));
    given.push_back({static_cast<int>(i), std::move(value)});
  }
  LearnSecrets(given);
  RETURN_IF_ERROR(AddParentValues(*method, &given));
  Mutation mutation;
  ASSIGN_OR_RETURN(mutation.endpoint, EndpointOf(*method, RowOf(*resource_, given)));
  ASSIGN_OR_RETURN(Request request,
                   BuildInsert(*resource_, *method, mutation.endpoint->base_url, given));
  WarnOfUnknownValues(given);
  mutation.write = RowWrite::kInsert;
  mutation.image = {resource_, std::vector<std::optional<SqlValue>>(values.size(), SqlValue())};
  RETURN_IF_ERROR(PutChanges(*resource_, given, &mutation.image.values));
  mutation.changes = std::move(given);
  return Stage(std::move(mutation), *method, std::move(request));
}

// UPDATE ... FROM marks nothing as unchanged, so values are compared as well.
StatusOr<std::vector<ColumnChange>> RowWriter::ChangesOf(const RowImage& image,
                                                         std::span<sqlite3_value*> values) const {
  std::vector<ColumnChange> changes;
  const bool marked = MarksUnchanged(values);
  for (size_t i = 0; i < resource_->columns.size(); ++i) {
    if (sqlite3_value_nochange(values[i]) != 0) continue;
    ASSIGN_OR_RETURN(ColumnValue value, ToColumnValue(*resource_, i, ReadValue(values[i])));
    // Nobody knows the secret that is there: a new one is a change, and so is none.
    const bool set_secret = resource_->columns[i].secret && (marked || !IsNull(value));
    if (!set_secret && image.values[i] && SameValue(*image.values[i], value)) continue;
    changes.push_back({static_cast<int>(i), std::move(value)});
  }
  return changes;
}

StatusOr<std::vector<ColumnChange>> RowWriter::MembersOf(const ColumnChange& object,
                                                         RowImage* image) {
  for (bool read = false;; read = true) {
    const std::optional<SqlValue>& value = image->values[static_cast<size_t>(object.column)];
    std::optional<ColumnValue> known;
    if (value) {
      ASSIGN_OR_RETURN(known,
                       ToColumnValue(*resource_, static_cast<size_t>(object.column), *value));
    }
    ASSIGN_OR_RETURN(MemberChanges members,
                     ReadMemberChanges(*resource_, object, known, StageOf(*image)));
    if (!members.needs_row || read) return std::move(members.changes);
    RETURN_IF_ERROR(rows_.Read(image));
    if (image->absent) return std::vector<ColumnChange>();
  }
}

// Puts what an object changes into its place.
Status RowWriter::SpreadObjects(std::span<sqlite3_value*> values, RowImage* image,
                                std::vector<ColumnChange>* changes) {
  std::vector<ColumnChange> spread;
  for (const ColumnChange& change : *changes) {
    if (!IsChangedByMembers(*resource_, change.column, StageOf(*image))) {
      spread.push_back(change);
      continue;
    }
    ASSIGN_OR_RETURN(const std::vector<ColumnChange> members, MembersOf(change, image));
    RETURN_IF_ERROR(CheckNoOverlap(*resource_, change.column, members,
                                   SetBeside(change.column, values, *changes)));
    spread.insert(spread.end(), members.begin(), members.end());
  }
  // In the order of the columns; no two are of one.
  std::map<int, ColumnChange> by_column;
  for (ColumnChange& change : spread) by_column.emplace(change.column, std::move(change));
  changes->clear();
  for (auto& [column, change] : by_column) changes->push_back(std::move(change));
  return OkStatus();
}

Status RowWriter::Update(int64_t row_id, std::span<sqlite3_value*> values) {
  ASSIGN_OR_RETURN(RowImage image, ImageOf(row_id));
  if (image.absent) return OkStatus();
  ASSIGN_OR_RETURN(const Method* method, WriteMethod(*resource_, Verb::kUpdate));
  RETURN_IF_ERROR(CheckNamed(*method, image));
  ASSIGN_OR_RETURN(std::vector<ColumnChange> changes, ChangesOf(image, values));
  LearnSecrets(changes);
  if (!changes.empty()) RETURN_IF_ERROR(ReadOwnRow(*method, &image));
  if (image.absent) return OkStatus();
  RETURN_IF_ERROR(SpreadObjects(values, &image, &changes));
  if (image.absent) return OkStatus();
  if (changes.empty()) return connection_.writes.StageUnchanged(std::move(image));
  if (image.insert != 0) return UpdateInserted(std::move(image), changes);
  RETURN_IF_ERROR(CheckIfMatch(*method, image));
  ASSIGN_OR_RETURN(const KnownRow known, KnownOf(*method, image));
  Mutation mutation;
  ASSIGN_OR_RETURN(mutation.endpoint, EndpointOf(*method, known));
  ASSIGN_OR_RETURN(Request request,
                   BuildUpdate(*resource_, *method, mutation.endpoint->base_url, known, changes));
  WarnOfUnknownValues(changes);
  mutation.write = RowWrite::kUpdate;
  RETURN_IF_ERROR(PutChanges(*resource_, changes, &image.values));
  mutation.image = std::move(image);
  mutation.changes = std::move(changes);
  return Stage(std::move(mutation), *method, std::move(request));
}

// The request of the INSERT is made anew, with what it gave before and the changes.
Status RowWriter::UpdateInserted(RowImage image, std::span<const ColumnChange> changes) {
  const Mutation* earlier = connection_.writes.LastOfInsert(image.insert, statement_);
  if (earlier == nullptr) return {StatusCode::kInternal, "the INSERT of a staged row is gone"};
  std::vector<ColumnChange> given = earlier->changes;
  for (const ColumnChange& change : changes) {
    const auto known = std::ranges::find(given, change.column, &ColumnChange::column);
    if (known != given.end()) given.erase(known);
    if (IsNull(change.value)) {
      RETURN_IF_ERROR(TakeOut(*resource_, change.column, &given));
    } else {
      given.push_back(change);
    }
  }
  std::ranges::sort(given, {}, &ColumnChange::column);
  ASSIGN_OR_RETURN(const Method* method, WriteMethod(*resource_, Verb::kInsert));
  Mutation mutation;
  ASSIGN_OR_RETURN(mutation.endpoint, EndpointOf(*method, RowOf(*resource_, given)));
  StatusOr<Request> request = BuildInsert(*resource_, *method, mutation.endpoint->base_url, given);
  if (!request.ok()) {
    return {
        request.status().code(),
        request.status().message() +
            ". The INSERT of this row is still staged, and cannot carry the change: COMMIT first"};
  }
  WarnOfUnknownValues(changes);
  mutation.write = RowWrite::kUpdate;
  RETURN_IF_ERROR(PutChanges(*resource_, changes, &image.values));
  mutation.image = std::move(image);
  mutation.changes = std::move(given);
  return Stage(std::move(mutation), *method, *std::move(request));
}

Status RowWriter::Delete(int64_t row_id) {
  ASSIGN_OR_RETURN(RowImage image, ImageOf(row_id));
  if (image.absent) return OkStatus();
  ASSIGN_OR_RETURN(const Method* method, WriteMethod(*resource_, Verb::kDelete));
  RETURN_IF_ERROR(CheckNamed(*method, image));
  RETURN_IF_ERROR(ReadOwnRow(*method, &image));
  if (image.absent) return OkStatus();
  RETURN_IF_ERROR(CheckIfMatch(*method, image));
  ASSIGN_OR_RETURN(KnownRow known, KnownRowOf(image));
  if (image.insert == 0) RETURN_IF_ERROR(rows_.FillFromParents(*method, &known));
  Mutation mutation;
  ASSIGN_OR_RETURN(mutation.endpoint, EndpointOf(*method, known));
  Request request;
  if (image.insert == 0) {
    ASSIGN_OR_RETURN(request, BuildDelete(*resource_, *method, mutation.endpoint->base_url, known));
  } else {
    // The server has yet to choose the key of a row whose INSERT is staged. apisql.mutations shows
    // the method all the same.
    request.method = method->http_method;
  }
  mutation.write = RowWrite::kDelete;
  mutation.image = std::move(image);
  return Stage(std::move(mutation), *method, std::move(request));
}

}  // namespace apisql
