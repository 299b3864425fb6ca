// MutationLog: what became of the session's writes, the source of apisql.mutations.
#ifndef APISQL_VTAB_WRITE_MUTATION_LOG_H_
#define APISQL_VTAB_WRITE_MUTATION_LOG_H_

#include <cstdint>
#include <deque>

#include "vtab/write/mutation.h"

namespace apisql {

// Keeps the latest `capacity` records, oldest first. Holds no secret.
class MutationLog {
 public:
  explicit MutationLog(size_t capacity = 10'000) : capacity_(capacity) {}

  void Add(const Mutation& mutation);
  // Brings the record of that mutation up to date; nothing when it has been dropped.
  void Update(const Mutation& mutation);

  const std::deque<MutationRecord>& records() const { return records_; }

 private:
  size_t capacity_;
  std::deque<MutationRecord> records_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_MUTATION_LOG_H_
