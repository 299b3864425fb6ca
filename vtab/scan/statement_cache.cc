#include "vtab/scan/statement_cache.h"

namespace apisql {
namespace {

void AppendText(const std::string& text, std::string* key) {
  *key += std::to_string(text.size()) + ':' + text;
}

// Equal for equal calls, different for different ones: each text stands behind its length.
std::string KeyOf(const Call& call) {
  std::string key;
  AppendText(call.resource->name, &key);
  AppendText(call.method->name, &key);
  key += std::to_string(call.page_size) + ';';
  for (const auto& [parameter, values] : call.arguments) {
    AppendText(parameter, &key);
    key += std::to_string(values.size()) + '=';
    for (const std::string& value : values) AppendText(value, &key);
  }
  return key;
}

}  // namespace

std::shared_ptr<PageStream> StatementCache::Open(ScanContext& context, Call call) {
  std::shared_ptr<PageStream>& stream = streams_[KeyOf(call)];
  if (!stream) stream = std::make_shared<PageStream>(context, std::move(call));
  return stream;
}

StatementCache& StatementScopes::Enter(const Key& key,
                                       const std::function<bool(const Key&)>& running) {
  std::erase_if(caches_, [&](const auto& entry) { return !running(entry.first); });
  return caches_[key];
}

}  // namespace apisql
