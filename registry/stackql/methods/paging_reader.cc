#include "registry/stackql/methods/paging_reader.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "registry/openapi/schema.h"
#include "registry/openapi/unsupported.h"
#include "registry/print/make_node.h"
#include "registry/yaml/key_checks.h"
#include "src/base/text.h"
#include "src/paging/paging_spec.h"
#include "src/paging/shapes/paging_shapes.h"

namespace apisql {
namespace {

using ShapeKind = PagingShape::Kind;

// A member of the answer beside the rows.
struct EnvelopeMember {
  std::string plain;  // Its last name.
  std::vector<std::string> keys;
  std::string type;
  bool required = false;
  const YamlNode* schema = nullptr;
};

class PagingReader {
 public:
  PagingReader(const OpenApiDocument& document, const OpenApiOperation& operation,
               const AnswerShape& answer, const YamlNode* pushdown)
      : document_(document), operation_(operation), answer_(answer), pushdown_(pushdown) {
    AddLevel(answer.envelope, {}, /*group=*/false);
  }

  StatusOr<ListPaging> Configured(const YamlNode& pagination) {
    const YamlNode* request = pagination.Find("requestToken");
    const YamlNode* response = pagination.Find("responseToken");
    const std::string algorithm = TextAt(&pagination, "algorithm");
    if (algorithm == "page_number") return PageNumber(pagination, TextAt(request, "key"));
    if (!algorithm.empty()) return Unsupported("it pages by the algorithm " + algorithm);
    const std::string place = TextAt(request, "location");
    const bool in_header = TextAt(response, "location") == "header";
    if (place == "request" && in_header) return Style("link_header");
    ASSIGN_OR_RETURN(const std::vector<std::string> keys,
                     KeysOfObjectKey(in_header ? "" : TextAt(response, "key")));
    const std::string next = in_header ? "header:" + TextAt(response, "key") : PointerOf(keys);
    if (place == "request") {
      ListPaging paging = Style("next_url");
      Put(paging.paging, "next", TextNode(next));
      return paging;
    }
    const bool declared = in_header || place != "query" ||
                          FindParameter(PlainName(TextAt(request, "key"))) != nullptr ||
                          SchemaAt(document_, answer_.envelope, keys) != nullptr;
    // Said of a whole service, and not of this list, which may page in another way.
    if (!declared) {
      auto other = Recognised();
      if (!other.ok() || other->known) return other;
    }
    return Token(next, place, TextAt(request, "key"));
  }

  StatusOr<ListPaging> Recognised() {
    ASSIGN_OR_RETURN(ListPaging paging, ByNames());
    if (paging.paging.Find("style")->text != kUnknownPaging) {
      Put(paging.paging, "recognised", WordNode("true"));
    }
    return paging;
  }

 private:
  StatusOr<ListPaging> ByNames() {
    for (const PagingShape& shape : PagingShapes()) {
      for (const EnvelopeMember& member : members_) {
        if (member.plain != shape.member) continue;
        const OpenApiParameter* parameter = FindParameter(shape.parameter);
        if (!shape.parameter.empty() && parameter == nullptr) continue;
        if (auto paging = OfShape(shape, member, parameter)) return *std::move(paging);
      }
    }
    return Signs();
  }

  void AddLevel(const YamlNode* schema, const std::vector<std::string>& keys, bool group) {
    // A schema may name itself in many members, each of which is a group again.
    constexpr size_t kMostGroups = 200;
    if (++groups_ > kMostGroups) return;
    if (keys.size() > kMostPagingLevels || KindOfSchema(document_, schema) == SchemaKind::kArray)
      return;
    for (const SchemaMember& member : MembersOfSchema(document_, schema)) {
      std::vector<std::string> inner = keys;
      inner.push_back(member.name);
      if (inner == answer_.rows) continue;
      const std::string plain = PlainName(member.name);
      const std::string type(TypeOfSchema(document_, member.schema));
      if (type == "json" || (IsPagingGroup(plain) && type != "integer")) {
        const bool to_rows = inner.size() < answer_.rows.size() &&
                             std::equal(inner.begin(), inner.end(), answer_.rows.begin());
        if (to_rows || IsPagingGroup(plain)) AddLevel(member.schema, inner, group || !to_rows);
      }
      if (type == "json") continue;
      members_.push_back({plain, std::move(inner), type, member.required, member.schema});
    }
  }

  const OpenApiParameter* FindParameter(std::string_view plain) const {
    const auto found = std::ranges::find_if(operation_.parameters, [&](const auto& parameter) {
      return parameter.place == OpenApiParameter::Place::kQuery &&
             PlainName(parameter.name) == plain;
    });
    return found == operation_.parameters.end() ? nullptr : &*found;
  }

  const EnvelopeMember* FindMember(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
      const auto found = std::ranges::find(members_, name, &EnvelopeMember::plain);
      if (found != members_.end()) return &*found;
    }
    return nullptr;
  }

