#include "vtab/prepared/result.h"

#include <utility>

namespace apisql {

Status WithWorkDone(Status error, std::string_view work_done) {
  if (error.ok() || work_done.empty()) return error;
  std::string message = error.message() + "; " + std::string(work_done);
  return std::move(error).WithMessage(std::move(message));
}

}  // namespace apisql
