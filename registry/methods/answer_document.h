// The keys `empty` and `success` of a provider or a method: what an answer means beside its status.
#ifndef APISQL_REGISTRY_METHODS_ANSWER_DOCUMENT_H_
#define APISQL_REGISTRY_METHODS_ANSWER_DOCUMENT_H_

#include <vector>

#include "registry/model/provider.h"
#include "registry/yaml/fields.h"

namespace apisql {

// What stands under `empty` or `success` of `fields`; `otherwise` without the key. Records rules
// that ask for nothing, or for two things at once.
EmptyAnswers ReadEmptyAnswers(const Fields& fields, const EmptyAnswers& otherwise);
std::vector<SuccessRule> ReadSuccess(const Fields& fields,
                                     const std::vector<SuccessRule>& otherwise);

}  // namespace apisql

#endif  // APISQL_REGISTRY_METHODS_ANSWER_DOCUMENT_H_
