#include "shell/output/error_text.h"

#include <algorithm>

#include "shell/output/display.h"
#include "shell/output/value_text.h"
#include "src/base/text.h"

namespace apisql {
namespace {

constexpr size_t kLongestLine = 100;  // In columns, beside the indentation.
constexpr std::string_view kIndent = "  ";

// A place in a text: the line around it and what precedes it there.
struct Place {
  size_t line = 1;
  size_t column = 1;
  std::string_view before;  // From the line's start up to the place.
  std::string_view after;
};

// Errors at the end of the text are about its last visible character's line.
size_t ClampOffset(std::string_view text, int64_t offset) {
  size_t at = std::min(static_cast<size_t>(offset), text.size());
  if (StripBlanks(text.substr(at)).empty()) {
    while (at > 0 && std::string_view(" \t\r\n").find(text[at - 1]) != std::string_view::npos) --at;
  }
  while (at > 0 && at < text.size() && (text[at] & 0xC0) == 0x80) --at;
  return at;
}

Place FindPlace(std::string_view text, int64_t offset) {
  const size_t at = ClampOffset(text, offset);
  Place place;
  const size_t newline = text.substr(0, at).rfind('\n');
  const size_t start = newline == std::string_view::npos ? 0 : newline + 1;
  place.line += static_cast<size_t>(std::ranges::count(text.substr(0, start), '\n'));
  place.before = text.substr(start, at - start);
  place.after = text.substr(at, text.find_first_of("\r\n", at) - at);
  for (std::string_view rest = place.before; !rest.empty(); ++place.column) {
    rest.remove_prefix(FirstCharacter(rest).bytes);
  }
  return place;
}

// Tabs become blanks, so that the caret's line needs none.
std::string OneLine(std::string_view text) {
  std::string blank(text);
  std::ranges::replace(blank, '\t', ' ');
  return Visible(blank);
}

// The end of `text` that fits `width` columns, an ellipsis before it when it was cut.
std::string CutFront(const std::string& text, size_t width) {
  std::string_view rest = text;
  while (DisplayWidth(rest) > width - 1) rest.remove_prefix(FirstCharacter(rest).bytes);
  return "\xE2\x80\xA6" + std::string(rest);
}

std::string Excerpt(const Place& place) {
  // Enough of an endless line, so that width is not computed over all of it.
  constexpr size_t kBytes = kLongestLine * 8;
  const size_t skip = place.before.size() > kBytes ? place.before.size() - kBytes : 0;
  std::string before = OneLine(place.before.substr(skip));
  if (skip > 0 || DisplayWidth(before) > kLongestLine / 2) {
    const size_t room =
        kLongestLine -
        std::min(kLongestLine / 2, DisplayWidth(OneLine(place.after.substr(0, kBytes))));
    if (skip > 0 || DisplayWidth(before) > room) before = CutFront(before, room);
  }
  const size_t left = DisplayWidth(before);
  std::string text(kIndent);
  text += before;
  text += CutToWidth(OneLine(place.after.substr(0, kBytes)), kLongestLine - left);
  return text.append("\n").append(kIndent).append(left, ' ').append("^\n");
}

std::string_view NameOf(StatusCode code) {
  switch (code) {
    case StatusCode::kOk:
      return "OK";
    case StatusCode::kCancelled:
      return "CANCELLED";
    case StatusCode::kDeclined:
      return "DECLINED";
    case StatusCode::kInvalidArgument:
      return "INVALID_ARGUMENT";
    case StatusCode::kNotFound:
      return "NOT_FOUND";
    case StatusCode::kUnauthenticated:
      return "UNAUTHENTICATED";
    case StatusCode::kPermissionDenied:
      return "PERMISSION_DENIED";
    case StatusCode::kFailedPrecondition:
      return "FAILED_PRECONDITION";
    case StatusCode::kResourceExhausted:
      return "RESOURCE_EXHAUSTED";
    case StatusCode::kUnavailable:
      return "UNAVAILABLE";
    case StatusCode::kDeadlineExceeded:
      return "DEADLINE_EXCEEDED";
    case StatusCode::kDataLoss:
      return "DATA_LOSS";
    case StatusCode::kUnimplemented:
      return "UNIMPLEMENTED";
    case StatusCode::kInternal:
      return "INTERNAL";
  }
  return "";
}

class JsonMembers {
 public:
  void AddText(std::string_view name, std::string_view text) {
    if (text.empty()) return;
    AddName(name);
    AppendJsonText(text, &json_);
  }
  void AddNumber(std::string_view name, int64_t number) {
    AddName(name);
    json_ += std::to_string(number);
  }
  void AddObject(std::string_view name, const JsonMembers& members) {
    AddName(name);
    json_ += members.ToObject();
  }
  std::string ToObject() const { return "{" + json_ + "}"; }

 private:
  void AddName(std::string_view name) {
    json_ += json_.empty() ? "\"" : ", \"";
    json_ += name;
    json_ += "\": ";
  }

  std::string json_;
};

JsonMembers PositionOf(std::string_view text, int64_t offset) {
  const Place place = FindPlace(text, offset);
  JsonMembers position;
  position.AddNumber("offset", offset);
  position.AddNumber("line", static_cast<int64_t>(place.line));
  position.AddNumber("column", static_cast<int64_t>(place.column));
  return position;
}

}  // namespace

std::string ErrorText(const Script& script, std::string_view message, ErrorPlace where,
                      size_t width) {
  const bool is_file = !script.name.empty() && script.name != "-";
  const int64_t known = where.offset >= 0 ? where.offset : where.statement;
  std::string text = "apisql: ";
  if (is_file && known >= 0) {
    const Place place = FindPlace(script.text, known);
    text += Visible(script.name) + ":" + std::to_string(place.line);
    if (where.offset >= 0) text += ":" + std::to_string(place.column);
    text += ": ";
  }
  text = WrapWords(text + Visible(message, "\n\t"), width) + "\n";
  if (where.offset < 0) return text;
  const Place place = FindPlace(script.text, where.offset);
  if (!is_file && script.text.find('\n') != std::string::npos) {
    text += "  at line " + std::to_string(place.line) + ", column " + std::to_string(place.column) +
            "\n";
  }
  return text + Excerpt(place);
}

std::string ErrorJson(const Script& script, const Status& status, ErrorPlace where) {
  JsonMembers members;
  members.AddText("severity", "error");
  members.AddText("code", NameOf(status.code()));
  members.AddText("message", status.message());
  if (status.http_status() != 0) members.AddNumber("http_status", status.http_status());
  members.AddText("api_code", status.api_code());
  members.AddText("request_id", status.request_id());
  members.AddText("hint", status.hint());
  if (where.offset >= 0) members.AddObject("position", PositionOf(script.text, where.offset));
  members.AddText("file", script.name);
  const int64_t known = where.offset >= 0 ? where.offset : where.statement;
  if (!script.name.empty() && known >= 0) {
    members.AddNumber("line", static_cast<int64_t>(FindPlace(script.text, known).line));
  }
  return members.ToObject() + "\n";
}

std::string NoteJson(std::string_view severity, std::string_view message) {
  JsonMembers members;
  members.AddText("severity", severity);
  members.AddText("message", message);
  return members.ToObject() + "\n";
}

}  // namespace apisql
