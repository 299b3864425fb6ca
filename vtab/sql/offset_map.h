// OffsetMap: where a byte of rewritten text stood in what the user typed.
#ifndef APISQL_VTAB_SQL_OFFSET_MAP_H_
#define APISQL_VTAB_SQL_OFFSET_MAP_H_

#include <algorithm>
#include <cstddef>
#include <vector>

namespace apisql {

// Pieces are added in the order of the text. An empty map changes nothing.
class OffsetMap {
 public:
  // From `rewritten` on, the text is a copy of the original from `original` on.
  void AddCopy(size_t rewritten, size_t original) {
    pieces_.push_back({rewritten, original, true});
  }
  // From `rewritten` on, the text replaces what begins at `original`.
  void AddReplacement(size_t rewritten, size_t original) {
    pieces_.push_back({rewritten, original, false});
  }

  // From `at` on, the text is what `map` covers from `begin` to `end`.
  void AddSlice(const OffsetMap& map, size_t begin, size_t end, size_t at) {
    const auto first = std::ranges::upper_bound(map.pieces_, begin, {}, &Piece::rewritten);
    const bool copy = first == map.pieces_.begin() || std::prev(first)->copy;
    pieces_.push_back({at, map.ToOriginal(begin), copy});
    for (auto piece = first; piece != map.pieces_.end() && piece->rewritten < end; ++piece) {
      pieces_.push_back({at + piece->rewritten - begin, piece->original, piece->copy});
    }
  }

  size_t ToOriginal(size_t rewritten) const {
    const auto after = std::ranges::upper_bound(pieces_, rewritten, {}, &Piece::rewritten);
    if (after == pieces_.begin()) return rewritten;
    const Piece& piece = *std::prev(after);
    return piece.original + (piece.copy ? rewritten - piece.rewritten : 0);
  }

 private:
  struct Piece {
    size_t rewritten;
    size_t original;
    bool copy;
  };
  std::vector<Piece> pieces_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_OFFSET_MAP_H_
