// PageGuard: what the pages of one list may not do.
//
// A list can move while it is read: a row is added in front, all others slip by one place, and the
// last row of one page comes again as the first of the next. The rules:
//  - A row that came before, by its key, and is the same in all fields that were read, is left out:
//    counted once, and not lost.
//  - A row that came before with other values is an error. Giving both would count one thing twice,
//    giving one would hide that the key may be none. The statement can be run again.
//  - A key that comes twice on one page is an error: there nothing can have slipped, so the key
//  does
//    not tell rows apart. So is a row that lacks a part of its key, and a key with text that was no
//    Unicode: two such could be different rows that look the same.
//  - A row is remembered for at least as many rows after it as PageGuardLimits says: rows slip by a
//    few places, and a list of millions must not fill the memory.
//  - Pages that go on without a row that is new are an error, however many tokens they name.
#ifndef APISQL_SRC_ROWS_PAGE_GUARD_H_
#define APISQL_SRC_ROWS_PAGE_GUARD_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "src/rows/page.h"

namespace apisql {

// Pages in a row that may bring nothing new. Where a server searches after it has cut its pages,
// most of them are empty; that all rows of a page came before happens only where as many were added
// since.
struct PageGuardLimits {
  size_t empty_pages = 1000;
  size_t repeated_pages = 10;
  // Few enough for both tables to stay in a processor's cache.
  size_t remembered_rows = 2'000;
};

// Follows one list from its first page to its last. Not thread-safe.
class PageGuard {
 public:
  // The columns that tell rows apart; empty: the table has no key.
  explicit PageGuard(std::vector<std::string> key, PageGuardLimits limits = {})
      : key_(std::move(key)), limits_(limits) {}

  // Looks at the next page of the list. `key_fields` are the fields of the page that hold the
  // columns of the key, in the same order; `shape` is a number for its set of fields: rows of pages
  // with different fields are compared by their keys alone. Gives the rows to leave out, in order.
  // kDataLoss names neither table nor URL, which the caller knows.
  StatusOr<std::vector<size_t>> Check(const Page& page, std::span<const size_t> key_fields,
                                      uint64_t shape);

 private:
  struct Row {
    uint64_t hash = 0;  // Of the key.
    uint64_t content = 0;
    uint64_t shape = 0;
    size_t key = 0;   // Where its bytes stand in `keys`.
    size_t page = 0;  // Number of the page that it came on.
  };
  // Rows that came. Hundreds of thousands pass here, and nearly all of them are new: to see that
  // must cost no more than a look at the small table.
  struct Rows {
    // An open-addressing table, as large as a power of two: half of a hash above the number of the
    // row, from 1; 0 is free.
    std::vector<uint64_t> slots;
    std::vector<Row> rows;
    std::string keys;

    // Null where there is none.
    const Row* Find(uint64_t hash, std::string_view key) const;
    void Add(const Row& row, std::string_view key);
    // Keeps the memory.
    void Clear();

   private:
    void Place(size_t number);
  };

  // An error where the key is none that tells rows apart.
  Status CheckKey(const Page& page, size_t row, std::span<const size_t> key_fields) const;
  // False where the row came before; an error where it had other values then.
  StatusOr<bool> IsNew(const Page& page, size_t row, std::span<const size_t> key_fields,
                       uint64_t shape);
  Status CheckProgress(size_t rows, bool anything_new);
  std::string KeyText(const Page& page, size_t row, std::span<const size_t> key_fields) const;

  std::vector<std::string> key_;
  PageGuardLimits limits_;
  Rows latest_;
  Rows earlier_;                             // Those before them.
  std::string scratch_;                      // The key of the row that is looked at.
  size_t pages_ = 0;                         // That were looked at.
  std::unordered_set<uint64_t> seen_pages_;  // Hashes of pages, where rows have no key.
  size_t empty_ = 0;                         // Pages in a row.
  size_t repeated_ = 0;
};

// Takes rows out of a page. `rows` must rise.
void LeaveOut(std::span<const size_t> rows, Page* page);

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_PAGE_GUARD_H_
