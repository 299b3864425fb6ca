// Random: numbers that a seed decides, the same with every standard library.
#ifndef APISQL_TESTS_DIFFERENTIAL_RANDOM_H_
#define APISQL_TESTS_DIFFERENTIAL_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace apisql::differential {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  // SplitMix64.
  uint64_t Next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  // 0 to count - 1; count is not 0.
  size_t Below(size_t count) { return Next() % count; }
  bool Chance(size_t percent) { return Below(100) < percent; }
  // The index of one of the weights, each as often as it is heavy.
  size_t Weighted(std::initializer_list<size_t> weights) {
    size_t sum = 0;
    for (const size_t weight : weights) sum += weight;
    size_t at = Below(sum);
    size_t index = 0;
    for (const size_t weight : weights) {
      if (at < weight) break;
      at -= weight;
      ++index;
    }
    return index;
  }
  template <typename T>
  const T& Pick(const std::vector<T>& values) {
    return values[Below(values.size())];
  }
  std::string Word(std::initializer_list<const char*> words) {
    return words.begin()[Below(words.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace apisql::differential

#endif  // APISQL_TESTS_DIFFERENTIAL_RANDOM_H_
