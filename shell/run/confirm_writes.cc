#include "shell/run/confirm_writes.h"

#include <algorithm>
#include <chrono>

#include "shell/output/display.h"
#include "shell/people/cost_text.h"
#include "shell/run/shell.h"
#include "src/base/text.h"
#include "vtab/prepared/preview_table.h"

namespace apisql {
namespace {

constexpr const char* kQuestion = "Send? [y/N/all/show] ";
constexpr size_t kDescriptionWidth = 60;

std::string Count(int64_t count, const char* one) {
  return Grouped(count) + " " + one + (count == 1 ? "" : "s");
}

std::string WhatOf(const PendingGroup& group) {
  switch (group.verb) {
    case Verb::kInsert:
      return "INSERT " + Count(group.rows, "row") + " into " + group.table;
    case Verb::kDelete:
      return "DELETE " + Count(group.rows, "row") + " of " + group.table;
    case Verb::kExec:
      return "EXEC " + group.table + "." + group.method;
    case Verb::kUpdate:
    case Verb::kSelect:
      break;
  }
  return "UPDATE " + Count(group.rows, "row") + " of " + group.table;
}

std::string LineOf(const PendingGroup& group) {
  std::string line = WhatOf(group) + ", " + Count(group.rows, "request");
  if (group.first.empty()) return line;
  line += group.rows == 1 ? ": " : "; first: ";
  return line + CutToWidth(Visible(group.first), kDescriptionWidth);
}

bool IsAction(const PendingGroup& group) { return group.verb == Verb::kExec; }

}  // namespace

std::string PendingText(const PendingWrites& writes) {
  std::string text;
  for (const PendingGroup& group : writes.Groups()) text += LineOf(group) + "\n";
  return text;
}

Answer ReadAnswer(std::string_view text) {
  const std::string word = AsciiLower(StripBlanks(text));
  if (word == "y" || word == "yes") return Answer::kYes;
  if (word == "all") return Answer::kAll;
  if (word == "show") return Answer::kShow;
  return Answer::kNo;
}

Status ConfirmWrites::Print(const PendingWrites& writes) {
  return shell_.ShowOnScreen(PreviewTable(writes.Requests()));
}

// What cannot be shown is not sent.
Consent ConfirmWrites::Ask(const PendingWrites& writes) {
  const auto begin = std::chrono::steady_clock::now();
  Output& out = shell_.screen();
  out.StartLine();
  const std::function<size_t()>& width = shell_.settings().width;
  out.Write(WrapWords(PendingText(writes), width ? width() : 0));
  Status shown = std::ranges::any_of(writes.Groups(), IsAction) ? Print(writes) : OkStatus();
  Answer answer = Answer::kShow;
  while (shown.ok() && answer == Answer::kShow) {
    shown = out.Flush();
    const std::optional<std::string> line = shown.ok() ? read_(kQuestion) : std::nullopt;
    answer = line ? ReadAnswer(*line) : Answer::kNo;
    if (answer == Answer::kShow) shown = Print(writes);
  }
  shell_.LeaveOut(std::chrono::steady_clock::now() - begin);
  if (!shown.ok()) return Consent::kNo;
  if (answer == Answer::kAll) return Consent::kAll;
  return answer == Answer::kYes ? Consent::kYes : Consent::kNo;
}

}  // namespace apisql
