#include "registry/stackql/methods/method_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "registry/openapi/operation.h"
#include "registry/openapi/schema.h"
#include "registry/openapi/unsupported.h"
#include "registry/print/make_node.h"
#include "registry/stackql/methods/answer_shape.h"
#include "registry/stackql/methods/config_chain.h"
#include "registry/stackql/methods/paging_reader.h"
#include "registry/stackql/methods/response_transform.h"
#include "registry/stackql/methods/xml_answer_reader.h"
#include "src/base/text.h"
#include "src/json/reader.h"

namespace apisql {
namespace {

using InputPlace = InputDraft::Place;
using Kind = YamlNode::Kind;

Status CheckProtocol(const YamlNode& method) {
  const std::string protocol = TextAt(&method, "x-stackql-protocol");
  if (!protocol.empty() && protocol != "http") return Unsupported("it speaks " + protocol);
  for (const char* key : {"graphql", "inline", "inverse"}) {
    const YamlNode* node = method.Find(key);
    if (node != nullptr && !node->is(Kind::kNull)) return Unsupported("it has " + std::string(key));
  }
  return OkStatus();
}

// What the connection and the body say themselves, and a header that has one value.
bool IsOwnHeader(std::string_view name) {
  // Those from x-amz- on are the signature's.
  constexpr std::string_view kOwn[] = {
      "accept",     "content-type",         "authorization",        "user-agent",
      "host",       "x-amz-algorithm",      "x-amz-content-sha256", "x-amz-credential",
      "x-amz-date", "x-amz-security-token", "x-amz-signature",      "x-amz-signedheaders"};
  return std::ranges::find(kOwn, AsciiLower(name)) != std::end(kOwn);
}

bool IsAwsJson(std::string_view media_type) {
  return AsciiLower(media_type).starts_with("application/x-amz-json-");
}

class MethodReader {
 public:
  MethodReader(const OpenApiDocument& document, const YamlNode& method, const ConfigChain& configs)
      : document_(document), method_(method), configs_(configs) {}

  StatusOr<MethodDraft> Read(const std::string& name, std::string_view verb) {
    RETURN_IF_ERROR(CheckProtocol(method_));
    RETURN_IF_ERROR(CheckConfigs(configs_));
    const YamlNode* reference = method_.Find("operation");
    ASSIGN_OR_RETURN(operation_, FindOperation(document_, TextAt(reference, "$ref")));
    if (operation_.http_method == "head") return Unsupported("it sends a HEAD");
    draft_.name = name;
    draft_.line = method_.line;
    draft_.verb = verb;
    draft_.description = TextAt(operation_.node, "summary");
    if (draft_.description.empty()) draft_.description = TextAt(operation_.node, "description");
    draft_.http_method = operation_.http_method;
    draft_.path = operation_.path;
    for (const auto& [key, value] : operation_.constants) {
      // Two underscores tell two operations of one path apart, and are not sent.
      if (key.starts_with("__")) continue;
      if (value.find_first_of("{%") != std::string::npos) {
        return Unsupported("the query of its path has a value that is not plain: " + value);
      }
      draft_.constants.emplace_back(key, value);
    }
    RETURN_IF_ERROR(ReadAnswer());
    RETURN_IF_ERROR(ReadInputs());
    if (posts_form()) {
      MakeForm();
    } else if (operation_.http_method != "get") {
      RETURN_IF_ERROR(ReadBody());
    }
    return std::move(draft_);
  }

 private:
  bool posts_form() const {
    return operation_.http_method == "get" && AlgorithmOf(configs_, "requestTranslate") == kToForm;
  }

