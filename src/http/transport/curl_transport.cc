// How libcurl is used. Why each option is set is said where it is set; how libcurl behaves was
// tried with 7.88.
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "src/base/read_ahead.h"
#include "src/base/text.h"
#include "src/http/message/url.h"
#include "src/http/transport/ca_bundle.h"
#include "src/http/transport/curl_failure.h"
#include "src/http/transport/curl_transfer.h"
#include "src/http/transport/outgoing.h"
#include "src/http/transport/transport.h"

namespace apisql {
namespace {

// Servers that mean well send a hundredth of this.
constexpr size_t kMostHeaderBytes = size_t{1} << 20;

// Room for the body at once, instead of growing step by step, and for a parser to look ahead.
void ReserveBody(CURL* easy, std::string* body) {
  // What a server announces alone must not take memory.
  constexpr curl_off_t kMost = curl_off_t{1} << 20;
  const auto length = Info<curl_off_t>(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T);
  if (length > 0) body->reserve(static_cast<size_t>(std::min(length, kMost)) + kReadAheadBytes);
}

size_t ReceiveBody(char* data, size_t, size_t size, void* user) {
  auto* transfer = static_cast<CurlTransfer*>(user);
  std::string& body = transfer->response.body;
  if (body.empty()) ReserveBody(transfer->easy.get(), &body);
  transfer->too_large = size > transfer->request.max_body_bytes - body.size();
  if (transfer->too_large) return 0;  // Ends the transfer.
  body.append(data, size);
  return size;
}

// libcurl counts the headers of an answer, but not the trailers behind a body that came in chunks.
size_t ReceiveHeader(char*, size_t, size_t size, void* user) {
  auto* transfer = static_cast<CurlTransfer*>(user);
  transfer->header_bytes += size;
  transfer->headers_too_large = transfer->header_bytes > kMostHeaderBytes;
  return transfer->headers_too_large ? 0 : size;  // 0 ends the transfer.
}

// libcurl sends a request again, POST too, when a kept connection dies before the first byte of the
// answer. This runs before each sending.
int BeforeSending(void* user, char* address, char*, int port, int local_port) {
  auto* transfer = static_cast<CurlTransfer*>(user);
  transfer->connection_was_stale = transfer->sockets->WakesWithInput({address, port, local_port});
  if (transfer->connection_was_stale) return CURL_PREREQFUNC_ABORT;
  const bool again = ++transfer->sendings > 1;
  return again && !transfer->request.idempotent ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

// Else a program that the host starts would hold the connection open, and could use it.
curl_socket_t OpenSocket(void*, curlsocktype, curl_sockaddr* address) {
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Runs whenever libcurl looks at the transfer, also when nothing came. Its own limit of speed
// counts the time before the answer too.
int WatchSpeed(void* user, curl_off_t, curl_off_t body, curl_off_t, curl_off_t) {
  auto* transfer = static_cast<CurlTransfer*>(user);
  CURL* easy = transfer->easy.get();
  if (Info<curl_off_t>(easy, CURLINFO_STARTTRANSFER_TIME_T) == 0) return 0;
  const int64_t received = Info<long>(easy, CURLINFO_HEADER_SIZE) + body;
  transfer->too_slow = transfer->speed.IsTooSlow(received, Clock::Real().Steady());
  return transfer->too_slow ? 1 : 0;  // 1 ends the transfer.
}

CurlList MakeHeaderList(const Outgoing& outgoing, const Request& request) {
  const auto sends = [&](std::string_view name) {
    return std::ranges::any_of(request.headers, [&](const Header& header) {
      return curl_strequal(header.name.c_str(), std::string(name).c_str()) != 0;
    });
  };
  CurlList list;
  const auto add = [&](const char* line) {
    curl_slist* longer = curl_slist_append(list.get(), line);
    if (longer == nullptr) throw std::bad_alloc();
    if (!list) list.reset(longer);  // Else the head stays the same.
  };
  // Else a large body waits a second for a server that does not answer the question.
  add("Expect:");
  // libcurl unpacks only where it could ask for it.
  if (!AsksForGzip(request) && Unpacks(request)) add("Accept-Encoding:");
  // Else libcurl calls every body a form.
  if (!sends("Content-Type")) add("Content-Type:");
  for (const std::string& line : outgoing.header_lines) add(line.c_str());
  return list;
}

void SetMethodAndBody(const CurlTransfer& transfer) {
  CURL* easy = transfer.easy.get();
  const std::string& method = transfer.request.method;
  const std::string& body = transfer.outgoing.body;
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
  } else if (method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method.c_str());
}

void SetConnection(const CurlTransfer& transfer, const TransportOptions& options,
                   const std::string& ca_file) {
  CURL* easy = transfer.easy.get();
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
                   static_cast<long>(TimeoutOf(transfer.request, options).count()));
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // Else a first burst makes one TLS connection per request before it learns of HTTP/2. Over plain
  // http it would wait for the first answer to learn the same.
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, IsHttps(transfer.request.url) ? 1L : 0L);
  // Proxy variables would catch loopback too.
  if (transfer.outgoing.loopback) curl_easy_setopt(easy, CURLOPT_PROXY, "");
  // A write meets fewer dying connections on a fresh one.
  if (!transfer.request.idempotent) curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 2L);
  if (!ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file.c_str());
  // A CA folder keeps libcurl from caching the CA file: 18 ms per connection instead of 2.
  const bool has_ca_file = !ca_file.empty() || curl_version_info(CURLVERSION_NOW)->cainfo;
  if (has_ca_file) curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
}

