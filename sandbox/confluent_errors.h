// The errors of Confluent Cloud's APIs, in the shapes that its servers really send.
#ifndef APISQL_SANDBOX_CONFLUENT_ERRORS_H_
#define APISQL_SANDBOX_CONFLUENT_ERRORS_H_

#include <string_view>

#include "sandbox/call.h"

namespace apisql::sandbox {

struct ErrorText {
  std::string_view code = {};  // Left out of the body when empty, as are the others.
  std::string_view title = {};
  std::string_view detail = {};
  std::string_view pointer = {};    // Into the request's body: /spec/owner
  std::string_view parameter = {};  // Of the request's query: page_token
};

// {"errors":[{"id","status","code","title","detail","source"}]}
Answer ConfluentError(const Call& call, int status, const ErrorText& text);

Answer ConfluentUnauthenticated(const Call& call);
Answer ConfluentNoSuchPath(const Call& call);
Answer ConfluentMethodNotAllowed(const Call& call);
// 403 forbidden_access: what reading an object that is gone gives in several APIs.
Answer ForbiddenAccess(const Call& call);
// 404 with `code`: what it gives in the others.
Answer ConfluentNotFound(const Call& call, std::string_view code, std::string_view detail);
Answer InvalidFilter(const Call& call, std::string_view parameter, std::string_view detail);
Answer InvalidBody(const Call& call);
Answer Unprocessable(const Call& call, std::string_view pointer, std::string_view detail);
Answer ConfluentConflict(const Call& call, std::string_view detail);

// {"error_code":40301,"message":"..."}: the shape of role bindings. The status is its first digits.
Answer RoleBindingError(int error_code, std::string_view message);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_ERRORS_H_
