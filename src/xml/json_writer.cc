#include "src/xml/json_writer.h"

#include <map>
#include <set>
#include <string_view>

#include "src/json/text.h"

namespace apisql {
namespace {

constexpr std::string_view kText = "#text";

const XmlPlace* Below(const XmlPlace* place, std::string_view name) {
  return place == nullptr ? nullptr : place->Find(name);
}

}  // namespace

std::vector<std::vector<XmlElement>> ByName(const std::vector<XmlElement>& elements) {
  std::vector<std::vector<XmlElement>> groups;
  std::map<size_t, size_t> places;
  for (const XmlElement& element : elements) {
    const auto [place, added] = places.emplace(element.name_number(), groups.size());
    if (added) groups.emplace_back();
    groups[place->second].push_back(element);
  }
  return groups;
}

// NOLINTNEXTLINE(misc-no-recursion): a tree is at most XmlTree::kMaxDepth deep.
void XmlJsonWriter::Value(const XmlElement& element, const XmlPlace* place) {
  if (const XmlPlace* items = Below(place, kEveryXmlElement)) return Items(element, *items);
  const bool may_hold = place != nullptr && !place->below.empty() && element.text().empty();
  if (may_hold || !element.children().empty()) return Object(element, place);
  const bool has_more = element.text().empty() && !element.attributes().empty();
  if (has_more) return Object(element, place);
  AppendJsonString(element.text(), &json_);
}

// NOLINTNEXTLINE(misc-no-recursion)
void XmlJsonWriter::Values(const std::vector<XmlElement>& elements, const XmlPlace* place) {
  const XmlPlace* const items = Below(place, kEveryXmlElement);
  if (items != nullptr && elements.size() > 1) return Array(elements, items);
  if (elements.size() > 1 || (place != nullptr && place->is_list)) return Array(elements, place);
  Value(elements.front(), place);
}

// NOLINTNEXTLINE(misc-no-recursion)
void XmlJsonWriter::Object(const XmlElement& element, const XmlPlace* place) {
  bool first = true;
  std::set<std::string_view> names;
  json_ += '{';
  for (const std::vector<XmlElement>& group : ByName(element.children())) {
    const std::string_view name = group.front().name();
    names.insert(name);
    Key(name, &first);
    Values(group, Below(place, name));
  }
  for (const XmlElement& attribute : element.attributes()) {
    if (!names.insert(attribute.name()).second) continue;
    Key(attribute.name(), &first);
    AppendJsonString(attribute.text(), &json_);
  }
  if (!element.text().empty()) {
    Key(kText, &first);
    AppendJsonString(element.text(), &json_);
  }
  if (place != nullptr) {
    for (const auto& [name, below] : place->below) {
      if (!below.is_list || names.contains(name)) continue;
      Key(name, &first);
      json_ += "[]";
    }
  }
  json_ += '}';
}

// NOLINTNEXTLINE(misc-no-recursion)
void XmlJsonWriter::Items(const XmlElement& list, const XmlPlace& items) {
  const std::vector<XmlElement> children = list.children();
  if (children.empty()) {
    json_ += '[';
    if (!list.text().empty()) AppendJsonString(list.text(), &json_);
    json_ += ']';
    return;
  }
  const bool one_name = ByName(children).size() == 1;
  Array(one_name ? children : std::vector{list}, &items);
}

// NOLINTNEXTLINE(misc-no-recursion)
void XmlJsonWriter::Array(const std::vector<XmlElement>& elements, const XmlPlace* place) {
  json_ += '[';
  for (size_t i = 0; i < elements.size(); ++i) {
    if (i > 0) json_ += ',';
    Value(elements[i], place);
  }
  json_ += ']';
}

void XmlJsonWriter::Key(std::string_view name, bool* first) {
  if (!*first) json_ += ',';
  *first = false;
  AppendJsonString(name, &json_);
  json_ += ':';
}

}  // namespace apisql
