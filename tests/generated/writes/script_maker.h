// ScriptMaker: statements that write an API's tables and read them again, outside of transactions
// and in them, each decided by the seed and by the rows as they are at that moment.
#ifndef APISQL_TESTS_GENERATED_WRITES_SCRIPT_MAKER_H_
#define APISQL_TESTS_GENERATED_WRITES_SCRIPT_MAKER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/differential/random.h"
#include "tests/generated/writes/plain_tables.h"
#include "tests/generated/writes/resource.h"
#include "tests/generated/writes/step.h"

namespace apisql::generated::writes {

class ScriptMaker {
 public:
  // Both must outlive it.
  ScriptMaker(const Api& api, PlainTables& plain, uint64_t seed)
      : api_(api), plain_(plain), random_(seed) {}

  Step Next();

 private:
  // A table in a statement, and whether the statement names an area of it.
  struct Ref {
    const Resource* resource = nullptr;
    bool in_area = false;
  };

  Ref NewRef();
  Step Select();
  Step Write();
  std::string Insert(const Ref& ref);
  std::string InsertSelect(const Ref& ref, const std::vector<const Member*>& given);
  std::string Update(const Ref& ref);
  std::string Delete(const Ref& ref);
  std::string Assignment(const Resource& resource, const Member& member);
  std::string Returning(const Ref& ref);

  // " WHERE ..."
  std::string Where(const Ref& ref, bool write);
  std::string Predicate(const Ref& ref);
  std::string Compared(const Ref& ref, const std::string& column);
  // A value of the column in any row.
  std::string Literal(const Ref& ref, const std::string& column);
  std::vector<std::string> Readable(const Ref& ref) const;
  std::string NewName();
  std::string NewLiteral(const Resource& resource, const Member& member);

  const Api& api_;
  PlainTables& plain_;
  differential::Random random_;
  bool in_transaction_ = false;
  size_t steps_left_ = 0;  // Of the transaction.
  int names_ = 0;
};

}  // namespace apisql::generated::writes

#endif  // APISQL_TESTS_GENERATED_WRITES_SCRIPT_MAKER_H_
