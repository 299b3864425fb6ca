// TableService: one request to one table of a world. Strict: what its documents do not say may be
// asked is refused with 400.
#ifndef APISQL_TESTS_GENERATED_TABLE_SERVICE_H_
#define APISQL_TESTS_GENERATED_TABLE_SERVICE_H_

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/call.h"
#include "tests/generated/world.h"

namespace apisql::generated {

sandbox::Answer Refusal(int status, const std::string& message);

class TableService {
 public:
  // Both must outlive it. `table` is one of the world's.
  TableService(const World& world, Table& table, std::string server_url)
      : world_(world), table_(table), server_url_(std::move(server_url)) {}

  sandbox::Answer Handle(const sandbox::Call& call);
  // The row that a write changed or took away.
  std::optional<int64_t> written() const { return written_; }
  // The request asked for a list, and no row.
  bool lists() const { return own_key_.empty(); }

 private:
  using Texts = std::vector<std::string>;

  // Takes path and query apart; false when they are none of this table's.
  bool Read(const sandbox::Call& call);
  bool ReadPath(const Texts& path);
  bool ReadQuery(const sandbox::Call& call);
  bool ReadBody(const std::string& text);
  bool ReadBodyFilter(const std::string& name, const nlohmann::json& value);
  bool ReadFilter(const std::string& name, const std::string& value);
  bool ReadNarrowing(const std::string& name, const std::string& value);
  bool ReadExpression(const std::string& text);
  bool AddFilter(const Column& column, const std::string& value);
  // False where a value is none that the API takes.
  bool IsUnderstood() const;

  // Whether the path and the query name a list that there is: one below a row of the parent.
  bool ScopeExists() const;
  bool IsListed(const Row& row) const;
  bool IsOfScope(const Row& row) const;
  bool IsBelowRow() const;
  bool PassesFilters(const Row& row) const;
  // The row of the own key that the path ends with.
  Row* Find();

  sandbox::Answer List(const sandbox::Call& call) const;
  sandbox::Answer Get();
  sandbox::Answer Update(const std::string& body);
  sandbox::Answer Delete();

  const World& world_;
  Table& table_;
  std::string server_url_;
  // A condition of the query on a column.
  struct Given {
    size_t column = 0;
    const Narrowing* narrowing = nullptr;
    std::string text;
  };

  std::map<std::string, Texts> given_;  // By column: scope, filters, and the optional input.
  std::vector<Given> narrowed_;
  Texts own_key_;  // Empty: the path of the list.
  std::map<std::string, std::string> paging_;
  std::optional<int64_t> written_;
};

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_TABLE_SERVICE_H_
