// RowSet: all rows that answer one question to an API, in the order of the calls that give them.
#ifndef APISQL_VTAB_FETCH_ROW_SET_H_
#define APISQL_VTAB_FETCH_ROW_SET_H_

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "vtab/columns/column_set.h"
#include "vtab/fetch/calls.h"
#include "vtab/fetch/page_stream.h"
#include "vtab/fetch/prefetch_depth.h"
#include "vtab/rows/row_index.h"
#include "vtab/rows/row_source.h"
#include "vtab/values/bound_values.h"

namespace apisql {

// Column index, value.
using InjectedValues = std::vector<std::pair<int, SqlValue>>;

// What a call adds to its rows.
struct CallValues {
  InjectedValues injected;  // Values that no answer holds.
  // Column index, values. Rows with others belong to other calls of the same list.
  std::vector<std::pair<int, std::vector<SqlValue>>> own;
};

// A page with its values, ready to be read.
struct RowPage {
  std::shared_ptr<const DecodedPage> decoded;
  std::shared_ptr<const CallValues> values;

  size_t rows() const { return decoded->page.rows; }
  // Text is valid as long as the RowPage.
  ScanCell At(size_t row, int column) const {
    const int field = (*decoded->fields)[static_cast<size_t>(column)];
    if (field < 0) return InjectedAt(column);
    return CellOf(decoded->page, decoded->page.cell(row, static_cast<size_t>(field)));
  }
  bool IsOwn(size_t row) const;

 private:
  ScanCell InjectedAt(int column) const;
};

// Shared by all scans of a statement that ask the same: they read the same pages. The calls of a
// fan-out or of a list run side by side, the pages of one call follow each other.
//
// It is moved on by Advance(), which never waits. Find() alone waits, in RowCache::WaitFor().
//
// Not thread-safe. `context` and `cache` must outlive it.
class RowSet {
 public:
  // `columns` are decoded, and the key.
  RowSet(ScanContext& context, RowCache& cache, std::shared_ptr<const Resource> resource,
         BoundScan bound, ColumnSet columns);
  ~RowSet();
  RowSet(const RowSet&) = delete;
  RowSet& operator=(const RowSet&) = delete;

  // Sends the first requests. Errors come out of Find().
  void Start();
  // Takes in what has arrived and asks for what is wanted next.
  void Advance();
  void RunAhead(PrefetchDepth depth);
  PrefetchDepth depth() const { return depth_; }
  // Asks for no page more until it is read, or runs ahead again.
  void HoldBack();
  // Of its calls only so many are begun, until more are allowed.
  void AllowCalls(int64_t most) { allowed_calls_ = most; }
  int64_t calls_begun() const { return calls_begun_; }
  // Pages are dropped once they have been read: nobody will read them again. Before the first page.
  void ReadOnce() { keep_ = Keep::kUntilRead; }

  // Somebody will wait for the page of that number.
  void Want(size_t number) { wanted_ = std::max(wanted_, number + 1); }
  // Waits until that page is there, or the end, or an error, which it returns. Tells nobody what
  // was left out.
  Status Await(size_t number);
  // The page of that number, waited for if need be: those without rows do not count. False after
  // the last. After an error every call returns that error again.
  StatusOr<bool> Find(size_t number);
  // A page that Find() has found.
  StatusOr<RowPage> Load(size_t number);
  // True when Find() would not wait.
  bool Ready(size_t number);
  // The stream whose answer is taken in next: of its front call, or of a parent. Null when nothing
  // is under way.
  const PageStream* awaited();
  // The page has been read and is not needed by this reader any more.
  void Leave(size_t number);
  // True when pages were dropped: a reader from the start must fetch anew.
  bool dropped() const { return keep_ == Keep::kDropped; }

  // Pages found so far, whose rows can be had without waiting.
  size_t known_pages() const { return pages_.size(); }
  bool complete() const { return state_ == State::kComplete; }
  // True when a call failed and its rows are left out of a partial result.
  bool lacks_rows() const {
    return std::ranges::any_of(left_out_, [](const LeftOut& left_out) { return left_out.surely; });
  }
  bool started() const { return state_ != State::kNew; }
  // Requests answered so far.
  int64_t answers() const;
  ColumnSet columns() const { return columns_; }
  const BoundScan& bound() const { return bound_; }
  const std::shared_ptr<const Resource>& resource() const { return resource_; }

  // The rows by the value of a column. Reads the set to its end.
  StatusOr<const RowIndex*> IndexOn(int column, bool nocase);
  // The known row whose text in that column is `text`, which no two rows share; none: it may come
  // on a later page.
  StatusOr<std::optional<RowPosition>> FindKnown(int column, const std::string& text);

 private:
  enum class State {
    kNew,
    kReading,
    kComplete,  // There are no other pages than those known.
    kFailed,    // After those known.
  };
  enum class Keep {
    kAll,        // Pages are kept for other readers.
    kUntilRead,  // Nobody will read them again.
    kDropped,    // Some are gone.
  };
  struct ActiveCall {
    std::shared_ptr<PageStream> stream;
    std::shared_ptr<const CallValues> values;
    bool absent_is_empty = true;
    std::shared_ptr<const TreeNode> node;
  };
  struct KnownPage {
    std::shared_ptr<PageStream> stream;
    std::shared_ptr<const CallValues> values;
    size_t number = 0;  // In the stream.
  };

  bool IsFinished() const { return state_ >= State::kComplete; }
  bool MayBeginCall();
  Status BeginCall();
  Status BeginCalls();
  StatusOr<bool> TakePage();
  StatusOr<bool> TakePageOf(const ActiveCall& call);
  Status GoDown(const ActiveCall& call, const std::shared_ptr<const DecodedPage>& decoded);
  void EndFrontCall();
  void Fail(Status error);
  Status Tolerate(Status failed);
  void NoteDoubt(const PageStream& ended);
  void TellLeftOut(size_t number);
  void Complete();
  size_t PagesAhead() const;

  ScanContext& context_;
  RowCache& cache_;
  std::shared_ptr<const Resource> resource_;
  BoundScan bound_;
  ColumnSet columns_;
  size_t window_ = 1;  // Calls that may be under way at once.
  int64_t allowed_calls_ = std::numeric_limits<int64_t>::max();
  int64_t calls_begun_ = 0;
  PrefetchDepth depth_ = PrefetchDepth::kNothing;
  std::unique_ptr<Calls> source_;
  std::deque<ActiveCall> calls_;  // The front one is being read.
  size_t next_page_ = 0;          // Of the front call.
  std::vector<KnownPage> pages_;
  int64_t answers_of_ended_calls_ = 0;
  int64_t rows_ = 0;
  State state_ = State::kNew;
  Keep keep_ = Keep::kAll;
  size_t wanted_ = 0;  // Pages that somebody waits for, or has waited for.
  Status error_;       // Of kFailed.
  // What failed and is left out, or may be left out.
  struct LeftOut {
    size_t page = 0;  // The number of the one that came after it.
    std::string text;
    bool surely = true;
  };
  std::vector<LeftOut> left_out_;
  size_t told_left_out_ = 0;
  std::map<std::pair<int, bool>, RowIndex> indexes_;
  // Of the first so many pages, for FindKnown().
  std::map<std::string, RowPosition> known_rows_;
  int known_column_ = -1;
  size_t known_rows_pages_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_FETCH_ROW_SET_H_
