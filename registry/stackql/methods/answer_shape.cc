#include "registry/stackql/methods/answer_shape.h"

#include <algorithm>
#include <optional>

#include "registry/openapi/schema.h"
#include "registry/openapi/unsupported.h"
#include "registry/stackql/methods/response_transform.h"
#include "registry/stackql/methods/xml_answer_reader.h"
#include "src/base/text.h"
#include "src/json/path.h"

namespace apisql {
namespace {

// StackQL's own name for a value that is no object.
constexpr std::string_view kWholeValue = "contents";

MemberDraft WholeMember(std::string_view name, std::string_view type) {
  return {std::string(name), std::string(type), "", {}, "/", ""};
}

std::vector<MemberDraft> MembersOf(const OpenApiDocument& document, const YamlNode* row) {
  const SchemaKind kind = KindOfSchema(document, row);
  if (kind == SchemaKind::kScalar || kind == SchemaKind::kArray) {
    return {WholeMember(kWholeValue, TypeOfSchema(document, row))};
  }
  std::vector<MemberDraft> members;
  for (const SchemaMember& member : MembersOfSchema(document, row)) {
    MemberDraft draft;
    draft.name = member.name;
    draft.type = TypeOfSchema(document, member.schema);
    draft.description = TextAt(member.schema, "description");
    draft.values = ValuesOfSchema(document, member.schema);
    if (draft.type != "text") draft.values.clear();
    draft.path = PointerOf({member.name});
    members.push_back(std::move(draft));
  }
  // Members that nobody has written down are still there.
  if (members.empty()) members.push_back(WholeMember(kWholeValue, "json"));
  return members;
}

// Adds the members of the member `lifted`, which rows have as their own.
void AddLifted(const OpenApiDocument& document, const YamlNode* row, const std::string& lifted,
               std::vector<MemberDraft>& members) {
  const YamlNode* const inner = SchemaAt(document, row, {lifted});
  if (MembersOfSchema(document, inner).empty()) return;
  for (MemberDraft& member : MembersOf(document, inner)) {
    member.path = PointerOf({lifted, member.name});
    const auto own = std::ranges::find(members, member.name, &MemberDraft::name);
    if (own == members.end()) {
      members.push_back(std::move(member));
    } else {
      own->other_path = member.path;
      own->type = CommonType(own->type, member.type);
    }
  }
}

// What stands at `response.transform`; none: there is none.
StatusOr<std::optional<ResponseTransform>> TransformOf(const YamlNode* response) {
  const YamlNode* node = response == nullptr ? nullptr : response->Find("transform");
  if (node == nullptr || node->is(YamlNode::Kind::kNull)) return std::optional<ResponseTransform>();
  auto transform = ReadTransform(TextAt(node, "body"));
  if (!transform) return Unsupported("its answer goes through a template of an unknown kind");
  return transform;
}

Status CheckJson(const AnswerShape& shape, const std::string& said) {
  for (const std::string& type : {shape.media_type, said}) {
    if (type.empty() || IsJsonType(type)) continue;
    return Unsupported("its answer is " + type + ", and no JSON");
  }
  return OkStatus();
}

StatusOr<AnswerShape> ReadScalars(AnswerShape shape, const ResponseTransform& transform,
                                  const std::vector<std::string>& keys) {
  if (keys != std::vector<std::string>{transform.wrapper}) {
    return Unsupported("its objectKey is not what its template makes");
  }
  shape.is_list = true;
  shape.members = {WholeMember(transform.scalar, "text")};
  return shape;
}

}  // namespace

StatusOr<AnswerShape> ReadAnswerShape(const OpenApiDocument& document,
                                      const OpenApiOperation& operation, const YamlNode* response) {
  AnswerShape shape;
  const std::string said = TextAt(response, "mediaType");
  const auto answer = AnswerOf(document, operation, TextAt(response, "openAPIDocKey"), said);
  if (answer) {
    shape.media_type = answer->media_type;
    shape.envelope = document.Resolve(answer->schema);
  }
  if (IsXmlType(said) || (said.empty() && IsXmlType(shape.media_type))) {
    return ReadXmlShape(document, operation, response);
  }
  RETURN_IF_ERROR(CheckJson(shape, said));
  ASSIGN_OR_RETURN(const auto transform, TransformOf(response));
  ASSIGN_OR_RETURN(std::vector<std::string> keys, KeysOfObjectKey(TextAt(response, "objectKey")));
  if (transform && !transform->scalar.empty()) return ReadScalars(shape, *transform, keys);
  const YamlNode* schema = document.Member(response, "schema_override");
  if (schema == nullptr) schema = shape.envelope;
  if (schema == nullptr) return Unsupported("the document does not say what its answer has");
  const YamlNode* rows = SchemaAt(document, schema, keys);
  const bool lifts = transform && !transform->lifted.empty();
  if (lifts && !transform->list.empty() && keys != std::vector<std::string>{transform->list}) {
    return Unsupported("its objectKey is not what its template makes");
  }
  if (transform && !lifts) {
    if (keys.empty() || keys.front() != transform->wrapper) {
      return Unsupported("its objectKey is not what its template makes");
    }
    keys.erase(keys.begin());
  }
  const SchemaKind kind = KindOfSchema(document, rows);
  const bool has_members = !MembersOfSchema(document, rows).empty();
  if (kind == SchemaKind::kScalar) return Unsupported("its answer is a single value, and no row");
  if (kind == SchemaKind::kUnknown && !has_members) {
    return Unsupported("the document does not say whether " +
                       (keys.empty() ? "its answer" : PointerOf(keys) + " of its answer") +
                       " is a list or a row");
  }
  shape.is_list = kind == SchemaKind::kArray;
  shape.rows = std::move(keys);
  const YamlNode* const row = shape.is_list ? ItemsOfSchema(document, rows) : rows;
  shape.members = MembersOf(document, row);
  if (lifts) AddLifted(document, row, transform->lifted, shape.members);
  return shape;
}

StatusOr<std::vector<std::string>> KeysOfObjectKey(std::string_view object_key) {
  std::string_view text = object_key;
  if (text.starts_with('$')) text.remove_prefix(1);
  if (text.starts_with('.')) text.remove_prefix(1);
  if (text.ends_with("[*]")) text.remove_suffix(3);
  if (text.empty()) return std::vector<std::string>();
  if (text.find_first_of("[]*") != text.npos) {
    return Unsupported("its objectKey " + std::string(object_key) + " is more than names");
  }
  return Split(text, '.');
}

std::string PointerOf(const std::vector<std::string>& keys) {
  return keys.empty() ? "/" : JsonPath{keys}.ToString();
}

}  // namespace apisql
