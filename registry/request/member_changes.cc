#include "registry/request/member_changes.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "registry/request/write_checks.h"
#include "registry/request/write_parts.h"
#include "src/base/text.h"
#include "src/json/same.h"
#include "src/json/tape.h"
#include "src/json/text.h"

namespace apisql {
namespace {

bool CanBeGiven(const Column& column, RowStage stage) {
  if (!IsOfRow(column) || column.secret) return false;
  return stage == RowStage::kMade ? column.on_update : column.on_create;
}

// True when the value at `inner` stands within that at `outer`, or is it.
bool Holds(const JsonPath& outer, const JsonPath& inner) {
  return outer.keys.size() <= inner.keys.size() &&
         std::equal(outer.keys.begin(), outer.keys.end(), inner.keys.begin());
}

bool IsWithin(const JsonPath& outer, const JsonPath& inner) {
  return outer != inner && Holds(outer, inner);
}

// The columns within `object` that can be given, without those that stand within one of them.
std::vector<int> ColumnsWithin(const Resource& resource, const Column& object, RowStage stage) {
  std::vector<int> within;
  for (int i = 0; i < std::ssize(resource.columns); ++i) {
    const Column& column = ColumnAt(resource, i);
    if (CanBeGiven(column, stage) && IsWithin(object.path, column.path)) within.push_back(i);
  }
  const std::vector<int> all = within;
  std::erase_if(within, [&](int inner) {
    return std::ranges::any_of(all, [&](int outer) {
      return IsWithin(ColumnAt(resource, outer).path, ColumnAt(resource, inner).path);
    });
  });
  return within;
}

std::string JoinWithAnd(const std::vector<std::string>& names) {
  if (names.size() < 2) return Join(names, "");
  const std::vector<std::string> first(names.begin(), names.end() - 1);
  return Join(first, ", ") + " and " + names.back();
}

ColumnValue NumberValue(std::string_view digits) {
  int64_t integer = 0;
  const char* const end = digits.begin() + digits.size();
  const auto read = std::from_chars(digits.begin(), end, integer);
  if (read.ec == std::errc() && read.ptr == end) return integer;
  return std::string(digits);  // A column of numbers takes digits as they are.
}

// None where a column of that type takes no such value.
std::optional<ColumnValue> ValueFor(const Column& column, const JsonValue& json) {
  const ColumnType type = column.type;
  if (json.kind() == JsonKind::kNull) return ColumnValue();
  if (type == ColumnType::kJson) {
    std::string text;
    AppendJson(json, &text);
    return text;
  }
  const bool scalar = json.kind() == JsonKind::kString || json.kind() == JsonKind::kNumber;
  if (type == ColumnType::kTimestamp && column.time != TimeForm::kText && scalar) {
    if (auto time = SqliteTime(json.text(), column.time)) return *std::move(time);
  }
  if (json.kind() == JsonKind::kString) return std::string(json.text());
  if (json.kind() == JsonKind::kNumber) return NumberValue(json.text());
  const bool word = json.kind() == JsonKind::kTrue || json.kind() == JsonKind::kFalse;
  if (!word || type != ColumnType::kBoolean) return std::nullopt;
  return int64_t{json.kind() == JsonKind::kTrue};
}

class MemberReader {
 public:
  MemberReader(const Resource& resource, const Column& object, RowStage stage, bool row_is_known)
      : resource_(resource),
        object_(object),
        within_(ColumnsWithin(resource, object, stage)),
        row_is_known_(row_is_known) {}

  StatusOr<MemberChanges> Read(const JsonValue& given, const std::optional<JsonValue>& known) {
    if (given.kind() != JsonKind::kObject) return NoObject();
    ReadMembers(object_.path, given, known);
    RETURN_IF_ERROR(fault_);
    if (!fixed_.empty()) {
      return WriteFault(resource_, JoinWithAnd(fixed_) + " cannot be changed; " +
                                       JoinWithAnd(Changeable()) + " can");
    }
    read_.needs_row |= read_.changes.empty() && !row_is_known_;
    return std::move(read_);
  }

  Status NoObject() const {
    return WriteFault(resource_, object_.name + " takes an object, of which " +
                                     JoinWithAnd(Changeable()) + " can be changed");
  }

 private:
  // "spec.owner.id"
  std::string NameOf(const JsonPath& path) const {
    std::string name = object_.name;
    for (size_t i = object_.path.keys.size(); i < path.keys.size(); ++i) name += "." + path.keys[i];
    return name;
  }

  std::vector<std::string> Changeable() const {
    std::vector<std::string> names;
    for (const int column : within_) names.push_back(NameOf(ColumnAt(resource_, column).path));
    return names;
  }

