#include "registry/stackql/tables/table_builder.h"

#include <algorithm>
#include <optional>

#include "registry/print/make_node.h"
#include "registry/print/short_text.h"
#include "registry/stackql/tables/column_plan.h"
#include "registry/stackql/tables/method_node.h"
#include "src/base/text.h"

namespace apisql {
namespace {

using Place = InputDraft::Place;
using Changes = std::vector<std::pair<std::string, std::string>>;

bool IsChange(const MethodDraft& method) {
  return method.verb == "update" || method.verb == "delete";
}

class TableBuilder {
 public:
  TableBuilder(TableDraft& table, Changes& changed) : table_(table), changed_(changed) {}

  YamlNode Build() {
    KeepOneOfEach();
    // A method that becomes EXEC has other columns.
    for (;;) {
      ColumnPlan plan(table_.methods);
      if (MakeExec(plan)) continue;
      for (const auto& [name, words] : table_.variables) plan.AddVariable(name, words);
      return Print(plan);
    }
  }

 private:
  void ToExec(MethodDraft& method, const std::string& reason) {
    method.verb = "exec";
    changed_.emplace_back(method.name, reason);
  }

  // A PUT of the whole object is an UPDATE, where the table has no other.
  void UpdateByReplace() {
    const auto find = [&](std::string_view verb) {
      return std::ranges::find(table_.methods, verb, &MethodDraft::verb);
    };
    const auto replace = find("replace");
    if (replace == table_.methods.end() || find("update") != table_.methods.end()) return;
    if (replace->http_method == "put") replace->verb = "update";
  }

  // What a POST that deletes is told in its body stands there for the row.
  void DeleteByBody() {
    for (MethodDraft& method : table_.methods) {
      if (method.verb != "delete" || method.http_method != "post") continue;
      method.inputs.insert(method.inputs.end(), method.body.begin(), method.body.end());
      method.body.clear();
    }
  }

  // INSERT, UPDATE and DELETE have one method each.
  void KeepOneOfEach() {
    std::vector<std::string> seen;
    UpdateByReplace();
    DeleteByBody();
    for (MethodDraft& method : table_.methods) {
      const std::string verb = method.verb;
      if (verb == "exec") continue;
      if (verb == "select") {
        const bool reads = method.http_method == "get" || method.http_method == "post";
        if (!reads) ToExec(method, "a SELECT sends GET or POST");
      } else if (verb == "replace") {
        ToExec(method, "REPLACE is called by EXEC");
      } else if (method.http_method == "get") {
        ToExec(method, "a GET changes nothing");
      } else if (verb == "delete" && !method.body.empty()) {
        ToExec(method, "its DELETE has a body");
      } else if (std::ranges::find(seen, verb) != seen.end()) {
        ToExec(method, "the table has another method for " + AsciiUpper(verb));
      } else {
        seen.push_back(verb);
      }
    }
  }

  // Of the first method that our format cannot have as what it is; false: there is none.
  bool MakeExec(const ColumnPlan& plan) {
    const bool reads = std::ranges::any_of(
        table_.methods, [](const MethodDraft& method) { return method.verb == "select"; });
    for (MethodDraft& method : table_.methods) {
      if (!IsChange(method) || method.by_inputs) continue;
      const std::string reason = reads ? WhyNoChange(plan, method) : "no method reads the table";
      if (reason.empty()) continue;
      if (GoesByInputs(plan, method)) {
        method.by_inputs = true;
      } else {
        ToExec(method, reason);
      }
      return true;
    }
    return false;
  }

  // What rows do not tell WHERE can give, where it says all that the request is about.
  bool GoesByInputs(const ColumnPlan& plan, const MethodDraft& method) const {
    if (ReadsLists() && !TellsRow(plan, method)) return false;
    if (method.verb == "update" && (method.http_method == "put" || method.body.empty())) {
      return false;
    }
    const std::vector<std::string> inputs = KeyOf(method);
    return !inputs.empty() && std::ranges::all_of(inputs, [&](const std::string& name) {
      return plan.Column(name).type != "json";
    });
  }

  // What names a list of rows alone may write all of them.
  static bool TellsRow(const ColumnPlan& plan, const MethodDraft& method) {
    return std::ranges::any_of(KeyOf(method), [&](const std::string& name) {
      const ColumnDraft& column = plan.Column(name);
      const bool names = column.type == "text" || column.type == "integer";
      return names && (!column.is_parameter || !plan.IsTold(column));
    });
  }

  bool ReadsLists() const {
    return std::ranges::any_of(table_.methods, [](const MethodDraft& method) {
      return method.verb == "select" && method.is_list();
    });
  }