  // The whole query goes into a form: what a column is written by as its members, all else as
  // inputs that stand in the body.
  void MakeForm() {
    draft_.http_method = "post";
    draft_.content = "form";
    const std::string protocol = TextAt(document_.root().Find("info"), "x-protocol");
    draft_.form_arrays = protocol == "query" ? "members" : "numbered";
    YamlNode base = MapNode();
    bool gets_one = false;
    for (const auto& [name, value] : draft_.constants) {
      if (base.Find(name) == nullptr) Put(base, name, TextNode(value));
      gets_one |= name == "Action" && value.starts_with("Get");
    }
    if (!base.items.empty()) draft_.base_body = std::move(base);
    draft_.constants.clear();
    const bool inserts = draft_.verb == "insert";
    const bool updates = draft_.verb == "update";
    std::vector<InputDraft> inputs;
    for (InputDraft& input : draft_.inputs) {
      if (input.place == InputPlace::kQuery) {
        input.place = InputPlace::kBody;
        input.list.clear();
        input.names_the_row = gets_one && input.required;
        if (inserts || (updates && !input.required)) {
          draft_.body.push_back(std::move(input));
          continue;
        }
      }
      inputs.push_back(std::move(input));
    }
    draft_.inputs = std::move(inputs);
    if (draft_.paging) MovePagingToBody(*draft_.paging);
  }

  static void MovePagingToBody(YamlNode& paging) {
    for (size_t i = 0; i < paging.keys.size(); ++i) {
      if (paging.keys[i].text != "token_parameter") continue;
      paging.items[i] = TextNode(PointerOf({paging.items[i].text}));
    }
  }

  Status ReadAnswer() {
    const YamlNode* response = document_.Member(&method_, "response");
    auto shape = ReadAnswerShape(document_, operation_, response);
    const bool select = draft_.verb == "select";
    if (AnswersXml(document_)) draft_.xml.emplace();
    if (!shape.ok()) return select ? shape.status() : OkStatus();
    if (shape->xml) return TakeXml(*std::move(shape));
    if (!select && shape->is_list) return OkStatus();
    draft_.rows_key = shape->is_list ? "rows" : "row";
    draft_.rows = PointerOf(shape->rows);
    draft_.members = shape->members;
    const std::string& type = shape->media_type;
    if (!type.empty() && type != "application/json" && type != "*/*") {
      draft_.headers.emplace_back("Accept", type);
    }
    return select && shape->is_list ? ReadPages(*shape) : OkStatus();
  }

  // Of a write nothing is read.
  Status TakeXml(AnswerShape shape) {
    draft_.xml.emplace();
    if (draft_.verb != "select") return OkStatus();
    draft_.xml = std::move(shape.xml);
    draft_.rows_key = "rows";
    draft_.rows = PointerOf(shape.rows);
    draft_.members = std::move(shape.members);
    ListPaging paging = XmlPaging(document_, operation_);
    // Only found rows stand in an answer that says whether there are more.
    draft_.must_be_whole = draft_.xml->finds_rows && !paging.known;
    if (draft_.xml->finds_rows) {
      draft_.paging = std::move(paging.paging);
      paging_parameters_ = std::move(paging.parameters);
    }
    return OkStatus();
  }

  Status ReadPages(const AnswerShape& shape) {
    ASSIGN_OR_RETURN(ListPaging paging, ReadListPaging(document_, operation_, shape,
                                                       FindConfig(configs_, "pagination"),
                                                       FindConfig(configs_, "queryParamPushdown")));
    draft_.paging = std::move(paging.paging);
    paging_parameters_ = std::move(paging.parameters);
    return OkStatus();
  }

  Status ReadInputs() {
    for (const OpenApiParameter& parameter : operation_.parameters) {
      RETURN_IF_ERROR(ReadInput(parameter));
    }
    AddUndeclared();
    const std::string& path = draft_.path;
    const size_t last = path.rfind('{');
    if (last == std::string::npos || !path.ends_with('}')) return OkStatus();
    const std::string name = path.substr(last + 1, path.size() - last - 2);
    for (InputDraft& input : draft_.inputs) {
      if (input.place == InputPlace::kPath && input.name == name) input.names_the_row = true;
    }
    return OkStatus();
  }

  // Names in the path that the description has forgotten.
  void AddUndeclared() {
    const std::string& path = draft_.path;
    for (size_t start = 0; (start = path.find('{', start)) != std::string::npos; ++start) {
      const size_t end = path.find('}', start);
      if (end == std::string::npos) return;
      InputDraft input;
      input.place = InputPlace::kPath;
      input.name = path.substr(start + 1, end - start - 1);
      input.required = true;
      const bool known = std::ranges::any_of(draft_.inputs, [&](const InputDraft& other) {
        return other.place == InputPlace::kPath && other.name == input.name;
      });
      if (!known) draft_.inputs.push_back(std::move(input));
    }
  }