  ListPaging Style(std::string_view style) const {
    ListPaging paging;
    paging.known = true;
    paging.paging = MapNode();
    Put(paging.paging, "style", WordNode(style));
    AddPageSize(paging);
    return paging;
  }

  // Only where the most is known: then fewer requests are needed.
  void AddPageSize(ListPaging& paging) const {
    const std::string pushed = TextAt(document_.Member(pushdown_, "top"), "paramName");
    for (const OpenApiParameter& parameter : operation_.parameters) {
      if (parameter.place != OpenApiParameter::Place::kQuery) continue;
      const bool is_size = parameter.name == pushed ||
                           PagingParameterOf(PlainName(parameter.name)) == PagingParameter::kSize;
      std::string most = parameter.name == pushed
                             ? TextAt(document_.Member(pushdown_, "top"), "maxValue")
                             : std::string();
      if (most.empty()) most = TextAt(parameter.schema, "maximum");
      const auto maximum = IntegerOf(std::string_view(most));
      if (!is_size || !maximum || *maximum < 1 || *maximum > 1'000'000) continue;
      YamlNode size = MapNode();
      Put(size, "parameter", TextNode(parameter.name));
      Put(size, "maximum", NumberNode(*maximum));
      Put(paging.paging, "page_size", std::move(size));
      paging.parameters.push_back(parameter.name);
      return;
    }
  }

  StatusOr<ListPaging> Token(const std::string& next, const std::string& place,
                             const std::string& key) {
    const bool in_body = place == "body";
    ASSIGN_OR_RETURN(const std::vector<std::string> keys, KeysOfObjectKey(in_body ? key : ""));
    if (in_body ? keys.empty() : key.empty())
      return Unsupported("its pagination names no parameter");
    if (in_body && operation_.http_method == "get") {
      return Unsupported("its pagination puts the token into the body of a GET");
    }
    const std::string parameter = in_body             ? PointerOf(keys)
                                  : place == "header" ? "header:" + key
                                                      : key;
    ListPaging paging = Style("token");
    Put(paging.paging, "next", TextNode(next));
    Put(paging.paging, "token_parameter", TextNode(parameter));
    paging.parameters.push_back(in_body ? PointerOf({keys.front()}) : key);
    AddMore(paging);
    return paging;
  }

  void AddMore(ListPaging& paging) const {
    const EnvelopeMember* more = FindMember({"hasmore"});
    if (more == nullptr || more->type != "boolean") return;
    Put(paging.paging, "more", TextNode(PointerOf(more->keys)));
  }

  StatusOr<ListPaging> PageNumber(const YamlNode& pagination, const std::string& key) {
    ASSIGN_OR_RETURN(const std::vector<std::string> pages,
                     KeysOfObjectKey(TextAt(pagination.Find("responseTerminator"), "key")));
    const bool is_there = SchemaAt(document_, answer_.envelope, pages) != nullptr;
    // Said of a whole service, and not of this list.
    if (FindParameter(PlainName(key)) == nullptr && !is_there) return Recognised();
    ListPaging paging = Style("page_number");
    Put(paging.paging, "page_parameter", TextNode(key));
    if (!pages.empty()) Put(paging.paging, "pages", TextNode(PointerOf(pages)));
    paging.parameters.push_back(key);
    return paging;
  }

  // 0 or 1, as the schema tells of the parameter.
  static std::optional<int64_t> FirstPage(const OpenApiParameter& parameter) {
    for (const char* key : {"default", "minimum"}) {
      const auto number = IntegerOf(std::string_view(TextAt(parameter.schema, key)));
      if (number && (*number == 0 || *number == 1)) return number;
    }
    return std::nullopt;
  }

  bool IsUrl(const EnvelopeMember& member) const {
    const std::string words = AsciiLower(TextAt(member.schema, "description"));
    return TextAt(member.schema, "format") == "uri" || words.find("url") != words.npos ||
           words.find("uri") != words.npos || words.find("link") != words.npos;
  }

