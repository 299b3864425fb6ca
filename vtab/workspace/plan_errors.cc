#include "vtab/workspace/plan_errors.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "src/base/text.h"
#include "vtab/sql/tokens.h"

namespace apisql {
namespace {

using Columns = std::vector<std::string>;

// Those that a list must be given, and that no parent's rows give.
Columns NeededBy(const Method& method) {
  Columns columns;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.required && !parameter.parent && !parameter.column.empty()) {
      columns.push_back(parameter.column);
    }
  }
  return columns;
}

// Of the method that needs the fewest; none when one needs nothing.
Columns NeededBy(const Resource& resource) {
  std::optional<Columns> fewest;
  for (const Method& method : resource.methods) {
    if (method.verb != Verb::kSelect) continue;
    Columns needed = NeededBy(method);
    if (!fewest || needed.size() < fewest->size()) fewest = std::move(needed);
  }
  return fewest.value_or(Columns());
}

// Of a table that EXEC and INSERT alone can be said of.
bool CannotBeRead(const Resource& resource) {
  return resource.view_sql.empty() && std::ranges::find(resource.methods, Verb::kSelect,
                                                        &Method::verb) == resource.methods.end();
}

std::string NoOrder(std::string message, const std::set<std::string>& tables, Catalog& catalog) {
  std::string text;
  for (const std::string& table : tables) {
    const auto resource = catalog.Find(table);
    if (resource.ok() && CannotBeRead(**resource)) {
      return table + " cannot be read: its API has no call for that; SHOW METHODS IN " + table +
             " lists those that it has";
    }
    const Columns needed = resource.ok() ? NeededBy(**resource) : Columns();
    if (needed.empty()) continue;
    text += (text.empty() ? "" : "; ") + table + " needs " + Join(needed, ", ");
  }
  if (text.empty()) return message;  // SQLite's own tables, such as json_each, need values as well.
  return "no order of the tables gives each the values that it needs: " + text +
         ". Give one of them its values in WHERE";
}

struct FixedOrder {
  std::string_view word;
  std::string_view join;
};
constexpr FixedOrder kFixedOrders[] = {
    {"cross", "CROSS JOIN"}, {"left", "LEFT JOIN"}, {"right", "RIGHT JOIN"}, {"full", "FULL JOIN"}};

// The first join that forbids SQLite to read one of its sides first; "" when there is none.
std::string_view JoinThatFixesOrder(const std::vector<Token>& tokens) {
  for (size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!tokens[i + 1].IsWord("join") && !tokens[i + 1].IsWord("outer")) continue;
    for (const FixedOrder& order : kFixedOrders) {
      if (tokens[i].IsWord(order.word)) return order.join;
    }
  }
  return "";
}

bool StandsInUsing(const std::vector<Token>& tokens, size_t at) {
  while (at > 0 && (tokens[at].IsName() || tokens[at].IsOperator(','))) --at;
  return at > 0 && tokens[at].IsOperator('(') && tokens[at - 1].IsWord("using");
}

// True for the column in `x = t.column`, `column = x`, `column IN (...)` and USING (column).
bool IsComparedAt(const std::vector<Token>& tokens, size_t at) {
  if (at + 1 < tokens.size()) {
    const Token& next = tokens[at + 1];
    if (next.text.starts_with('=') || next.IsWord("in") || next.IsWord("is")) return true;
  }
  size_t first = at;
  while (first >= 2 && tokens[first - 1].IsOperator('.')) first -= 2;
  return (first > 0 && tokens[first - 1].text.starts_with('=')) || StandsInUsing(tokens, at);
}

bool Compares(const std::vector<Token>& tokens, std::string_view column) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].IsName() || !EqualsIgnoreCase(Unquote(tokens[i]), column)) continue;
    if (IsComparedAt(tokens, i)) return true;
  }
  return false;
}

// The columns of "T: needs a value for a, b; add WHERE ...".
Columns MissingIn(std::string_view message) {
  constexpr std::string_view kBefore = ": needs a value for ";
  const size_t begin = message.find(kBefore);
  const size_t end = message.find("; add WHERE ");
  if (begin == std::string_view::npos || end == std::string_view::npos) return {};
  Columns columns;
  const size_t first = begin + kBefore.size();
  for (const std::string& part : Split(message.substr(first, end - first), ',')) {
    columns.emplace_back(StripBlanks(part));
  }
  return columns;
}

std::string ForbiddenOrder(std::string message, std::string_view sql) {
  const Columns missing = MissingIn(message);
  const std::vector<Token> tokens = SignificantTokens(sql);
  const bool given = std::ranges::any_of(
      missing, [&](const std::string& column) { return Compares(tokens, column); });
  const std::string_view join = given ? JoinThatFixesOrder(tokens) : "";
  if (join.empty()) return message;
  return message.substr(0, message.find("; add WHERE ")) +
         ", and the order of the join forbids to take it from a table that is read later (" +
         std::string(join) + "): write JOIN, or let the table that gives the value be read first";
}

}  // namespace

std::string ImprovePlanMessage(std::string message, std::string_view sql,
                               const std::set<std::string>& tables, Catalog& catalog) {
  if (message == "no query solution") return NoOrder(std::move(message), tables, catalog);
  return ForbiddenOrder(std::move(message), sql);
}

}  // namespace apisql
