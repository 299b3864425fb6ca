#include "registry/stackql/methods/xml_answer_reader.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/openapi/schema.h"
#include "registry/openapi/unsupported.h"
#include "registry/print/make_node.h"
#include "registry/stackql/methods/xml_template.h"
#include "src/base/text.h"
#include "src/paging/shapes/paging_shapes.h"

namespace apisql {
namespace {

constexpr std::string_view kDriven = "schema_driven_xml_v0.1.0";
constexpr std::string_view kTemplate = "golang_template_mxj_";

std::string ProtocolOf(const OpenApiDocument& document) {
  return TextAt(document.root().Find("info"), "x-protocol");
}

// The name of its element, where that is not the member's.
std::string ElementOf(const OpenApiDocument& document, const SchemaMember& member) {
  const std::string name = TextAt(document.Member(member.schema, "xml"), "name");
  return name.empty() ? member.name : name;
}

// The members of a row, and its lists.
class RowReader {
 public:
  explicit RowReader(const OpenApiDocument& document) : document_(document) {}

  AnswerShape Read(const YamlNode* row) {
    AnswerShape shape;
    shape.is_list = true;
    shape.xml.emplace();
    shape.xml->finds_rows = true;
    for (const SchemaMember& member : MembersOfSchema(document_, row)) {
      const std::string element = ElementOf(document_, member);
      MemberDraft draft;
      draft.name = member.name;
      draft.type = TypeOfSchema(document_, member.schema);
      draft.description = TextAt(member.schema, "description");
      if (draft.type == "text") draft.values = ValuesOfSchema(document_, member.schema);
      draft.path = PointerOf({element});
      shape.members.push_back(std::move(draft));
      shape.xml->find_rows.push_back(element);
      places_.push_back({member.schema, {element}, 1});
    }
    // The answer itself is the row.
    if (shape.members.empty()) shape.members.push_back({"contents", "json", "", {}, "/", ""});
    shape.xml->lists = Lists();
    return shape;
  }

 private:
  struct Place {
    const YamlNode* schema = nullptr;
    std::vector<std::string> keys;
    size_t level = 0;  // How many objects it stands in, the row among them.
  };

  // Of two lists the one that stands in fewer objects comes first: it is the one that is asked for.
  std::vector<std::string> Lists() {
    constexpr size_t kMostLists = 60;
    std::vector<std::string> lists;
    for (size_t i = 0; i < places_.size() && lists.size() < kMostLists; ++i) {
      Place place = std::move(places_[i]);
      const YamlNode* schema = place.schema;
      while (KindOfSchema(document_, schema) == SchemaKind::kArray &&
             place.keys.size() < kMostKeys) {
        place.keys.emplace_back("*");
        lists.push_back(PointerOf(place.keys));
        schema = ItemsOfSchema(document_, schema);
      }
      if (KindOfSchema(document_, schema) == SchemaKind::kObject) AddMembers(schema, place);
    }
    return lists;
  }

  void AddMembers(const YamlNode* object, const Place& place) {
    // A schema may name itself in many members, each of which has as many again.
    constexpr size_t kMostPlaces = 2000;
    constexpr size_t kMostLevels = 8;
    if (place.level >= kMostLevels || places_.size() >= kMostPlaces) return;
    for (const SchemaMember& member : MembersOfSchema(document_, object)) {
      const SchemaKind kind = KindOfSchema(document_, member.schema);
      if (kind != SchemaKind::kArray && kind != SchemaKind::kObject) continue;
      if (places_.size() >= kMostPlaces) return;
      Place inner = {member.schema, place.keys, place.level + 1};
      inner.keys.push_back(ElementOf(document_, member));
      places_.push_back(std::move(inner));
    }
  }

  // A list may be one of itself.
  static constexpr size_t kMostKeys = 24;

