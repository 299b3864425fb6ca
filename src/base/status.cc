#include "src/base/status.h"

namespace apisql {
namespace {

const std::string& EmptyText() {
  static const auto* const kEmpty = new std::string();
  return *kEmpty;
}

}  // namespace

const std::string& Status::message() const { return error_ ? error_->message : EmptyText(); }

const std::string& Status::request_id() const { return error_ ? error_->request_id : EmptyText(); }

Status Status::Annotate(std::string_view prefix) && {
  if (error_) error_->message = std::string(prefix) + ": " + error_->message;
  return std::move(*this);
}

Status Status::WithHttp(int http_status, std::string request_id) && {
  if (error_) {
    error_->http_status = http_status;
    error_->request_id = std::move(request_id);
  }
  return std::move(*this);
}

}  // namespace apisql
