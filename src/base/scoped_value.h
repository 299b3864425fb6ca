// ScopedValue: gives a place another value, and its own back at the end of the scope.
#ifndef APISQL_SRC_BASE_SCOPED_VALUE_H_
#define APISQL_SRC_BASE_SCOPED_VALUE_H_

#include <utility>

namespace apisql {

template <typename T>
class [[nodiscard]] ScopedValue {
 public:
  ScopedValue(T& place, T value) : place_(place), before_(std::exchange(place, std::move(value))) {}
  ~ScopedValue() { place_ = std::move(before_); }
  ScopedValue(const ScopedValue&) = delete;
  ScopedValue& operator=(const ScopedValue&) = delete;

 private:
  T& place_;
  T before_;
};

}  // namespace apisql

#endif  // APISQL_SRC_BASE_SCOPED_VALUE_H_
