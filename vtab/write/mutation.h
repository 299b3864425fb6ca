// Mutation: one row to be written, from xUpdate to its outcome.
#ifndef APISQL_VTAB_WRITE_MUTATION_H_
#define APISQL_VTAB_WRITE_MUTATION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"
#include "registry/request/write_builder.h"
#include "src/http/endpoint.h"
#include "src/http/message/request.h"
#include "vtab/rows/row_image.h"
#include "vtab/rows/sql_value.h"

namespace apisql {

enum class Outcome {
  kStaged,   // Waits for COMMIT.
  kSending,  // Marked before it leaves, so that it can never leave twice.
  kApplied,  // The server said so.
  kAbsent,   // The server said that there is no such row: nothing was changed.
  kFailed,   // The server refused it, or nothing was sent.
  kUnknown,  // It may have reached the server, and no answer told.
  kUnsent,   // Something before it failed, or the transaction was rolled back.
  kPreview,  // dry_run: shown instead of sent.
  kMerged,   // It changes a row whose INSERT was still staged: sent with that.
  kDropped,  // It became pointless before it was sent: its row is not to be made, or not changed.
};
std::string_view OutcomeName(Outcome outcome);  // "applied"

enum class RowWrite { kInsert, kUpdate, kDelete };

struct Mutation {
  RowWrite write = RowWrite::kUpdate;
  int64_t number = 0;  // 1, 2, 3 ... in the order of staging, over the whole session.
  std::shared_ptr<const Resource> resource;
  const Method* method = nullptr;
  // For people: "id = 'ABC'"; empty as long as the server has not told what it chose.
  std::string key;
  size_t place = 0;  // From 1, among the rows that are sent together; 0: it is the only one.
  std::shared_ptr<const Endpoint> endpoint;
  Request request;  // Its label has the statement's number.
  // The row after the write (of a DELETE: before it) as far as it is known without the answer.
  // image.insert names the INSERT of a row that is still staged, of the INSERT itself its own.
  RowImage image;
  // What an UPDATE changes, and what an INSERT gives.
  std::vector<ColumnChange> changes;
  bool dry_run = false;  // It is to be shown, not sent.
  bool await = false;    // Once it is sent, what it starts is waited for, whatever SET says then.
  Outcome outcome = Outcome::kStaged;
  int status = 0;
  std::string request_id;
  std::string location;  // Where the answer says that something is: the row, or what it meets.
  std::string error;
};

// What is left of a mutation when it is over: a row of apisql.mutations. Holds no secret.
struct MutationRecord {
  int64_t number = 0;
  int64_t statement = 0;
  std::string table;
  std::string operation;
  std::string key;
  std::string method;
  std::string url;
  Outcome outcome = Outcome::kStaged;
  int status = 0;
  std::string request_id;
  std::string location;  // Where the answer says that something is: the row, or what it meets.
  std::string error;
};

// A row that a write returned, secrets included: for RETURNING, and for nothing else.
struct ReturnedRow {
  std::shared_ptr<const Resource> resource;
  std::vector<SqlValue> values;  // One per column.
  int64_t mutation = 0;          // Its number; 0: nothing was to be changed.
};

// A request that dry_run shows. The body as it would be sent, secrets redacted.
struct PreviewedRequest {
  std::string table;
  std::string method;
  std::string url;
  std::string body;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_MUTATION_H_
