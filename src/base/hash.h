// HashBytes: a fast hash for tables in memory.
//
// Not for what is kept: it differs between machines. Not against an enemy: who chooses the bytes
// can make them collide.
#ifndef APISQL_SRC_BASE_HASH_H_
#define APISQL_SRC_BASE_HASH_H_

#include <cstdint>
#include <cstring>
#include <string_view>

namespace apisql {

// `hash` with one more number in it.
inline uint64_t MixedHash(uint64_t hash, uint64_t number) {
  hash = (hash ^ number) * 0x9E3779B97F4A7C15u;  // The golden ratio, which is odd.
  return hash ^ (hash >> 32);
}

// Sixteen bytes at a time, in two sums that do not wait for each other.
inline uint64_t HashBytes(std::string_view bytes, uint64_t hash = 1) {
  uint64_t words[2] = {};
  uint64_t other = MixedHash(hash, bytes.size());
  while (bytes.size() >= sizeof words) {
    std::memcpy(words, bytes.data(), sizeof words);
    hash = MixedHash(hash, words[0]);
    other = MixedHash(other, words[1]);
    bytes.remove_prefix(sizeof words);
  }
  words[0] = words[1] = 0;
  if (!bytes.empty()) std::memcpy(words, bytes.data(), bytes.size());
  return MixedHash(MixedHash(hash, words[0]), MixedHash(other, words[1]));
}

}  // namespace apisql

#endif  // APISQL_SRC_BASE_HASH_H_