  bool IsSentByPaging(const OpenApiParameter& parameter) const {
    return parameter.place == OpenApiParameter::Place::kQuery &&
           std::ranges::find(paging_parameters_, parameter.name) != paging_parameters_.end();
  }

  Status ReadInput(const OpenApiParameter& parameter) {
    if (IsSentByPaging(parameter)) return OkStatus();
    const bool header = parameter.place == OpenApiParameter::Place::kHeader;
    const bool constant = std::ranges::any_of(
        draft_.constants, [&](const auto& pair) { return pair.first == parameter.name; });
    const bool in_path = draft_.path.find("{" + parameter.name + "}") != std::string::npos;
    if (parameter.place == OpenApiParameter::Place::kPath && !in_path) return OkStatus();
    if (constant || (header && IsOwnHeader(parameter.name))) return OkStatus();
    if (parameter.place == OpenApiParameter::Place::kCookie) {
      return parameter.required ? Unsupported("it wants the cookie " + parameter.name) : OkStatus();
    }
    if (header && TakeConstantHeader(parameter)) return OkStatus();
    const SchemaKind kind = KindOfSchema(document_, parameter.schema);
    const bool known_style =
        parameter.style.empty() || parameter.style == "form" || parameter.style == "simple";
    if (posts_form() && parameter.place == OpenApiParameter::Place::kQuery) {
      draft_.inputs.push_back(InputOf(parameter, kind));
      // A list or an object is numbered in the form.
      if (kind == SchemaKind::kArray || kind == SchemaKind::kObject) {
        draft_.inputs.back().type = "json";
        draft_.inputs.back().values.clear();
      }
      return OkStatus();
    }
    if (parameter.schema == nullptr || kind == SchemaKind::kObject ||
        (kind == SchemaKind::kArray && (!known_style || header))) {
      return parameter.required
                 ? Unsupported("it wants " + parameter.name + ", which is no single value or list")
                 : OkStatus();
    }
    draft_.inputs.push_back(InputOf(parameter, kind));
    return OkStatus();
  }

  InputDraft InputOf(const OpenApiParameter& parameter, SchemaKind kind) const {
    InputDraft input;
    input.place = static_cast<InputPlace>(parameter.place);
    input.name = parameter.name;
    input.required = parameter.required;
    input.description = TextAt(parameter.node, "description");
    const bool list = kind == SchemaKind::kArray;
    const YamlNode* one = list ? ItemsOfSchema(document_, parameter.schema) : parameter.schema;
    input.type = TypeOfSchema(document_, one);
    if (input.type == "json") input.type = "text";
    if (input.type == "text") input.values = ValuesOfSchema(document_, one);
    if (list && input.place == InputPlace::kQuery)
      input.list = parameter.explode ? "repeated" : "comma";
    return input;
  }

  bool TakeConstantHeader(const OpenApiParameter& parameter) {
    const std::vector<std::string> values = ValuesOfSchema(document_, parameter.schema);
    const std::string otherwise = TextAt(parameter.schema, "default");
    // The operation of AWS's JSON protocols, which is no choice though none of them is required.
    const bool only = values.size() == 1 && values.front() == otherwise;
    if (!parameter.required && !only) return false;
    const std::string value = values.size() == 1 ? values.front() : otherwise;
    if (value.empty()) return false;
    draft_.headers.emplace_back(parameter.name, value);
    return true;
  }

  Status ReadBody() {
    const YamlNode* request = document_.Member(&method_, "request");
    const std::string wanted = TextAt(request, "mediaType");
    const auto body = BodyOf(document_, operation_, wanted);
    RETURN_IF_ERROR(ReadRequestKeys(request));
    if (!body) return OkStatus();
    const std::string type = wanted.empty() ? body->media_type : wanted;
    if (type == "application/x-www-form-urlencoded") {
      draft_.content = "form";
    } else if (!IsJsonType(type) && !IsAwsJson(type)) {
      return Unsupported("its body is " + type);
    } else if (type != "application/json" && type != "*/*") {
      draft_.content = type;
    }
    const YamlNode* schema = document_.Member(request, "schema_override");
    if (schema == nullptr) schema = document_.Resolve(body->schema);
    const SchemaKind kind = KindOfSchema(document_, schema);
    if (kind == SchemaKind::kArray) return Unsupported("its body is a list");
    if (kind == SchemaKind::kScalar) return Unsupported("its body is a single value");
    return AddMembers(schema);
  }

