// BodyFormat: in which form bodies are sent, and what the server is told of it.
#ifndef APISQL_REGISTRY_MODEL_BODY_FORMAT_H_
#define APISQL_REGISTRY_MODEL_BODY_FORMAT_H_

#include <string>

#include "src/json/form.h"

namespace apisql {

struct BodyFormat {
  std::string media_type = "application/json";  // As Content-Type says it.
  bool is_form = false;  // application/x-www-form-urlencoded; else the body is JSON.
  FormStyle form = {};
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_BODY_FORMAT_H_
