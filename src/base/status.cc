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

const std::string& Status::api_code() const { return error_ ? error_->api_code : EmptyText(); }

const std::string& Status::hint() const { return error_ ? error_->hint : EmptyText(); }

Status Status::Annotate(std::string_view prefix) && {
  if (error_) error_->message = std::string(prefix) + ": " + error_->message;
  return std::move(*this);
}

Status Status::WithMessage(std::string message) && {
  if (error_) error_->message = std::move(message);
  return std::move(*this);
}

Status Status::WithHttp(int http_status, std::string request_id) && {
  if (error_) {
    error_->http_status = http_status;
    error_->request_id = std::move(request_id);
  }
  return std::move(*this);
}

Status Status::WithApiCode(std::string api_code) && {
  if (error_) error_->api_code = std::move(api_code);
  return std::move(*this);
}

Status Status::WithHint(std::string hint) && {
  if (error_) error_->hint = std::move(hint);
  return std::move(*this);
}

Status Status::At(std::optional<size_t> place) && {
  if (error_) error_->place = place;
  return std::move(*this);
}

}  // namespace apisql
