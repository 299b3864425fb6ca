#include "tests/transactions/state.h"

#include <algorithm>
#include <iterator>

#include "src/base/text.h"
#include "tests/differential/schema.h"

namespace apisql::transactions {
namespace {

using differential::IsNull;
using differential::Literal;
using Row = SandboxRow;
using Texts = std::vector<std::string>;

constexpr std::string_view kAccountTable = "confluent.iam.service_accounts";

std::string TextOf(const SandboxTable::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? *text : "";
}

std::set<std::string> Ids(const SandboxTable& table) {
  std::set<std::string> ids;
  for (const Row& row : table.rows) ids.insert(TextOf(row[0]));
  return ids;
}

SandboxTable* Find(std::span<SandboxTable> tables, std::string_view name) {
  const auto found = std::ranges::find(tables, name, &SandboxTable::name);
  return found != tables.end() ? &*found : nullptr;
}

class Comparison {
 public:
  Comparison(const SandboxTable& plain, const SandboxTable& server, const WrittenTable& written)
      : plain_(plain), server_(server), written_(written) {
    for (const Row& row : plain_.rows) {
      if (!IsNew(plain_, written_, row)) keys_.insert(KeyText(plain_, written_, row));
    }
  }

  std::string Run() const {
    Texts plain;
    Texts server;
    for (const Row& row : plain_.rows) plain.push_back(Text(row, !IsNew(plain_, written_, row)));
    for (const Row& row : server_.rows) {
      server.push_back(Text(row, keys_.contains(KeyText(server_, written_, row))));
    }
    return OnlyIn(plain, server, "  only in the plain table: ") +
           OnlyIn(server, plain, "  only on the server: ");
  }

 private:
  std::string Text(const Row& row, bool known) const {
    return known ? WholeText(plain_, row) : "new | " + GivenText(plain_, written_, row);
  }
  static std::string OnlyIn(Texts rows, Texts others, std::string_view title) {
    std::ranges::sort(rows);
    std::ranges::sort(others);
    Texts rest;
    std::ranges::set_difference(rows, others, std::back_inserter(rest));
    std::string text;
    for (const std::string& row : rest) text += std::string(title) + row + "\n";
    return text;
  }

  const SandboxTable& plain_;
  const SandboxTable& server_;
  const WrittenTable& written_;
  std::set<std::string> keys_;  // Of the plain rows that the server has made.
};

}  // namespace

size_t ColumnNumber(const SandboxTable& table, std::string_view column) {
  const auto found = std::ranges::find(table.columns, column, &SandboxTable::Column::name);
  return static_cast<size_t>(found - table.columns.begin());
}

const SandboxTable* FindTable(std::span<const SandboxTable> tables, std::string_view name) {
  const auto found = std::ranges::find(tables, name, &SandboxTable::name);
  return found != tables.end() ? &*found : nullptr;
}

std::set<std::string> DeletedAccounts(std::span<const SandboxTable> before,
                                      std::span<const SandboxTable> after) {
  std::set<std::string> deleted = Ids(*FindTable(before, kAccountTable));
  for (const std::string& id : Ids(*FindTable(after, kAccountTable))) deleted.erase(id);
  return deleted;
}

void LeaveOutOwnedBy(const std::set<std::string>& accounts, std::span<SandboxTable> tables) {
  SandboxTable& keys = *Find(tables, "confluent.iam.api_keys");
  SandboxTable& roles = *Find(tables, "confluent.iam.role_bindings");
  const size_t owner = ColumnNumber(keys, "owner_id");
  const size_t principal = ColumnNumber(roles, "principal");
  for (const std::string& id : accounts) {
    std::erase_if(keys.rows, [&](const Row& row) { return TextOf(row[owner]) == id; });
    std::erase_if(roles.rows,
                  [&](const Row& row) { return TextOf(row[principal]) == "User:" + id; });
  }
}

bool IsNew(const SandboxTable& table, const WrittenTable& written, const SandboxRow& row) {
  return IsNull(row[ColumnNumber(table, written.key.front())]);
}

std::string KeyText(const SandboxTable& table, const WrittenTable& written, const SandboxRow& row) {
  Texts terms;
  for (const std::string& column : written.key) {
    terms.push_back(column + " = " + Literal(row[ColumnNumber(table, column)]));
  }
  return Join(terms, ", ");
}

std::string WholeText(const SandboxTable& table, const SandboxRow& row) {
  Texts cells;
  for (size_t i = 0; i < row.size(); ++i) {
    if (table.columns[i].name != "updated_at") cells.push_back(Literal(row[i]));
  }
  return Join(cells, " | ");
}

std::string GivenText(const SandboxTable& table, const WrittenTable& written,
                      const SandboxRow& row) {
  Texts cells;
  for (const GivenColumn& column : written.given) {
    const SandboxTable::Value& cell = row[ColumnNumber(table, column.name)];
    const bool filled = IsNull(cell) && !column.otherwise.empty();
    cells.push_back(Literal(filled ? SandboxTable::Value(column.otherwise) : cell));
  }
  return Join(cells, " | ");
}

std::string StateDifference(const SandboxTable& plain, const SandboxTable& server) {
  const WrittenTable* written = FindWritten(plain.name);
  return written != nullptr ? Comparison(plain, server, *written).Run() : "";
}

}  // namespace apisql::transactions