  std::string WhyNoChange(const ColumnPlan& plan, const MethodDraft& method) const {
    const std::vector<std::string> key = KeyOf(method);
    if (key.empty() && !HasOneRow()) return "nothing in its request tells which row is meant";
    bool of_row = false;
    for (const std::string& name : key) {
      const ColumnDraft& column = plan.Column(name);
      if (!plan.IsTold(column)) return "rows do not tell " + name + ", which it needs";
      if (column.type != "text" && column.type != "integer") {
        return name + ", which it needs, is " + column.type;
      }
      of_row |= !column.is_parameter;
    }
    if (ReadsLists() && !of_row) return "nothing in its request tells which row of a list is meant";
    const bool whole = method.verb == "update" && method.http_method == "put";
    if (whole && !plan.IsOfRow(method)) {
      return "a PUT sends the whole object, and rows do not have all of it";
    }
    return "";
  }

  // Such as the settings of an account: no key tells its rows apart.
  bool HasOneRow() const {
    return table_.variables.empty() &&
           std::ranges::all_of(table_.methods, [](const MethodDraft& method) {
             const bool takes = !method.inputs.empty() || !method.body.empty();
             return method.verb != "select" || (!method.is_list() && !takes);
           });
  }

  // The columns that a request is told the row by.
  static std::vector<std::string> KeyOf(const MethodDraft& method) {
    std::vector<std::string> key;
    for (const InputDraft& input : method.inputs) {
      if (input.required && std::ranges::find(key, input.column) == key.end())
        key.push_back(input.column);
    }
    return key;
  }

  YamlNode Print(const ColumnPlan& plan) const {
    YamlNode node = MapNode();
    Put(node, "table", TextNode(table_.name));
    Put(node, "description", TextNode(table_.description));
    const std::vector<std::string> key = KeyOfTable(plan);
    if (!key.empty()) Put(node, "key", ListNode(key));
    YamlNode columns = MapNode();
    for (const ColumnDraft& column : plan.columns()) Put(columns, column.name, ColumnNode(column));
    Put(node, "columns", std::move(columns));
    YamlNode methods = MapNode();
    for (const MethodDraft& method : table_.methods) {
      Put(methods, method.name, MakeMethodNode(method, plan));
    }
    Put(node, "methods", std::move(methods));
    return node;
  }

  // Rows of two sites may have the same key.
  std::vector<std::string> KeyOfTable(const ColumnPlan& plan) const {
    std::vector<std::string> key;
    const auto add = [&](const std::string& name) {
      if (std::ranges::find(key, name) == key.end()) key.push_back(name);
    };
    for (const MethodDraft& method : table_.methods) {
      if (!IsChange(method) || method.by_inputs) continue;
      for (const std::string& name : KeyOf(method)) add(name);
    }
    if (key.empty()) return key;
    for (const auto& [name, words] : table_.variables) {
      const auto is_variable = [&](const ColumnDraft& column) {
        return column.name == name && column.is_parameter;
      };
      if (std::ranges::any_of(plan.columns(), is_variable)) add(name);
    }
    return key;
  }

  static YamlNode ColumnNode(const ColumnDraft& column) {
    YamlNode node = MapNode();
    if (column.type != "text") Put(node, "type", WordNode(column.type));
    if (column.is_parameter) {
      Put(node, "source", WordNode("parameter"));
    } else {
      const std::string paths[] = {column.path, column.other_path};
      const bool one = column.other_path.empty();
      Put(node, "path", one ? TextNode(column.path) : ListNode(paths));
    }
    const std::string words = ShortText(column.description);
    if (!words.empty()) Put(node, "description", TextNode(words));
    if (column.hidden) Put(node, "hidden", WordNode("true"));
    YamlNode write = ListNode();
    if (column.on_create) Append(write, WordNode("create"));
    if (column.on_update) Append(write, WordNode("update"));
    if (!write.items.empty()) Put(node, "write", std::move(write));
    if (column.on_create && column.required) Put(node, "required", WordNode("true"));
    const bool writes = column.on_create || column.on_update;
    if (writes && (column.write_path != column.path || !column.other_path.empty())) {
      Put(node, "write_path", TextNode(column.write_path));
    }
    if (!column.values.empty()) Put(node, "values", ListNode(column.values));
    if (!column.aliases.empty()) Put(node, "aliases", ListNode(column.aliases));
    return node;
  }

  TableDraft& table_;
  Changes& changed_;
};

}  // namespace

YamlNode BuildTable(TableDraft& table, Changes& changed) {
  return TableBuilder(table, changed).Build();
}

}  // namespace apisql
