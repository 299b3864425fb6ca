// What the tables must hold when a transaction is over.
#ifndef APISQL_TESTS_TRANSACTIONS_STATE_H_
#define APISQL_TESTS_TRANSACTIONS_STATE_H_

#include <set>
#include <span>
#include <string>

#include "sandbox/sandbox.h"

namespace apisql::transactions {

size_t ColumnNumber(const SandboxTable& table, std::string_view column);
const SandboxTable* FindTable(std::span<const SandboxTable> tables, std::string_view name);

// Ids of the service accounts that are in `before` and not in `after`.
std::set<std::string> DeletedAccounts(std::span<const SandboxTable> before,
                                      std::span<const SandboxTable> after);
// Leaves out what the server deletes with these accounts: their keys and their roles.
void LeaveOutOwnedBy(const std::set<std::string>& accounts, std::span<SandboxTable> tables);

// Compares one written table: rows that were there by their key, new ones by what INSERT gave.
// Returns the rows that only one has, as text; empty when there are none.
std::string StateDifference(const SandboxTable& plain, const SandboxTable& server);

}  // namespace apisql::transactions

#endif  // APISQL_TESTS_TRANSACTIONS_STATE_H_
