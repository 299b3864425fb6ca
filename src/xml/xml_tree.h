// XmlTree: a parsed XML text.
#ifndef APISQL_SRC_XML_XML_TREE_H_
#define APISQL_SRC_XML_XML_TREE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "src/base/status.h"

namespace apisql {

class XmlElement;

// Immutable once parsed. Elements and their texts point into the tree and live as long as it does.
class XmlTree {
 public:
  // An element is an object and perhaps an array: what becomes of it is within JsonTape's bound.
  static constexpr size_t kMaxDepth = 200;

  // Parses one XML 1.0 document, in the encoding that it declares. kDataLoss says what is wrong, in
  // which line and column, and never quotes the text: an answer can hold a secret. Refused are
  // elements deeper than kMaxDepth, texts of 2 GB, and a DOCTYPE: entities can make gigabytes of a
  // few bytes, and name files.
  static StatusOr<XmlTree> Parse(std::string_view text);

  XmlElement root() const;

 private:
  friend class XmlElement;
  friend class XmlTreeBuilder;
  // Four bytes of a text ("<a/>") make one of these.
  struct Node {
    uint32_t name : 31 = 0;  // Of names_.
    uint32_t is_attribute : 1 = 0;
    uint32_t offset = 0;  // Of its text, in text_.
    uint32_t length = 0;
    uint32_t end = 0;  // The first node after this one and everything in it.
  };
  std::vector<Node>
      nodes_;  // In document order; an element's attributes stand before its children.
  std::vector<std::string> names_;
  std::string text_;
};

// One element, or attribute, of a tree. Cheap to copy.
class XmlElement {
 public:
  // Without the prefix of a namespace.
  std::string_view name() const { return tree_->names_[node().name]; }
  size_t name_number() const { return node().name; }  // Equal for equal names.
  // In UTF-8, of all its pieces; "" where there are none but blanks and line ends.
  std::string_view text() const {
    return std::string_view(tree_->text_).substr(node().offset, node().length);
  }

  std::vector<XmlElement> attributes() const { return Below(/*attributes=*/true); }
  std::vector<XmlElement> children() const { return Below(/*attributes=*/false); }

 private:
  friend class XmlTree;
  XmlElement(const XmlTree* tree, size_t index) : tree_(tree), index_(index) {}
  const XmlTree::Node& node() const { return tree_->nodes_[index_]; }
  std::vector<XmlElement> Below(bool attributes) const;

  const XmlTree* tree_;
  size_t index_;
};

inline XmlElement XmlTree::root() const { return {this, 0}; }

}  // namespace apisql

#endif  // APISQL_SRC_XML_XML_TREE_H_
