// Random: the sandbox's own source of made-up values. The same seed gives the same values with
// every compiler and library, which std::uniform_int_distribution does not promise.
#ifndef APISQL_SANDBOX_RANDOM_H_
#define APISQL_SANDBOX_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace apisql::sandbox {

inline constexpr std::string_view kLowerDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
inline constexpr std::string_view kUpperDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
inline constexpr std::string_view kBase64Letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
inline constexpr std::string_view kLettersDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
inline constexpr std::string_view kHexDigits = "0123456789abcdef";

// Scatters the bits of `value`; a bijection (the finalizer of splitmix64).
uint64_t Mix(uint64_t value);
// A keyed hash of `text`. Good enough to be unguessable by accident, not by malice.
uint64_t MixText(uint64_t key, std::string_view text);

// Draw once per expression: compilers differ in the order of operands, and a seed must mean the
// same world to all of them.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next();
  uint64_t Below(uint64_t bound);              // 0 <= x < bound; bound > 0.
  int64_t Between(int64_t low, int64_t high);  // Both included.
  bool Chance(int percent);
  std::string Text(std::string_view alphabet, size_t length);
  std::string Uuid();

  template <typename List>
  const auto& Pick(const List& list) {
    return list[Below(std::size(list))];
  }
  template <typename T>
  void Shuffle(std::vector<T>& list) {
    for (size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[Below(i)]);
  }

 private:
  uint64_t state_;
};

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_RANDOM_H_
