// The parts that the requests of INSERT, UPDATE, DELETE and EXEC share: errors, parameters, bodies.
#ifndef APISQL_REGISTRY_REQUEST_WRITE_PARTS_H_
#define APISQL_REGISTRY_REQUEST_WRITE_PARTS_H_

#include <span>
#include <string>
#include <vector>

#include "registry/request/request_builder.h"
#include "registry/request/write_builder.h"
#include "src/json/writer.h"

namespace apisql {

// kInvalidArgument, "table: what".
Status WriteFault(const Resource& resource, const std::string& what);

// The column at that index.
inline const Column& ColumnAt(const Resource& resource, int index) {
  return resource.columns[static_cast<size_t>(index)];
}

inline bool IsOfRow(const Column& column) { return column.source == Column::Source::kRow; }

// The value of that column; null when it is NULL or not known.
const ColumnValue* ValueAt(const KnownRow& values, int column);

enum class ValueOrigin { kStatement, kRow };

// Puts each value at its column's write path: JSON columns first, those with shorter paths before
// those within them, then the others, in the given order. A JSON column replaces what the body has
// at its path. NULL is null.
Status SetColumns(const Resource& resource, std::span<const ColumnChange> columns, JsonBody* body,
                  ValueOrigin origin = ValueOrigin::kStatement);

// A secret that is written: it is put into a body last, and shown as ***.
struct SecretMember {
  JsonPath path;
  std::string json;
};

// The body with the secrets in it, and as it may be shown. "" for a body that has nothing at all
// stays "" where there are no secrets.
StatusOr<BodyJson> WithSecrets(const Resource& resource, std::string body,
                               std::span<const SecretMember> secrets);

// Puts in the method's constants, and of its body parameters those that have a value. Those of
// secret columns go to `secrets`.
Status SetBodyParameters(const Resource& resource, const Method& method, const KnownRow& values,
                         JsonBody* body, std::vector<SecretMember>* secrets);

// The arguments for path, query and headers, of the parameters that have a value.
StatusOr<Arguments> ParameterArguments(const Resource& resource, const Method& method,
                                       const KnownRow& values);

// Names of the columns whose value a required parameter lacks and no parent's rows give, in the
// method's order. Of parameters in the body only where `with_body` says so.
std::vector<std::string> MissingParameters(const Resource& resource, const Method& method,
                                           const KnownRow& values, bool with_body);

// BuildRequestWithBody() whose errors name the table.
StatusOr<Request> FinishWrite(const Resource& resource, const Method& method,
                              const std::string& base_url, const KnownRow& parameters,
                              const BodyJson& body);

// A request whose body, if the method has one, is made of its parameters alone, and of no column
// that is written.
StatusOr<Request> BuildOfParameters(const Resource& resource, const Method& method,
                                    const std::string& base_url, const KnownRow& values);

}  // namespace apisql

#endif  // APISQL_REGISTRY_REQUEST_WRITE_PARTS_H_
