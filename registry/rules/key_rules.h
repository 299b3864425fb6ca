// The key of a table tells apart what its lists answer for different inputs.
#ifndef APISQL_REGISTRY_RULES_KEY_RULES_H_
#define APISQL_REGISTRY_RULES_KEY_RULES_H_

#include "registry/model/resource.h"
#include "registry/yaml/faults.h"
#include "registry/yaml/yaml_tree.h"

namespace apisql {

// A list that must be given an input which no row shows may answer the same object for two values
// of it. Those are two rows, so the key must name the input. It need not
// - where another input from the same row of a parent stands in the key already,
// - where the API gets one row by the key alone, without an input that its lists must have: then
//   the key is unique over all values of it.
// Inputs that a list can do without are left to a hint.
void CheckKeyInputs(const Resource& resource, const YamlNode& root, Faults& faults);

// True for an UPDATE or DELETE of the rows that a select finds.
bool WritesFoundRows(const Method& method);

// UPDATE and DELETE of found rows have to tell them apart, unless there is one row alone.
void CheckKeyOfWrites(const Resource& resource, const YamlNode& root, Faults& faults);

// Those that WHERE gives the inputs need nothing of a row.
void CheckByInputs(const Resource& resource, const YamlNode& root, Faults& faults);

}  // namespace apisql

#endif  // APISQL_REGISTRY_RULES_KEY_RULES_H_