void SetSafety(CurlTransfer* transfer) {
  CURL* easy = transfer->easy.get();
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // A page of 100 rows comes in two turns of poll and recv, instead of one per 16 KB.
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 128L * 1024);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  // Else "/users/../keys" would become "/keys": a value would address another resource.
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  // Else cancelling during a name look-up waits for its thread.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error_text.data());
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, OpenSocket);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, BeforeSending);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, WatchSpeed);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, ReceiveHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ReceiveBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
}

// Headers of the final answer: none of 1xx, of a proxy's CONNECT, or of trailers.
std::vector<Header> ReadHeaders(CURL* easy) {
  constexpr int kLatestRequest = -1;
  std::vector<Header> headers;
  curl_header* header = nullptr;
  while ((header = curl_easy_nextheader(easy, CURLH_HEADER, kLatestRequest, header)) != nullptr) {
    // Of an empty value libcurl 7.88 leaves the end of its line.
    headers.push_back({header->name, std::string(StripBlanks(header->value))});
  }
  return headers;
}

std::string OriginText(const std::string& url) {
  const StatusOr<std::string> origin = OriginOf(url);
  return origin.ok() ? *origin : "";
}

bool SpeaksHttp1(CURL* easy) {
  const long version = Info<long>(easy, CURLINFO_HTTP_VERSION);
  return version == CURL_HTTP_VERSION_1_0 || version == CURL_HTTP_VERSION_1_1;
}

// How the body is packed still, where nobody has asked for it; "" when it is not.
std::string_view Packing(const CurlTransfer& transfer) {
  if (Unpacks(transfer.request)) return "";
  const std::string_view encoding = transfer.response.header("content-encoding").value_or("");
  return EqualsIgnoreCase(encoding, "identity") ? "" : encoding;
}

// True when only the closing of the connection told where the body ends.
bool EndsByClosing(const CurlTransfer& transfer) {
  const Response& response = transfer.response;
  return Info<long>(transfer.easy.get(), CURLINFO_HTTP_VERSION) < CURL_HTTP_VERSION_2_0 &&
         response.status != 204 && response.status != 304 && transfer.request.method != "HEAD" &&
         !response.header("content-length") && !response.header("transfer-encoding");
}

