#include "vtab/fetch/tree_walk.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "registry/model/names.h"
#include "registry/model/tree_parameter.h"
#include "src/json/text.h"
#include "vtab/values/parent_value.h"

namespace apisql {

// What the calls of one tree share.
struct Tree {
  SourcedCall base;
  // The parent under which each value was found; none: in the answer to the request without it.
  std::unordered_map<std::string, std::optional<std::string>> found;
};

namespace {

constexpr size_t kShownBytes = 200;

std::string Quoted(const std::string& value) {
  return ToSqlLiteral(SqlValue(Printable(value, kShownBytes)));
}

}  // namespace

TreeWalk::TreeWalk(const Resource& resource, const Parameter& parameter)
    : resource_(resource),
      parameter_(parameter),
      column_(resource.FindColumn(parameter.parent->column)) {}

const Parameter* TreeWalk::ParameterOf(const Method& method, const std::vector<std::string>& each) {
  const Parameter* const parameter = TreeParameterOf(method);
  const bool walks = parameter != nullptr && std::ranges::find(each, parameter->id()) != each.end();
  return walks ? parameter : nullptr;
}

void TreeWalk::Begin(const SourcedCall& base) {
  const auto tree = std::make_shared<Tree>(Tree{base, {}});
  const auto add = [&](std::optional<std::string> value) {
    next_.push_back(std::make_shared<const TreeNode>(TreeNode{tree, std::move(value)}));
  };
  for (const std::string& root : *parameter_.parent->roots) add(root);
  if (parameter_.parent->roots->empty()) add(std::nullopt);
}

SourcedCall TreeWalk::Take() {
  std::shared_ptr<const TreeNode> node = std::move(next_.front());
  next_.pop_front();
  ++under_way_;
  SourcedCall call = node->tree->base;
  if (node->value) call.Add(parameter_, {*node->value});
  if (node->level > 1) call.absent_is_empty = false;
  call.node = std::move(node);
  return call;
}

Status TreeWalk::Found(const TreeNode& node, const SqlValue& value) {
  ASSIGN_OR_RETURN(
      std::string sent,
      SentFor(resource_, parameter_, resource_.columns[static_cast<size_t>(column_)], value));
  if (sent.empty()) return LacksValue(resource_, parameter_);
  const std::vector<std::string>& roots = *parameter_.parent->roots;
  if (std::ranges::find(roots, sent) != roots.end()) {
    return {StatusCode::kDataLoss, resource_.name + ": the root " + Quoted(sent) +
                                       " is listed as a row, too, " + Place(node.value) +
                                       ": the rows go round in a circle"};
  }
  const auto [before, is_new] = node.tree->found.emplace(sent, node.value);
  if (!is_new) return ComesTwice(sent, node, before->second);
  if (node.level == kMostLevels) {
    return {StatusCode::kDataLoss, resource_.name + ": there are more than " +
                                       std::to_string(kMostLevels) + " levels of rows, the last " +
                                       Place(node.value) + "; WHERE " + SqlName(parameter_.column) +
                                       " = " + Quoted(sent) + " lists the rows below one"};
  }
  next_.push_back(
      std::make_shared<const TreeNode>(TreeNode{node.tree, std::move(sent), node.level + 1}));
  return OkStatus();
}

Status TreeWalk::ComesTwice(const std::string& value, const TreeNode& node,
                            const std::optional<std::string>& before) const {
  const std::string places = before == node.value ? Place(before) + " both times"
                                                  : Place(before) + " and " + Place(node.value);
  return {StatusCode::kDataLoss, resource_.name + ": the row with " +
                                     SqlName(parameter_.parent->column) + " = " + Quoted(value) +
                                     " comes twice, " + places +
                                     ": each row must stand below one parent alone"};
}

std::string TreeWalk::Place(const std::optional<std::string>& parent) const {
  if (!parent) return "at the top";
  return "below " + SqlName(parameter_.column) + " = " + Quoted(*parent);
}

}  // namespace apisql
