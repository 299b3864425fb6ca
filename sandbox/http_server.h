// HttpServer: HTTP/1.1 on loopback, each connection in a thread, with answers that can be broken
// off: cpp-httplib reads requests and writes answers, the connections are ours.
#ifndef APISQL_SANDBOX_HTTP_SERVER_H_
#define APISQL_SANDBOX_HTTP_SERVER_H_

#include <functional>
#include <memory>

#include "sandbox/call.h"
#include "sandbox/service.h"
#include "src/base/status.h"

namespace apisql::sandbox {

class HttpServer {
 public:
  // Called in many threads at once; must return soon after Stop() was called.
  using Handler = std::function<Answer(const RawRequest&)>;

  explicit HttpServer(Handler handler);
  ~HttpServer();  // Stops it.
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Once. 0 takes any free port of 127.0.0.1. Serves when it returns.
  Status Listen(int port);
  int port() const;
  // Different TCP connections so far. Thread-safe.
  int connections() const;
  // Ends all connections, and waits for the handler's calls to return.
  void Stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_HTTP_SERVER_H_
