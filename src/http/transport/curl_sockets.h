// CurlSockets: the sockets of connections that wait for their next request.
#ifndef APISQL_SRC_HTTP_TRANSPORT_CURL_SOCKETS_H_
#define APISQL_SRC_HTTP_TRANSPORT_CURL_SOCKETS_H_

#include <curl/curl.h>

#include <map>
#include <string>
#include <tuple>

namespace apisql {

// A connection: the other side's address and port, and the port on this side.
using CurlConnectionKey = std::tuple<std::string, int, int>;

// libcurl 7.88 takes up a kept connection again also when something has come in on it meanwhile,
// and takes that for the answer to the next request. No child process inherits the sockets.
//
// Must outlive the handles that it was set for, and their connections.
class CurlSockets {
 public:
  CurlSockets() = default;
  CurlSockets(const CurlSockets&) = delete;
  CurlSockets& operator=(const CurlSockets&) = delete;

  // Before the transfer begins.
  void SetFor(CURL* easy);

  // A transfer over HTTP/1 has ended: until the next one begins nothing may come in on its
  // connection, where that is kept. HTTP/2 is not meant: servers may send at any time.
  void Rest(CURL* easy);

  // The next request is about to use the connection. True when something came in while it rested.
  bool WakesWithInput(const CurlConnectionKey& connection);

 private:
  static curl_socket_t Open(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int Close(void* self, curl_socket_t socket);

  std::map<CurlConnectionKey, curl_socket_t> resting_;
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_TRANSPORT_CURL_SOCKETS_H_
