// XmlForm: what must be known of XML answers before they can be read as JSON.
#ifndef APISQL_SRC_XML_XML_FORM_H_
#define APISQL_SRC_XML_XML_FORM_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "src/json/path.h"

namespace apisql {

// A place in an answer and those below it, by the names of elements. A list of one element looks
// like a single one, and an empty list like nothing: XML itself does not tell.
struct XmlPlace {
  std::map<std::string, XmlPlace, std::less<>> below;
  // Elements of this name, in their parent, are a list, whether there are several, one or none.
  bool is_list = false;

  // Null: nothing is known of it.
  const XmlPlace* Find(std::string_view name) const {
    const auto found = below.find(name);
    return found == below.end() ? nullptr : &found->second;
  }
  // The place at `path`; made where it is not there.
  XmlPlace& At(const JsonPath& path) {
    XmlPlace* place = this;
    for (const std::string& key : path.keys) place = &place->below[key];
    return *place;
  }
};

// The name of a place below that stands for every element: the element that holds them is itself
// the list, and they are its elements.
inline constexpr std::string_view kEveryXmlElement = "*";

struct XmlForm {
  XmlPlace places;  // Of the whole answer, the root's own name first; with find_rows, of a row.
  // Where the rows stand is not known. They are the elements that have children, or attributes, of
  // these names.
  bool find_rows = false;
  std::vector<std::string> members;
};

}  // namespace apisql

#endif  // APISQL_SRC_XML_XML_FORM_H_
