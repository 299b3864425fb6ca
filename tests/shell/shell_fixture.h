// A Shell over a FakeSession, with what it printed.
#ifndef APISQL_TESTS_SHELL_SHELL_FIXTURE_H_
#define APISQL_TESTS_SHELL_SHELL_FIXTURE_H_

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "shell/run/shell.h"
#include "tests/shell/fake_session.h"

namespace apisql {

class ShellFixture : public testing::Test {
 protected:
  ShellFixture()
      : out([this](std::string_view text) { return Take(text, printed); }),
        errors([this](std::string_view text) { return Take(text, complaints); }),
        progress(Clock::Real(), nullptr),
        shell(session, out, errors, progress, variables,
              {.format = FindFormat("csv"), .width = nullptr}) {}

  static Status Take(std::string_view text, std::string& target) {
    target += text;
    return OkStatus();
  }

  bool Run(const std::string& text, const std::string& name = "") {
    const bool finished = shell.Run({name, text});
    out.Flush();
    errors.Flush();
    return finished;
  }

  FakeSession session;
  std::string printed;
  std::string complaints;
  Output out;
  Output errors;
  Progress progress;
  Variables variables;
  Shell shell;
};

}  // namespace apisql

#endif  // APISQL_TESTS_SHELL_SHELL_FIXTURE_H_
