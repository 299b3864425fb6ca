#include "registry/methods/xml_document.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "registry/keys/places.h"

namespace apisql {
namespace {

// Where the rows stand among elements: each * is a list of such, and no element of its own.
JsonPath MarkRows(const Method& method, XmlPlace* places) {
  JsonPath path;
  for (const std::string& key : method.rows.keys) {
    if (key == kEveryMember) {
      places->At(path).is_list = true;
    } else {
      path.keys.push_back(key);
    }
  }
  XmlPlace& rows = places->At(path);
  if (method.verb == Verb::kSelect && method.rows_kind == RowsKind::kArray) rows.is_list = true;
  return path;
}

// An empty element on the way to a known place has nothing there, and is no text.
void MarkWays(const Method& method, XmlPlace* places) {
  const PagingSpec& paging = method.paging;
  for (const AnswerPlace& place :
       {paging.next, paging.more, paging.total, paging.pages, paging.total_hint}) {
    places->At(place.path);
  }
  for (const SuccessRule& rule : method.success) places->At(rule.path);
  places->At(method.returns);
}

void FindRows(const Fields& fields, const Fields& xml, Method& method) {
  if (method.verb != Verb::kSelect) return xml.Fault("find_rows", "is for select");
  for (const char* key : {"rows", "row", "map", "ndjson"}) {
    if (fields.Has(key)) xml.Fault("find_rows", std::string("goes without ") + key);
  }
  method.rows_kind = RowsKind::kArray;
  method.rows = {{"rows"}};
  method.xml->find_rows = true;
  method.xml->members = xml.Texts("find_rows");
}

}  // namespace

void ReadXml(const Fields& fields, const Provider& provider, Method& method) {
  const std::optional<size_t> answers = fields.Choice("answers");
  if (answers ? *answers != 1 : !provider.xml_answers) {
    if (fields.Has("xml")) fields.Fault("xml", "needs answers: xml");
    return;
  }
  method.xml.emplace();
  if (method.verb == Verb::kSelect && method.rows_kind == RowsKind::kNdjson) {
    fields.Fault("ndjson", "is lines of JSON, and the answers are XML");
  }
  const YamlNode* node = fields.Find("xml");
  std::vector<JsonPath> lists;
  if (node != nullptr) {
    const Fields xml(*node, kXml, fields.Within("xml"), fields.faults());
    lists = xml.Paths("lists");
    if (xml.Has("find_rows")) FindRows(fields, xml, method);
    const bool whole = std::ranges::any_of(lists, &JsonPath::empty);
    if (whole) xml.Fault("lists", "names the whole row");
  }
  XmlPlace* places = &method.xml->places;
  JsonPath rows;
  if (!method.xml->find_rows) {
    rows = MarkRows(method, places);
    MarkWays(method, places);
  }
  const JsonPath row = method.verb == Verb::kSelect ? rows : method.returns;
  for (const JsonPath& list : lists) places->At(row).At(list).is_list = true;
}

}  // namespace apisql
