// PageBuilder: a parsed body to a Page, whichever parser read it.
//
// `Value` is one JSON value, cheap to copy, with
//   JsonKind kind() const;
//   std::string_view text() const;             of a string; valid while the body is decoded
//   void ForEachMember(visit) const;           visit(std::string_view, Value) -> bool: go on
//   void ForEachElement(visit) const;          visit(Value) -> bool: go on
//   bool WriteNumber(CellWriter*) const;       false: the digits are needed and not known
//   bool AppendJson(std::string*) const;       likewise, as compact JSON
#ifndef APISQL_SRC_ROWS_PAGE_BUILDER_H_
#define APISQL_SRC_ROWS_PAGE_BUILDER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "src/base/status.h"
#include "src/base/text.h"
#include "src/json/tape.h"
#include "src/json/text.h"
#include "src/rows/cell_writer.h"
#include "src/rows/page.h"
#include "src/rows/shape/find_signs.h"
#include "src/rows/shape/find_value.h"
#include "src/rows/shape/json_without.h"
#include "src/rows/shape/page_shape.h"
#include "src/rows/shape/row_layout.h"

namespace apisql {

constexpr size_t kMaxRowDepth = 1024;  // Of values in a body; simdjson has the same bound.

// What a page takes in memory.
struct PageSize {
  size_t cells = 0;
  size_t arena = 0;
};

template <typename Value>
class PageBuilder {
 public:
  // `shape` must outlive the builder. The page is expected to be about as large as `before`.
  PageBuilder(const PageShape& shape, size_t body_bytes, PageSize before = {})
      : shape_(shape),
        layout_(shape.layout ? shape.layout : std::make_shared<RowLayout>(shape)),
        writer_(&page_) {
    SplitRows();
    page_.columns = shape.fields.size();
    page_.envelope.resize(shape.envelope.size());
    // JSON columns take most of a body: growing step by step would copy it several times.
    page_.arena.reserve(layout_->has_json ? body_bytes : std::min(before.arena, body_bytes));
    page_.cells.reserve(std::min(before.cells, body_bytes));
  }

  // Adds the rows of a body, or of one line of an NDJSON body. After an error the page is useless.
  Status Add(const Value& root) {
    RETURN_IF_ERROR(Open(root));
    return AddRows();
  }

  // The same in two steps: first the envelope, which is good as soon as that has succeeded.
  Status Open(const Value& root) {
    ASSIGN_OR_RETURN(rows_, FindValue(root, steps_.front(), "rows"));
    page_.lacks_rows = LacksRows(rows_);
    if (!page_.lacks_rows) RETURN_IF_ERROR(CheckKind(rows_, groups_.size()));
    if (shape_.kind != RowsKind::kNdjson) RETURN_IF_ERROR(ReadEnvelope(root));
    if (shape_.signs) page_.signs = SignFinder<Value>::Find(root, shape_.rows);
    return NeedsDigits();
  }
  Status AddRows() {
    if (page_.lacks_rows) return {};
    RETURN_IF_ERROR(groups_.empty() ? AddRowsOf(*rows_) : AddGroups(*rows_, groups_.size()));
    RETURN_IF_ERROR(row_fault_);
    return NeedsDigits();
  }
  const Page& page() const { return page_; }

  Page TakePage() {
    if (page_.arena.capacity() > 2 * page_.arena.size()) page_.arena.shrink_to_fit();
    if (page_.cells.capacity() > 2 * page_.cells.size()) page_.cells.shrink_to_fit();
    if (layout_->stands_in) TakeStandIns();
    page_.nul_in_text = CountNuls(page_.arena) > writer_.texts();
    for (size_t field = 0; field < shape_.fields.size(); ++field) {
      if (shape_.fields[field].prefix > 0) ShortenTexts(field, shape_.fields[field].prefix);
    }
    return std::move(page_);
  }

