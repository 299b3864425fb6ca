// RegisteredNames: the dotted names of tables, looked up the way SQL compares names.
#ifndef APISQL_VTAB_SQL_REGISTERED_NAMES_H_
#define APISQL_VTAB_SQL_REGISTERED_NAMES_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/source/catalog.h"
#include "src/base/status.h"

namespace apisql {

class RegisteredNames {
 public:
  // The SELECT of a document's view that is expanded where it is named, its tables' names quoted;
  // none for other tables.
  using ViewTexts = std::function<std::optional<std::string>(const std::string& name)>;

  // `own`, and beside them the tables of `catalog`, by their other names too. Null: `own` alone. It
  // must outlive this.
  explicit RegisteredNames(std::vector<std::string> own, const Catalog* catalog = nullptr);

  // The name as it is registered, ASCII case ignored; null when there is none.
  const std::string* Find(std::string_view name) const;
  bool Has(std::string_view name) const { return Find(name) != nullptr; }
  // True when a name may begin with `part` and a dot: a provider.
  bool IsFirstPart(std::string_view part) const;
  std::vector<std::string> FirstParts() const;  // Sorted.
  const std::vector<std::string>& own() const { return own_; }

  // Every name, sorted: all folders of providers are looked into.
  std::vector<std::string> All() const;
  // The same without services of StackQL's documents that no statement has asked for.
  std::vector<std::string> Known() const;
  // Those of a provider, sorted. A fault of its folder is an error.
  StatusOr<std::vector<std::string>> Under(const std::string& provider) const;
  // The same of one service of it, "acme.shop", for which no other is imported.
  StatusOr<std::vector<std::string>> UnderService(const std::string& service) const;
  // "acme.shop" for each service of a provider, sorted.
  StatusOr<std::vector<std::string>> ServicesUnder(const std::string& provider) const;
  // Those that `name`, which is none, may have been meant for, and `prefix` be the beginning of.
  std::vector<std::string> Near(std::string_view name) const;
  std::vector<std::string> From(std::string_view prefix) const;
  // kNotFound for a table's name that is none: what was meant, or why it was left out.
  Status UnknownTable(std::string_view name) const;
  void set_view_texts(ViewTexts view_texts) { view_texts_ = std::move(view_texts); }
  std::optional<std::string> ViewText(const std::string& name) const {
    return view_texts_ ? view_texts_(name) : std::nullopt;
  }

 private:
  std::vector<std::string> WithOwn(std::vector<std::string> names, std::string_view prefix) const;

  std::vector<std::string> own_;
  const Catalog* catalog_;
  ViewTexts view_texts_;
  std::map<std::string, std::string, std::less<>> by_lower_name_;
  std::set<std::string, std::less<>> first_parts_;
};

// "", or "Did you mean a, b or c?" with those of `candidates` that are nearest to `name`.
std::string Suggestion(std::string_view name, const std::vector<std::string>& candidates);

// The same of columns, spelt as SQL takes them: Did you mean "API-Key"?
std::string ColumnSuggestion(std::string_view name, const std::vector<std::string>& columns);

// kNotFound: "no such table: x", and ". Did you mean y?" where something is near.
Status UnknownName(std::string_view what, std::string_view name,
                   const std::vector<std::string>& candidates);

}  // namespace apisql

#endif  // APISQL_VTAB_SQL_REGISTERED_NAMES_H_
