// ReadTransform: the templates of StackQL documents that do no more than put an answer in a
// wrapper, or lift members of a member of each row into the row.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_RESPONSE_TRANSFORM_H_
#define APISQL_REGISTRY_STACKQL_METHODS_RESPONSE_TRANSFORM_H_

#include <optional>
#include <string>
#include <string_view>

namespace apisql {

struct ResponseTransform {
  std::string wrapper;  // The member that gets the answer; "": it stays where it is.
  std::string
      scalar;  // Not empty: the answer is an array of texts; each becomes an object of this.
  // Not empty: what this member of a row has, the row has as well, unless it has one of the name.
  std::string lifted;
  std::string
      list;  // With `lifted`: the member of the answer that has the rows; "": it is the row.
};

// None: the template does something else.
std::optional<ResponseTransform> ReadTransform(std::string_view body);

// True for a template of a request that sends each member that is set, as it is.
bool SendsWhatIsSet(std::string_view body);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_RESPONSE_TRANSFORM_H_
