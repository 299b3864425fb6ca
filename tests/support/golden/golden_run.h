// GoldenRun: runs a file of golden SQL tests, and compares or rewrites it. tests/README.md tells
// the format.
#ifndef APISQL_TESTS_SUPPORT_GOLDEN_GOLDEN_RUN_H_
#define APISQL_TESTS_SUPPORT_GOLDEN_GOLDEN_RUN_H_

#include <string>
#include <vector>

#include "tests/support/golden/sql_runner.h"

namespace apisql {

// Without prefetch the rows are the same, and more or other requests may be sent for them.
enum class Prefetch { kOn, kOff };

// Whether files are rewritten to what came out: APISQL_UPDATE_GOLDEN=1. Read the difference before
// you commit it.
bool IsGoldenUpdate();

// The paths of the *.test files below `directory`, from there, sorted, without the ending.
std::vector<std::string> GoldenFiles(const std::string& directory);

// The same with the registry in a folder in the place of each folder that `provider-dir` names.
// Never rewritten: it gives what the documents of the file give.
void RunGoldenFileWithRegistry(const std::string& directory, const std::string& name,
                               const std::string& registry);

// Fails the current test where the file and what came out differ. `start_api` carries out the `api`
// records.
void RunGoldenFile(const std::string& directory, const std::string& name, Prefetch prefetch,
                   const ApiStarter& start_api = nullptr);

}  // namespace apisql

#endif  // APISQL_TESTS_SUPPORT_GOLDEN_GOLDEN_RUN_H_
