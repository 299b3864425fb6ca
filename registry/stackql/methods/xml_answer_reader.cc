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
      AddLists(member.schema, {element});
    }
    // The answer itself is the row.
    if (shape.members.empty()) shape.members.push_back({"contents", "json", "", {}, "/", ""});
    shape.xml->lists = std::move(lists_);
    return shape;
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): as deep as kMostLevels.
  void AddLists(const YamlNode* schema, std::vector<std::string> keys) {
    constexpr size_t kMostLevels = 4;
    constexpr size_t kMostLists = 60;
    if (keys.size() > kMostLevels || lists_.size() >= kMostLists) return;
    const SchemaKind kind = KindOfSchema(document_, schema);
    if (kind == SchemaKind::kArray) {
      keys.emplace_back("*");
      lists_.push_back(PointerOf(keys));
      return AddLists(ItemsOfSchema(document_, schema), std::move(keys));
    }
    if (kind != SchemaKind::kObject) return;
    for (const SchemaMember& member : MembersOfSchema(document_, schema)) {
      std::vector<std::string> inner = keys;
      inner.push_back(ElementOf(document_, member));
      AddLists(member.schema, std::move(inner));
    }
  }

  const OpenApiDocument& document_;
  std::vector<std::string> lists_;
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
