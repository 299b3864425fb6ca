#include "src/http/transport/curl_sockets.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace apisql {
namespace {

bool HasInput(curl_socket_t socket) {
  pollfd asked{socket, POLLIN, 0};
  return poll(&asked, 1, 0) > 0;
}

int PortOf(CURL* easy, CURLINFO what) {
  long port = 0;
  curl_easy_getinfo(easy, what, &port);
  return static_cast<int>(port);
}

}  // namespace

void CurlSockets::SetFor(CURL* easy) {
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, Open);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, Close);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
}

curl_socket_t CurlSockets::Open(void*, curlsocktype, curl_sockaddr* address) {
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int CurlSockets::Close(void* self, curl_socket_t socket) {
  std::erase_if(static_cast<CurlSockets*>(self)->resting_,
                [socket](const auto& one) { return one.second == socket; });
  return close(socket);
}

void CurlSockets::Rest(CURL* easy) {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket);
  const char* address = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
  if (socket == CURL_SOCKET_BAD || address == nullptr) return;
  resting_[{address, PortOf(easy, CURLINFO_PRIMARY_PORT), PortOf(easy, CURLINFO_LOCAL_PORT)}] =
      socket;
}

bool CurlSockets::WakesWithInput(const CurlConnectionKey& connection) {
  const auto found = resting_.find(connection);
  if (found == resting_.end()) return false;
  const curl_socket_t socket = found->second;
  resting_.erase(found);
  return HasInput(socket);
}

}  // namespace apisql
