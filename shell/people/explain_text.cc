#include "shell/people/explain_text.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "shell/output/display.h"
#include "shell/people/cost_text.h"
#include "shell/people/named_row.h"
#include "shell/people/paragraph.h"

namespace apisql {
namespace {

std::string Requests(int64_t count) { return Counted(count, "request", "requests"); }

// Columns that the numbers of so many rows take, with two blanks behind them.
size_t NumberWidth(size_t rows) { return std::to_string(std::max<size_t>(rows, 1)).size() + 2; }

// A paragraph below another.
void AppendBelow(std::string_view text, size_t indent, size_t width, std::string* out) {
  if (text.empty()) return;
  AppendParagraph(std::string(indent, ' '), text, indent, width, out);
}

// A line that is copied: it is not broken.
void AppendWhole(std::string_view text, size_t indent, std::string* out) {
  if (text.empty()) return;
  *out += std::string(indent, ' ') + Visible(text) + "\n";
}

// "about 10 requests, at least 1, at most 20"; the number alone where it is sure.
std::string Foreseen(int64_t estimated, std::optional<int64_t> least, std::optional<int64_t> most) {
  if (least == estimated && most == estimated) return Requests(estimated);
  std::string text = "about " + Requests(estimated);
  if (least && *least != estimated) text += ", at least " + Grouped(*least);
  if (most && *most != estimated) text += ", at most " + Grouped(*most);
  return text;
}

// What the table is asked to do, by the method of HTTP.
std::string ActionOf(const std::string& request) {
  const std::string method = request.substr(0, request.find(' '));
  return method == "GET" ? "read" : method == "DELETE" ? "delete from" : "write to";
}

std::string Sentence(const NamedRow& row) {
  std::string text = ActionOf(row.Text("request")) + " " + row.Text("table");
  if (const std::string pushed = row.Text("pushed"); !pushed.empty()) text += " by " + pushed;
  return text + ": " +
         Foreseen(row.Integer("estimated_requests").value_or(0), row.Integer("least_requests"),
                  row.Integer("most_requests"));
}

struct Sum {
  int64_t estimated = 0;
  int64_t least = 0;
  std::optional<int64_t> most = 0;

  // A row that says neither is a write of rows that are not known yet.
  void Add(const NamedRow& row) {
    estimated += row.Integer("estimated_requests").value_or(0);
    least += row.Integer("least_requests").value_or(0);
    const std::optional<int64_t> more = row.Integer("most_requests");
    most = most && more ? std::optional(*most + *more) : std::nullopt;
  }
};

// "22.4 ms"
std::string Milliseconds(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f ms", number);
  return text;
}

std::string AnalyzedText(const NamedRow& row) {
  std::string text = Requests(row.Integer("requests").value_or(0));
  const auto estimated = row.Integer("estimated_requests");
  if (estimated && estimated != row.Integer("requests")) {
    text += " (" + Grouped(*estimated) + " foreseen)";
  }
  text += ", " + Counted(row.Integer("rows_fetched").value_or(0), "row", "rows") + " read, " +
          Grouped(row.Integer("rows_kept").value_or(0)) + " kept, " +
          ByteText(row.Integer("bytes").value_or(0));
  const int64_t retries = row.Integer("retries").value_or(0);
  return retries == 0 ? text : text + ", " + Counted(retries, "retry", "retries");
}

std::string AnalyzedTimes(const NamedRow& row) {
  std::string text = Milliseconds(row.Real("waited_ms").value_or(0)) + " waiting, " +
                     Milliseconds(row.Real("decoding_ms").value_or(0)) + " decoding";
  if (const auto rest = row.Real("rest_ms")) text += ", " + Milliseconds(*rest) + " the rest";
  const auto first = row.Real("first_ms");
  const auto last = row.Real("last_ms");
  if (first && last) text += "; from " + Milliseconds(*first) + " to " + Milliseconds(*last);
  return text + ", " + Grouped(row.Integer("max_in_flight").value_or(0)) + " at once";
}

// "label: text", where there is one.
void AppendLabelled(const char* label, const std::string& text, size_t width, std::string* out) {
  constexpr size_t kIndent = 4;
  if (!text.empty()) AppendBelow(label + text, kIndent, width, out);
}

}  // namespace

std::string ExplainText(const ResultTable& rows, size_t width) {
  std::string text;
  Sum sum;
  const size_t indent = NumberWidth(rows.rows.size());
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const NamedRow row(rows, i);
    sum.Add(row);
    AppendParagraph(std::to_string(i + 1), Sentence(row), indent, width, &text);
    AppendBelow(row.Text("answered"), indent, width, &text);
    AppendBelow(row.Text("note"), indent, width, &text);
    if (const std::string checked = row.Text("checked"); !checked.empty()) {
      AppendBelow("not by the API, but checked here: " + checked, indent, width, &text);
    }
    AppendWhole(row.Text("request"), indent, &text);
    AppendWhole(row.Text("body"), indent, &text);
  }
  if (rows.rows.empty()) return "nothing is sent\n";
  AppendParagraph("", Foreseen(sum.estimated, sum.least, sum.most), 0, width, &text);
  return text;
}

