#include "vtab/fetch/page_store.h"

#include <cerrno>
#include <cstring>
#include <type_traits>
#include <utility>

namespace apisql {
namespace {

// Precedes each page in the file.
struct PageHeader {
  uint64_t columns = 0;
  uint64_t rows = 0;
  uint64_t cells = 0;
  uint64_t arena = 0;
  uint64_t nul_in_text = 0;
};
static_assert(std::is_trivially_copyable_v<Cell>);

Status FileError(const char* what) {
  return {StatusCode::kResourceExhausted,
          std::string("cannot ") + what +
              " the temporary file that holds what this statement has read (" +
              std::strerror(errno) + "); is the disk of the temporary folder full?"};
}

size_t BytesOf(const Page& page) {
  return sizeof(DecodedPage) + page.cells.capacity() * sizeof(Cell) + page.arena.capacity();
}

}  // namespace

PageStore::~PageStore() {
  if (file_ != nullptr) std::fclose(file_);
}

StatusOr<StoredPage> PageStore::Keep(std::shared_ptr<const DecodedPage> page) {
  StoredPage stored;
  stored.fields = page->fields;
  stored.rows = page->page.rows;
  const size_t bytes = BytesOf(page->page);
  if (bytes_ + bytes > memory_bytes_ && !page->secret) {
    RETURN_IF_ERROR(Write(page->page, &stored));
    stored.loaded = page;
    return stored;
  }
  stored.bytes = bytes;
  bytes_ += bytes;
  stored.page = std::move(page);
  return stored;
}

StatusOr<std::shared_ptr<const DecodedPage>> PageStore::Load(StoredPage* stored) {
  if (stored->page) return stored->page;
  if (auto loaded = stored->loaded.lock()) return loaded;
  if (stored->file_offset < 0) return std::shared_ptr<const DecodedPage>();
  ASSIGN_OR_RETURN(Page page, Read(*stored));
  auto decoded = std::make_shared<const DecodedPage>(DecodedPage{std::move(page), stored->fields});
  stored->loaded = decoded;
  return decoded;
}

void PageStore::Forget(StoredPage* stored) {
  bytes_ -= std::exchange(stored->bytes, 0);
  stored->page.reset();
  stored->loaded.reset();
  stored->file_offset = -1;
}

Status PageStore::Write(const Page& page, StoredPage* stored) {
  if (file_ == nullptr) file_ = std::tmpfile();
  if (file_ == nullptr) return FileError("make");
  const PageHeader header{page.columns, page.rows, page.cells.size(), page.arena.size(),
                          page.nul_in_text ? 1U : 0U};
  const auto write = [this](const void* data, size_t bytes) {
    return bytes == 0 || std::fwrite(data, bytes, 1, file_) == 1;
  };
  const bool written = fseeko(file_, file_end_, SEEK_SET) == 0 && write(&header, sizeof header) &&
                       write(page.cells.data(), page.cells.size() * sizeof(Cell)) &&
                       write(page.arena.data(), page.arena.size());
  if (!written) return FileError("write");
  stored->file_offset = file_end_;
  file_end_ = ftello(file_);
  return OkStatus();
}

StatusOr<Page> PageStore::Read(const StoredPage& stored) {
  Page page;
  PageHeader header;
  const auto read = [this](void* data, size_t bytes) {
    return bytes == 0 || std::fread(data, bytes, 1, file_) == 1;
  };
  if (fseeko(file_, stored.file_offset, SEEK_SET) != 0 || !read(&header, sizeof header)) {
    return FileError("read");
  }
  page.columns = header.columns;
  page.rows = header.rows;
  page.nul_in_text = header.nul_in_text != 0;
  page.cells.resize(header.cells);
  page.arena.resize(header.arena);
  if (!read(page.cells.data(), header.cells * sizeof(Cell)) ||
      !read(page.arena.data(), header.arena)) {
    return FileError("read");
  }
  return page;
}

}  // namespace apisql
