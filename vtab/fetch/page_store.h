// PageStore: the decoded pages of one statement. What does not fit into its share of memory waits
// in a temporary file, so that a statement may read a list again without asking the server again.
#ifndef APISQL_VTAB_FETCH_PAGE_STORE_H_
#define APISQL_VTAB_FETCH_PAGE_STORE_H_

#include <cstdint>
#include <cstdio>
#include <memory>
#include <vector>

#include "src/base/status.h"
#include "src/rows/page.h"

namespace apisql {

// A decoded page and where its columns stand: per column of the resource its index in `page`, -1:
// not decoded. All pages of one call share `fields`.
struct DecodedPage {
  Page page;
  std::shared_ptr<const std::vector<int>> fields;
  bool secret = false;  // It stays in memory.
};

// Where a page is kept. Made and filled by a PageStore.
struct StoredPage {
  std::shared_ptr<const DecodedPage> page;  // Null: in the file, or forgotten.
  std::weak_ptr<const DecodedPage> loaded;  // Read back from the file and still in use.
  std::shared_ptr<const std::vector<int>> fields;
  size_t bytes = 0;  // In memory.
  size_t rows = 0;
  int64_t file_offset = -1;
};

// Not thread-safe. The file has no name, so it is gone with the process; only its owner can read
// it.
class PageStore {
 public:
  explicit PageStore(size_t memory_bytes) : memory_bytes_(memory_bytes) {}
  ~PageStore();
  PageStore(const PageStore&) = delete;
  PageStore& operator=(const PageStore&) = delete;

  // Keeps `page`, in memory or, past the limit and unless it is secret, in the file.
  StatusOr<StoredPage> Keep(std::shared_ptr<const DecodedPage> page);
  // The page, read back where it is in the file; null when it was forgotten.
  StatusOr<std::shared_ptr<const DecodedPage>> Load(StoredPage* stored);
  // The page will not be read again.
  void Forget(StoredPage* stored);

  // Of pages in memory.
  size_t bytes() const { return bytes_; }
  // True while there is room for pages that nobody has asked for yet.
  bool HasRoomAhead() const { return bytes_ < memory_bytes_ / 2; }
  int64_t bytes_in_file() const { return file_end_; }

 private:
  Status Write(const Page& page, StoredPage* stored);
  StatusOr<Page> Read(const StoredPage& stored);

  size_t memory_bytes_;
  size_t bytes_ = 0;
  std::FILE* file_ = nullptr;
  int64_t file_end_ = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_FETCH_PAGE_STORE_H_