bool IsToldByExplainText(std::string_view note) {
  return note.starts_with("about ") && note.ends_with(" in all");
}

std::string AnalyzeText(const ResultTable& rows, size_t width) {
  std::string text;
  const size_t indent = NumberWidth(rows.rows.size());
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const NamedRow row(rows, i);
    const bool total = i + 1 == rows.rows.size();
    const std::string method = row.Text("method");
    const std::string who =
        total ? "in all" : row.Text("table") + (method.empty() ? "" : " (" + method + ")");
    AppendParagraph(total ? "" : std::to_string(i + 1), who + ": " + AnalyzedText(row), indent,
                    width, &text);
    AppendBelow(AnalyzedTimes(row), indent, width, &text);
  }
  return text;
}

std::string PreviewText(const ResultTable& rows, size_t) {
  std::string text;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const NamedRow row(rows, i);
    AppendWhole(row.Text("method") + " " + row.Text("url"), 0, &text);
    AppendWhole(row.Text("body"), 2, &text);
  }
  return text + "(" + Requests(static_cast<int64_t>(rows.rows.size())) + ", not sent)\n";
}

std::string RequestsText(const ResultTable& rows, size_t width) {
  std::string text;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const NamedRow row(rows, i);
    const std::string number = std::to_string(row.Integer("number").value_or(0)) + "  ";
    const size_t indent = number.size();
    text += number;
    AppendWhole(row.Text("method") + " " + row.Text("url"), 0, &text);
    const int64_t status = row.Integer("status").value_or(0);
    AppendBelow((status == 0 ? "no answer" : std::to_string(status)) + ", " +
                    Grouped(row.Integer("ms").value_or(0)) + " ms, " +
                    ByteText(row.Integer("bytes").value_or(0)) + ", " +
                    Counted(row.Integer("rows").value_or(0), "row", "rows"),
                indent, width, &text);
    AppendBelow(row.Text("error"), indent, width, &text);
  }
  return text + "(" + Requests(static_cast<int64_t>(rows.rows.size())) + ")\n";
}

std::string MethodsText(const ResultTable& rows, size_t width) {
  constexpr size_t kIndent = 4;
  std::string text;
  for (size_t i = 0; i < rows.rows.size(); ++i) {
    const NamedRow row(rows, i);
    const std::string stage = row.Text("stage");
    AppendWhole(row.Text("name"), 0, &text);
    AppendWhole(row.Text("verb") + ": " + row.Text("http_method") + " " + row.Text("path"), kIndent,
                &text);
    AppendLabelled("needs ", row.Text("required"), width, &text);
    AppendLabelled("filters by ", row.Text("filters"), width, &text);
    if (stage != "general_availability") AppendLabelled("stage: ", stage, width, &text);
    AppendLabelled("quota: ", row.Text("quota"), width, &text);
    AppendLabelled("also called ", row.Text("aliases"), width, &text);
    AppendLabelled("", row.Text("description"), width, &text);
  }
  return text + "(" + Counted(static_cast<int64_t>(rows.rows.size()), "method", "methods") + ")\n";
}

std::string PlainLines(const ResultTable& rows, size_t) {
  std::string text;
  for (const auto& row : rows.rows) {
    const auto* line = row.empty() ? nullptr : std::get_if<std::string>(row.data());
    if (line != nullptr) text += Visible(*line) + "\n";
  }
  return text;
}

}  // namespace apisql
