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
  size_t known = 0;  // How many of the members they have.
  bool is_list = false;
};

// What every answer has beside its own.
constexpr std::string_view kMetadata = "ResponseMetadata";

bool HasParts(const XmlElement& element) {
  return !element.children().empty() || !element.attributes().empty();
}

size_t CountKnown(const std::vector<XmlElement>& elements, std::span<const std::string> members) {
  std::set<std::string_view> found;
  const auto note = [&](const XmlElement& part) {
    if (std::ranges::find(members, part.name()) != members.end()) found.insert(part.name());
  };
  for (const XmlElement& element : elements) {
    std::ranges::for_each(element.children(), note);
    std::ranges::for_each(element.attributes(), note);
  }
  return found.size();
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
    Add(std::string(payload_.name()), {payload_}, /*is_list=*/false);
    for (const auto& group : ByName(payload_.children())) AddGroup(group);
    const auto best = std::ranges::max_element(candidates_, {}, &Candidate::known);
    if (best->known == 0) return Nothing();
    for (const Candidate& other : candidates_) {
      // What stands in a row is no row, but a list may stand beside an echo of what was asked.
      if (&other == &*best || other.known < best->known || !other.is_list) continue;
      return Undecided(best->place + " and " + other.place + " both have what a row has");
    }
    return std::move(best->elements);
  }

 private:
  void AddGroup(const std::vector<XmlElement>& group) {
    const std::string place =
        std::string(payload_.name()) + "/" + std::string(group.front().name());
    Add(place, group, group.size() > 1);
    std::vector<XmlElement> inner;
    for (const XmlElement& element : group)
      std::ranges::move(element.children(), std::back_inserter(inner));
    const auto groups = ByName(inner);
    for (const auto& items : groups) {
      Add(place + "/" + std::string(items.front().name()), items, groups.size() == 1);
    }
  }

  void Add(std::string place, std::vector<XmlElement> elements, bool is_list) {
    const size_t known = CountKnown(elements, members_);
    candidates_.push_back({std::move(place), std::move(elements), known, is_list});
  }

  StatusOr<std::vector<XmlElement>> Nothing() const {
    for (const Candidate& candidate : candidates_) {
      if (!candidate.is_list || !LooksLikeRows(candidate)) continue;
      return Undecided("those of " + candidate.place + " have no member that the document knows");
    }
    return std::vector<XmlElement>();
  }

  static Status Undecided(const std::string& why) {
    return {StatusCode::kDataLoss, "rows: it cannot be told which elements they are: " + why};
  }

  const XmlElement& payload_;
  std::span<const std::string> members_;
  std::vector<Candidate> candidates_;
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
