#include "src/xml/xml_json.h"

#include <string_view>
#include <vector>

#include "src/base/text.h"
#include "src/json/text.h"
#include "src/xml/find_rows.h"
#include "src/xml/json_writer.h"
#include "src/xml/xml_tree.h"

namespace apisql {
namespace {

// The texts that stand beside the rows, such as the token of the next page.
void AppendTexts(const XmlElement& payload, std::string* json) {
  bool first = true;
  *json += '{';
  for (const std::vector<XmlElement>& group : ByName(payload.children())) {
    if (group.size() > 1 || !group.front().children().empty()) continue;
    if (!first) *json += ',';
    first = false;
    AppendJsonString(group.front().name(), json);
    *json += ':';
    AppendJsonString(group.front().text(), json);
  }
  *json += '}';
}

// In AWS's services an answer with IsTruncated says by it alone whether there is more, whatever
// markers it repeats; others name the next page or end.
bool IsTruncated(const XmlElement& payload) {
  bool more = false;
  for (const XmlElement& child : payload.children()) {
    const std::string_view name = child.name();
    if (EqualsIgnoreCase(name, "IsTruncated")) return EqualsIgnoreCase(child.text(), "true");
    const bool names_next = name == "Marker" || name == "ContinuationToken" ||
                            name.starts_with("Next") || name.starts_with("next");
    more |= names_next && !child.text().empty();
  }
  return more;
}

StatusOr<std::string> FoundRows(const XmlElement& root, const XmlForm& form) {
  const XmlElement payload = XmlPayload(root);
  ASSIGN_OR_RETURN(const std::vector<XmlElement> rows, FindXmlRows(payload, form.members));
  std::string json = "{\"rows\":[";
  XmlJsonWriter writer(&json);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) json += ',';
    writer.Value(rows[i], &form.places);
  }
  json += "],\"answer\":";
  AppendTexts(payload, &json);
  json += IsTruncated(payload) ? ",\"truncated\":true}" : ",\"truncated\":false}";
  return json;
}

}  // namespace

StatusOr<std::string> XmlToJson(std::string_view xml, const XmlForm& form) {
  ASSIGN_OR_RETURN(const XmlTree tree, XmlTree::Parse(xml));
  const XmlElement root = tree.root();
  if (form.find_rows) return FoundRows(root, form);
  std::string json = "{";
  AppendJsonString(root.name(), &json);
  json += ':';
  XmlJsonWriter(&json).Values({root}, form.places.Find(root.name()));
  json += '}';
  return json;
}

}  // namespace apisql
