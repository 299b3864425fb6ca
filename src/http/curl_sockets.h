// CurlSockets: the sockets that libcurl uses, and which of them wait for their next request.
#ifndef APISQL_SRC_HTTP_CURL_SOCKETS_H_
#define APISQL_SRC_HTTP_CURL_SOCKETS_H_

#include <curl/curl.h>

#include <map>

namespace apisql {

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

  // A transfer over HTTP/1 has ended on the connection of that local port: until the next one
  // begins nothing may come in there. HTTP/2 is not meant: servers may send at any time.
  void Rest(int local_port);

  // The next request is about to use the connection. True when something came in while it rested.
  bool WakesWithInput(int local_port);

 private:
  static curl_socket_t Open(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int Close(void* self, curl_socket_t socket);

  curl_socket_t Find(int local_port) const;

  std::map<curl_socket_t, bool> resting_;  // By socket.
};

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_CURL_SOCKETS_H_
