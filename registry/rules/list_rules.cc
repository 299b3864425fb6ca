#include "registry/rules/list_rules.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/yaml/fault_at.h"
#include "src/base/text.h"
#include "src/paging/paginator.h"

namespace apisql {
namespace {

class ListRules {
 public:
  ListRules(const Resource& resource, const YamlNode& root, Faults& faults)
      : resource_(resource), root_(root), faults_(faults) {}

  void Check() {
    for (const Column& column : resource_.columns) {
      const bool of_group =
          column.source == Column::Source::kGroup || column.source == Column::Source::kGroupKey;
      if (!of_group) continue;
      for (const Method& method : resource_.methods) CheckOfGroup(column, method);
    }
    for (const Method& method : resource_.methods) {
      CheckPaging(method);
      CheckPageParameters(method);
      CheckGroups(method);
    }
  }

 private:
  void Fault(std::initializer_list<std::string_view> way, const std::string& rule) {
    AddFaultAt(root_, way, rule, faults_);
  }

  // A column that only some selects can read would be NULL in the rows of others.
  void CheckOfGroup(const Column& column, const Method& method) {
    if (method.verb != Verb::kSelect) return;
    const size_t groups = GroupsOf(method.rows);
    if (groups < column.group) {
      return Fault(
          {"columns", column.name, "source"},
          method.name + " has no such group: its rows have " + (groups == 0 ? "no *" : "one *"));
    }
    // The path from the group to its rows, or to the groups within it.
    std::vector<std::string> keys = method.rows.keys;
    for (size_t i = 0; i < column.group; ++i) {
      const auto star = std::find(keys.rbegin(), keys.rend(), kEveryMember);
      if (i + 1 == column.group) {
        keys.erase(keys.begin(), star.base());
      } else {
        keys.erase(star.base() - 1, keys.end());
      }
    }
    const JsonPath rest{std::move(keys)};
    if (column.source != Column::Source::kGroup) return;
    const std::vector<JsonPath> paths = column.paths();
    const bool holds = std::ranges::any_of(
        paths, [&](const JsonPath& path) { return path.Holds(rest) || rest.Holds(path); });
    if (!holds) return;
    Fault({"columns", column.name, "path"}, "is where the group has its rows, in " + method.name);
  }

  // A page may have fewer rows than was asked for.
  void CheckPaging(const Method& method) {
    if (method.verb != Verb::kSelect || method.rows_kind != RowsKind::kArray) return;
    for (const AnswerPlace& place :
         {method.paging.next, method.paging.total, method.paging.more, method.paging.pages}) {
      const JsonPath& path = place.path;
      const size_t depth = method.rows.keys.size();
      if (path.keys.size() <= depth || !method.rows.Holds(path)) continue;
      if (path.keys[depth].find_first_not_of("0123456789") != std::string::npos) continue;
      Fault({"methods", method.name, "paging"},
            "is read from the row " + path.keys[depth] +
                " of a page, which may have fewer: -1 is the last row");
    }
  }

  // What asks for a page goes where the request has a place for it, and nothing else stands there.
  void CheckPageParameters(const Method& method) {
    if (method.verb != Verb::kSelect || method.rows_kind == RowsKind::kObject) return;
    const auto fault = [&](const std::string& rule) {
      Fault({"methods", method.name, "paging"}, rule);
    };
    for (const std::string& name : SentParameters(method.paging)) {
      const StatusOr<RequestPlace> place = RequestPlace::Parse(name);
      if (!place.ok()) continue;  // Told where it stands.
      const bool in_body = place->kind == RequestPlace::Kind::kBody;
      if (in_body && method.http_method == "GET") {
        fault(name + " is a member of the body, and a GET has none: it needs a POST");
      }
      for (const Parameter& parameter : method.parameters) {
        if (!IsSamePlace(*place, parameter)) continue;
        fault(name + " is what the parameter " + parameter.name + " sends, too");
      }
    }
  }

  static bool IsSamePlace(const RequestPlace& place, const Parameter& parameter) {
    switch (place.kind) {
      case RequestPlace::Kind::kQuery:
        return false;  // A document's own affair: some APIs take a parameter twice.
      case RequestPlace::Kind::kBody:
        return parameter.place == Parameter::Place::kBody &&
               (place.path.Holds(parameter.body_path) || parameter.body_path.Holds(place.path));
      case RequestPlace::Kind::kHeader:
        return parameter.place == Parameter::Place::kHeader &&
               EqualsIgnoreCase(parameter.name, place.name);
    }
    return false;
  }

  // A * in the path of rows.
  void CheckGroups(const Method& method) {
    const size_t groups = GroupsOf(method.rows);
    if (groups == 0) return;
    const bool several = method.rows_kind == RowsKind::kArray || method.rows_kind == RowsKind::kMap;
    const std::string_view key = method.rows_kind == RowsKind::kObject   ? "row"
                                 : method.rows_kind == RowsKind::kNdjson ? "ndjson"
                                 : method.rows_kind == RowsKind::kMap    ? "map"
                                                                         : "rows";
    if (!several) {
      Fault({"methods", method.name, key}, "has a *, which is for rows and map");
    } else if (groups > kMostGroups) {
      Fault({"methods", method.name, key}, "has more than two *");
    }
  }

  const Resource& resource_;
  const YamlNode& root_;
  Faults& faults_;
};

}  // namespace

void CheckLists(const Resource& resource, const YamlNode& root, Faults& faults) {
  ListRules(resource, root, faults).Check();
}

}  // namespace apisql
