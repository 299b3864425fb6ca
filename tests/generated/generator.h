// Generator: a random statement over the tables of a world, with values from its rows.
#ifndef APISQL_TESTS_GENERATED_GENERATOR_H_
#define APISQL_TESTS_GENERATED_GENERATOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/differential/random.h"
#include "tests/generated/statement.h"
#include "tests/generated/world.h"

namespace apisql::generated {

class Generator {
 public:
  // `world` must outlive it.
  Generator(const World& world, uint64_t seed) : world_(world), random_(seed) {}

  // Once.
  Statement Make();

 private:
  // A table in a FROM clause.
  struct Ref {
    size_t table = 0;
    std::string alias;
    bool seen = false;            // With the optional input.
    std::vector<size_t> columns;  // That may be read.
  };
  using Refs = std::vector<Ref>;

  // generator_query.cc
  void MakeSelect();
  std::string OneTable();
  std::string Counted();
  std::string Grouped();
  std::string Joined();
  std::string JoinedToValues();
  std::string Compound();
  std::string FromAndWhere(Refs& refs, size_t tables);
  std::string OutputOf(const Refs& refs);
  std::string WhereOf(const Refs& refs, std::vector<std::string> terms);
  bool MakeWrite();
  std::string NewValue(const Ref& ref, const Column& column);

  // generator_terms.cc
  const Table& TableOf(const Ref& ref) const { return world_.tables[ref.table]; }
  Ref NewRef(size_t table);
  Ref AnyRef() { return NewRef(random_.Below(world_.tables.size())); }
  std::string Sql(const Ref& ref) const;
  std::string Name(const Ref& ref, size_t column) const;
  size_t AnyColumn(const Ref& ref) { return random_.Pick(ref.columns); }
  // Equalities for the inputs that the table needs, or is read with.
  void AddInputs(const Ref& ref, const Refs& before, std::vector<std::string>& terms,
                 bool single_values = false);
  std::string InputTerm(const Ref& ref, size_t column, const Refs& before, bool single_values);
  std::string JoinTerm(const Ref& ref, const Ref& before);
  // A name of `refs` with a column of that type, or "".
  std::string ColumnOfType(const Refs& refs, Type type);
  std::string Literal(const Ref& ref, size_t column);
  std::string LiteralList(const Ref& ref, size_t column);

  // generator_predicate.cc
  std::string Predicate(const Refs& refs, int depth);
  std::string Comparison(const Ref& ref, const Refs& refs);
  std::string TextMatch(const Ref& ref, size_t column);
  std::string Subquery(const Refs& refs);

  const World& world_;
  differential::Random random_;
  Statement statement_;
  int aliases_ = 0;
  int subqueries_ = 0;
  bool writes_ = false;
};

std::string JoinedBy(std::string_view separator, const std::vector<std::string>& parts);

}  // namespace apisql::generated

#endif  // APISQL_TESTS_GENERATED_GENERATOR_H_
