// Fuzz targets: functions that read any bytes as one kind of text from outside, and end the process
// when a fact about that text does not hold.
//
// A file NAME_fuzz.cc holds one target, NAME, registered by a constant of its own. It is linked
// twice: into build/fuzz/NAME_fuzz, which libFuzzer drives, and with all others into fuzz_replay,
// which feeds every file of corpus/NAME to it and needs no clang.
#ifndef APISQL_TESTS_FUZZ_FUZZ_TARGET_H_
#define APISQL_TESTS_FUZZ_FUZZ_TARGET_H_

#include <string>
#include <string_view>
#include <vector>

namespace apisql {

struct FuzzTarget {
  std::string name;
  void (*run)(std::string_view input);  // Called many times; keeps nothing that later calls see.
};

// Those of this program, by name.
const std::vector<FuzzTarget>& FuzzTargets();

struct FuzzRegistration {
  FuzzRegistration(std::string name, void (*run)(std::string_view input));
};

// Reports that `fact` does not hold and ends the process.
[[noreturn]] void Broken(std::string_view fact, std::string_view detail);

inline void Require(bool holds, std::string_view fact, std::string_view detail = {}) {
  if (!holds) Broken(fact, detail);
}

}  // namespace apisql

#endif  // APISQL_TESTS_FUZZ_FUZZ_TARGET_H_
