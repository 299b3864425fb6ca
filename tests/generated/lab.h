// Lab: a world with its server, a session that has its documents, and plain tables with its rows.
// Statements run on both, and are compared.
#ifndef APISQL_TESTS_GENERATED_LAB_H_
#define APISQL_TESTS_GENERATED_LAB_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "src/base/status.h"
#include "tests/generated/plain_side.h"
#include "tests/generated/server.h"
#include "tests/generated/statement.h"
#include "tests/generated/world.h"
#include "vtab/session/session.h"

namespace apisql::generated {

enum class Verdict {
  kSame,
  kNeedsInput,  // An error of the engine, which says that a value has to be given.
  kAbsent,      // A row that WHERE names by its key is absent, for which the document has no words.
  kListChanged,  // An error of the engine: the pages of a list do not fit together.
  kBothFail,
  kOnlyApiFails,
  kOnlyPlainFails,
  kRowsDiffer,    // Of a SELECT.
  kStateDiffers,  // After a write.
  kWrongWrites,   // A row was written twice or not at all, or something else was written.
};
bool IsFault(Verdict verdict);
std::string_view VerdictName(Verdict verdict);

struct Comparison {
  Verdict verdict = Verdict::kSame;
  size_t rows = 0;           // Of a SELECT its rows, of a write those that it is about.
  std::string error = {};    // Of the engine.
  std::string details = {};  // Of a fault: results and requests.
};

// As the engine reads the statement.
std::string ApiText(const World& world, const Statement& statement);

// Not thread-safe.
class Lab {
 public:
  static StatusOr<std::unique_ptr<Lab>> Open(const World& world);
  ~Lab();

  // Ways to the same rows, by the number.
  void ChooseSettings(uint64_t number);
  // Afterwards both sides have the server's rows.
  Comparison Compare(const Statement& statement);
  World Now() const { return server_->Now(); }
  // Takes the world's rows in place of its own, on both sides.
  Status SetRows(const World& world);

 private:
  Lab() = default;
  Status OpenSession(const World& world);
  StatusOr<TextRows> RunApi(const std::string& sql);
  Comparison CompareRows(const Statement& statement);
  Comparison CompareWrites(const Statement& statement);
  Verdict CheckWrites(const Statement& statement, const std::set<int64_t>& chosen,
                      const TextRows& before, const TextRows& after, std::string& details) const;
  Verdict CheckState(std::string& details);
  // True when the last statement has met no row, by one request that named it.
  bool MetNoRow(const std::set<int64_t>& chosen) const;
  std::string RequestList() const;

  std::filesystem::path folder_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<PlainSide> plain_;
  std::vector<Arrival> arrivals_;  // Of the last statement.
};

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_LAB_H_
