#include "shell/files/end_mark.h"

#include "shell/output/display.h"
#include "shell/output/value_text.h"

namespace apisql {
namespace {

// A comment ends at the first two hyphens and an angle bracket.
std::string WithoutCommentEnds(std::string text) {
  for (size_t at = text.find("--"); at != std::string::npos; at = text.find("--", at)) {
    text.replace(at, 2, "- ");
  }
  return text;
}

std::string JsonMark(int64_t rows, std::string_view error) {
  std::string text = R"({"apisql": ")";
  text += error.empty() ? "complete" : "error";
  text += R"(", "rows": )" + std::to_string(rows);
  if (!error.empty()) {
    text += R"(, "message": )";
    AppendJsonText(error, &text);
  }
  return text + "}\n";
}

}  // namespace

std::string EndMark(const Format& format, int64_t rows, std::string_view error) {
  const std::string_view name = format.name;
  if (format.for_people) return "";
  if (name == "json" || name == "ndjson") return JsonMark(rows, error);
  const std::string text = error.empty()
                               ? "complete rows=" + std::to_string(rows)
                               : "error rows=" + std::to_string(rows) + " " + Visible(error);
  if (name == "insert") return "-- " + text + "\n";
  if (name == "html" || name == "markdown") return "<!-- " + WithoutCommentEnds(text) + " -->\n";
  return "#" + text + "\n";
}

}  // namespace apisql
