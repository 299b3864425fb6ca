#include "registry/stackql/methods/method_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "registry/openapi/operation.h"
#include "registry/openapi/schema.h"
#include "registry/openapi/unsupported.h"
#include "registry/print/make_node.h"
#include "registry/stackql/methods/answer_shape.h"
#include "registry/stackql/methods/paging_reader.h"
#include "registry/stackql/methods/response_transform.h"
#include "src/base/text.h"
#include "src/json/reader.h"

namespace apisql {
namespace {

using InputPlace = InputDraft::Place;
using Kind = YamlNode::Kind;

const YamlNode* FindConfig(const ConfigChain& configs, std::string_view key) {
  for (const YamlNode* config : configs) {
    const YamlNode* found = config == nullptr ? nullptr : config->Find(key);
    if (found != nullptr && !found->is(Kind::kNull)) return found;
  }
  return nullptr;
}

// What requests and answers go through that nothing here can say.
Status CheckConfigs(const ConfigChain& configs) {
  const std::string body = TextAt(FindConfig(configs, "requestBodyTranslate"), "algorithm");
  if (!body.empty() && body != "naive" && body != "default") {
    return Unsupported("its body is made by the algorithm " + body);
  }
  const std::string request = TextAt(FindConfig(configs, "requestTranslate"), "algorithm");
  if (!request.empty() && request != "drop_double_underscore_params") {
    return Unsupported("its request is made by the algorithm " + request);
  }
  const std::string query = TextAt(FindConfig(configs, "queryParamTranspose"), "algorithm");
  if (!query.empty()) return Unsupported("its query is made by the algorithm " + query);
  // The last is the provider's, whose credential all servers take.
  for (size_t i = 0; i + 1 < configs.size(); ++i) {
    if (configs[i] != nullptr && configs[i]->Find("auth") != nullptr) {
      return Unsupported("it has a credential of its own");
    }
  }
  for (const char* key : {"variations", "sqlExternalTables"}) {
    if (FindConfig(configs, key) != nullptr) return Unsupported("it has " + std::string(key));
  }
  return OkStatus();
}

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
  constexpr std::string_view kOwn[] = {"accept", "content-type", "authorization", "user-agent",
                                       "host"};
  return std::ranges::find(kOwn, AsciiLower(name)) != std::end(kOwn);
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
    if (operation_.http_method != "get") RETURN_IF_ERROR(ReadBody());
    return std::move(draft_);
  }

 private:
  Status ReadAnswer() {
    const YamlNode* response = document_.Member(&method_, "response");
    auto shape = ReadAnswerShape(document_, operation_, response);
    const bool select = draft_.verb == "select";
    if (!shape.ok()) return select ? shape.status() : OkStatus();
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
    if (!parameter.required) return false;
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
    } else if (!IsJsonType(type)) {
      return Unsupported("its body is " + type);
    } else if (type != "application/json" && type != "*/*") {
      draft_.content = type;
    }
    const YamlNode* schema = document_.Member(request, "schema_override");
    if (schema == nullptr) schema = document_.Resolve(body->schema);
    const SchemaKind kind = KindOfSchema(document_, schema);
    if (kind == SchemaKind::kArray) return Unsupported("its body is a list");
    if (kind == SchemaKind::kScalar) return Unsupported("its body is a single value");
    for (const SchemaMember& member : MembersOfSchema(document_, schema)) {
      const bool paging = std::ranges::find(paging_parameters_, PointerOf({member.name})) !=
                          paging_parameters_.end();
      if (!paging && !SaysTrue(member.schema, "readOnly")) {
        draft_.body.push_back(MemberOf(member));
      }
    }
    return OkStatus();
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
