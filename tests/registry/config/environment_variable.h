// An environment variable for the length of a test.
#ifndef APISQL_TESTS_REGISTRY_CONFIG_ENVIRONMENT_VARIABLE_H_
#define APISQL_TESTS_REGISTRY_CONFIG_ENVIRONMENT_VARIABLE_H_

#include <cstdlib>
#include <optional>
#include <string>

namespace apisql {

class EnvironmentVariable {
 public:
  // Null: it is not set.
  EnvironmentVariable(const char* name, const char* value) : name_(name) {
    if (const char* old = getenv(name)) old_ = old;
    if (value == nullptr) {
      unsetenv(name);
    } else {
      setenv(name, value, 1);
    }
  }
  ~EnvironmentVariable() {
    if (old_) {
      setenv(name_, old_->c_str(), 1);
    } else {
      unsetenv(name_);
    }
  }
  EnvironmentVariable(const EnvironmentVariable&) = delete;
  EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> old_;
};

}  // namespace apisql

#endif  // APISQL_TESTS_REGISTRY_CONFIG_ENVIRONMENT_VARIABLE_H_
