#include "tests/providers/stripe/stripe_parameters.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace apisql {
namespace {

using Json = nlohmann::json;
using enum StripeKind;

// "a[b][]" -> a, b and "".
std::vector<std::string> PartsOfName(std::string_view name) {
  std::vector<std::string> parts;
  size_t open = name.find('[');
  parts.emplace_back(name.substr(0, open));
  while (open != std::string_view::npos) {
    const size_t close = name.find(']', open);
    parts.emplace_back(name.substr(open + 1, close - open - 1));
    if (close == std::string_view::npos) break;
    open = name.find('[', close);
  }
  return parts;
}

bool IsAmongTexts(std::string_view text, std::initializer_list<std::string_view> texts) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

StripeError UnknownParameter(const std::string& name) {
  return {
      .code = "parameter_unknown", .message = "Received unknown parameter: " + name, .param = name};
}

// The value in its type; an empty text, which unsets, is null.
std::optional<Json> ReadScalar(StripeKind kind, const std::string& name, const std::string& text,
                               StripeError& error) {
  if (text.empty() && kind == kText) return Json();
  if (text.empty()) {
    error = {.code = "parameter_invalid_empty",
             .message = "You passed an empty string for '" + name +
                        "'. We assume empty values are an attempt to unset a parameter; however '" +
                        name + "' cannot be unset. You should remove '" + name +
                        "' from your request or supply a non-empty value.",
             .param = name};
    return std::nullopt;
  }
  if (kind == kInteger) {
    if (const auto number = ReadStripeInteger(text)) return Json(*number);
    error = {
        .code = "parameter_invalid_integer", .message = "Invalid integer: " + text, .param = name};
    return std::nullopt;
  }
  if (kind == kBoolean) {
    if (IsAmongTexts(text, {"true", "false"})) return Json(text == "true");
    error = {.code = {}, .message = "Invalid boolean: " + text, .param = name};
    return std::nullopt;
  }
  return Json(text);
}

// The type of what stands below a[b]; nothing where there is no such member.
std::optional<StripeKind> MemberKind(StripeKind kind, const std::vector<std::string>& parts) {
  const std::string& member = parts.size() > 1 ? parts[1] : parts[0];
  const bool flat = parts.size() == 2;
  switch (kind) {
    case kRange:
      return flat && IsAmongTexts(member, {"gt", "gte", "lt", "lte"}) ? std::optional(kInteger)
                                                                      : std::nullopt;
    case kMap:
    case kTexts:
      return flat ? std::optional(kText) : std::nullopt;
    case kAddress:
      return flat && IsAmongTexts(member,
                                  {"line1", "line2", "city", "state", "postal_code", "country"})
                 ? std::optional(kText)
                 : std::nullopt;
    case kRecurring:
      if (flat && member == "interval_count") return kInteger;
      return flat && member == "interval" ? std::optional(kText) : std::nullopt;
    case kItems:
      if (parts.size() != 3) return std::nullopt;
      if (parts[2] == "quantity") return kInteger;
      return IsAmongTexts(parts[2], {"id", "price"}) ? std::optional(kText) : std::nullopt;
    default:
      return std::nullopt;
  }
}

// Puts the value where a[b][c] says. Items and texts stay objects by their index here.
void PutMember(Json& object, const std::vector<std::string>& parts, Json value) {
  Json* place = &object;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!place->is_object()) *place = Json::object();
    const std::string& part = parts[i];
    place = &(*place)[part.empty() ? std::to_string(place->size()) : part];
  }
  *place = std::move(value);
}

bool ReadField(const std::string& name, const std::string& text, const StripeParameter& parameter,
               const std::vector<std::string>& parts, Json& object, StripeError& error) {
  std::optional<StripeKind> kind = parameter.kind;
  const bool nested = parts.size() > 1;
  if (nested) kind = MemberKind(parameter.kind, parts);
  if (!nested && parameter.kind == kRange) kind = kInteger;
  // A whole map or list is unset by an empty text, and by nothing else.
  const bool whole =
      parameter.kind == kMap || parameter.kind == kAddress || parameter.kind == kTexts;
  if (!nested && whole) {
    kind = kText;
    if (!text.empty()) {
      error = {.code = {}, .message = "Invalid object", .param = name};
      return false;
    }
  }
  if (!kind) {
    error = UnknownParameter(name);
    return false;
  }
  std::optional<Json> value = ReadScalar(*kind, name, text, error);
  if (!value) return false;
  PutMember(object, parts, std::move(*value));
  return true;
}

}  // namespace

