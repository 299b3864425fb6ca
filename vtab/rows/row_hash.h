// RowHash: the identity of a row, from the values that make it.
#ifndef APISQL_VTAB_ROWS_ROW_HASH_H_
#define APISQL_VTAB_ROWS_ROW_HASH_H_

#include <cstdint>
#include <string_view>

namespace apisql {

// FNV-1a with a final mix (the 64-bit finaliser of MurmurHash3): the same on every run and machine.
class RowHash {
 public:
  void Add(std::string_view bytes) {
    for (const char c : bytes) Mix(static_cast<unsigned char>(c));
    Mix(0x100);  // No byte: parts "a", "bc" from "ab", "c".
  }
  void Add(uint64_t number) {
    for (int i = 0; i < 8; ++i, number >>= 8) Mix(number & 0xff);
  }

  uint64_t Value() const {
    uint64_t x = state_;
    x = (x ^ (x >> 33)) * 0xff51afd7ed558ccd;
    x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53;
    return x ^ (x >> 33);
  }
  // As a rowid: never negative.
  int64_t RowId() const { return static_cast<int64_t>(Value() & INT64_MAX); }

 private:
  void Mix(uint64_t part) { state_ = (state_ ^ part) * 0x100000001b3; }

  uint64_t state_ = 0xcbf29ce484222325;
};

}  // namespace apisql

#endif  // APISQL_VTAB_ROWS_ROW_HASH_H_