 private:
  void TakeStandIns() {
    for (size_t field = 0; field < shape_.fields.size(); ++field) {
      const size_t first = shape_.fields[field].stands_in_for;
      if (first == kNoField) continue;
      for (size_t row = 0; row < page_.rows; ++row) {
        Cell& cell = page_.cells[row * page_.columns + first];
        if (cell.kind == Cell::Kind::kNull) cell = page_.cell(row, field);
      }
      for (Misfit& misfit : page_.misfits) {
        if (misfit.field == field) misfit.field = first;
      }
    }
  }
  // Nothing of what is cut off stays in the page.
  void ShortenTexts(size_t field, size_t characters) {
    for (size_t row = 0; row < page_.rows; ++row) {
      Cell& cell = page_.cells[row * page_.columns + field];
      if (cell.kind != Cell::Kind::kText) continue;
      const size_t kept = BytesOfCharacters(page_.text(cell), characters);
      std::fill_n(page_.arena.begin() + static_cast<std::ptrdiff_t>(cell.offset + kept),
                  cell.length - kept, '\0');
      cell.length = static_cast<uint32_t>(kept);
    }
  }
  static bool HasGroups(RowsKind kind) {
    return kind == RowsKind::kArray || kind == RowsKind::kMap;
  }

  // The path of the rows, cut at every "*".
  void SplitRows() {
    steps_.emplace_back();
    for (const std::string& key : shape_.rows.keys) {
      if (key == kEveryMember && HasGroups(shape_.kind)) {
        steps_.emplace_back();
      } else {
        steps_.back().keys.push_back(key);
      }
    }
    groups_.resize(steps_.size() - 1);
  }

  bool LacksRows(const std::optional<Value>& rows) const {
    if (shape_.kind == RowsKind::kNdjson) return false;
    if (!rows) return shape_.empty_absent;
    return rows->kind() == JsonKind::kNull && shape_.empty_null;
  }

  // `groups` is the number of those between the value and its rows.
  Status CheckKind(const std::optional<Value>& rows, size_t groups = 0) const {
    if (groups > 0) {
      const bool has_members = rows && rows->kind() >= JsonKind::kArray;
      return has_members ? Status() : Misshapen("an array or an object of groups", rows);
    }
    switch (shape_.kind) {
      case RowsKind::kArray:
        if (!rows || rows->kind() != JsonKind::kArray) return Misshapen("an array", rows);
        return {};
      case RowsKind::kMap:
        if (!rows || rows->kind() != JsonKind::kObject) return Misshapen("an object", rows);
        return {};
      case RowsKind::kObject:
        if (!rows || rows->kind() == JsonKind::kNull || rows->kind() == JsonKind::kArray) {
          return Misshapen("an object", rows);
        }
        return {};
      case RowsKind::kNdjson:
        if (!rows || rows->kind() == JsonKind::kNull) return Misshapen("a value", rows);
        return {};
    }
    return {};
  }

  Status NeedsDigits() const {
    if (!needs_digits_) return {};
    return {StatusCode::kInternal, "a number was read without its digits"};
  }

  Status AddRowsOf(const Value& rows) {
    if (shape_.kind == RowsKind::kMap) return AddMembers(rows);
    if (shape_.kind == RowsKind::kArray) {
      rows.ForEachElement([&](Value row) { return AddRow(row, {}); });
    } else {
      AddRow(rows, {});
    }
    return {};
  }

  Status AddMembers(const Value& map) {
    return ForEachNamed(map, [&](std::string_view name, Value row) { return AddRow(row, name); });
  }

  // Visits the members; an error where two have one name.
  template <typename Visit>
  Status ForEachNamed(const Value& map, Visit visit) {
    std::unordered_set<std::string_view> names;
    Status status;
    map.ForEachMember([&](std::string_view name, Value row) {
      // A row that silently replaces another would be a row lost.
      if (!names.insert(name).second) {
        status = {StatusCode::kDataLoss, "rows: two members at " + shape_.rows.ToString() +
                                             " are named '" + Printable(name, 80) + "'"};
        return false;
      }
      return visit(name, row);
    });
    return status;
  }