std::optional<int64_t> ReadStripeInteger(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Json> ReadStripeFields(const RequestFields& fields,
                                     std::span<const StripeParameter> parameters,
                                     StripeError& error) {
  Json object = Json::object();
  for (const auto& [name, text] : fields) {
    const std::vector<std::string> parts = PartsOfName(name);
    const auto parameter = std::find_if(parameters.begin(), parameters.end(),
                                        [&](const auto& each) { return each.name == parts[0]; });
    if (parameter == parameters.end()) {
      error = UnknownParameter(name);
      return std::nullopt;
    }
    if (!ReadField(name, text, *parameter, parts, object, error)) return std::nullopt;
  }
  for (const StripeParameter& parameter : parameters) {
    if (!parameter.required || object.contains(parameter.name)) continue;
    const std::string name(parameter.name);
    error = {.code = "parameter_missing",
             .message = "Missing required param: " + name + ".",
             .param = name};
    return std::nullopt;
  }
  return object;
}

std::span<const StripeCollection> StripeCollections() {
  static const std::vector<StripeParameter> kCustomer = {{"email"},
                                                         {"name"},
                                                         {"description"},
                                                         {"phone"},
                                                         {"tax_exempt"},
                                                         {"metadata", kMap},
                                                         {"address", kAddress},
                                                         {"balance", kInteger},
                                                         {"invoice_prefix"},
                                                         {"preferred_locales", kTexts}};
  static const std::vector<StripeCollection> kCollections = {
      {.name = "customers",
       .object = "customer",
       .prefix = "cus_",
       .filters = {{"email"}, {"created", kRange}, {"test_clock"}},
       .create = kCustomer,
       .update = kCustomer,
       .deletes = true},
      {.name = "products",
       .object = "product",
       .prefix = "prod_",
       .filters = {{"active", kBoolean}, {"ids", kTexts}, {"created", kRange}, {"url"}},
       .create = {{"name", kText, true},
                  {"id"},
                  {"active", kBoolean},
                  {"description"},
                  {"url"},
                  {"metadata", kMap}},
       .update = {{"name"}, {"active", kBoolean}, {"description"}, {"url"}, {"metadata", kMap}},
       .deletes = true},
      {.name = "prices",
       .object = "price",
       .prefix = "price_",
       .filters = {{"active", kBoolean},
                   {"product"},
                   {"currency"},
                   {"type"},
                   {"lookup_keys", kTexts},
                   {"created", kRange}},
       .create = {{"currency", kText, true},
                  {"product", kText, true},
                  {"unit_amount", kInteger},
                  {"nickname"},
                  {"lookup_key"},
                  {"active", kBoolean},
                  {"recurring", kRecurring},
                  {"metadata", kMap}},
       .update = {{"active", kBoolean}, {"nickname"}, {"lookup_key"}, {"metadata", kMap}}},
      {.name = "subscriptions",
       .object = "subscription",
       .prefix = "sub_",
       .filters = {{"customer"}, {"price"}, {"status"}, {"collection_method"}, {"created", kRange}},
       .create = {{"customer", kText, true},
                  {"items", kItems, true},
                  {"cancel_at_period_end", kBoolean},
                  {"collection_method"},
                  {"days_until_due", kInteger},
                  {"description"},
                  {"trial_period_days", kInteger},
                  {"metadata", kMap}},
       .update = {{"items", kItems},
                  {"cancel_at_period_end", kBoolean},
                  {"collection_method"},
                  {"days_until_due", kInteger},
                  {"description"},
                  {"proration_behavior"},
                  {"metadata", kMap}},
       .deletes = true},
      {.name = "invoices",
       .object = "invoice",
       .prefix = "in_",
       .filters = {{"customer"},
                   {"subscription"},
                   {"status"},
                   {"collection_method"},
                   {"created", kRange},
                   {"due_date", kRange}},
       .create = {{"customer", kText, true},
                  {"subscription"},
                  {"auto_advance", kBoolean},
                  {"collection_method"},
                  {"currency"},
                  {"days_until_due", kInteger},
                  {"description"},
                  {"due_date", kInteger},
                  {"footer"},
                  {"metadata", kMap}},
       .update = {{"auto_advance", kBoolean},
                  {"collection_method"},
                  {"days_until_due", kInteger},
                  {"description"},
                  {"due_date", kInteger},
                  {"footer"},
                  {"metadata", kMap}},
       .actions = {"finalize", "pay", "send", "void", "mark_uncollectible"},
       .deletes = true},
      {.name = "events",
       .object = "event",
       .prefix = "evt_",
       .filters =
           {{"type"}, {"types", kTexts}, {"delivery_success", kBoolean}, {"created", kRange}}},
  };
  return kCollections;
}

}  // namespace apisql