class CurlTransport final : public Transport {
 public:
  explicit CurlTransport(const TransportOptions& options)
      : options_(options), ca_file_(ChooseCaFile(options.ca_file)) {
    static const CURLcode kGlobalInit = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (kGlobalInit == CURLE_OK) multi_.reset(curl_multi_init());
    // Its own default shrinks with the number of transfers and closes connections between bursts.
    if (multi_) curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, 64L);
  }

  ~CurlTransport() override {
    for (const auto& [id, transfer] : transfers_) {
      curl_multi_remove_handle(multi_.get(), transfer->easy.get());
    }
  }
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  TransferId Start(Request request) override {
    const TransferId id = ++last_id_;
    StatusOr<Outgoing> outgoing = MakeOutgoing(request);
    if (!outgoing.ok()) {
      refused_.push_back({id, std::move(outgoing).status(), false, false});
      return id;
    }
    auto transfer = std::make_unique<CurlTransfer>();
    transfer->id = id;
    transfer->request = std::move(request);
    transfer->outgoing = *std::move(outgoing);
    transfer->speed = {options_.slowest_answer, options_.slowest_answer_time};
    if (!Begin(transfer.get())) {
      refused_.push_back(
          {id, Status(StatusCode::kInternal, "libcurl cannot be used"), false, false});
      return id;
    }
    transfers_[id] = std::move(transfer);
    return id;
  }

  std::vector<FinishedTransfer> Run(std::chrono::milliseconds timeout) override {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::vector<FinishedTransfer> finished = std::exchange(refused_, {});
    while (multi_) {
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      Collect(&finished);
      // After a finished transfer libcurl must perform again before it polls; the next Run() does.
      if (!finished.empty()) break;
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      if (left.count() <= 0) break;
      int active = 0;
      curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(left.count()), &active);
      if (active == 0) {  // Time is up, a signal came, or libcurl has a timer to serve.
        curl_multi_perform(multi_.get(), &running);
        Collect(&finished);
        break;
      }
    }
    return finished;
  }

  void Cancel(TransferId id) override {
    std::erase_if(refused_, [&](const FinishedTransfer& one) { return one.id == id; });
    const auto found = transfers_.find(id);
    if (found == transfers_.end()) return;
    curl_multi_remove_handle(multi_.get(), found->second->easy.get());
    transfers_.erase(found);
  }

 private:
  bool Begin(CurlTransfer* transfer) {
    transfer->easy.reset(multi_ ? curl_easy_init() : nullptr);
    CURL* easy = transfer->easy.get();
    if (easy == nullptr) return false;
    transfer->headers = MakeHeaderList(transfer->outgoing, transfer->request);
    SetSafety(transfer);
    transfer->sockets = &sockets_;
    sockets_.SetFor(easy);
    SetConnection(*transfer, options_, ca_file_);
    SetMethodAndBody(*transfer);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers.get());
    if (Unpacks(transfer->request)) curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(easy, CURLOPT_URL, transfer->outgoing.url.c_str());
    return curl_multi_add_handle(multi_.get(), easy) == CURLM_OK;
  }

  void Collect(std::vector<FinishedTransfer>* finished) {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      // Copied first: removing the handle frees the message.
      CURL* easy = message->easy_handle;
      const CURLcode result = message->data.result;
      auto* transfer = Info<CurlTransfer*>(easy, CURLINFO_PRIVATE);
      if (transfer->connection_was_stale && BeginAfresh(transfer)) continue;
      finished->push_back(Finish(transfer, result));
      finished->back().sent_again = transfer->sendings > 1;
      curl_multi_remove_handle(multi_.get(), easy);
      transfers_.erase(transfer->id);
    }
  }

  // Over a new connection: the one that was to be used is closed. Nothing has been sent.
  bool BeginAfresh(CurlTransfer* transfer) {
    curl_multi_remove_handle(multi_.get(), transfer->easy.get());
    transfer->connection_was_stale = false;
    transfer->error_text[0] = '\0';
    return Begin(transfer);
  }

  // Nothing listens there, as far as is known: a server that has answered may be starting anew.
  bool IsRefused(const CurlTransfer& transfer, CURLcode result) const {
    return result == CURLE_COULDNT_CONNECT &&
           Info<long>(transfer.easy.get(), CURLINFO_OS_ERRNO) == ECONNREFUSED &&
           !answered_.contains(OriginText(transfer.request.url));
  }

  FinishedTransfer Finish(CurlTransfer* transfer, CURLcode result) {
    CURL* easy = transfer->easy.get();
    Response& response = transfer->response;
    const bool sent = transfer->sendings > 0;
    response.status = static_cast<int>(Info<long>(easy, CURLINFO_RESPONSE_CODE));
    response.headers = ReadHeaders(easy);
    response.url = transfer->request.url;
    response.method = transfer->request.method;
    response.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::microseconds(Info<curl_off_t>(easy, CURLINFO_TOTAL_TIME_T)));
    if (result != CURLE_OK) {
      return {transfer->id, FailureOf(*transfer, result, options_),
              sent,         MayPass(*transfer, result, !answered_.empty()),
              false,        IsRefused(*transfer, result)};
    }
    if (SpeaksHttp1(easy)) sockets_.Rest(easy);
    answered_.insert(OriginText(transfer->request.url));
    if (const std::string_view packing = Packing(*transfer); !packing.empty()) {
      return {transfer->id, PackedFailure(*transfer, packing), sent, false};
    }
    const bool success = response.status >= 200 && response.status < 300;
    if (success && !transfer->request.accept_gzip && EndsByClosing(*transfer)) {
      return {transfer->id, NoEndFailure(*transfer), sent, false};
    }
    return {transfer->id, std::move(response), sent, false};
  }

  TransportOptions options_;
  std::string ca_file_;
  TransferId last_id_ = 0;
  std::unordered_set<std::string> answered_;  // The origins that have, some time.
  std::vector<FinishedTransfer> refused_;     // Never started; the next Run() reports them.
  CurlSockets sockets_;                       // Outlives the connections.
  CurlMulti multi_;
  std::unordered_map<TransferId, std::unique_ptr<CurlTransfer>> transfers_;
};

}  // namespace

std::unique_ptr<Transport> MakeCurlTransport(const TransportOptions& options) {
  return std::make_unique<CurlTransport>(options);
}

}  // namespace apisql
