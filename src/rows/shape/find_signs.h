// FindSigns: the members of an answer beside its rows that may tell of more rows, whichever parser
// read it. page_builder.h tells what a `Value` can do.
#ifndef APISQL_SRC_ROWS_SHAPE_FIND_SIGNS_H_
#define APISQL_SRC_ROWS_SHAPE_FIND_SIGNS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/json/path.h"
#include "src/json/tape.h"
#include "src/paging/shapes/paging_shapes.h"

namespace apisql {

template <typename Value>
class SignFinder {
 public:
  // Looks in the objects on the way to `rows`, and in those within them that are known to be about
  // paging.
  static std::vector<FoundSign> Find(const Value& root, const JsonPath& rows) {
    SignFinder finder(rows);
    finder.Look(root, {});
    return std::move(finder.found_);
  }

 private:
  explicit SignFinder(const JsonPath& rows) : rows_(rows) {}

  // NOLINTNEXTLINE(misc-no-recursion): kMostPagingLevels deep.
  void Look(const Value& object, const JsonPath& path) {
    if (path == rows_ || path.keys.size() >= kMostPagingLevels) return;
    if (object.kind() != JsonKind::kObject) return;
    object.ForEachMember([&](std::string_view name, const Value& member) {
      JsonPath inner = path;
      inner.keys.emplace_back(name);
      const std::string plain = PlainName(name);
      const PagingSign sign = PagingSignOf(plain);
      if (inner != rows_ && sign != PagingSign::kNone) Take(sign, member, inner);
      if (inner.Holds(rows_) || IsPagingGroup(plain)) Look(member, inner);
      return true;
    });
  }

  void Take(PagingSign sign, const Value& member, const JsonPath& path) {
    FoundSign found{sign, path.ToString(), ""};
    switch (member.kind()) {
      case JsonKind::kString:
        found.text = member.text();
        if (found.text.empty()) return;
        break;
      case JsonKind::kTrue:
        found.text = "true";
        break;
      case JsonKind::kNumber:
        // One whose digits are lost is none that counts pages or rows.
        if (!member.AppendJson(&found.text)) return;
        break;
      case JsonKind::kObject:
        if (sign == PagingSign::kNext) TakeFirstText(member, path);
        return;
      case JsonKind::kNull:
      case JsonKind::kFalse:
      case JsonKind::kArray:
        return;
    }
    found_.push_back(std::move(found));
  }

  // {"href": "https://..."}, {"after": "c2", "link": "https://..."}
  void TakeFirstText(const Value& object, JsonPath path) {
    object.ForEachMember([&](std::string_view name, const Value& member) {
      if (member.kind() != JsonKind::kString || member.text().empty()) return true;
      path.keys.emplace_back(name);
      found_.push_back({PagingSign::kNext, path.ToString(), std::string(member.text())});
      return false;
    });
  }

  const JsonPath& rows_;
  std::vector<FoundSign> found_;
};

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_SHAPE_FIND_SIGNS_H_