  const OpenApiDocument& document_;
  std::vector<Place> places_;  // Where lists may stand, the nearest first.
};

StatusOr<AnswerShape> ReadDriven(const OpenApiDocument& document, const YamlNode* schema,
                                 const YamlNode* response) {
  ASSIGN_OR_RETURN(const std::vector<std::string> keys,
                   KeysOfObjectKey(TextAt(response, "objectKey")));
  const YamlNode* const list = SchemaAt(document, schema, keys);
  const YamlNode* const row = ItemsOfSchema(document, list);
  if (keys.size() != 1 || row == nullptr) {
    return Unsupported("the document does not say what the rows of its XML have");
  }
  const SchemaKind kind = KindOfSchema(document, row);
  if (kind != SchemaKind::kObject && kind != SchemaKind::kUnknown) {
    return Unsupported("the document does not say where the texts stand that its XML has");
  }
  return RowReader(document).Read(row);
}

StatusOr<AnswerShape> ReadTemplate(const YamlNode* transform, const YamlNode* response) {
  const auto texts = ReadXmlTemplate(TextAt(transform, "body"));
  if (!texts) return Unsupported("its answer goes through a template of an unknown kind");
  ASSIGN_OR_RETURN(const std::vector<std::string> keys,
                   KeysOfObjectKey(TextAt(response, "objectKey")));
  if (keys != std::vector<std::string>{texts->wrapper}) {
    return Unsupported("its objectKey is not what its template makes");
  }
  AnswerShape shape;
  shape.is_list = true;
  shape.xml.emplace();
  shape.rows = texts->elements;
  shape.members = {{texts->scalar, "text", "", {}, "/", ""}};
  return shape;
}

// Where the answer names the next page that `parameter` asks for; "": it is not known.
std::string TokenOf(const OpenApiDocument& document, const OpenApiParameter& parameter) {
  const std::string protocol = ProtocolOf(document);
  const std::string plain = PlainName(parameter.name);
  if (plain == "nexttoken") return protocol == "ec2" ? "nextToken" : "NextToken";
  if (plain != "marker") return "";
  const std::string words = TextAt(parameter.node, "description");
  if (words.find("NextMarker") != std::string::npos) return "NextMarker";
  return words.find("value of the Marker element") != std::string::npos ? "Marker" : "";
}

}  // namespace

bool IsXmlType(std::string_view media_type) {
  const std::string type = AsciiLower(StripBlanks(media_type.substr(0, media_type.find(';'))));
  return type == "text/xml" || type == "application/xml" || type.ends_with("+xml");
}

bool AnswersXml(const OpenApiDocument& document) {
  constexpr std::string_view kProtocols[] = {"query", "ec2", "rest-xml"};
  return std::ranges::find(kProtocols, ProtocolOf(document)) != std::end(kProtocols);
}

StatusOr<AnswerShape> ReadXmlShape(const OpenApiDocument& document,
                                   const OpenApiOperation& operation, const YamlNode* response) {
  const YamlNode* const transform = document.Member(response, "transform");
  const std::string type = TextAt(transform, "type");
  if (type.starts_with(kTemplate)) return ReadTemplate(transform, response);
  if (type != kDriven) {
    return Unsupported(type.empty() ? "the document does not say where the rows of its XML stand"
                                    : "its XML goes through the transform " + type);
  }
  const YamlNode* schema = document.Member(response, "schema_override");
  if (schema == nullptr) {
    const auto answer = AnswerOf(document, operation, TextAt(response, "openAPIDocKey"),
                                 TextAt(response, "mediaType"));
    if (answer) schema = document.Resolve(answer->schema);
  }
  return ReadDriven(document, schema, response);
}

ListPaging XmlPaging(const OpenApiDocument& document, const OpenApiOperation& operation) {
  ListPaging paging;
  for (const OpenApiParameter& parameter : operation.parameters) {
    if (parameter.place != OpenApiParameter::Place::kQuery) continue;
    const std::string token = TokenOf(document, parameter);
    if (token.empty()) continue;
    paging.known = true;
    paging.parameters = {parameter.name};
    paging.paging = MapNode();
    Put(paging.paging, "style", WordNode("token"));
    Put(paging.paging, "next", TextNode(PointerOf({"answer", token})));
    Put(paging.paging, "token_parameter", TextNode(parameter.name));
    Put(paging.paging, "more", TextNode("/truncated"));
    return paging;
  }
  paging.paging = WordNode("none");
  return paging;
}

}  // namespace apisql
