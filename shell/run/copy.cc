// Shell: COPY, and results that go to a file.
#include <optional>
#include <utility>

#include "shell/people/changes_text.h"
#include "shell/run/file_commands.h"
#include "shell/run/shell.h"

namespace apisql {

StatusOr<CopyStatement> Shell::ReadCopy(std::string_view text) const {
  ASSIGN_OR_RETURN(CopyStatement copy, ReadCopyStatement(text));
  if (copy.variable.empty()) return copy;
  StatusOr<std::string> file = variables_.TextOf(copy.variable);
  if (!file.ok()) return std::move(file).status().At(copy.variable_place);
  copy.file = *std::move(file);
  return copy;
}

bool Shell::RunCopy(const Script& script, std::string_view text) {
  const int64_t offset = text.data() - script.text.data();
  const StatusOr<CopyStatement> copy = ReadCopy(text);
  if (!copy.ok()) {
    const auto place = static_cast<int64_t>(copy.status().place().value_or(0));
    return Fail(script, copy.status(), {offset + place, offset});
  }
  if (!copy->is_import) return CopyOut(script, *copy);
  const Status status = Import(*this, {copy->file, copy->table, copy->format});
  return status.ok() || Fail(script, status, {offset, offset});
}

// The rest of the output stays where it is, also where that is another file.
bool Shell::CopyOut(const Script& script, const CopyStatement& copy) {
  const Format* format = copy.format.empty() ? nullptr : FindFormat(copy.format);
  if (format == nullptr && !copy.format.empty()) {
    return Fail(script, {StatusCode::kInvalidArgument, NoFormatText(copy.format)}, {});
  }
  std::optional<Redirected> outer = std::exchange(redirect_, std::nullopt);
  Status status = Redirect(copy.file, Redirection::kOnce, format);
  const int failures_before = failures_;
  const bool header_before = std::exchange(settings_.header, settings_.header && copy.header);
  bool go_on = false;
  if (!status.ok()) {
    go_on = Fail(script, status, {});
  } else if (copy.table.empty()) {
    std::string_view select = copy.select;
    go_on = RunSql(script, &select);
  } else {
    const Script whole{"", "SELECT * FROM " + copy.table};
    std::string_view select = whole.text;
    go_on = RunSql(whole, &select);
  }
  go_on = EndResult(go_on, failures_before);
  redirect_ = std::move(outer);
  settings_.header = header_before;
  if (failures_ == failures_before) Report(RowCount(last_rows_) + " into " + copy.file);
  return go_on;
}

Status Shell::Redirect(const std::string& file, Redirection kind, const Format* format) {
  RETURN_IF_ERROR(EndRedirect(true));
  ASSIGN_OR_RETURN(std::unique_ptr<OutputFile> opened, OutputFile::Open(file));
  redirect_ = Redirected{std::move(opened), kind, ++redirections_, settings_.format};
  if (format == nullptr) format = FormatOfFile(file);
  if (format != nullptr) settings_.format = format;
  redirect_->file->BeginResult();
  return OkStatus();
}

Status Shell::EndRedirect(bool complete) {
  if (!redirect_) return OkStatus();
  const std::optional<Redirected> ended = std::exchange(redirect_, std::nullopt);
  settings_.format = ended->format_before;
  return complete ? ended->file->Finish() : OkStatus();
}

// What a statement that failed has written is taken back: the file holds whole results.
bool Shell::EndResult(bool go_on, int failures_before) {
  if (!redirect_) return go_on;
  const bool whole = failures_ == failures_before;
  if (!whole) redirect_->file->TakeBack();
  const bool broken = !redirect_->file->out().status().ok();
  if (redirect_->kind == Redirection::kOn && !broken) return go_on;
  const Status status = EndRedirect(whole && !broken);
  return status.ok() ? go_on : Fail({}, status, {});
}

}  // namespace apisql
