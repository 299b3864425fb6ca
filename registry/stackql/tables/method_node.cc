#include "registry/stackql/tables/method_node.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "registry/model/names.h"
#include "registry/print/make_node.h"
#include "registry/print/short_text.h"
#include "src/json/path.h"

namespace apisql {
namespace {

using Place = InputDraft::Place;

YamlNode TextsNode(const std::vector<std::pair<std::string, std::string>>& pairs) {
  YamlNode map = MapNode();
  for (const auto& [name, value] : pairs) {
    if (map.Find(name) == nullptr) Put(map, name, TextNode(value));
  }
  return map;
}

void PutUnlessEmpty(YamlNode& map, std::string_view key, YamlNode value) {
  if (!value.items.empty()) Put(map, key, std::move(value));
}

void ReplaceAll(std::string& text, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

class MethodNodes {
 public:
  MethodNodes(const MethodDraft& method, const ColumnPlan& plan) : method_(method), plan_(plan) {}

  YamlNode Make() {
    Put(node_, "verb", WordNode(method_.verb));
    const std::string words = ShortText(method_.description);
    if (!words.empty()) Put(node_, "description", TextNode(words));
    PutPath();
    if (!method_.server.empty()) Put(node_, "server", TextNode(method_.server));
    PutUnlessEmpty(node_, "path_parameters", std::move(path_parameters_));
    PutUnlessEmpty(node_, "headers", TextsNode(method_.headers));
    PutUnlessEmpty(node_, "constants", TextsNode(method_.constants));
    PutUnlessEmpty(node_, "filters", Filters());
    if (is_select()) {
      PutRows();
    } else {
      PutBody();
    }
    return std::move(node_);
  }

 private:
  bool is_select() const { return method_.verb == "select"; }
  bool is_write() const { return method_.verb == "insert" || method_.verb == "update"; }

  // Placeholders have names that SQL takes, and say so where that is not the column's.
  void PutPath() {
    std::string path = method_.path;
    for (const InputDraft& input : method_.inputs) {
      if (input.place != Place::kPath) continue;
      std::string name = input.name;
      if (!IsQuotableName(name)) {
        ReplaceAll(path, "{" + name + "}", "{" + input.column + "}");
        name = input.column;
      }
      if (input.keeps_slashes) ReplaceAll(path, "{" + name + "}", "{+" + name + "}");
      if (name == input.column || path_parameters_.Find(name) != nullptr) continue;
      YamlNode parameter = MapNode();
      Put(parameter, "column", TextNode(input.column));
      Put(path_parameters_, name, std::move(parameter));
    }
    Put(node_, method_.http_method, TextNode(path));
  }

  YamlNode Filters() const {
    YamlNode filters = MapNode();
    for (const InputDraft& input : method_.inputs) {
      if (input.place == Place::kPath || input.column.empty()) continue;
      AddFilter(input, filters);
    }
    if (is_write()) return filters;
    for (const InputDraft& input : method_.body) AddFilter(input, filters);
    return filters;
  }

  void AddFilter(const InputDraft& input, YamlNode& filters) const {
    if (filters.Find(input.column) != nullptr) return;
    YamlNode filter = MapNode();
    const bool in_body = input.place == Place::kBody;
    if (!in_body && input.name != input.column) Put(filter, "parameter", TextNode(input.name));
    if (input.place == Place::kHeader) Put(filter, "in", WordNode("header"));
    if (in_body) {
      Put(filter, "in", WordNode("body"));
      const std::string path = BodyPathOf(input);
      if (path != "/" + input.column) Put(filter, "body_path", TextNode(path));
    }
    if (is_select() && !plan_.Column(input.column).is_parameter) {
      Put(filter, "match", WordNode("partial"));
    }
    if (input.required) Put(filter, "required", WordNode("true"));
    if (!input.list.empty()) Put(filter, "list", WordNode(input.list));
    Put(filters, input.column, std::move(filter));
  }

  void PutRows() {
    const bool found = method_.xml && method_.xml->finds_rows;
    if (!found) Put(node_, method_.rows_key, TextNode(method_.rows));
    PutXml();
    PutWhole();
    if (method_.paging) Put(node_, "paging", *method_.paging);
    // A read by POST may do more than read.
    const bool was_get = !method_.form_arrays.empty();
    if (method_.http_method != "get" && !was_get) Put(node_, "idempotent", WordNode("false"));
    PutContent();
  }

  void PutXml() {
    if (!method_.xml) return;
    Put(node_, "answers", WordNode("xml"));
    YamlNode xml = MapNode();
    if (method_.xml->finds_rows) Put(xml, "find_rows", ListNode(method_.xml->find_rows));
    if (!method_.xml->lists.empty()) Put(xml, "lists", ListNode(method_.xml->lists));
    PutUnlessEmpty(node_, "xml", std::move(xml));
  }

  // An answer that tells of rows that are not in it is none of all.
  void PutWhole() {
    if (!method_.must_be_whole) return;
    YamlNode rule = MapNode();
    const std::string no = "false";
    Put(rule, "path", TextNode("/truncated"));
    Put(rule, "values", ListNode(std::span(&no, 1)));
    YamlNode rules = ListNode();
    Append(rules, std::move(rule));
    Put(node_, "success", std::move(rules));
  }

  void PutBody() {
    if (method_.by_inputs) Put(node_, "where", WordNode("inputs"));
    PutXml();
    PutContent();
    if (method_.verb == "update" && method_.http_method == "put") {
      Put(node_, "body", WordNode("whole"));
    }
    if (is_write() && AnswersRow()) Put(node_, "returns", TextNode(method_.rows));
  }

  void PutContent() {
    if (method_.http_method == "get") return;
    if (!method_.content.empty()) Put(node_, "content", TextNode(method_.content));
    if (!method_.form_arrays.empty()) {
      YamlNode form = MapNode();
      Put(form, "arrays", WordNode(method_.form_arrays));
      Put(node_, "form", std::move(form));
    }
    const bool members = !method_.body.empty();
    // An empty base says that there is a body where no member is there to say so.
    if (method_.base_body && (!members || !method_.base_body->keys.empty())) {
      Put(node_, "base_body", *method_.base_body);
    }
    if (!method_.json_texts.empty()) Put(node_, "json_texts", ListNode(method_.json_texts));
  }

  // That the answer has what rows have, and is no word of success.
  bool AnswersRow() const {
    if (method_.rows_key != "row") return false;
    size_t of_row = 0;
    size_t known = 0;
    for (const ColumnDraft& column : plan_.columns()) {
      if (column.is_parameter || column.path == "/") continue;
      ++of_row;
      known += std::ranges::find(method_.members, column.path, &MemberDraft::path) !=
                       method_.members.end()
                   ? 1
                   : 0;
    }
    return known > 0 && known * 2 >= of_row;
  }

  const MethodDraft& method_;
  const ColumnPlan& plan_;
  YamlNode node_ = MapNode();
  YamlNode path_parameters_ = MapNode();
};

}  // namespace

YamlNode MakeMethodNode(const MethodDraft& method, const ColumnPlan& plan) {
  return MethodNodes(method, plan).Make();
}

}  // namespace apisql
