#include "src/xml/find_rows.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/xml/json_writer.h"

namespace apisql {
namespace {

// Elements that may be the rows: all of one name, in all parents of one name.
struct Candidate {
  std::string place;  // For errors: "ListUsersResult/Users/member".
  std::vector<XmlElement> elements;
  size_t known = 0;    // How many of the members they have,
  size_t unknown = 0;  // and how many other names.
  bool is_list = false;
  bool beside_empty = false;  // An element stands beside them that may be a list of none.
};

// What every answer has beside its own.
constexpr std::string_view kMetadata = "ResponseMetadata";
constexpr std::string_view kRequestId = "requestId";

bool HasParts(const XmlElement& element) {
  return !element.children().empty() || !element.attributes().empty();
}

// An account that S3 names beside the rows of a list, such as the one that owns them.
bool IsAccount(const XmlElement& element) {
  return element.name() == "Owner" || element.name() == "Initiator";
}

// What was asked for, or the next page: it is empty where there is none, and is never a list.
bool IsWordOnTheList(std::string_view name) {
  constexpr std::string_view kEnds[] = {"Marker", "Token", "Prefix", "Delimiter"};
  return name.starts_with("Next") || name.starts_with("next") ||
         std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

bool MayBeEmptyList(const XmlElement& element) {
  return !HasParts(element) && element.text().empty() && element.name() != kMetadata &&
         !IsWordOnTheList(element.name());
}

std::set<std::string_view> NamesIn(const std::vector<XmlElement>& elements) {
  std::set<std::string_view> names;
  for (const XmlElement& element : elements) {
    for (const XmlElement& part : element.children()) names.insert(part.name());
    for (const XmlElement& part : element.attributes()) names.insert(part.name());
  }
  return names;
}

// Of a list: that it has more than one text, such as <Owner><Id>x</Id></Owner> has.
bool LooksLikeRows(const Candidate& candidate) {
  if (candidate.place.find(kMetadata) != std::string::npos) return false;
  const std::string_view name = candidate.elements.front().name();
  return candidate.elements.size() > 1 || name == "member" || name == "item" ||
         std::ranges::any_of(candidate.elements, HasParts);
}

class RowFinder {
 public:
  RowFinder(const XmlElement& payload, std::span<const std::string> members)
      : payload_(payload), members_(members) {}

  StatusOr<std::vector<XmlElement>> Find() {
    has_empty_ = HasEmpty(payload_.children());
    Add(std::string(payload_.name()), {payload_}, has_empty_, /*is_list=*/false);
    for (const auto& group : ByName(payload_.children())) AddGroup(group);
    const auto best = std::ranges::max_element(candidates_, {}, &Candidate::known);
    if (best->known == 0) return Nothing();
    for (const Candidate& other : candidates_) {
      // What stands in a row is no row, but a list may stand beside an echo of what was asked.
      if (&other == &*best || other.known < best->known || !other.is_list) continue;
      return Undecided(best->place + " and " + other.place + " both have what a row has");
    }
    if (MayBeBesideTheRows(*best)) {
      return Undecided(best->place +
                       " has some of what a row has and not the rest, and may stand "
                       "beside the rows");
    }
    return std::move(best->elements);
  }

 private:
  void AddGroup(const std::vector<XmlElement>& group) {
    const std::string place =
        std::string(payload_.name()) + "/" + std::string(group.front().name());
    Add(place, group, has_empty_, group.size() > 1);
    std::vector<XmlElement> inner;
    for (const XmlElement& element : group)
      std::ranges::move(element.children(), std::back_inserter(inner));
    const bool has_empty = has_empty_ || HasEmpty(inner);
    const auto groups = ByName(inner);
    for (const auto& items : groups) {
      Add(place + "/" + std::string(items.front().name()), items, has_empty, groups.size() == 1);
    }
  }

  void Add(std::string place, std::vector<XmlElement> elements, bool beside_empty, bool is_list) {
    const std::set<std::string_view> names = NamesIn(elements);
    Candidate candidate{std::move(place), std::move(elements)};
    for (const std::string_view name : names) {
      if (IsMember(name)) {
        ++candidate.known;
      } else if (name != kMetadata && name != kRequestId) {
        ++candidate.unknown;
      }
    }
    candidate.beside_empty = beside_empty;
    candidate.is_list = is_list;
    candidates_.push_back(std::move(candidate));
  }

  bool IsMember(std::string_view name) const {
    return std::ranges::find(members_, name) != members_.end();
  }

  bool HasEmpty(const std::vector<XmlElement>& elements) const {
    return std::ranges::any_of(elements, [&](const XmlElement& element) {
      return MayBeEmptyList(element) && !IsMember(element.name());
    });
  }

  // The group beside the list of its users has a name and an ARN as they do.
  bool MayBeBesideTheRows(const Candidate& best) const {
    const size_t lacking = members_.size() - best.known;
    if (best.is_list || best.unknown == 0 || lacking == 0) return false;
    if (best.beside_empty || (best.unknown > best.known && lacking > best.known)) return true;
    return std::ranges::any_of(candidates_, [&](const Candidate& other) {
      return other.is_list && other.known > 0 && !other.place.starts_with(best.place + "/");
    });
  }

  StatusOr<std::vector<XmlElement>> Nothing() const {
    for (const Candidate& candidate : candidates_) {
      if (candidate.is_list && LooksLikeRows(candidate)) return NoneKnown(candidate.place);
    }
    // What has elements and is beside no empty list may be a list of one.
    for (const XmlElement& element : payload_.children()) {
      if (has_empty_ || element.children().empty()) continue;
      if (element.name() == kMetadata || IsAccount(element)) continue;
      return NoneKnown(std::string(payload_.name()) + "/" + std::string(element.name()));
    }
    return std::vector<XmlElement>();
  }

  static Status NoneKnown(const std::string& place) {
    return Undecided("those of " + place + " have no member that the document knows");
  }

  static Status Undecided(const std::string& why) {
    return {StatusCode::kDataLoss, "rows: it cannot be told which elements they are: " + why};
  }

  const XmlElement& payload_;
  std::span<const std::string> members_;
  std::vector<Candidate> candidates_;
  bool has_empty_ = false;  // Of the payload: an element in it may be a list of none.
};

}  // namespace

XmlElement XmlPayload(const XmlElement& root) {
  constexpr std::string_view kResponse = "Response";
  if (!root.name().ends_with(kResponse)) return root;
  const std::string_view action = root.name().substr(0, root.name().size() - kResponse.size());
  for (const XmlElement& child : root.children()) {
    if (child.name() == std::string(action) + "Result") return child;
  }
  return root;
}

StatusOr<std::vector<XmlElement>> FindXmlRows(const XmlElement& payload,
                                              std::span<const std::string> members) {
  if (members.empty()) return std::vector{payload};
  return RowFinder(payload, members).Find();
}

}  // namespace apisql
