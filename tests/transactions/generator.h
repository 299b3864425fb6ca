// Generator: transactions on the tables of WrittenTables(), each statement decided by the seed and
// by the rows as they are at that moment, staged ones included.
//
// Most values are such that the server takes them, so that most transactions end well. Names are
// numbered, for the server wants them unique. What SQLite does otherwise on plain tables than on
// virtual ones is not made: SET by a correlated subquery over the written table, UPDATE ... FROM
// with several different matches of a row, INSERT of a key that is there.
#ifndef APISQL_TESTS_TRANSACTIONS_GENERATOR_H_
#define APISQL_TESTS_TRANSACTIONS_GENERATOR_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/differential/random.h"
#include "tests/transactions/step.h"
#include "tests/transactions/written_table.h"

namespace apisql::transactions {

// The rows that a statement is made of.
struct View {
  const std::vector<SandboxTable>& now;
  const std::vector<SandboxTable>& committed;
  bool in_transaction;
};

class Generator {
 public:
  // `unseen`: no statement of a transaction refers to a table that an earlier one has written, and
  // there is no RETURNING inside of a transaction.
  Generator(uint64_t seed, bool unseen) : random_(seed), unseen_(unseen) {}

  Step Next(const View& view);

 private:
  using Row = std::vector<SandboxTable::Value>;
  // One row of a table, with its columns' names.
  struct Place {
    const SandboxTable* table = nullptr;
    const Row* row = nullptr;
  };

  // generator.cc: the course of a transaction.
  Step Begin();
  Step Savepoint();
  Step RollbackTo();
  Step Release();
  Step End();
  Step Statement();
  bool RefersToWritten(const Step& step) const;

  // generator_values.cc
  const SandboxTable& Now(std::string_view table) const;
  // A row with its key; none when there is no such row, or it is the sandbox's own key.
  std::optional<Place> AnyRow(const WrittenTable& written);
  std::optional<Place> CommittedRow(const WrittenTable& written);
  std::optional<Place> RowOf(const WrittenTable& written, const SandboxTable& table);
  std::string Cell(const Place& place, std::string_view column) const;
  // A value of the column in any row, staged or committed; NULL when there is none.
  std::string AnyCell(std::string_view table, std::string_view column);
  std::string Fresh(std::string_view prefix);  // 'prefix 17', not quoted.
  std::string AnyColumn(const SandboxTable& table);
  std::string ColumnList(const WrittenTable& written, const std::string& alias);

  // generator_condition.cc
  // `alias` is "" or "t.".
  std::string Condition(const WrittenTable& written, const std::string& alias);
  std::string ByKey(const WrittenTable& written, const Place& place, const std::string& alias);
  std::string ByAnyKey(const WrittenTable& written, const std::string& alias);
  std::string ByKeys(const WrittenTable& written, const std::string& alias);
  std::string ByFilter(const WrittenTable& written, const std::string& alias);
  std::string ByOther(const WrittenTable& written, const std::string& alias);
  std::string BySubquery(const WrittenTable& written, const std::string& alias);
  // What keeps the server from refusing, and the sandbox's own key from harm.
  std::string Guard(const WrittenTable& written, const std::string& alias, bool deletes);

  // generator_write.cc
  Step Write();
  Step Insert(const WrittenTable& written);
  std::string InsertValues(const WrittenTable& written);
  std::string InsertSelect(const WrittenTable& written);
  std::string NewRow(const WrittenTable& written);
  Step Delete(const WrittenTable& written);
  Step Update(const WrittenTable& written);
  Step UpdateBack(const WrittenTable& written, const Place& place);
  std::string Assignments(const WrittenTable& written, const std::string& alias);
  std::string NewText(const WrittenTable& written, const std::string& column,
                      const std::string& alias);
  std::string ClusterAssignment(const std::string& alias);
  std::string RocksetAssignment(const std::string& alias);
  Step UpdateFrom(const WrittenTable& written);
  std::string FromValues(const WrittenTable& written);
  std::string FromJoin(const WrittenTable& written);
  std::string Returning(const WrittenTable& written);

  // generator_select.cc
  Step Select();
  Step RandomSelect();
  Step RowsOf(const WrittenTable& written);
  Step GroupsOf(const WrittenTable& written);
  Step Join();
  const WrittenTable& AnyWritten();

  differential::Random random_;
  bool unseen_;
  const View* view_ = nullptr;  // Of the statement that is being made.
  int numbers_ = 0;
  size_t steps_left_ = 0;
  bool by_savepoint_ = false;            // The transaction was opened by the first savepoint.
  std::vector<std::string> savepoints_;  // Open ones, innermost last.
  std::set<std::string> written_;        // Tables that the transaction has written.
};

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_GENERATOR_H_
