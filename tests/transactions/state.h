// What the tables must hold when a transaction is over.
#ifndef APISQL_TESTS_TRANSACTIONS_STATE_H_
#define APISQL_TESTS_TRANSACTIONS_STATE_H_

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/transactions/written_table.h"

namespace apisql::transactions {

using SandboxRow = std::vector<SandboxTable::Value>;

size_t ColumnNumber(const SandboxTable& table, std::string_view column);
const SandboxTable* FindTable(std::span<const SandboxTable> tables, std::string_view name);

// Ids of the service accounts that are in `before` and not in `after`.
std::set<std::string> DeletedAccounts(std::span<const SandboxTable> before,
                                      std::span<const SandboxTable> after);
// Leaves out what the server deletes with these accounts: their keys and their roles.
void LeaveOutOwnedBy(const std::set<std::string>& accounts, std::span<SandboxTable> tables);

// How a row of a written table is named: "id = 'X'", as apisql.mutations names it.
std::string KeyText(const SandboxTable& table, const WrittenTable& written, const SandboxRow& row);
// True for a staged row whose key the server has yet to make.
bool IsNew(const SandboxTable& table, const WrittenTable& written, const SandboxRow& row);
// All of a row but what the server's clock says.
std::string WholeText(const SandboxTable& table, const SandboxRow& row);
// What INSERT gives of a row, and what the server makes of the rest.
std::string GivenText(const SandboxTable& table, const WrittenTable& written,
                      const SandboxRow& row);

// Compares one written table: rows that were there by their key, new ones by what INSERT gave.
// Returns the rows that only one has, as text; empty when there are none.
std::string StateDifference(const SandboxTable& plain, const SandboxTable& server);

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_STATE_H_
