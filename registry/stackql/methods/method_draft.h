// MethodDraft: a method of a StackQL document, read, before its inputs and rows have columns.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_METHOD_DRAFT_H_
#define APISQL_REGISTRY_STACKQL_METHODS_METHOD_DRAFT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "registry/yaml/yaml_tree.h"
#include "src/json/path.h"

namespace apisql {

// A value that a request takes.
struct InputDraft {
  enum class Place { kPath, kQuery, kHeader, kBody };
  Place place = Place::kQuery;
  std::string name;                 // As it is sent.
  std::vector<std::string> within;  // Of a body: the keys before its name.
  bool required = false;
  std::string type = "text";
  std::string description;
  std::vector<std::string> values;
  std::string list;  // How several values are sent: "repeated", "comma"; "": one alone.
  // The last placeholder of a path that ends with it; what an action that gets one row must have.
  bool names_the_row = false;
  bool keeps_slashes = false;  // In a path: it is several segments.
  std::string column;          // Filled in by ColumnPlan.
};

// Where a body has it: "/name", or "/outer/name".
inline std::string BodyPathOf(const InputDraft& input) {
  JsonPath path{input.within};
  path.keys.push_back(input.name);
  return path.ToString();
}

// A member of a row.
struct MemberDraft {
  std::string name;
  std::string type = "text";
  std::string description;
  std::vector<std::string> values;
  std::string path;        // Where the row has it: "/name", or "/" for the whole.
  std::string other_path;  // Where else, when it is not there; "": nowhere.
};

// Answers in XML, and what must be said of them.
struct XmlDraft {
  bool finds_rows = false;             // The document does not say where they stand.
  std::vector<std::string> find_rows;  // By which members then.
  std::vector<std::string> lists;      // Within a row: "/Tags/*".
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
  // All but those of the body; where all are sent in a form, those that no column is written by.
  std::vector<InputDraft> inputs;
  std::vector<InputDraft> body;
  std::string content;      // Of the body; "": application/json.
  std::string form_arrays;  // Of a form; "": as our documents have it.
  std::optional<YamlNode> base_body;
  std::vector<std::string> json_texts;  // Members of the body that are sent as texts.
  std::optional<XmlDraft> xml;
  // An UPDATE or DELETE whose WHERE gives the inputs, since rows do not tell them.
  bool by_inputs = false;
  // Of a select: "rows" or "row", and where it stands. Of a write "row", or "" where its answer has
  // none.
  std::string rows_key;
  std::string rows;
  std::vector<MemberDraft> members;
  std::optional<YamlNode> paging;
  bool must_be_whole = false;  // Of rows that are found: an answer that tells of more is an error.

  bool is_list() const { return rows_key == "rows"; }
};

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_METHOD_DRAFT_H_
