// PageStream: the pages of one call, from the first to the last, fetched as far as they are read
// and, where that is wanted, ahead of the reader.
#ifndef APISQL_VTAB_FETCH_PAGE_STREAM_H_
#define APISQL_VTAB_FETCH_PAGE_STREAM_H_

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "registry/request/request_builder.h"
#include "src/http/client.h"
#include "src/paging/paginator.h"
#include "src/rows/page_guard.h"
#include "src/rows/shape/page_shape.h"
#include "vtab/api/absent_rows.h"
#include "vtab/api/scan_context.h"
#include "vtab/columns/column_set.h"
#include "vtab/fetch/page_store.h"

namespace apisql {

class RowCache;

// One call of a select method.
struct Call {
  std::shared_ptr<const Resource> resource;
  const Method* method = nullptr;  // Of `resource`.
  Arguments arguments;
  int64_t page_size = 0;  // 0: the largest.

  // The parameter that is sent so that the answer has what is secret; null: none is.
  const Parameter* RevealingParameter() const;
};

// Pages that may be fetched before somebody asks for them.
inline constexpr size_t kNoPages = 0;
inline constexpr size_t kAllPages = std::numeric_limits<size_t>::max() / 2;

// Shared by all scans of a statement that make the same call, so that it is made once.
//
// Where the server refuses a later page, since what marks it has expired, the list is read once
// more from its start, as long as nobody has asked for a page; after that it is an error.
//
// It never waits: RowCache::WaitFor() does, for all streams of a statement at once.
//
// Not thread-safe. `context` and `cache` must outlive it. Destroying it cancels what is in flight.
class PageStream {
 public:
  // `columns` of the resource are decoded, as in ScanPlan::columns.
  PageStream(ScanContext& context, RowCache& cache, Call call, ColumnSet columns);
  ~PageStream();
  PageStream(const PageStream&) = delete;
  PageStream& operator=(const PageStream&) = delete;

  // Sends the request of the first page, unless that has been done. Errors come out of Get().
  void Start();
  // Somebody wants the first `pages`.
  void Ask(size_t pages) { asked_ = std::max(asked_, pages); }
  // Takes in a page that has arrived, and asks for what is wanted next.
  void Advance();
  // Lets `pages` more than were asked for be fetched, as long as there is memory for them.
  void RunAhead(size_t pages) { ahead_ = std::max(ahead_, pages); }
  void HoldBack() { ahead_ = kNoPages; }

  // True when Get() may be called.
  bool Ready(size_t number) const { return number < pages_.size() || state_ >= State::kEnded; }
  // The page of that number; null after the last. After an error every call for a page behind those
  // that came returns that error again. Where the server said "absent" in the document's words,
  // there are no pages; see absent().
  StatusOr<std::shared_ptr<const DecodedPage>> Get(size_t number);
  // The request whose answer is taken in next; none when nothing is under way.
  std::optional<CallId> awaited() const;
  const Call& call() const { return call_; }
  // The page of that number will not be asked for again.
  void Forget(size_t number);

  // What the server said, as an error, where the document takes it for "there is no such thing".
  // Empty rows to who asked for it, a fault to who had it from another table.
  const Status& absent() const { return absent_; }
  // What speaks for rows that the list has and the stream does not give, where nothing proves it;
  // "": nothing does. Good at the end.
  const std::string& doubt() const { return doubt_; }
  ColumnSet columns() const { return columns_; }
  // Answers taken in so far.
  int64_t answers() const { return answers_; }

 private:
  enum class State {
    kNew,      // Nothing has been asked for.
    kReading,  // Pages are under way, or will be asked for when they are wanted.
    kEnded,    // The last page has come.
    kFailed,
  };
  struct Sent {
    PageRequest paging;
    CallId id;
  };

  Status Begin();
  Status CheckReveal() const;
  void Fail(Status status);
  Status Send(const PageRequest& paging);
  Status SendMore(size_t arrived);
  void Reconcile();
  void CancelSent();
  bool MayStartAnew(const Response& response) const;
  Status StartAnew();
  Status Accept(const Response& response);
  Status Read(const Response& response);
  // What it leaves out of a page, and the paging counts.
  struct LeftOut {
    size_t repeated = 0;
    size_t absent = 0;
  };
  StatusOr<LeftOut> ReadRows(const Response& response, Page* page);
  Status ReadNothing(const Response& response);
  Status KeepPage(std::shared_ptr<DecodedPage> decoded);
  void LearnSecrets(const Page& page) const;
  Status Faulty(const Response& response, Status status) const;
  Status CheckRows(const Page& page);
  Status CheckValues(Page* page) const;
  void MakeShape();
  Status TakeNext(PageFacts page);
  void LearnTotal(const PageFacts& page) const;
  int64_t StatedPageSize() const;
  Status CheckAll(const PageFacts& page, std::vector<FoundSign> signs);
  void Note(const Response& response, size_t rows) const;
  Status Named(Status status) const;
  bool WantsMore(size_t arrived) const;

  ScanContext& context_;
  RowCache& cache_;
  Call call_;
  ColumnSet columns_;
  std::shared_ptr<const std::vector<int>> fields_;
  std::shared_ptr<const Endpoint> endpoint_;
  std::unique_ptr<Paginator> paginator_;
  PageShape shape_;
  size_t paging_paths_ = 0;  // Of the shape's envelope, that the paginator asked for: the first.
  std::vector<std::string> key_;  // The columns of the key that are read from answers.
  std::optional<PageGuard> guard_;
  std::vector<size_t> key_fields_;  // Of the key that the guard looks at.
  AbsentRows absent_rows_;
  size_t rows_ = 0;  // Of the pages so far.
  std::vector<StoredPage> pages_;
  State state_ = State::kNew;
  std::optional<PageRequest> next_;  // Of the page to ask for next.
  std::deque<Sent> sent_;            // In the order of the pages; the front one is taken in next.
  bool further_ = true;              // Pages behind the next one are where they were expected.
  bool reveals_ = false;             // Its rows have what is secret.
  bool from_start_ = false;          // Its pages are those of a second reading.
  size_t asked_ = 0;                 // Pages that somebody has asked for.
  size_t ahead_ = kNoPages;
  int64_t answers_ = 0;
  Status error_;  // Of kFailed.
  Status absent_;
  std::string doubt_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_FETCH_PAGE_STREAM_H_
