#include "src/rows/page_guard.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>
#include <utility>

#include "src/base/hash.h"
#include "src/base/text.h"
#include "src/json/text.h"

namespace apisql {
namespace {

constexpr size_t kShownKeyBytes = 80;

bool IsText(const Cell& cell) {
  return cell.kind == Cell::Kind::kText || cell.kind == Cell::Kind::kJson;
}

uint64_t BitsOf(const Cell& cell) {
  if (cell.kind == Cell::Kind::kReal) return std::bit_cast<uint64_t>(cell.real);
  return cell.kind == Cell::Kind::kInteger ? static_cast<uint64_t>(cell.integer) : 0;
}

// The texts of a row stand one after the other in the arena.
uint64_t HashOfRow(const Page& page, size_t row) {
  uint64_t hash = 1;
  uint64_t start = page.arena.size();
  uint64_t end = 0;
  for (size_t column = 0; column < page.columns; ++column) {
    const Cell& cell = page.cell(row, column);
    hash = MixedHash(hash + static_cast<uint64_t>(cell.kind),
                     IsText(cell) ? cell.length : BitsOf(cell));
    if (!IsText(cell)) continue;
    start = std::min(start, cell.offset);
    end = std::max(end, cell.offset + cell.length);
  }
  if (start >= end) return hash;
  return HashBytes(std::string_view(page.arena).substr(start, end - start), hash);
}

// Writes the key as bytes with which no other key begins. JSON is the text that SQL makes of it.
void ReadKey(const Page& page, size_t row, std::span<const size_t> fields, std::string* key) {
  size_t bytes = 0;
  for (const size_t field : fields) {
    const Cell& cell = page.cell(row, field);
    bytes += 1 + sizeof(uint64_t) + (IsText(cell) ? cell.length : 0);
  }
  key->resize(bytes);  // Most keys of a table are of one length: mostly there is nothing to do.
  char* to = key->data();
  for (const size_t field : fields) {
    const Cell& cell = page.cell(row, field);
    const uint64_t number = IsText(cell) ? cell.length : BitsOf(cell);
    *to++ = static_cast<char>(IsText(cell) ? Cell::Kind::kText : cell.kind);
    std::memcpy(to, &number, sizeof number);
    to += sizeof number;
    if (IsText(cell)) to = std::ranges::copy(page.text(cell), to).out;
  }
}

std::string ValueText(const Page& page, const Cell& cell) {
  if (cell.kind == Cell::Kind::kReal) return std::to_string(cell.real);
  if (cell.kind == Cell::Kind::kInteger) return std::to_string(cell.integer);
  return "'" + Printable(page.text(cell), kShownKeyBytes) + "'";
}

}  // namespace

StatusOr<std::vector<size_t>> PageGuard::Check(const Page& page, std::span<const size_t> key_fields,
                                               uint64_t shape) {
  std::vector<size_t> repeated;
  ++pages_;
  if (key_.empty()) {
    uint64_t hash = MixedHash(page.rows, shape);
    for (size_t row = 0; row < page.rows && page.columns > 0; ++row) {
      hash = MixedHash(hash, HashOfRow(page, row));
    }
    // Rows of which nothing was read cannot be told apart.
    const bool anything_new = page.columns == 0 || seen_pages_.insert(hash).second;
    RETURN_IF_ERROR(CheckProgress(page.rows, anything_new));
    return repeated;
  }
  for (size_t row = 0; row < page.rows; ++row) {
    ASSIGN_OR_RETURN(const bool is_new, IsNew(page, row, key_fields, shape));
    if (!is_new) repeated.push_back(row);
  }
  RETURN_IF_ERROR(CheckProgress(page.rows, repeated.size() < page.rows));
  return repeated;
}

Status PageGuard::CheckKey(const Page& page, size_t row, std::span<const size_t> key_fields) const {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  const auto fault = [&](const std::string& what) {
    return Status(StatusCode::kDataLoss,
                  "rows: row " + std::to_string(row + 1) + " of the page has " + what);
  };
  for (size_t i = 0; i < key_.size(); ++i) {
    const Cell& cell = page.cell(row, key_fields[i]);
    if (cell.kind == Cell::Kind::kNull) {
      return fault("no " + key_[i] + ", which is in the table's key");
    }
    if (page.replaced_text && IsText(cell) &&
        page.text(cell).find(kReplacement) != std::string_view::npos) {
      return fault("a " + key_[i] +
                   " that is no valid Unicode: rows with such keys cannot be told apart");
    }
  }
  return {};
}

StatusOr<bool> PageGuard::IsNew(const Page& page, size_t row, std::span<const size_t> key_fields,
                                uint64_t shape) {
  RETURN_IF_ERROR(CheckKey(page, row, key_fields));
  ReadKey(page, row, key_fields, &scratch_);
  if (latest_.rows.size() >= limits_.remembered_rows) {
    std::swap(earlier_, latest_);
    latest_.Clear();
  }
  const uint64_t hash = HashBytes(scratch_);
  const uint64_t content = HashOfRow(page, row);
  const Row* came = latest_.Find(hash, scratch_);
  if (came == nullptr) came = earlier_.Find(hash, scratch_);
  if (came == nullptr) {
    latest_.Add({hash, content, shape, latest_.keys.size(), pages_}, scratch_);
    return true;
  }
  if (came->page == pages_) {
    return Status(StatusCode::kDataLoss,
                  KeyText(page, row, key_fields) +
                      " comes twice on one page: the key of the table's document, " +
                      Join(key_, ", ") + ", does not tell its rows apart");
  }
  if (came->shape != shape || came->content == content) return false;
  return Status(StatusCode::kDataLoss,
                KeyText(page, row, key_fields) +
                    " comes twice in the list, with different values: it changed while it was "
                    "read. Run the statement again");
}

const PageGuard::Row* PageGuard::Rows::Find(uint64_t hash, std::string_view key) const {
  const size_t mask = slots.size() - 1;
  for (size_t at = hash; !slots.empty() && slots[at & mask] != 0; ++at) {
    const uint64_t slot = slots[at & mask];
    if ((slot ^ hash) >> 32 != 0) continue;
    const Row& row = rows[(slot & UINT32_MAX) - 1];
    if (row.hash == hash && keys.compare(row.key, key.size(), key) == 0) return &row;
  }
  return nullptr;
}

void PageGuard::Rows::Add(const Row& row, std::string_view key) {
  constexpr size_t kFirstSlots = 256;
  rows.push_back(row);
  keys += key;
  if (2 * rows.size() <= slots.size()) return Place(rows.size());
  slots.assign(std::max(kFirstSlots, 2 * slots.size()), 0);
  for (size_t number = 1; number <= rows.size(); ++number) Place(number);
}

void PageGuard::Rows::Place(size_t number) {
  const uint64_t hash = rows[number - 1].hash;
  const size_t mask = slots.size() - 1;
  size_t at = hash;
  while (slots[at & mask] != 0) ++at;
  slots[at & mask] = (hash >> 32 << 32) | number;
}

void PageGuard::Rows::Clear() {
  std::ranges::fill(slots, 0);
  rows.clear();
  keys.clear();
}

Status PageGuard::CheckProgress(size_t rows, bool anything_new) {
  empty_ = rows == 0 ? empty_ + 1 : 0;
  if (rows > 0) repeated_ = anything_new ? 0 : repeated_ + 1;
  if (empty_ >= limits_.empty_pages) {
    return {StatusCode::kDataLoss,
            "paging is broken: " + std::to_string(empty_) + " pages in a row were empty"};
  }
  if (repeated_ >= limits_.repeated_pages) {
    return {StatusCode::kDataLoss, "paging is broken: all rows of " + std::to_string(repeated_) +
                                       " pages in a row came before"};
  }
  return {};
}

std::string PageGuard::KeyText(const Page& page, size_t row,
                               std::span<const size_t> key_fields) const {
  std::string text;
  for (size_t i = 0; i < key_.size(); ++i) {
    text += (i == 0 ? "" : ", ") + key_[i] + " = " + ValueText(page, page.cell(row, key_fields[i]));
  }
  return text;
}

void LeaveOut(std::span<const size_t> rows, Page* page) {
  if (rows.empty()) return;
  size_t next = 0;
  size_t kept = 0;
  for (size_t row = 0; row < page->rows; ++row) {
    if (next < rows.size() && rows[next] == row) {
      ++next;
      continue;
    }
    const auto from = page->cells.begin() + static_cast<std::ptrdiff_t>(row * page->columns);
    std::copy_n(from, page->columns,
                page->cells.begin() + static_cast<std::ptrdiff_t>(kept * page->columns));
    ++kept;
  }
  page->cells.resize(kept * page->columns);
  page->rows = kept;
}

}  // namespace apisql
