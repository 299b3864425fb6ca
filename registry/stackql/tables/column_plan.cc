#include "registry/stackql/tables/column_plan.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "registry/openapi/schema.h"
#include "src/json/path.h"

namespace apisql {
namespace {

using Place = InputDraft::Place;

// Their name for a member of a body that a parameter has taken the name of.
std::string BodyName(const std::string& name) { return "data__" + name; }

bool IsSelect(const MethodDraft& method) { return method.verb == "select"; }

bool IsWrite(const MethodDraft& method) {
  return method.verb == "insert" || method.verb == "update";
}

// A body has its members where rows have theirs, but for those that a template has lifted.
bool IsWithinMember(const ColumnDraft& column) {
  return column.path.find('/', 1) != std::string::npos;
}

const InputDraft* FindInput(const MethodDraft& method, std::string_view name) {
  const auto found = std::ranges::find(method.inputs, name, &InputDraft::name);
  return found == method.inputs.end() ? nullptr : &*found;
}

}  // namespace

ColumnPlan::ColumnPlan(std::vector<MethodDraft>& methods) : methods_(methods) {
  CollectMembers();
  CollectScopes();
  AddScopes();
  AddMembers();
  for (MethodDraft& method : methods_) {
    if (!IsSelect(method)) continue;
    BindInputs(method);
    for (InputDraft& input : method.body) BindInput(input);
  }
  for (MethodDraft& method : methods_) {
    if (IsSelect(method)) continue;
    BindInputs(method);
  }
  for (MethodDraft& method : methods_) {
    if (IsSelect(method)) continue;
    for (InputDraft& member : method.body) BindBody(method, member);
  }
}

std::vector<const MethodDraft*> ColumnPlan::Selects() const {
  std::vector<const MethodDraft*> selects;
  for (const MethodDraft& method : methods_) {
    if (IsSelect(method)) selects.push_back(&method);
  }
  return selects;
}

const MemberDraft* ColumnPlan::FindMember(std::string_view name) const {
  const auto found = std::ranges::find(members_, name, &MemberDraft::name);
  return found == members_.end() ? nullptr : &*found;
}

void ColumnPlan::CollectMembers() {
  for (const MethodDraft* select : Selects()) {
    for (const MemberDraft& member : select->members) {
      const auto known = std::ranges::find(members_, member.name, &MemberDraft::name);
      if (known == members_.end()) {
        members_.push_back(member);
      } else {
        known->type = CommonType(known->type, member.type);
        if (known->description.empty()) known->description = member.description;
      }
    }
  }
}

// The names of parameters that are what was sent, although rows have a value of that name.
void ColumnPlan::CollectScopes() {
  for (const MethodDraft* select : Selects()) {
    for (const std::vector<InputDraft>* inputs : {&select->inputs, &select->body}) {
      for (const InputDraft& input : *inputs) {
        const MemberDraft* member = FindMember(input.name);
        if (member == nullptr || !input.required) continue;
        // Rows that are found are a list, also where there is one.
        const bool found = input.place == Place::kBody && select->xml && select->xml->finds_rows;
        const bool of_row =
            input.names_the_row && (found || !select->is_list()) && member->type != "json";
        if (!of_row) scopes_.insert(input.name);
      }
    }
  }
}

bool ColumnPlan::IsRequiredByAll(const std::string& name) const {
  const auto requires_it = [&](const MethodDraft* select) {
    for (const std::vector<InputDraft>* inputs : {&select->inputs, &select->body}) {
      const auto found = std::ranges::find(*inputs, name, &InputDraft::name);
      if (found != inputs->end() && found->required) return true;
    }
    return false;
  };
  const auto selects = Selects();
  return !selects.empty() && std::ranges::all_of(selects, requires_it);
}

// They stand first, as in the path.
void ColumnPlan::AddScopes() {
  for (const MethodDraft* select : Selects()) {
    for (const std::vector<InputDraft>* inputs : {&select->inputs, &select->body}) {
      for (const InputDraft& input : *inputs) {
        const bool is_member = FindMember(input.name) != nullptr && !scopes_.contains(input.name);
        if (is_member || of_parameter_.contains(input.name)) continue;
        if (IsRequiredByAll(input.name)) AddParameter(input, input.name, /*hidden=*/false);
      }
    }
  }
}

void ColumnPlan::AddMembers() {
  for (const MemberDraft& member : members_) {
    ColumnDraft column;
    column.type = member.type;
    column.description = member.description;
    column.values = member.values;
    column.path = member.path;
    column.other_path = member.other_path;
    const bool scope = scopes_.contains(member.name);
    of_member_[member.name] =
        AddColumn(std::move(column), scope ? member.name + "_row" : member.name, member.name);
  }
}

size_t ColumnPlan::AddColumn(ColumnDraft column, std::string_view wanted,
                             std::string_view original) {
  column.name = names_.Take(wanted);
  if (wanted == original) column.aliases = names_.TakeAliases(column.name, original);
  columns_.push_back(std::move(column));
  return columns_.size() - 1;
}

size_t ColumnPlan::AddParameter(const InputDraft& input, const std::string& wanted, bool hidden) {
  ColumnDraft column;
  column.type = input.type;
  column.description = input.description;
  column.values = input.values;
  column.is_parameter = true;
  // A table that nothing reads has no row that SELECT * could show.
  column.hidden = hidden && !Selects().empty();
  const size_t place = AddColumn(std::move(column), wanted, input.name);
  of_parameter_[input.name] = place;
  return place;
}

void ColumnPlan::BindInputs(MethodDraft& method) {
  const bool change = method.verb == "update" || method.verb == "delete";
  for (InputDraft& input : method.inputs) {
    if (!change || input.required) BindInput(input);
  }
}

void ColumnPlan::BindInput(InputDraft& input) {
  const auto known = of_parameter_.find(input.name);
  const MemberDraft* member = FindMember(input.name);
  if (known != of_parameter_.end()) {
    input.column = columns_[known->second].name;
  } else if (member == nullptr || scopes_.contains(input.name)) {
    input.column = columns_[AddParameter(input, input.name, /*hidden=*/true)].name;
  } else if (member->type == "json") {
    input.column = columns_[AddParameter(input, input.name + "_parameter", /*hidden=*/true)].name;
  } else {
    input.column = columns_[of_member_.find(input.name)->second].name;
  }
}

void ColumnPlan::BindBody(MethodDraft& method, InputDraft& member) {
  if (IsWrite(method)) return BindWritten(method, member);
  const auto of_row = of_member_.find(member.name);
  const auto of_body = of_body_.find(member.name);
  const bool taken = FindInput(method, member.name) != nullptr;
  if (!taken && of_row != of_member_.end() && columns_[of_row->second].type == member.type &&
      !IsWithinMember(columns_[of_row->second]) && !scopes_.contains(member.name)) {
    member.column = columns_[of_row->second].name;
  } else if (!taken && of_body != of_body_.end() && columns_[of_body->second].type == member.type) {
    member.column = columns_[of_body->second].name;
  } else {
    const bool free = !taken && !names_.IsTaken(member.name);
    ColumnDraft column;
    column.type = member.type;
    column.description = member.description;
    column.values = member.values;
    column.is_parameter = true;
    column.hidden = !Selects().empty();
    const size_t place =
        AddColumn(std::move(column), free ? member.name : BodyName(member.name), member.name);
    member.column = columns_[place].name;
    if (!taken) of_body_[member.name] = place;
  }
}

void ColumnPlan::BindWritten(const MethodDraft& method, InputDraft& member) {
  const auto of_row = of_member_.find(member.name);
  const auto of_body = of_body_.find(member.name);
  const bool taken =
      FindInput(method, member.name) != nullptr || of_parameter_.contains(member.name);
  size_t place = 0;
  if (!taken && of_row != of_member_.end() && columns_[of_row->second].type == member.type &&
      !IsWithinMember(columns_[of_row->second]) && columns_[of_row->second].path != "/") {
    place = of_row->second;
  } else if (of_body != of_body_.end() && columns_[of_body->second].type == member.type) {
    place = of_body->second;
  } else {
    const bool free = !taken && !names_.IsTaken(member.name);
    ColumnDraft column;
    column.type = member.type;
    column.description = member.description;
    column.values = member.values;
    column.is_parameter = true;
    column.hidden = !Selects().empty();
    place = AddColumn(std::move(column), free ? member.name : BodyName(member.name), member.name);
    of_body_[member.name] = place;
  }
  ColumnDraft& column = columns_[place];
  column.write_path = BodyPathOf(member);
  (method.verb == "insert" ? column.on_create : column.on_update) = true;
  column.required |= method.verb == "insert" && member.required;
  member.column = column.name;
}

const ColumnDraft& ColumnPlan::Column(std::string_view name) const {
  const auto found = std::ranges::find(columns_, name, &ColumnDraft::name);
  assert(found != columns_.end());
  return *found;
}

void ColumnPlan::AddVariable(const std::string& name, const std::string& description) {
  if (names_.IsTaken(name)) return;
  ColumnDraft column;
  column.name = names_.Take(name);
  column.description = description;
  column.is_parameter = true;
  column.hidden = true;
  columns_.push_back(std::move(column));
}

bool ColumnPlan::IsTold(const ColumnDraft& column) const {
  if (column.is_parameter) return !column.hidden;
  const auto tells = [&](const MethodDraft* select) {
    return std::ranges::find(select->members, column.path, &MemberDraft::path) !=
           select->members.end();
  };
  return std::ranges::all_of(Selects(), tells);
}

bool ColumnPlan::IsOfRow(const MethodDraft& method) const {
  return std::ranges::all_of(method.body, [&](const InputDraft& member) {
    const ColumnDraft& column = Column(member.column);
    return !column.is_parameter && IsTold(column);
  });
}

}  // namespace apisql
