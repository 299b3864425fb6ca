#include "tests/transactions/state.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include "src/base/text.h"
#include "tests/differential/schema.h"
#include "tests/transactions/written_table.h"

namespace apisql::transactions {
namespace {

using differential::IsNull;
using differential::Literal;
using Row = std::vector<SandboxTable::Value>;
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
      if (!IsNew(row)) keys_.insert(Key(row));
    }
  }

  std::string Run() const {
    Texts plain;
    Texts server;
    for (const Row& row : plain_.rows) plain.push_back(IsNew(row) ? Given(row) : Whole(row));
    for (const Row& row : server_.rows) {
      server.push_back(keys_.contains(Key(row)) ? Whole(row) : Given(row));
    }
    return OnlyIn(plain, server, "  only in the plain table: ") +
           OnlyIn(server, plain, "  only on the server: ");
  }

 private:
  // The server has not made its key yet.
  bool IsNew(const Row& row) const {
    return IsNull(row[ColumnNumber(plain_, written_.key.front())]);
  }
  Texts Key(const Row& row) const {
    Texts key;
    for (const std::string& column : written_.key) {
      key.push_back(Literal(row[ColumnNumber(plain_, column)]));
    }
    return key;
  }
  std::string Whole(const Row& row) const {
    Texts cells;
    for (size_t i = 0; i < row.size(); ++i) {
      // The server's clock.
      if (plain_.columns[i].name != "updated_at") cells.push_back(Literal(row[i]));
    }
    return Join(cells, " | ");
  }
  std::string Given(const Row& row) const {
    Texts cells = {"new"};
    for (const GivenColumn& column : written_.given) {
      const SandboxTable::Value& cell = row[ColumnNumber(plain_, column.name)];
      const bool filled = IsNull(cell) && !column.otherwise.empty();
      cells.push_back(Literal(filled ? SandboxTable::Value(column.otherwise) : cell));
    }
    return Join(cells, " | ");
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
  std::set<Texts> keys_;  // Of the plain rows that the server has made.
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

std::string StateDifference(const SandboxTable& plain, const SandboxTable& server) {
  const WrittenTable* written = FindWritten(plain.name);
  return written != nullptr ? Comparison(plain, server, *written).Run() : "";
}

}  // namespace apisql::transactions
