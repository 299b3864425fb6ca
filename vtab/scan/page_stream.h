// PageStream: the pages of one call, from the first to the last, fetched as far as they are read.
#ifndef APISQL_VTAB_SCAN_PAGE_STREAM_H_
#define APISQL_VTAB_SCAN_PAGE_STREAM_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/request_builder.h"
#include "registry/resource.h"
#include "src/http/client.h"
#include "src/paging/paginator.h"
#include "src/rows/page.h"
#include "vtab/scan/scan_context.h"

namespace apisql {

// One call of a select method.
struct Call {
  std::shared_ptr<const Resource> resource;
  const Method* method = nullptr;  // Of `resource`.
  Arguments arguments;
  int64_t page_size = 0;  // 0: the largest.
};

// A decoded page and where its columns stand.
struct DecodedPage {
  Page page;
  uint64_t columns = 0;     // Of the resource, as in ScanPlan::columns.
  std::vector<int> fields;  // Per column of the resource: its index in `page`, -1: not decoded.
};

// Shared by all scans of a statement that make the same call, so that it is made once. Bodies are
// kept and decoded again when another scan wants other columns.
//
// Not thread-safe. `context` must outlive it. Destroying it cancels a request in flight.
class PageStream {
 public:
  PageStream(ScanContext& context, Call call);
  ~PageStream();
  PageStream(const PageStream&) = delete;
  PageStream& operator=(const PageStream&) = delete;

  // Sends the request of the first page, unless that has been done. Errors come out of Get().
  void Start();

  // The page of that number, fetched if need be; null after the last. The page has at least the
  // columns asked for. After an error every call returns that error again. Where the server said
  // "absent" in the document's words, there are no pages; see absent().
  StatusOr<std::shared_ptr<const DecodedPage>> Get(size_t number, uint64_t columns);

  // What the server said, as an error, where the document takes it for "there is no such thing".
  // Empty rows to who asked for it, a fault to who had it from another table.
  const Status& absent() const { return absent_; }

 private:
  struct Fetched {
    std::string body;
    std::shared_ptr<const DecodedPage> decoded;
  };

  Status Send(const QueryParameters& paging);
  Status Receive(uint64_t columns);
  Status Accept(Response response, uint64_t columns);
  StatusOr<std::shared_ptr<const DecodedPage>> Decode(const std::string& body, uint64_t columns);
  Status Named(Status status) const;

  ScanContext& context_;
  Call call_;
  std::shared_ptr<const Endpoint> endpoint_;
  std::unique_ptr<Paginator> paginator_;
  std::vector<Fetched> pages_;
  std::optional<QueryParameters> next_;  // Of the page to ask for next.
  std::optional<CallId> in_flight_;
  bool started_ = false;
  bool done_ = false;
  Status error_;
  Status absent_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SCAN_PAGE_STREAM_H_
