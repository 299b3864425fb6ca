// ReadTransform: the templates of StackQL documents that do no more than put an answer in a
// wrapper.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_RESPONSE_TRANSFORM_H_
#define APISQL_REGISTRY_STACKQL_METHODS_RESPONSE_TRANSFORM_H_

#include <optional>
#include <string>
#include <string_view>

namespace apisql {

struct ResponseTransform {
  std::string wrapper;  // The member that gets the answer.
  std::string
      scalar;  // Not empty: the answer is an array of texts; each becomes an object of this.
};

// None: the template does something else.
std::optional<ResponseTransform> ReadTransform(std::string_view body);

// True for a template of a request that sends each member that is set, as it is.
bool SendsWhatIsSet(std::string_view body);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_RESPONSE_TRANSFORM_H_