  // NOLINTNEXTLINE(misc-no-recursion): a tape is at most JsonTape::kMaxDepth deep.
  void ReadMembers(const JsonPath& path, const JsonValue& given,
                   const std::optional<JsonValue>& known) {
    given.ForEachMember([&](std::string_view name, const JsonValue& member) {
      JsonPath inner = path;
      inner.keys.emplace_back(name);
      ReadMember(inner, member, known ? known->Member(name) : std::nullopt);
      return fault_.ok();
    });
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  void ReadMember(const JsonPath& path, const JsonValue& given,
                  const std::optional<JsonValue>& known) {
    if (const Column* secret = SecretAt(path)) return CheckSecret(*secret, given);
    for (const int column : within_) {
      if (ColumnAt(resource_, column).path == path) return Change(column, given, known);
    }
    const bool both = !known || known->kind() == JsonKind::kNull || IsObject(*known);
    if (IsObject(given) && both) return ReadMembers(path, given, known);
    if (!row_is_known_) {
      read_.needs_row = true;
    } else if (!IsSame(given, known)) {
      fixed_.push_back(NameOf(path));
    }
  }

  static bool IsObject(const JsonValue& value) { return value.kind() == JsonKind::kObject; }

  // A member that is absent is null.
  static bool IsSame(const JsonValue& given, const std::optional<JsonValue>& known) {
    return known ? SameJson(given, *known) : given.kind() == JsonKind::kNull;
  }

  const Column* SecretAt(const JsonPath& path) const {
    for (const Column& column : resource_.columns) {
      if (column.secret && IsOfRow(column) && column.path == path) return &column;
    }
    return nullptr;
  }

  // A row as read may have "" in the place of its secret.
  void CheckSecret(const Column& secret, const JsonValue& given) {
    const bool empty = given.kind() == JsonKind::kString && given.text().empty();
    if (given.kind() != JsonKind::kNull && !empty) fault_ = SecretFault(resource_, secret);
  }

  void Change(int index, const JsonValue& given, const std::optional<JsonValue>& known) {
    if (row_is_known_ && IsSame(given, known)) return;
    const Column& column = ColumnAt(resource_, index);
    std::optional<ColumnValue> value = ValueFor(column, given);
    if (value) {
      read_.changes.push_back({index, *std::move(value)});
      return;
    }
    std::string text;
    AppendJson(given, &text);
    constexpr size_t kMostShown = 60;
    fault_ =
        WriteFault(resource_, NameOf(column.path) + " cannot be " + Printable(text, kMostShown));
  }

  const Resource& resource_;
  const Column& object_;
  std::vector<int> within_;
  bool row_is_known_;
  MemberChanges read_;
  std::vector<std::string> fixed_;  // Members that differ and cannot be changed.
  Status fault_;
};

// NOLINTNEXTLINE(misc-no-recursion): as deep as the path is long.
void AppendWithout(const JsonValue& value, std::span<const std::string> path, std::string* json) {
  if (path.empty() || value.kind() != JsonKind::kObject) return AppendJson(value, json);
  const char* separator = "";
  *json += '{';
  value.ForEachMember([&](std::string_view name, const JsonValue& member) {
    const bool on_path = name == path.front();
    if (on_path && path.size() == 1) return true;
    *json += separator;
    separator = ",";
    AppendJsonString(name, json);
    *json += ':';
    AppendWithout(member, on_path ? path.subspan(1) : std::span<const std::string>(), json);
    return true;
  });
  *json += '}';
}

std::string BothSay(const Column& a, const Column& b, const Column& what) {
  return a.name + " and " + b.name + " both say what " + what.name + " becomes: SET one of them";
}

}  // namespace

bool IsChangedByMembers(const Resource& resource, int column, RowStage stage) {
  const Column& object = ColumnAt(resource, column);
  if (object.type != ColumnType::kJson || !IsOfRow(object)) return false;
  if (stage == RowStage::kMade && object.on_update) return false;
  return !ColumnsWithin(resource, object, stage).empty();
}

StatusOr<MemberChanges> ReadMemberChanges(const Resource& resource, const ColumnChange& given,
                                          const std::optional<ColumnValue>& known, RowStage stage) {
  const Column& object = ColumnAt(resource, given.column);
  MemberReader reader(resource, object, stage, known.has_value());
  if (IsNull(given.value)) return reader.NoObject();
  auto json = ColumnToJson(object, given.value);
  if (!json.ok()) return WriteFault(resource, json.status().message());
  ASSIGN_OR_RETURN(const JsonTape tape, JsonTape::Parse(*json));
  if (!known || IsNull(*known)) return reader.Read(tape.root(), std::nullopt);
  ASSIGN_OR_RETURN(const std::string known_json, ColumnToJson(object, *known));
  ASSIGN_OR_RETURN(const JsonTape known_tape, JsonTape::Parse(known_json));
  return reader.Read(tape.root(), known_tape.root());
}

Status CheckNoOverlap(const Resource& resource, int object, std::span<const ColumnChange> changes,
                      std::span<const int> others) {
  const Column& giver = ColumnAt(resource, object);
  for (const ColumnChange& change : changes) {
    const Column& member = ColumnAt(resource, change.column);
    for (const int other : others) {
      const Column& beside = ColumnAt(resource, other);
      if (!IsOfRow(beside)) continue;
      const bool inside = Holds(member.path, beside.path);
      if (!inside && !Holds(beside.path, member.path)) continue;
      return WriteFault(resource, BothSay(giver, beside, inside ? beside : member));
    }
  }
  return {};
}

Status TakeOut(const Resource& resource, int column, std::vector<ColumnChange>* given) {
  const JsonPath& inner = ColumnAt(resource, column).write_path;
  for (ColumnChange& change : *given) {
    const Column& object = ColumnAt(resource, change.column);
    const JsonPath& outer = object.write_path;
    if (object.type != ColumnType::kJson || IsNull(change.value) || !IsWithin(outer, inner)) {
      continue;
    }
    ASSIGN_OR_RETURN(const std::string json, ColumnToJson(object, change.value));
    ASSIGN_OR_RETURN(const JsonTape tape, JsonTape::Parse(json));
    std::string without;
    AppendWithout(tape.root(), std::span(inner.keys).subspan(outer.keys.size()), &without);
    change.value = std::move(without);
  }
  return {};
}

}  // namespace apisql
