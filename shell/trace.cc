#include "shell/trace.h"

#include "shell/display.h"

namespace apisql {
namespace {

struct Reason {
  int status;
  const char* phrase;
};
constexpr Reason kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved"},
    {302, "Found"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {412, "Precondition Failed"},
    {422, "Unprocessable"},
    {429, "Too Many Requests"},
    {500, "Server Error"},
    {502, "Bad Gateway"},
    {503, "Unavailable"},
    {504, "Gateway Timeout"},
};

std::string StatusText(int status) {
  for (const Reason& reason : kReasons) {
    if (reason.status == status) return std::to_string(status) + " " + reason.phrase;
  }
  return std::to_string(status);
}

}  // namespace

std::string TraceText(const RequestRecord& record) {
  std::string text = "> " + record.method + " " + Visible(record.url);
  if (record.attempt > 1) text += " (attempt " + std::to_string(record.attempt) + ")";
  text += "\n< ";
  text += record.status == 0 ? "no answer" : StatusText(record.status);
  text += " " + std::to_string(record.bytes) + (record.bytes == 1 ? " byte " : " bytes ");
  text += std::to_string(record.milliseconds) + " ms\n";
  if (!record.error.empty()) text += "! " + Visible(record.error) + "\n";
  return text;
}

}  // namespace apisql
