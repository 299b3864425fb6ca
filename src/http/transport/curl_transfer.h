// CurlTransfer: one transfer of libcurl's, and owners of its handles. For the files curl_*.cc,
// which alone know libcurl.
#ifndef APISQL_SRC_HTTP_TRANSPORT_CURL_TRANSFER_H_
#define APISQL_SRC_HTTP_TRANSPORT_CURL_TRANSFER_H_

#include <curl/curl.h>

#include <array>
#include <memory>

#include "src/http/message/request.h"
#include "src/http/transport/curl_sockets.h"
#include "src/http/transport/outgoing.h"
#include "src/http/transport/speed_watch.h"
#include "src/http/transport/transport.h"

namespace apisql {

struct CloseEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct CloseMulti {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlEasy = std::unique_ptr<CURL, CloseEasy>;
using CurlMulti = std::unique_ptr<CURLM, CloseMulti>;
using CurlList = std::unique_ptr<curl_slist, FreeList>;

// What libcurl's callbacks and options point into, so it never moves.
struct CurlTransfer {
  TransferId id = 0;
  Request request;
  Outgoing outgoing;
  CurlList headers;
  std::array<char, CURL_ERROR_SIZE> error_text{};
  Response response;
  CurlSockets* sockets = nullptr;
  int sendings = 0;
  bool connection_was_stale = false;  // It was not sent: something had come in unasked.
  size_t header_bytes = 0;            // Of 1xx, headers and trailers.
  bool headers_too_large = false;
  bool too_large = false;
  SpeedWatch speed;
  bool too_slow = false;
  CurlEasy easy;  // Last: closed before what it points to is gone.
};

template <typename Value>
Value Info(CURL* easy, CURLINFO what) {
  Value value{};
  curl_easy_getinfo(easy, what, &value);
  return value;
}

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_TRANSPORT_CURL_TRANSFER_H_