  // The rows of all groups in `container`, which have `inner` - 1 groups within them.
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the path of the rows has groups.
  Status AddGroups(const Value& container, size_t inner) {
    Status status;
    const auto add = [&](std::string_view name, const Value& value) {
      groups_[inner - 1] = Group{std::string(name), value, container.kind() == JsonKind::kObject};
      first_of_group_.reset();
      status = AddGroup(value, inner);
      return status.ok() && row_fault_.ok() && !needs_digits_;
    };
    if (container.kind() == JsonKind::kObject) {
      RETURN_IF_ERROR(ForEachNamed(container, add));
    } else {
      container.ForEachElement([&](const Value& value) { return add({}, value); });
    }
    return status;
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the path of the rows has groups.
  Status AddGroup(const Value& group, size_t inner) {
    const JsonPath& rest = steps_[steps_.size() - inner];
    // FindValue() takes a null for an absent value, as which a group that is null does not count.
    if (group.kind() < JsonKind::kArray) return Misshapen("groups with members", group);
    ASSIGN_OR_RETURN(const std::optional<Value> rows, FindValue(group, rest, "rows"));
    if (LacksRows(rows)) return {};
    RETURN_IF_ERROR(CheckKind(rows, inner - 1));
    return inner > 1 ? AddGroups(*rows, inner - 1) : AddRowsOf(*rows);
  }

  // What a row has of its groups. It is decoded for the first row of each alone: the others have
  // the same cells, with the same text.
  void WriteGroups() {
    if (first_of_group_) {
      for (const size_t field : layout_->group_fields) {
        page_.cells[first_cell_ + field] = page_.cells[*first_of_group_ + field];
      }
      return;
    }
    first_of_group_ = first_cell_;
    for (size_t i = 0; i < groups_.size(); ++i) Visit(*groups_[i].value, layout_->group_trees[i]);
    for (const size_t field : layout_->group_fields) {
      const Field& key = shape_.fields[field];
      if (!key.is_map_key || key.group > groups_.size()) continue;
      const Group& group = groups_[key.group - 1];
      if (!group.named) continue;
      writer_.Begin(first_cell_ + field, key);
      writer_.String(group.name);
    }
  }

  Status Misshapen(const char* expected, const std::optional<Value>& found) const {
    return {StatusCode::kDataLoss, std::string("rows: expected ") + expected + " at " +
                                       shape_.rows.ToString() + ", found " +
                                       (found ? JsonKindName(found->kind()) : "nothing")};
  }

  // False when the page cannot be built.
  bool AddRow(const Value& row, std::string_view map_key) {
    // A row of NULLs would look like a row that the server has.
    const bool scalar = row.kind() < JsonKind::kArray;
    if ((shape_.objects && row.kind() != JsonKind::kObject) ||
        (layout_->takes_members && !layout_->takes_scalars && scalar)) {
      row_fault_ = Misshapen("rows that are objects", row);
      return false;
    }
    first_cell_ = page_.cells.size();
    if (first_cell_ + page_.columns > shape_.max_cells) {
      row_fault_ = {StatusCode::kResourceExhausted,
                    "rows: the page has more than " + std::to_string(shape_.max_cells) + " values"};
      return false;
    }
    ++page_.rows;
    ++layout_->rows;
    page_.cells.resize(first_cell_ + page_.columns);
    if (shape_.kind == RowsKind::kMap) WriteMapKeys(map_key);
    if (!layout_->group_fields.empty() && !groups_.empty()) WriteGroups();
    Visit(row, layout_->tree);
    return !needs_digits_;
  }

  void WriteMapKeys(std::string_view name) {
    for (size_t column = 0; column < page_.columns; ++column) {
      if (!shape_.fields[column].is_map_key || shape_.fields[column].group > 0) continue;
      writer_.Begin(first_cell_ + column, shape_.fields[column]);
      writer_.String(name);
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the paths of the fields are long.
  void Visit(const Value& value, FieldNode& node) {
    for (const size_t column : node.columns) WriteCell(value, column);
    if (node.children.empty()) return;
    size_t missing = node.children.size();
    const auto visit_child = [&](const Value& child_value, FieldNode* child) {
      if (child == nullptr || child->seen_in_row == layout_->rows) return true;
      child->seen_in_row = layout_->rows;
      if (child->children.empty()) {
        for (const size_t column : child->columns) WriteCell(child_value, column);
      } else {
        Visit(child_value, *child);
      }
      return --missing > 0;
    };
    if (value.kind() == JsonKind::kObject) {
      value.ForEachMember([&](std::string_view key, const Value& member) {
        return visit_child(member, node.Child(key));
      });
    } else if (value.kind() == JsonKind::kArray) {
      int64_t index = 0;
      value.ForEachElement(
          [&](const Value& element) { return visit_child(element, node.ChildAt(index++)); });
    }
  }

  void WriteCell(const Value& value, size_t column) {
    const JsonKind kind = value.kind();
    if (kind == JsonKind::kNull) return;
    const ColumnType type = shape_.fields[column].type;
    writer_.Begin(first_cell_ + column, shape_.fields[column]);
    if (type == ColumnType::kJson || kind == JsonKind::kArray || kind == JsonKind::kObject) {
      writer_.BeginJson();
      if (!JsonWithout<Value>(writer_.arena()).Append(value, layout_->secrets[column])) {
        needs_digits_ = true;
      }
      writer_.EndJson();
    } else if (kind == JsonKind::kString) {
      writer_.String(value.text());
    } else if (kind == JsonKind::kNumber) {
      if (!value.WriteNumber(&writer_)) needs_digits_ = true;
    } else {
      writer_.Boolean(kind == JsonKind::kTrue);
    }
  }

  Status ReadEnvelope(const Value& root) {
    for (size_t i = 0; i < shape_.envelope.size(); ++i) {
      const bool hint = i + shape_.hints >= shape_.envelope.size();
      const StatusOr<std::optional<Value>> found = FindValue(root, shape_.envelope[i], "paging");
      if (!found.ok()) {
        if (hint) continue;
        return found.status();
      }
      const JsonKind kind = *found ? (*found)->kind() : JsonKind::kNull;
      if (kind == JsonKind::kString) {
        page_.envelope[i] = (*found)->text();
      } else if (kind == JsonKind::kArray || kind == JsonKind::kObject) {
        if (!hint) return UnexpectedValue("paging", "a text", shape_.envelope[i], kind);
      } else if (kind != JsonKind::kNull) {
        if (!(*found)->AppendJson(&page_.envelope[i].emplace())) needs_digits_ = true;
        page_.envelope_numbers |= uint64_t{1} << (i % 64);
      }
    }
    return {};
  }

  const PageShape& shape_;
  std::shared_ptr<RowLayout> layout_;
  Page page_;
  CellWriter writer_;
  std::optional<Value> rows_;    // Or what has the groups.
  std::vector<JsonPath> steps_;  // To the outermost groups, from each to those within, to the rows.
  // That the row being added stands in, the innermost first.
  struct Group {
    std::string name;
    std::optional<Value> value;
    bool named = false;  // It is a member of an object.
  };
  std::vector<Group> groups_;
  std::optional<size_t> first_of_group_;  // The first cell of the first row of the group.
  size_t first_cell_ = 0;                 // Of the row being added.
  bool needs_digits_ = false;
  Status row_fault_;
};

// Calls visit(line, offset, number) for every line that is not blank until it returns false.
template <typename Visit>
void ForEachLine(std::string_view body, Visit visit) {
  size_t number = 0;
  for (size_t start = 0; start < body.size();) {
    const size_t end = std::min(body.find('\n', start), body.size());
    const std::string_view line = body.substr(start, end - start);
    ++number;
    const bool blank = line.find_first_not_of(" \t\r") == std::string_view::npos;
    if (!blank && !visit(line, start, number)) return;
    start = end + 1;
  }
}

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_PAGE_BUILDER_H_
