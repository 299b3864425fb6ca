// An allocator that a program brings along, put before libc's by LD_PRELOAD. What it hands out is
// marked, so that it knows memory that is not its own, and ends the program.
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

// NOLINTBEGIN(bugprone-reserved-identifier): what libc's allocator calls itself.
extern "C" void* __libc_memalign(size_t alignment, size_t size);
extern "C" void __libc_free(void* block);
// NOLINTEND(bugprone-reserved-identifier)

namespace {

constexpr uint64_t kMark = 0x6170697371c0ffee;

struct Header {
  uint64_t mark;
  size_t size;
  void* block;  // What libc gave.
  uint64_t unused;
};

Header* HeaderOf(void* memory) {
  Header* header = static_cast<Header*>(memory) - 1;
  if (header->mark != kMark) std::abort();
  return header;
}

void* Allocate(size_t alignment, size_t size) {
  const size_t before = alignment < sizeof(Header) ? sizeof(Header) : alignment;
  if (size > SIZE_MAX / 2) return nullptr;
  void* block = __libc_memalign(before, before + size);
  if (block == nullptr) return nullptr;
  void* memory = static_cast<char*>(block) + before;
  new (static_cast<Header*>(memory) - 1) Header{kMark, size, block, 0};
  return memory;
}

}  // namespace

#define APISQL_EXPORTED extern "C" __attribute__((visibility("default")))

APISQL_EXPORTED void* malloc(size_t size) { return Allocate(16, size); }

APISQL_EXPORTED void free(void* memory) {
  if (memory == nullptr) return;
  Header* header = HeaderOf(memory);
  header->mark = 0;
  __libc_free(header->block);
}

APISQL_EXPORTED void* calloc(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) return nullptr;
  void* memory = Allocate(16, count * size);
  return memory == nullptr ? nullptr : std::memset(memory, 0, count * size);
}

APISQL_EXPORTED void* realloc(void* memory, size_t size) {
  void* moved = Allocate(16, size);
  if (memory == nullptr || moved == nullptr) return moved;
  const size_t old = HeaderOf(memory)->size;
  std::memcpy(moved, memory, old < size ? old : size);
  free(memory);
  return moved;
}

APISQL_EXPORTED void* memalign(size_t alignment, size_t size) { return Allocate(alignment, size); }

APISQL_EXPORTED void* aligned_alloc(size_t alignment, size_t size) {
  return Allocate(alignment, size);
}

APISQL_EXPORTED int posix_memalign(void** memory, size_t alignment, size_t size) {
  *memory = Allocate(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}

APISQL_EXPORTED size_t malloc_usable_size(void* memory) {
  return memory == nullptr ? 0 : HeaderOf(memory)->size;
}
