#include "tests/documentation/key_file.h"

#include <sstream>

#include "tests/documentation/markdown.h"
#include "tests/documentation/typist.h"

namespace apisql {
namespace {

// What stands behind "wait " keeps the blanks that a prompt begins with.
Status ReadLine(const std::string& line, KeyFile* keys) {
  const size_t blank = line.find(' ');
  const std::string verb = line.substr(0, blank);
  const std::string argument = blank == std::string::npos ? "" : line.substr(blank + 1);
  if (verb == "#") {
    if (keys->title.empty()) keys->title = argument;
  } else if (verb == "size") {
    std::istringstream numbers(argument);
    if (!(numbers >> keys->size.columns >> keys->size.rows)) {
      return Status(StatusCode::kInvalidArgument, "size takes columns and rows: " + line);
    }
  } else if (verb == "wait") {
    keys->steps.push_back({KeyFile::Verb::kWait, argument});
  } else if (verb == "enter") {
    keys->steps.push_back({KeyFile::Verb::kEnter, argument});
  } else if (verb == "press") {
    keys->steps.push_back({KeyFile::Verb::kPress, argument});
  } else {
    return Status(StatusCode::kInvalidArgument, "neither size, wait, enter nor press: " + line);
  }
  return OkStatus();
}

bool Take(const KeyFile::Step& step, const Screen& screen) {
  const Typist typist(screen);
  if (step.verb == KeyFile::Verb::kWait) return typist.Sees(step.argument);
  if (step.verb == KeyFile::Verb::kEnter) return typist.Enter(step.argument);
  screen.Press(step.argument);
  return true;
}

}  // namespace

StatusOr<KeyFile> ReadKeyFile(const std::string& text) {
  KeyFile keys;
  for (const std::string& line : Lines(text)) {
    if (!line.empty()) RETURN_IF_ERROR(ReadLine(line, &keys));
  }
  return keys;
}

Status Play(const KeyFile& keys, const Screen& screen) {
  for (const KeyFile::Step& step : keys.steps) {
    if (Take(step, screen)) continue;
    return Status(StatusCode::kDeadlineExceeded,
                  "no answer to " + step.argument + "; the screen shows\n" + screen.Text());
  }
  return OkStatus();
}

}  // namespace apisql
