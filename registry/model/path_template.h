// PathTemplate: the placeholders of a method's path, after RFC 6570: {name} is one segment, {+name}
// keeps slashes, {/name} is a segment with its slash, or nothing.
#ifndef APISQL_REGISTRY_MODEL_PATH_TEMPLATE_H_
#define APISQL_REGISTRY_MODEL_PATH_TEMPLATE_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/resource.h"
#include "src/base/status.h"

namespace apisql {

struct PathPlaceholder {
  std::string name;
  Parameter::Segment segment = Parameter::Segment::kOne;
  size_t begin = 0;  // Of its braces.
  size_t end = 0;
};

// In their order; kInvalidArgument where a brace has no partner or holds no name.
StatusOr<std::vector<PathPlaceholder>> PathPlaceholders(std::string_view path);

// `path` with the text of each placeholder in its place.
std::string FillPath(std::string_view path,
                     const std::function<std::string(const PathPlaceholder&)>& text_of);

// A value as it stands there, encoded, with the slash of an optional segment. Nothing where it
// would be the path of another resource: an empty segment, ".", "..", and in {+name} a control
// character.
std::optional<std::string> PathText(Parameter::Segment segment, const std::string& value);

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_PATH_TEMPLATE_H_
