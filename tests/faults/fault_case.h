// FaultCase: one operation of the engine while the sandbox misbehaves in one way.
#ifndef APISQL_TESTS_FAULTS_FAULT_CASE_H_
#define APISQL_TESTS_FAULTS_FAULT_CASE_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sandbox/sandbox.h"
#include "src/base/status.h"
#include "vtab/session/session.h"

namespace apisql {

// What the matrix runs under every fault: a statement, and the request that the fault takes.
struct FaultOperation {
  std::string name;  // list
  std::string sql;
  std::string table;   // Of the request that the fault takes.
  std::string method;  // Likewise; empty: any.
  // Likewise: how its path and query begin. `first_page` is for faults that begin with a list.
  std::string path;
  std::string first_page;
  bool is_write = false;
  bool idempotent = true;  // May be sent again where nobody knows whether it was carried out.
};

// The operations, on objects that this sandbox has. Each write has an object of its own.
std::vector<FaultOperation> FaultOperations(const Sandbox& sandbox);

struct FaultResult {
  Status status;
  int exit_code = -1;   // That the program would end with.
  std::string printed;  // To both outputs.
  std::vector<std::string> rows;
  std::vector<std::string> warnings;
  std::vector<std::string> notes;
  std::string outcome;  // Of the one row of a write, as apisql.mutations has it.
  // How often the server saw each request, by method and target.
  std::map<std::string, int> requests;
  std::vector<std::string> urls;  // Of the session's log.
  int applied = 0;                // How often the state shows what the write does.
};

struct FaultRunOptions {
  bool allow_partial = false;
  std::chrono::milliseconds total_timeout{10'000};
  int max_retries = 2;
  // As TransportOptions; 0: nothing is too slow.
  std::chrono::milliseconds slowest_answer_time{0};
  std::vector<std::pair<std::string, std::string>> settings;  // Beside those of all.
  // The server as this session knows it; empty: its own address.
  std::string confluent_url;
};

// Runs one operation in a session of its own. The sandbox keeps its faults.
FaultResult RunUnderFault(const Sandbox& sandbox, const FaultOperation& operation,
                          const FaultRunOptions& options);

// `text` without what differs from run to run (addresses, ids, times) and from operation to
// operation (table and URL).
std::string Steady(std::string text, const Sandbox& sandbox, const FaultOperation& operation);

}  // namespace apisql

#endif  // APISQL_TESTS_FAULTS_FAULT_CASE_H_
