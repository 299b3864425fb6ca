#include "bench/programs.h"

#include <algorithm>
#include <cstdlib>

#include "bench/child.h"

namespace apisql::bench {

int64_t RequestsServed(const Programs& programs, const std::string& url) {
  const std::string text = RunChild({programs.ideal, "served", url}, kLimit).output;
  return std::strtoll(text.c_str(), nullptr, 10);
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace apisql::bench
