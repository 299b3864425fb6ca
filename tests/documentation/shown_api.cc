#include "tests/documentation/shown_api.h"

#include <sstream>
#include <utility>

namespace apisql {
namespace {

void ReplaceAll(std::string& text, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

// "GET /things?page=2 HTTP/1.1" -> "GET:/things?page=2"
std::string RequestLineOf(const std::string& request) {
  std::istringstream head(request);
  std::string method;
  std::string target;
  head >> method >> target;
  return method + ":" + target;
}

}  // namespace

ShownApi::ShownApi()
    : server_([this](ScriptServer::Connection& connection) { Serve(connection); }) {}

void ShownApi::Add(const std::string& request, const std::string& body) {
  const std::lock_guard lock(mutex_);
  answers_[request.starts_with('/') ? "GET:" + request : request] = body;
}

bool ShownApi::is_shown() const {
  const std::lock_guard lock(mutex_);
  return !answers_.empty();
}

std::string ShownApi::WithAddress(std::string text) const {
  if (is_shown()) ReplaceAll(text, kShownAuthority, "127.0.0.1:" + std::to_string(server_.port()));
  return text;
}

std::string ShownApi::WithoutAddress(std::string text) const {
  if (is_shown()) ReplaceAll(text, "127.0.0.1:" + std::to_string(server_.port()), kShownAuthority);
  return text;
}

void ShownApi::Serve(ScriptServer::Connection& connection) const {
  while (const std::optional<std::string> request = connection.Read()) {
    const std::string body = AnswerTo(RequestLineOf(*request));
    if (!body.empty()) {
      connection.WriteOk(body);
    } else {
      const std::string fault = R"({"message": "there is nothing here"})";
      connection.Write("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n" +
                       ("Content-Length: " + std::to_string(fault.size()) + "\r\n\r\n" + fault));
    }
  }
}

std::string ShownApi::AnswerTo(const std::string& request) const {
  const std::lock_guard lock(mutex_);
  auto found = answers_.find(request);
  if (found == answers_.end()) found = answers_.find(request.substr(0, request.find('?')));
  return found == answers_.end() ? "" : found->second;
}

}  // namespace apisql
