// One finished request as --trace shows it.
#ifndef APISQL_SHELL_RUN_TRACE_H_
#define APISQL_SHELL_RUN_TRACE_H_

#include <string>

#include "src/http/request_log.h"

namespace apisql {

// "> GET URL\n< 200 OK 123 bytes 12 ms (request id abc; 99 of 100 requests left)\n", with what the
// server tells of itself; "no answer" where none came; then "! ..." with the error, where there is
// one. Records hold no secrets.
std::string TraceText(const RequestRecord& record);

}  // namespace apisql

#endif  // APISQL_SHELL_RUN_TRACE_H_
