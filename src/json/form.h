// A JSON object as the body of a form (application/x-www-form-urlencoded): nested objects and
// arrays are named with brackets, as Stripe and others read them, or with dots.
//
//   {"email": "a@b.c", "metadata": {"tier": "1"}, "items": [{"price": "p"}]}
//   email=a%40b.c&metadata[tier]=1&items[0][price]=p
#ifndef APISQL_SRC_JSON_FORM_H_
#define APISQL_SRC_JSON_FORM_H_

#include <string>
#include <string_view>

#include "src/base/status.h"

namespace apisql {

// How the elements of an array are named.
enum class FormArrays {
  kIndexes,   // a[0]=x&a[1]=y
  kBrackets,  // a[]=x&a[]=y
  kRepeated,  // a=x&a=y
  // With dots in the place of brackets, as AWS's query protocols read them: an object is a.b=c.
  kNumbered,  // a.1=x&a.2=y
  kMembers,   // a.member.1=x&a.member.2=y
};

struct FormStyle {
  FormArrays arrays = FormArrays::kIndexes;
  // null, an empty array and an empty object are sent as an empty value: "a=". Else they are
  // errors, since a form has no words for them.
  bool empty_nulls = false;
};

// Names and values are percent-encoded, but for the brackets that nest. kInvalidArgument for what a
// form cannot say: no object, a member whose name is empty or has a bracket or, where dots nest, is
// nested and has a dot, since a server would read it as another place, and what `style` has no
// words for. The error names the member, and no value.
StatusOr<std::string> JsonToForm(std::string_view json, const FormStyle& style);

// The same for people, of a body with "{column}" in the place of values: braces stay readable.
StatusOr<std::string> JsonToFormTemplate(std::string_view json, const FormStyle& style);

}  // namespace apisql

#endif  // APISQL_SRC_JSON_FORM_H_
