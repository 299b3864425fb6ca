// PendingWrites: rows that are about to be sent, as whoever is asked about them wants to know them.
#ifndef APISQL_VTAB_WRITE_PENDING_WRITES_H_
#define APISQL_VTAB_WRITE_PENDING_WRITES_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "vtab/write/mutation.h"

namespace apisql {

// The rows that are written in one way to one table. Each of them is one request.
struct PendingGroup {
  Verb verb = Verb::kUpdate;  // kInsert, kUpdate, kDelete, or kExec: an action.
  std::string table;
  std::string method;  // Of an action.
  int64_t rows = 0;
  std::string first;  // "id = 'a'"; of a new row the values that it gets. May be empty.
};

// A view of mutations that must stay as they are meanwhile.
class PendingWrites {
 public:
  explicit PendingWrites(std::span<const Mutation> mutations) : mutations_(mutations) {}

  // In the order of their first rows; empty when nothing is to be sent.
  std::vector<PendingGroup> Groups() const;
  // The requests in their order, as dry_run shows them.
  std::vector<PreviewedRequest> Requests() const;

 private:
  std::span<const Mutation> mutations_;
};

// What somebody said who was asked.
enum class Consent {
  kNo,
  kYes,
  kAll,  // To this, and to all that comes later.
};
using AskConsent = std::function<Consent(const PendingWrites& writes)>;

PreviewedRequest PreviewOf(const Mutation& mutation);

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_PENDING_WRITES_H_
