// Secret: a string that cannot be printed, compared or streamed by accident.
#ifndef APISQL_SRC_BASE_SECRET_H_
#define APISQL_SRC_BASE_SECRET_H_

#include <string>
#include <utility>

namespace apisql {

// Holds a credential. The only way to its text is Reveal(), which reviewers can search for: it
// belongs where a request leaves for the server that the credential is for, and nowhere else.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  bool empty() const { return text_.empty(); }
  const std::string& Reveal() const { return text_; }

 private:
  std::string text_;
};

}  // namespace apisql

#endif  // APISQL_SRC_BASE_SECRET_H_