  std::optional<ListPaging> OfShape(const PagingShape& shape, const EnvelopeMember& member,
                                    const OpenApiParameter* parameter) {
    const std::string place = PointerOf(member.keys);
    switch (shape.kind) {
      case ShapeKind::kToken: {
        if (member.type == "boolean" || (member.plain == "next" && IsUrl(member))) {
          return std::nullopt;
        }
        auto paging = Token(place, "query", parameter->name);
        return paging.ok() ? std::optional(*std::move(paging)) : std::nullopt;
      }
      case ShapeKind::kUrl: {
        if (member.type != "text") return std::nullopt;
        ListPaging paging = Style("next_url");
        Put(paging.paging, "next", TextNode(place));
        if (parameter == nullptr) return paging;
        Put(paging.paging, "token_parameter", TextNode(parameter->name));
        paging.parameters.push_back(parameter->name);
        return paging;
      }
      case ShapeKind::kPages: {
        const auto first = FirstPage(*parameter);
        if (!first || member.type != "integer") return std::nullopt;
        ListPaging paging = ByPage(*parameter, *first);
        Put(paging.paging, "pages", TextNode(place));
        return paging;
      }
      case ShapeKind::kMore: {
        if (member.type != "boolean") return std::nullopt;
        ListPaging paging = ByOffset(*parameter);
        Put(paging.paging, "more", TextNode(place));
        return paging;
      }
      case ShapeKind::kLast: {
        const auto has_id = [](const MemberDraft& draft) { return draft.name == "id"; };
        if (member.type != "boolean" || std::ranges::none_of(answer_.members, has_id)) {
          return std::nullopt;
        }
        std::vector<std::string> last = answer_.rows;
        last.insert(last.end(), {"-1", "id"});
        ListPaging paging = Style("token");
        Put(paging.paging, "next", TextNode(PointerOf(last)));
        Put(paging.paging, "token_parameter", TextNode(parameter->name));
        Put(paging.paging, "more", TextNode(place));
        paging.parameters.push_back(parameter->name);
        return paging;
      }
    }
    return std::nullopt;
  }

  ListPaging ByPage(const OpenApiParameter& parameter, int64_t first) const {
    ListPaging paging = Style("page_number");
    Put(paging.paging, "page_parameter", TextNode(parameter.name));
    if (first == 0) Put(paging.paging, "first_page", NumberNode(0));
    paging.parameters.push_back(parameter.name);
    return paging;
  }

  ListPaging ByOffset(const OpenApiParameter& parameter) const {
    ListPaging paging = Style("offset");
    Put(paging.paging, "offset_parameter", TextNode(parameter.name));
    paging.parameters.push_back(parameter.name);
    return paging;
  }

  // What tells of a next page without a parameter that is known for it; else pages that are asked
  // for by place, up to an empty one; else one request.
  StatusOr<ListPaging> Signs() {
    for (const OpenApiParameter& parameter : operation_.parameters) {
      if (parameter.place != OpenApiParameter::Place::kQuery) continue;
      const std::string_view type = TypeOfSchema(document_, parameter.schema);
      switch (PagingParameterOf(PlainName(parameter.name))) {
        case PagingParameter::kPage: {
          const auto first = FirstPage(parameter);
          if (first) return ByPage(parameter, *first);
          return Unsupported("its pages are numbered by " + parameter.name +
                             ", and the document does not say whether from 0 or from 1");
        }
        case PagingParameter::kOffset:
          if (type == "integer" || type == "real") return ByOffset(parameter);
          [[fallthrough]];  // A text is one that an earlier answer has named.
        case PagingParameter::kToken:
          if (HasSign()) break;
          return Unsupported(
              "it takes " + parameter.name +
              " for a next page, and the document does not say where answers name it");
        case PagingParameter::kSize:
        case PagingParameter::kNone:
          break;
      }
    }
    ListPaging paging = Style(kUnknownPaging);
    paging.known = HasSign();
    if (paging.parameters.empty()) AddUsualPageSize(paging);
    return paging;
  }

  // What a page has where the server is not told: as many rows may be no more than that page.
  void AddUsualPageSize(ListPaging& paging) const {
    for (const OpenApiParameter& parameter : operation_.parameters) {
      if (parameter.place != OpenApiParameter::Place::kQuery) continue;
      if (PagingParameterOf(PlainName(parameter.name)) != PagingParameter::kSize) continue;
      const std::string text = TextAt(parameter.schema, "default");
      const auto usual = IntegerOf(std::string_view(text));
      if (!usual || *usual < 1 || *usual > 1'000'000) continue;
      YamlNode size = MapNode();
      Put(size, "default", NumberNode(*usual));
      Put(paging.paging, "page_size", std::move(size));
      return;
    }
  }

  // Whether the answers say that there is more, so that none is lost unseen.
  bool HasSign() const {
    return std::ranges::any_of(members_, [](const EnvelopeMember& member) {
      const PagingSign sign = PagingSignOf(member.plain);
      const bool flag = sign == PagingSign::kMore || sign == PagingSign::kLast;
      return sign == PagingSign::kNext || (flag && member.type == "boolean");
    });
  }

  const OpenApiDocument& document_;
  const OpenApiOperation& operation_;
  const AnswerShape& answer_;
  const YamlNode* pushdown_;
  size_t groups_ = 0;
  std::vector<EnvelopeMember> members_;
};

}  // namespace

StatusOr<ListPaging> ReadListPaging(const OpenApiDocument& document,
                                    const OpenApiOperation& operation, const AnswerShape& answer,
                                    const YamlNode* pagination, const YamlNode* pushdown) {
  PagingReader reader(document, operation, answer, pushdown);
  return pagination == nullptr ? reader.Recognised() : reader.Configured(*pagination);
}

}  // namespace apisql
