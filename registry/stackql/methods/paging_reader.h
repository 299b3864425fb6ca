// ReadPaging of StackQL documents: what they configure, else what the table of known shapes tells.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_PAGING_READER_H_
#define APISQL_REGISTRY_STACKQL_METHODS_PAGING_READER_H_

#include <string>
#include <vector>

#include "registry/openapi/openapi_document.h"
#include "registry/openapi/operation.h"
#include "registry/stackql/methods/answer_shape.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

// How a list is cut into pages, as our documents say it.
struct ListPaging {
  YamlNode paging;  // A map.
  // Those that paging sends, so that no column does: "page_token", or "/page" for a member of a
  // body.
  std::vector<std::string> parameters;
  bool known = false;  // False: nothing is known of further pages.
};

// `pagination` and `pushdown` are what the configs say, null for nothing. kUnimplemented says why
// rows could be left out unseen.
StatusOr<ListPaging> ReadListPaging(const OpenApiDocument& document,
                                    const OpenApiOperation& operation, const AnswerShape& answer,
                                    const YamlNode* pagination, const YamlNode* pushdown);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_PAGING_READER_H_
