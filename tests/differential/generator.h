// Generator: SELECT statements over the tables of a Schema, each decided by its seed alone.
//
// Most constants come from a witness: a row of each table, chosen so that the rows match along the
// joins. Conditions that hold for the witness together have an answer.
//
// What SQLite does not promise to do the same way twice is not made: ties in a LIMIT, bare columns
// beside an aggregate, one of several equal values of different spelling, sums of fractions.
#ifndef APISQL_TESTS_DIFFERENTIAL_GENERATOR_H_
#define APISQL_TESTS_DIFFERENTIAL_GENERATOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/differential/random.h"
#include "tests/differential/schema.h"

namespace apisql::differential {

struct Statement {
  std::string sql;
  // The same without the LIMIT that picks any rows; empty where it does not have such a LIMIT.
  std::string unlimited;
  bool ordered = false;  // Its ORDER BY decides the whole order.
};

class Generator {
 public:
  Generator(const Schema& schema, uint64_t seed) : schema_(schema), random_(seed) {}

  Statement Make();

 private:
  // A column in reach of an expression.
  struct Ref {
    std::string sql;
    Cell witness;
    const Column* column = nullptr;  // Where it comes from; null: an expression.
    bool folded = false;
  };
  // A table, subquery or CTE in FROM.
  struct Item {
    std::string alias;
    std::string text;  // As FROM names it, with its alias.
    std::optional<size_t> table;
    std::vector<Ref> refs;
    std::vector<std::string> key;  // Tells its rows apart; empty: not known.
    double rows = 1;
  };
  struct Scope {
    const Scope* outer = nullptr;
    int depth = 0;
    std::vector<Item> items;
    double rows = 1;                 // Estimated, of the joins so far.
    std::vector<std::string> where;  // What joins with a comma leave to WHERE.
    bool right_joined = false;       // By RIGHT or FULL JOIN.
    bool star = true;                // The columns of `*` are the refs of the items, in order.
  };
  struct Output {
    std::string sql;
    Cell witness;
    const Column* column = nullptr;
  };
  struct Query {
    std::string sql;
    std::vector<Output> outputs;
    double rows = 1;
  };

  // An item that joins with `own` of its partner on its `other`.
  struct Linked {
    Item item;
    const Ref* own = nullptr;
    size_t other = 0;
    LinkKind kind = LinkKind::kEqual;
  };
  struct Cte {
    std::string name;
    Query query;
  };

  // generator_query.cc
  std::string WithClause();
  Query MakeQuery(const Scope* outer, int depth, size_t columns, bool names);
  Query MakeSelect(const Scope* outer, int depth, size_t columns, bool names);
  Query Compound(Query first, int depth);
  Query Star(const Scope& scope);
  Query Plain(const Scope& scope, size_t columns, bool windows);
  Query Grouped(const Scope& scope, size_t columns, std::string* group);
  Output PlainOutput(const Ref& ref);
  Output Aggregate(const Scope& scope);
  Output Window(const Scope& scope);
  std::string RowOrder(const Scope& scope);
  std::string TotalOrder(size_t columns);
  std::string AddOrder(const Query& query, Statement& statement);

  // generator_from.cc
  std::string From(Scope& scope, size_t most);
  std::string Join(Scope& scope);
  std::string JoinLinked(Scope& scope, const Linked& linked);
  // How many have a column of this name, given with a dot before it.
  static size_t ItemsWith(const Scope& scope, const std::string& name);
  std::string JoinAny(Scope& scope, Item item);
  std::string JoinWithout(Scope& scope, Item item, const std::string& condition, const Ref& other,
                          double rows);
  std::string JoinNatural(Scope& scope, Item item);
  std::string SameRow(const Scope& scope, const Item& item);
  std::string JoinArray(Scope& scope, const Ref& array);
  std::string JoinWith(Scope& scope, Item item, const std::string& condition, double rows);
  std::string Condition(const Ref& a, const Ref& b, LinkKind kind);
  std::string EqualCondition(const Ref& a, const Ref& b);
  std::string ConditionWithAny(const Scope& scope, const Item& item);
  std::optional<Linked> LinkedItem(const Item& partner, double room);
  Item MakeItem(const Scope& scope, double room);
  Item TableItem(size_t table, size_t row);
  Item WithoutAlias(Item item);
  Item QueryItem(const Query& query, const std::string& source);
  Item ValuesItem();
  Item CounterItem();
  const Ref* FindArray(const Scope& scope);
  size_t PickTable(double room);
  std::string NewAlias();

  // generator_predicate.cc
  std::string Where(const Scope& scope);
  std::string Predicate(const Scope& scope);
  std::string SimplePredicate(const Ref& ref);
  std::string WithoutWitness(const Ref& ref);
  std::string Comparison(const Ref& ref);
  std::string Range(const Ref& ref);
  std::string List(const Ref& ref);
  std::string LongList(const Ref& ref);
  std::string Pattern(const Ref& ref);
  std::string NullTest(const Ref& ref);
  std::string Collated(const Ref& ref);
  std::string OnExpression(const Ref& ref);
  std::string Rows(const Scope& scope);
  std::string Contradiction(const Ref& ref);
  std::string OtherColumn(const Scope& scope, const Ref& ref);

  // generator_subquery.cc
  std::string Subquery(const Scope& scope);
  std::string InSubquery(const Scope& scope);
  std::string InLinked(const Scope& scope, const Linked& linked);
  std::string InnerFrom(const Scope& scope, Scope& inner, size_t condition_percent);
  std::string Exists(const Scope& scope);
  std::string ScalarComparison(const Scope& scope);
  std::string ScalarSubquery(const Scope& scope);

  // generator_expression.cc
  const Ref& PickRef(const Scope& scope);
  const Ref& PickRefOrOuter(const Scope& scope);
  const Item& PickItem(const Scope& scope);
  std::string Constant(const Ref& ref);
  std::string OtherConstant(const Ref& ref);
  std::string OddConstant(const Ref& ref);
  std::string Spelled(const Cell& cell);
  Output Expression(const Scope& scope, const Ref& ref);

  const Schema& schema_;
  Random random_;
  int aliases_ = 0;
  bool named_ = false;  // A table goes by its own name.
  std::vector<Cte> ctes_;
};

}  // namespace apisql::differential

#endif  // APISQL_TESTS_DIFFERENTIAL_GENERATOR_H_
