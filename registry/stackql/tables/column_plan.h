// ColumnPlan: the columns of a table, from what its methods take and what their rows have.
//
// A member of a row is a column of its name. A parameter is a column of its name, too:
//   - the last name of a path that gets one row, where rows have a value of that name: the row's;
//   - a filter that a list may be given, where rows have a value of that name: the row's, and
//   SQLite
//     compares again;
//   - what else a request must be given, such as an account: what was sent. Where rows have a value
//     of that name it is NAME_row, since it may be spelt in another way;
//   - what no row has: what was sent.
#ifndef APISQL_REGISTRY_STACKQL_TABLES_COLUMN_PLAN_H_
#define APISQL_REGISTRY_STACKQL_TABLES_COLUMN_PLAN_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "registry/stackql/methods/method_draft.h"
#include "registry/stackql/tables/column_names.h"

namespace apisql {

struct ColumnDraft {
  std::string name;
  std::vector<std::string> aliases;
  std::string type = "text";
  std::string description;
  std::vector<std::string> values;
  bool is_parameter = false;  // What was sent; else the row has it at `path`.
  std::string path;
  std::string other_path;  // Where else a row may have it; "": nowhere.
  bool hidden = false;
  bool on_create = false;
  bool on_update = false;
  bool required = false;
  std::string write_path;
};

class ColumnPlan {
 public:
  // Fills in `column` of the inputs of `methods`, which must outlive it. An UPDATE or DELETE has a
  // value for what rows tell alone: what it can do without stays without a column, and is not sent.
  explicit ColumnPlan(std::vector<MethodDraft>& methods);

  const std::vector<ColumnDraft>& columns() const { return columns_; }
  const ColumnDraft& Column(std::string_view name) const;
  // A hidden column for what the user chooses of a server's URL; nothing where its name is taken.
  void AddVariable(const std::string& name, const std::string& description);

  // True where the rows of every select tell the value of the column.
  bool IsTold(const ColumnDraft& column) const;
  // True where a body of `method` has nothing but members of the row, which every select tells.
  bool IsOfRow(const MethodDraft& method) const;

 private:
  using Index = std::map<std::string, size_t, std::less<>>;

  std::vector<const MethodDraft*> Selects() const;
  void CollectMembers();
  void CollectScopes();
  void AddScopes();
  void AddMembers();
  void BindInput(InputDraft& input);
  void BindInputs(MethodDraft& method);
  void BindBody(MethodDraft& method, InputDraft& member);
  void BindWritten(const MethodDraft& method, InputDraft& member);
  bool IsRequiredByAll(const std::string& name) const;
  size_t AddParameter(const InputDraft& input, const std::string& wanted, bool hidden);
  size_t AddColumn(ColumnDraft column, std::string_view wanted, std::string_view original);
  const MemberDraft* FindMember(std::string_view name) const;

  std::vector<MethodDraft>& methods_;
  std::vector<MemberDraft> members_;  // Of all rows, each name once.
  std::set<std::string, std::less<>> scopes_;
  ColumnNames names_;
  std::vector<ColumnDraft> columns_;
  Index of_member_;
  Index of_parameter_;
  Index of_body_;
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_TABLES_COLUMN_PLAN_H_
