// ShownApi: a server on loopback that gives the answers which a page shows of an API.
#ifndef APISQL_TESTS_DOCUMENTATION_SHOWN_API_H_
#define APISQL_TESTS_DOCUMENTATION_SHOWN_API_H_

#include <map>
#include <mutex>
#include <string>

#include "tests/support/script_server.h"

namespace apisql {

class ShownApi {
 public:
  // Where the API stands by what the page says.
  static constexpr const char* kShownAuthority = "127.0.0.1:8080";

  ShownApi();

  // The answer to "GET:/things", "GET:/things?page=2" or "POST:/things". A query that has no answer
  // of its own gets that of its path, and what has none at all gets 404.
  void Add(const std::string& request, const std::string& body);
  bool is_shown() const;

  // What the page says with the address of the server, and what a program says with that of the
  // page. Unchanged while there is no answer.
  std::string WithAddress(std::string text) const;
  std::string WithoutAddress(std::string text) const;

 private:
  void Serve(ScriptServer::Connection& connection) const;
  std::string AnswerTo(const std::string& request) const;  // Empty: there is none.

  mutable std::mutex mutex_;  // Guards answers_.
  std::map<std::string, std::string> answers_;
  ScriptServer server_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_DOCUMENTATION_SHOWN_API_H_
