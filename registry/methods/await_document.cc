#include "registry/methods/await_document.h"

#include <string>
#include <string_view>
#include <vector>

#include "registry/keys/places.h"
#include "registry/model/names.h"
#include "registry/model/server_url.h"

namespace apisql {
namespace {

constexpr std::string_view kHeader = "header:";

void ReadOperation(const Fields& fields, Await* await) {
  await->has_operation = fields.Has("operation");
  await->get = fields.Text("get");
  await->has_result = fields.Has("result");
  await->result = fields.Path("result");
  if (!await->has_operation) {
    for (const char* key : {"get", "result"}) {
      if (fields.Has(key)) fields.Fault(key, "needs operation");
    }
    return;
  }
  if (await->has_result && !await->method.empty()) {
    fields.Fault("result", "and method both say where the row is read");
  }
  const std::string place = fields.Text("operation");
  const auto path = JsonPath::Parse(place);
  if (place.starts_with(kHeader)) {
    await->operation_header = place.substr(kHeader.size());
    if (!IsHeaderName(await->operation_header)) fields.Fault("operation", "is no header's name");
  } else if (place.starts_with('/') && path.ok() && !path->empty()) {
    await->operation = *path;
  } else {
    fields.Fault("operation", "expected a path such as /operation/id, or header:Location");
  }
  const auto names = Placeholders(await->get);
  const std::vector<std::string> needed = {"operation"};
  if (fields.Has("get") && names.ok() && *names != needed) {
    fields.Fault("get", "must hold {operation} once, and no other name");
  }
}

// That it says when it is over.
void CheckEnd(const Fields& fields, const Await& await, Verb verb) {
  if (fields.Has("done") && await.done.empty()) fields.Fault("done", "names no value");
  const bool ends_without = verb == Verb::kDelete || await.has_operation;
  if (!await.has_operation && !fields.Has("method")) {
    fields.Fault("method", "is missing, or operation: what is asked how far it is?");
  }
  for (const char* key : {"field", "done"}) {
    if (!ends_without && !fields.Has(key)) fields.Fault(key, "is missing");
    if (fields.Has(key) != fields.Has("field")) fields.Fault(key, "field and done go together");
  }
}

}  // namespace

std::optional<Await> ReadAwait(const Fields& method, Verb verb) {
  const YamlNode* node = method.Find("await");
  if (node == nullptr) return std::nullopt;
  const Fields fields(*node, kAwait, method.Within("await"), method.faults());
  Await await;
  await.method = fields.Text("method");
  ReadOperation(fields, &await);
  await.field = fields.Path("field");
  await.done = fields.Texts("done");
  await.failed = fields.Texts("failed");
  await.reason = fields.Path("reason");
  await.interval_seconds = static_cast<int>(fields.Integer("interval", await.interval_seconds));
  await.timeout_seconds = static_cast<int>(fields.Integer("timeout", await.timeout_seconds));
  CheckEnd(fields, await, verb);
  return await;
}

}  // namespace apisql
