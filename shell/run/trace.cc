#include "shell/run/trace.h"

#include <string_view>

#include "shell/output/display.h"
#include "src/http/message/status_phrase.h"

namespace apisql {
namespace {

std::string StatusText(int status) {
  const std::string_view phrase = StatusPhrase(status);
  return std::to_string(status) + (phrase.empty() ? "" : " " + std::string(phrase));
}

// "99 of 100 requests left, anew in 1 s", as far as the server tells.
std::string RateText(const RateFigures& rate) {
  std::string text;
  if (rate.remaining) {
    text = std::to_string(*rate.remaining);
    if (rate.limit) text += " of " + std::to_string(*rate.limit);
    text += " requests left";
  } else if (rate.limit) {
    text = "limit of " + std::to_string(*rate.limit) + " requests";
  }
  if (rate.reset_seconds) {
    text += (text.empty() ? "limit anew in " : ", anew in ");
    text += std::to_string(*rate.reset_seconds) + " s";
  }
  return text;
}

// " (request id abc; 99 of 100 requests left)", "" where the server tells nothing of itself.
std::string HeadersText(const RequestRecord& record) {
  std::string text;
  if (!record.request_id.empty()) text = "request id " + Visible(record.request_id);
  const std::string rate = RateText(record.rate);
  if (!text.empty() && !rate.empty()) text += "; ";
  text += rate;
  return text.empty() ? "" : " (" + text + ")";
}

}  // namespace

std::string TraceText(const RequestRecord& record) {
  std::string text = "> " + record.method + " " + Visible(record.url);
  if (record.attempt > 1) text += " (attempt " + std::to_string(record.attempt) + ")";
  text += "\n< ";
  text += record.status == 0 ? "no answer" : StatusText(record.status);
  text += " " + std::to_string(record.bytes) + (record.bytes == 1 ? " byte " : " bytes ");
  text += std::to_string(record.milliseconds) + " ms" + HeadersText(record) + "\n";
  if (!record.error.empty()) text += "! " + Visible(record.error) + "\n";
  return text;
}

}  // namespace apisql
