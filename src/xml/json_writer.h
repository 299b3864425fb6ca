// XmlJsonWriter: elements of an XML tree as JSON; xml_json.h tells the rules.
#ifndef APISQL_SRC_XML_JSON_WRITER_H_
#define APISQL_SRC_XML_JSON_WRITER_H_

#include <string>
#include <string_view>
#include <vector>

#include "src/xml/xml_form.h"
#include "src/xml/xml_tree.h"

namespace apisql {

// Writes to the end of `json`, which must outlive it. A place of null is one of which nothing is
// known.
class XmlJsonWriter {
 public:
  explicit XmlJsonWriter(std::string* json) : json_(*json) {}

  void Value(const XmlElement& element, const XmlPlace* place);
  // Elements of one name in one parent, which stand at `place`.
  void Values(const std::vector<XmlElement>& elements, const XmlPlace* place);

 private:
  void Object(const XmlElement& element, const XmlPlace* place);
  void Items(const XmlElement& list, const XmlPlace& items);
  void Array(const std::vector<XmlElement>& elements, const XmlPlace* place);
  void Key(std::string_view name, bool* first);

  std::string& json_;
};

// The elements by name, in the order in which the names first come.
std::vector<std::vector<XmlElement>> ByName(const std::vector<XmlElement>& elements);

}  // namespace apisql

#endif  // APISQL_SRC_XML_JSON_WRITER_H_
