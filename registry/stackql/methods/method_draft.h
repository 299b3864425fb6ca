// MethodDraft: a method of a StackQL document, read, before its inputs and rows have columns.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_METHOD_DRAFT_H_
#define APISQL_REGISTRY_STACKQL_METHODS_METHOD_DRAFT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/yaml/yaml_tree.h"

namespace apisql {

// A value that a request takes.
struct InputDraft {
  enum class Place { kPath, kQuery, kHeader, kBody };
  Place place = Place::kQuery;
  std::string name;  // As it is sent.
  bool required = false;
  std::string type = "text";
  std::string description;
  std::vector<std::string> values;
  std::string list;            // How several values are sent: "repeated", "comma"; "": one alone.
  bool names_the_row = false;  // The last placeholder of a path that ends with it.
  std::string column;          // Filled in by ColumnPlan.
};

// A member of a row.
struct MemberDraft {
  std::string name;
  std::string type = "text";
  std::string description;
  std::vector<std::string> values;
  std::string path;  // Where the row has it: "/name", or "/" for the whole.
};

struct MethodDraft {
  std::string name;
  std::string verb;  // Of our format: "select" ... "exec".
  std::string description;
  int line = 1;
  std::string http_method;  // "get"
  std::string path;
  std::string server;  // Of the provider's document; "": its first.
  std::vector<std::pair<std::string, std::string>> constants;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<InputDraft> inputs;  // All but those of the body.
  std::vector<InputDraft> body;
  std::string content;  // Of the body; "": application/json.
  std::optional<YamlNode> base_body;
  // Of a select: "rows" or "row", and where it stands. Of a write "row", or "" where its answer has
  // none.
  std::string rows_key;
  std::string rows;
  std::vector<MemberDraft> members;
  std::optional<YamlNode> paging;

  bool is_list() const { return rows_key == "rows"; }
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_METHOD_DRAFT_H_
