// ReadXmlTemplate: the templates of StackQL documents that make rows of a list of texts in XML.
#ifndef APISQL_REGISTRY_STACKQL_METHODS_XML_TEMPLATE_H_
#define APISQL_REGISTRY_STACKQL_METHODS_XML_TEMPLATE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace apisql {

struct XmlTexts {
  std::vector<std::string> elements;  // The way to the list: {ListKeysResponse, Keys, member}.
  std::string wrapper;                // The member that gets the rows.
  std::string scalar;                 // What the text is called in a row.
};

// None: the template does something else.
std::optional<XmlTexts> ReadXmlTemplate(std::string_view body);

}  // namespace apisql

#endif  // APISQL_REGISTRY_STACKQL_METHODS_XML_TEMPLATE_H_
