// ScriptServer: a raw TCP server on loopback for faults that an HTTP library cannot make.
#ifndef APISQL_TESTS_SUPPORT_SCRIPT_SERVER_H_
#define APISQL_TESTS_SUPPORT_SCRIPT_SERVER_H_

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace apisql {

class ScriptServer {
 public:
  // One accepted connection, as its script sees it. The connection ends when the script returns.
  class Connection {
   public:
    // 1 for the server's first connection, 2 for the next ...
    int number() const { return number_; }
    // The next request, head and body (by Content-Length) as received; none when the client closed.
    std::optional<std::string> Read();
    void Write(std::string_view text);
    // 200 with a Content-Length, the connection kept.
    void WriteOk(std::string_view body);
    // Ends the connection with RST instead of FIN.
    void Reset();
    // Sends nothing until the client closes or the server is destroyed.
    void Hang();

   private:
    friend class ScriptServer;
    Connection(ScriptServer* server, int fd, int number)
        : server_(server), fd_(fd), number_(number) {}

    ScriptServer* server_;
    int fd_;
    int number_;
    std::string buffer_;
  };
  using Script = std::function<void(Connection&)>;

  // Listens at once. `script` runs in a thread of its own for each connection.
  explicit ScriptServer(Script script);
  // Ends all connections, and waits for their scripts to return.
  ~ScriptServer();
  ScriptServer(const ScriptServer&) = delete;
  ScriptServer& operator=(const ScriptServer&) = delete;

  int port() const { return port_; }
  std::string url(std::string_view path = "") const;  // http://127.0.0.1:PORT + path
  int connections() const;
  std::vector<std::string> requests() const;  // In the order received.

 private:
  void Accept();
  void Serve(int fd, int number);

  Script script_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;  // Guards what stands below.
  bool stopping_ = false;
  int connections_ = 0;
  std::vector<int> open_;
  std::vector<std::string> requests_;
  std::vector<std::thread> scripts_;
  std::thread acceptor_;
};

// A script that answers each request of a connection with WriteOk(body).
ScriptServer::Script AlwaysOk(std::string body);

}  // namespace apisql

#endif  // APISQL_TESTS_SUPPORT_SCRIPT_SERVER_H_
