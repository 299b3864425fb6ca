// Runs the examples of a page against the sandbox, as the words behind their fences say.
//
// | fence | is |
// | sql | statements that succeed, in one session of the program |
// | text output[=FORMAT] | what the sql block before prints in that format |
// | console | commands behind `$ `; where one is followed by lines, it prints these |
// | console fails | the same, and the last command fails |
// | text prompt[=COLUMNS] | what a terminal shows; what stands behind prompts is typed |
// | LANGUAGE file=NAME | a file for the examples that follow on the page |
// | json answer=REQUEST | what an API at 127.0.0.1:8080 answers: /things, POST:/things |
// | LANGUAGE not-run | what only people can run |
#ifndef APISQL_TESTS_DOCUMENTATION_EXAMPLES_H_
#define APISQL_TESTS_DOCUMENTATION_EXAMPLES_H_

#include <map>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"
#include "tests/documentation/markdown.h"
#include "tests/documentation/shown_api.h"
#include "tests/programs/run_program.h"

namespace apisql {

// What a block prints, and what the page says that it does. An example is right where they are
// equal; "..." in a line of its own stands in a page for any lines.
struct Example {
  std::string shown;
  std::string printed;
  std::string fault;  // Of an example that did not run.
  bool IsRight() const;
};

// One page: its blocks share a folder. `sandbox`, which must outlive it, answers commands that do
// not say --sandbox themselves.
class ExamplePage {
 public:
  explicit ExamplePage(const Sandbox& sandbox);

  // Runs a block, the next one of its page. What cannot be run is an example that is right.
  std::vector<Example> Run(const Block& block);

 private:
  Example RunSql(const Block& block);
  std::vector<Example> RunCommands(const Block& block);
  Example TypeAtPrompt(const Block& block);
  ProgramResult RunCommand(const std::string& command) const;

  TestHome home_;
  ShownApi api_;
  std::map<std::string, std::string> environment_;
  std::string sql_;  // Of the last sql block.
};

}  // namespace apisql

#endif  // APISQL_TESTS_DOCUMENTATION_EXAMPLES_H_
