#include "src/xml/xml_tree.h"

#include <expat.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "src/base/text.h"

namespace apisql {
namespace {

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser>;

// "aws:Name" -> "Name".
std::string_view LocalName(std::string_view name) {
  const size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool DeclaresNamespace(std::string_view attribute) {
  return attribute == "xmlns" || attribute.starts_with("xmlns:");
}

}  // namespace

// Takes expat's events and lays them on the tree.
class XmlTreeBuilder {
 public:
  XmlTreeBuilder() : parser_(XML_ParserCreate(nullptr)) {
    if (parser_ == nullptr) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), OnStart, OnEnd);
    XML_SetCharacterDataHandler(parser_.get(), OnText);
    XML_SetStartDoctypeDeclHandler(parser_.get(), OnDoctype);
  }

  Status Parse(std::string_view text) {
    constexpr size_t kPiece = size_t{1} << 26;  // expat counts bytes in an int.
    bool last = false;
    while (!last) {
      const std::string_view piece = text.substr(0, kPiece);
      text.remove_prefix(piece.size());
      last = text.empty();
      const XML_Status status =
          XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
      if (thrown_ != nullptr) std::rethrow_exception(thrown_);
      if (!fault_.ok()) return fault_;
      if (status != XML_STATUS_OK) {
        return FaultHere(XML_ErrorString(XML_GetErrorCode(parser_.get())));
      }
    }
    return OkStatus();
  }

  XmlTree TakeTree() { return std::move(tree_); }

 private:
  static XmlTreeBuilder* Self(void* data) { return static_cast<XmlTreeBuilder*>(data); }
  static void OnStart(void* data, const XML_Char* name, const XML_Char** attributes) {
    Self(data)->Guarded([&](XmlTreeBuilder& self) { self.Start(name, attributes); });
  }
  static void OnEnd(void* data, const XML_Char*) {
    Self(data)->Guarded([](XmlTreeBuilder& self) { self.End(); });
  }
  static void OnText(void* data, const XML_Char* text, int length) {
    Self(data)->Guarded([&](XmlTreeBuilder& self) {
      if (self.open_.empty()) return;
      self.open_.back().text.append(text, static_cast<size_t>(length));
    });
  }
  static void OnDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    Self(data)->Guarded(
        [](XmlTreeBuilder& self) { self.Refuse("a DOCTYPE, which no answer needs"); });
  }

  // expat is C: nothing may be thrown through it. It may still call after it was stopped.
  template <typename Work>
  void Guarded(Work work) {
    if (!fault_.ok() || thrown_ != nullptr) return;
    try {
      work(*this);
    } catch (...) {
      thrown_ = std::current_exception();
      XML_StopParser(parser_.get(), XML_FALSE);
    }
  }

  void Refuse(const std::string& why) {
    // Once it is stopped, the parser stands at what comes next.
    fault_ = FaultHere(why);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void Start(std::string_view name, const XML_Char** attributes) {
    if (open_.size() == XmlTree::kMaxDepth) {
      return Refuse("elements are nested deeper than " + std::to_string(XmlTree::kMaxDepth) +
                    " levels");
    }
    open_.push_back({tree_.nodes_.size(), ""});
    tree_.nodes_.push_back({.name = NumberOf(LocalName(name)), .is_attribute = 0});
    for (; *attributes != nullptr; attributes += 2) {
      if (!DeclaresNamespace(attributes[0])) AddAttribute(attributes[0], attributes[1]);
    }
  }

  void AddAttribute(std::string_view name, std::string_view value) {
    XmlTree::Node node{.name = NumberOf(LocalName(name)), .is_attribute = 1};
    node.end = static_cast<uint32_t>(tree_.nodes_.size() + 1);
    SetText(value, &node);
    tree_.nodes_.push_back(node);
  }

  void End() {
    XmlTree::Node& node = tree_.nodes_[open_.back().node];
    node.end = static_cast<uint32_t>(tree_.nodes_.size());
    if (!StripBlanks(open_.back().text).empty()) SetText(open_.back().text, &node);
    open_.pop_back();
  }

  void SetText(std::string_view text, XmlTree::Node* node) {
    node->offset = static_cast<uint32_t>(tree_.text_.size());
    node->length = static_cast<uint32_t>(text.size());
    tree_.text_ += text;
  }

  uint32_t NumberOf(std::string_view name) {
    const auto [place, added] = numbers_.emplace(name, static_cast<uint32_t>(tree_.names_.size()));
    if (added) tree_.names_.emplace_back(name);
    return place->second;
  }

  Status FaultHere(const std::string& why) const {
    const std::string place = "line " + std::to_string(XML_GetCurrentLineNumber(parser_.get())) +
                              ", column " +
                              std::to_string(XML_GetCurrentColumnNumber(parser_.get()) + 1);
    return {StatusCode::kDataLoss, "invalid XML at " + place + ": " + why};
  }

  struct Open {
    size_t node;
    std::string text;
  };
  Parser parser_;
  XmlTree tree_;
  std::vector<Open> open_;  // The elements around the place reached.
  std::unordered_map<std::string, uint32_t> numbers_;
  Status fault_;
  std::exception_ptr thrown_;
};

StatusOr<XmlTree> XmlTree::Parse(std::string_view text) {
  // In UTF-8 it is at most twice as long, so that four bytes count its characters and its nodes.
  constexpr size_t kMostBytes = size_t{1} << 31;
  if (text.size() >= kMostBytes) {
    return Status(StatusCode::kDataLoss, "the XML is 2 GB and more");
  }
  XmlTreeBuilder builder;
  RETURN_IF_ERROR(builder.Parse(text));
  return builder.TakeTree();
}

std::vector<XmlElement> XmlElement::Below(bool attributes) const {
  std::vector<XmlElement> found;
  for (size_t i = index_ + 1; i < node().end; i = tree_->nodes_[i].end) {
    if ((tree_->nodes_[i].is_attribute != 0) == attributes) found.push_back({tree_, i});
  }
  return found;
}

}  // namespace apisql
