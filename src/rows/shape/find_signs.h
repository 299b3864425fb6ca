// FindSigns: the members of an answer beside its rows that may tell of more rows, whichever parser
// read it. page_builder.h tells what a `Value` can do.
#ifndef APISQL_SRC_ROWS_SHAPE_FIND_SIGNS_H_
#define APISQL_SRC_ROWS_SHAPE_FIND_SIGNS_H_

#include <cstddef>
#include <optional>
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
      const bool group = IsPagingGroup(plain);
      if (inner.Holds(rows_) || group) Look(member, inner);
      if (group && inner != rows_ && member.kind() == JsonKind::kArray) LookAtLinks(member, inner);
      return true;
    });
  }

  // The sign's text where the member says something.
  static std::optional<std::string> TextOf(PagingSign sign, const Value& member) {
    std::string text;
    switch (member.kind()) {
      case JsonKind::kString:
        text = member.text();
        return text.empty() ? std::nullopt : std::optional(std::move(text));
      case JsonKind::kTrue:
        return "true";
      case JsonKind::kFalse:
        return sign == PagingSign::kLast ? std::optional<std::string>("false") : std::nullopt;
      case JsonKind::kNumber:
        // One whose digits are lost is none that counts pages or rows.
        return member.AppendJson(&text) ? std::optional(std::move(text)) : std::nullopt;
      case JsonKind::kObject:
      case JsonKind::kNull:
      case JsonKind::kArray:
        return std::nullopt;
    }
    return std::nullopt;
  }

  void Take(PagingSign sign, const Value& member, const JsonPath& path) {
    if (member.kind() == JsonKind::kObject && sign == PagingSign::kNext) {
      TakeNamed(member, path);
    } else if (auto text = TextOf(sign, member)) {
      found_.push_back({sign, path.ToString(), *std::move(text)});
    }
  }

  // {"href": "https://..."}, {"after": "c2", "limit": 10}
  void TakeNamed(const Value& object, const JsonPath& path) {
    object.ForEachMember([&](std::string_view name, const Value& member) {
      if (!NamesPage(PlainName(name))) return true;
      if (auto text = TextOf(PagingSign::kNext, member)) {
        JsonPath inner = path;
        inner.keys.emplace_back(name);
        found_.push_back({PagingSign::kNext, inner.ToString(), *std::move(text)});
      }
      return true;
    });
  }

  // [{"rel": "self", "href": "/a"}, {"rel": "next", "href": "/b"}]
  void LookAtLinks(const Value& links, const JsonPath& path) {
    size_t number = 0;
    links.ForEachElement([&](const Value& link) {
      JsonPath inner = path;
      inner.keys.push_back(std::to_string(number++));
      if (IsLinkToNext(link)) TakeNamed(link, inner);
      return true;
    });
  }

  static bool IsLinkToNext(const Value& link) {
    bool next = false;
    if (link.kind() != JsonKind::kObject) return false;
    link.ForEachMember([&](std::string_view name, const Value& member) {
      next |= PlainName(name) == "rel" && member.kind() == JsonKind::kString &&
              PlainName(member.text()) == "next";
      return true;
    });
    return next;
  }

  const JsonPath& rows_;
  std::vector<FoundSign> found_;
};

}  // namespace apisql

#endif  // APISQL_SRC_ROWS_SHAPE_FIND_SIGNS_H_
