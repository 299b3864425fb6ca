// MakeMethodNode: a MethodDraft whose inputs have columns as an entry of `methods`.
#ifndef APISQL_REGISTRY_STACKQL_TABLES_METHOD_NODE_H_
#define APISQL_REGISTRY_STACKQL_TABLES_METHOD_NODE_H_

#include "registry/stackql/methods/method_draft.h"
#include "registry/stackql/tables/column_plan.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

YamlNode MakeMethodNode(const MethodDraft& method, const ColumnPlan& plan);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_TABLES_METHOD_NODE_H_
