// AnswerShape: where a StackQL method says that its answer has rows, and what they have.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_ANSWER_SHAPE_H_
#define APISQL_REGISTRY_STACKQL_METHODS_ANSWER_SHAPE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/openapi/openapi_document.h"
#include "registry/openapi/operation.h"
#include "registry/stackql/methods/method_draft.h"

namespace apisql {

struct AnswerShape {
  bool is_list = false;
  std::vector<std::string> rows;  // The keys to the list, or to the one row.
  std::vector<MemberDraft> members;
  std::string media_type;
  std::optional<XmlDraft> xml;
  // The schema of what the server sends; null: not known.
  const YamlNode* envelope = nullptr;
};

// `response` is what the method says of it, null for nothing. kUnimplemented says what cannot be
// read.
StatusOr<AnswerShape> ReadAnswerShape(const OpenApiDocument& document,
                                      const OpenApiOperation& operation, const YamlNode* response);

// "$.data.items" -> {data, items}; an error for what is more than names.
StatusOr<std::vector<std::string>> KeysOfObjectKey(std::string_view object_key);
// {data, items} -> "/data/items"; {} -> "/".
std::string PointerOf(const std::vector<std::string>& keys);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_ANSWER_SHAPE_H_
