// ApiServer: HTTP on loopback for an imitated API, with every header of a request, and answers
// whose headers may stand more than once.
#ifndef APISQL_TESTS_PROVIDERS_API_SERVER_H_
#define APISQL_TESTS_PROVIDERS_API_SERVER_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace apisql {

struct ApiCall {
  std::string method;
  std::string path;                                        // As sent, without the query.
  std::vector<std::string> segments;                       // Of the path, each decoded.
  std::vector<std::pair<std::string, std::string>> query;  // Decoded, in order.
  std::map<std::string, std::string> headers;              // By lower-case name.
  std::string body;

  // The first of that name; none where it was not sent.
  std::optional<std::string> Parameter(std::string_view name) const;
  std::vector<std::string> Parameters(std::string_view name) const;
  std::string Header(const std::string& name) const;  // Empty where it was not sent.
  // Whether the path is "/users/{}/keys": a "{}" stands for any one segment.
  bool Is(std::string_view method, std::string_view pattern) const;
};

struct ApiAnswer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};  // JSON, unless a Content-Type among the headers says otherwise.
};

class ApiServer {
 public:
  // Serves when it returns. Calls the handler in its threads, one call at a time.
  explicit ApiServer(std::function<ApiAnswer(const ApiCall&)> handler);
  ~ApiServer();
  ApiServer(const ApiServer&) = delete;
  ApiServer& operator=(const ApiServer&) = delete;

  std::string url() const;  // http://127.0.0.1:PORT

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_PROVIDERS_API_SERVER_H_