  Status AddMembers(const YamlNode* schema) {
    constexpr std::string_view kWithin = "naive_";
    const std::string algorithm = AlgorithmOf(configs_, "requestBodyTranslate");
    const bool has_outer = algorithm.starts_with(kWithin);
    const std::string outer = has_outer ? algorithm.substr(kWithin.size()) : "";
    bool found = !has_outer;
    for (const SchemaMember& member : MembersOfSchema(document_, schema)) {
      if (has_outer && member.name == outer) {
        AddInner(member);
        found = true;
      } else if (IsSentByColumn(member)) {
        draft_.body.push_back(MemberOf(member));
      }
    }
    return found ? OkStatus() : Unsupported("its body is made by the algorithm " + algorithm);
  }

  bool IsSentByColumn(const SchemaMember& member) const {
    const bool paging =
        std::ranges::find(paging_parameters_, PointerOf({member.name})) != paging_parameters_.end();
    const bool fixed = draft_.base_body && draft_.base_body->Find(member.name) != nullptr;
    return !paging && !fixed && !SaysTrue(member.schema, "readOnly");
  }

  // Columns write the members of `outer`, which may be sent as a text.
  void AddInner(const SchemaMember& outer) {
    for (const SchemaMember& member : MembersOfSchema(document_, outer.schema)) {
      if (SaysTrue(member.schema, "readOnly")) continue;
      InputDraft input = MemberOf(member);
      input.within = {outer.name};
      // The outer one may be left out.
      input.required &= outer.required;
      draft_.body.push_back(std::move(input));
    }
    if (SaysTrue(outer.schema, "x-stackQL-stringOnly")) {
      draft_.json_texts = {PointerOf({outer.name})};
    }
  }

  InputDraft MemberOf(const SchemaMember& member) const {
    InputDraft input;
    input.place = InputPlace::kBody;
    input.name = member.name;
    input.required = member.required;
    input.type = TypeOfSchema(document_, member.schema);
    input.description = TextAt(member.schema, "description");
    if (input.type == "text") input.values = ValuesOfSchema(document_, member.schema);
    return input;
  }

  Status ReadRequestKeys(const YamlNode* request) {
    if (request == nullptr) return OkStatus();
    const YamlNode* transform = request->Find("transform");
    if (transform != nullptr && !SendsWhatIsSet(TextAt(transform, "body"))) {
      return Unsupported("its body goes through a template of an unknown kind");
    }
    if (request->Find("default") != nullptr) return Unsupported("it has a default body");
    const std::string base = TextAt(request, "base");
    if (base.empty()) return OkStatus();
    // What it adds is that there is a body.
    if (StripBlanks(base) == "{}") {
      draft_.base_body = MapNode();
      return OkStatus();
    }
    auto tree = ParseYaml(base, "base", kImportedYaml);
    if (!JsonDocument::Parse(base).ok() || !tree.ok() || !tree->is(Kind::kMap) ||
        tree->keys.empty()) {
      return Unsupported("its base body is no JSON object");
    }
    draft_.base_body = *std::move(tree);
    return OkStatus();
  }

  const OpenApiDocument& document_;
  const YamlNode& method_;
  const ConfigChain& configs_;
  OpenApiOperation operation_;
  MethodDraft draft_;
  std::vector<std::string> paging_parameters_;
};

}  // namespace

StatusOr<MethodDraft> ReadStackqlMethod(const OpenApiDocument& document, const YamlNode& method,
                                        const std::string& name, std::string_view verb,
                                        const ConfigChain& configs) {
  return MethodReader(document, method, configs).Read(name, verb);
}

}  // namespace apisql
