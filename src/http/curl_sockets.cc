#include "src/http/curl_sockets.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace apisql {
namespace {

// 0 when it has none.
int LocalPortOf(curl_socket_t socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  if (address.ss_family == AF_INET) {
    return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
  }
  if (address.ss_family != AF_INET6) return 0;
  return ntohs(reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port);
}

bool HasInput(curl_socket_t socket) {
  pollfd asked{socket, POLLIN, 0};
  return poll(&asked, 1, 0) > 0;
}

}  // namespace

void CurlSockets::SetFor(CURL* easy) {
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, Open);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, Close);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
}

curl_socket_t CurlSockets::Open(void* self, curlsocktype, curl_sockaddr* address) {
  const curl_socket_t made =
      socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (made < 0) return CURL_SOCKET_BAD;
  static_cast<CurlSockets*>(self)->resting_[made] = false;
  return made;
}

int CurlSockets::Close(void* self, curl_socket_t socket) {
  static_cast<CurlSockets*>(self)->resting_.erase(socket);
  return close(socket);
}

curl_socket_t CurlSockets::Find(int local_port) const {
  if (local_port == 0) return CURL_SOCKET_BAD;
  for (const auto& [socket, resting] : resting_) {
    if (LocalPortOf(socket) == local_port) return socket;
  }
  return CURL_SOCKET_BAD;
}

void CurlSockets::Rest(int local_port) {
  const curl_socket_t socket = Find(local_port);
  if (socket != CURL_SOCKET_BAD) resting_[socket] = true;
}

bool CurlSockets::WakesWithInput(int local_port) {
  const curl_socket_t socket = Find(local_port);
  if (socket == CURL_SOCKET_BAD || !resting_[socket]) return false;
  resting_[socket] = false;
  return HasInput(socket);
}

}  // namespace apisql
