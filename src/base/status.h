// Status and StatusOr: how every function of apisql reports failure. Names and meaning follow
// absl::Status; Debian's absl cannot be linked into a loadable extension, so these are our own.
#ifndef APISQL_SRC_BASE_STATUS_H_
#define APISQL_SRC_BASE_STATUS_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace apisql {

enum class StatusCode {
  kOk,
  kCancelled,           // The user interrupted.
  kDeclined,            // The user was asked and said no.
  kInvalidArgument,     // What the user typed or configured is wrong.
  kNotFound,            // A named thing does not exist.
  kUnauthenticated,     // No credential, or the server refused it (401).
  kPermissionDenied,    // The server knows the credential and says no (403).
  kFailedPrecondition,  // Right in itself, not possible in this state.
  kResourceExhausted,   // A limit was reached: budget, 429, size.
  kUnavailable,         // The server could not be reached or answered 5xx.
  kDeadlineExceeded,    // Time ran out.
  kDataLoss,            // An answer is broken: truncated, invalid, looping.
  kUnimplemented,       // Declared, but this build cannot do it.
  kInternal,            // A fault of apisql itself.
};

// The outcome of an operation. Cheap to move; 8 bytes; ok() allocates nothing.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(StatusCode code, std::string message)
      : error_(std::make_unique<Error>(Error{code, std::move(message), 0, {}, {}, {}, {}})) {}
  Status(const Status& other)
      : error_(other.error_ ? std::make_unique<Error>(*other.error_) : nullptr) {}
  Status& operator=(const Status& other) { return *this = Status(other); }
  Status(Status&&) noexcept = default;
  Status& operator=(Status&&) noexcept = default;
  ~Status() = default;

  bool ok() const { return error_ == nullptr; }
  StatusCode code() const { return error_ ? error_->code : StatusCode::kOk; }
  const std::string& message() const;
  // The HTTP status that caused the error, 0 when none did.
  int http_status() const { return error_ ? error_->http_status : 0; }
  // The server's request id, empty when there is none.
  const std::string& request_id() const;
  // The API's own code for the error, such as "forbidden_access"; empty when it gave none.
  const std::string& api_code() const;
  // That part of the message which says what to do; empty when none does.
  const std::string& hint() const;
  // The byte of the user's text that the error is about.
  std::optional<size_t> place() const { return error_ ? error_->place : std::nullopt; }

  // The same error with `prefix` and ": " before its message; all other facts stay. No effect on an
  // ok status, here and below.
  Status Annotate(std::string_view prefix) &&;
  // The same error in other words.
  Status WithMessage(std::string message) &&;
  // The same error with the HTTP facts behind it.
  Status WithHttp(int http_status, std::string request_id) &&;
  Status WithApiCode(std::string api_code) &&;
  Status WithHint(std::string hint) &&;
  // The same error, about the byte `place` of the user's text.
  Status At(std::optional<size_t> place) &&;

 private:
  struct Error {
    StatusCode code;
    std::string message;
    int http_status;
    std::string request_id;
    std::string api_code;
    std::string hint;
    std::optional<size_t> place;
  };
  std::unique_ptr<Error> error_;
};

inline Status OkStatus() { return {}; }

// A value or the error that kept it from being made. Reading value() of an error aborts.
template <typename T>
class [[nodiscard]] StatusOr {
 public:
  StatusOr(Status status) : state_(std::move(status)) {}  // NOLINT(google-explicit-constructor)
  StatusOr(T value) : state_(std::move(value)) {}         // NOLINT(google-explicit-constructor)
  template <typename U>
    requires(std::is_convertible_v<U &&, T> && !std::is_same_v<std::remove_cvref_t<U>, T> &&
             !std::is_same_v<std::remove_cvref_t<U>, Status> &&
             !std::is_same_v<std::remove_cvref_t<U>, StatusOr>)
  StatusOr(U&& value)  // NOLINT(google-explicit-constructor)
      : state_(std::in_place_index<1>, std::forward<U>(value)) {}

  bool ok() const { return state_.index() == 1; }
  Status status() const& { return ok() ? Status() : std::get<0>(state_); }
  Status status() && { return ok() ? Status() : std::move(std::get<0>(state_)); }

  T& value() & { return std::get<1>(state_); }
  const T& value() const& { return std::get<1>(state_); }
  T&& value() && { return std::move(std::get<1>(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<Status, T> state_;
};

}  // namespace apisql

#define APISQL_CONCAT_INNER(a, b) a##b
#define APISQL_CONCAT(a, b) APISQL_CONCAT_INNER(a, b)

// Returns from the enclosing function when `expression` is not ok.
#define RETURN_IF_ERROR(expression)                \
  do {                                             \
    ::apisql::Status apisql_status = (expression); \
    if (!apisql_status.ok()) return apisql_status; \
  } while (false)

// Evaluates a StatusOr; returns its error, or moves its value into `declaration`.
#define ASSIGN_OR_RETURN(declaration, expression) \
  ASSIGN_OR_RETURN_INNER(APISQL_CONCAT(apisql_result_, __LINE__), declaration, expression)
#define ASSIGN_OR_RETURN_INNER(result, declaration, expression) \
  auto result = (expression);                                   \
  if (!result.ok()) return std::move(result).status();          \
  declaration = std::move(result).value()

#endif  // APISQL_SRC_BASE_STATUS_H_
