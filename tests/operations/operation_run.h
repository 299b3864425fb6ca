// One operation of an API, by the statement that a user would write, with one answer to it.
#ifndef APISQL_TESTS_OPERATIONS_OPERATION_RUN_H_
#define APISQL_TESTS_OPERATIONS_OPERATION_RUN_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "registry/model/resource.h"
#include "sandbox/sandbox.h"

namespace apisql {

// A select, insert, update, delete or exec method and its example.
struct Operation {
  std::shared_ptr<const Resource> resource;
  const Method* method = nullptr;  // Of `resource`.
};

// Those of the tables that the sandbox answers, in the order of the documents.
std::vector<Operation> SandboxOperations();

// What the server answers to the operation's own request; without a status, what the sandbox does.
struct ForcedAnswer {
  int status = 0;
  std::string body;
  std::map<std::string, std::string> headers;
};

struct OperationRun {
  std::string printed;  // Standard output.
  std::string errors;   // Standard error.
  int exit_code = 0;
  std::vector<std::string> requests;   // "GET {confluent}/iam/v2/api-keys BODY", as received.
  std::vector<std::string> logged;     // Of apisql.requests: "status|request_id|error".
  std::vector<std::string> mutations;  // Of apisql.mutations: "outcome|status|request_id|location|
                                       // error".
};

// Runs the method's example as a script does, in a session of its own, without repeats. Addresses
// of the sandbox are written {confluent} and {rockset}.
OperationRun RunOperation(Sandbox& sandbox, const Operation& operation, const ForcedAnswer& answer);

}  // namespace apisql

#endif  // APISQL_TESTS_OPERATIONS_OPERATION_RUN_H_
