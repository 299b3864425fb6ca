#include "shell/run/file_commands.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "registry/source/catalog.h"
#include "shell/people/cost_text.h"
#include "shell/process/interrupt.h"
#include "shell/run/commands.h"
#include "shell/run/progress.h"
#include "shell/run/shell.h"
#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

using Words = std::span<const std::string>;

// As it stands in SQL: dots of an API table's name part names, blanks belong to one.
std::string TableInSql(Shell& shell, const std::string& table) {
  const bool is_plain =
      std::ranges::all_of(table, [](char c) { return c == '.' || IsWordByte(c); });
  return is_plain || shell.session().catalog().Has(table) ? table : QuoteName(table);
}

}  // namespace

Status RunOnce(Shell& shell, Words arguments) {
  return shell.Redirect(arguments[0], Shell::Redirection::kOnce);
}

Status RunOutput(Shell& shell, Words arguments) {
  if (arguments.empty()) return shell.EndRedirect(true);
  return shell.Redirect(arguments[0], Shell::Redirection::kOn);
}

Status Import(Shell& shell, const ImportRequest& request) {
  StatusOr<ImportedFile> imported = Status();
  {
    const InterruptibleStatement interruptible(shell.session());
    imported = ImportFile(shell.session(), request);
  }
  RETURN_IF_ERROR(imported.status());
  shell.Report(Counted(imported->rows, "row", "rows") + " into " +
               (imported->is_new ? "the new table " : "") + request.table);
  return OkStatus();
}

Status RunImport(Shell& shell, Words arguments) {
  std::vector<std::string> names;
  ImportRequest request;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--format" && i + 1 < arguments.size()) {
      request.format = arguments[++i];
    } else {
      names.push_back(arguments[i]);
    }
  }
  if (names.size() != 2) {
    return {StatusCode::kInvalidArgument, "usage: .import [--format FORMAT] FILE TABLE"};
  }
  request.file = std::move(names[0]);
  request.table = std::move(names[1]);
  return Import(shell, request);
}

// The words of COPY, which does the same.
Status RunExport(Shell& shell, Words arguments) {
  const Script copy{"",
                    "COPY " + TableInSql(shell, arguments[0]) + " TO " + QuoteText(arguments[1])};
  if (shell.Run(copy)) return OkStatus();
  return {StatusCode::kFailedPrecondition, ""};
}

Status RunPager(Shell& shell, Words arguments) {
  std::string& pager = shell.settings().pager;
  if (arguments.empty()) {
    shell.out().Write((pager.empty() ? "off" : pager) + "\n");
    return OkStatus();
  }
  if (EqualsIgnoreCase(arguments[0], "off")) {
    pager.clear();
  } else if (!EqualsIgnoreCase(arguments[0], "on")) {
    // Its quotes are for the shell that runs it, but for those around all of it.
    const std::vector<std::string> words = SplitCommand(arguments[0]);
    pager = words.size() == 1 ? words[0] : arguments[0];
  } else if (pager.empty()) {
    pager = DefaultPager();
    if (pager.empty()) {
      return {StatusCode::kNotFound, "there is no less here; .pager COMMAND names another pager"};
    }
  }
  return OkStatus();
}

}  // namespace apisql
