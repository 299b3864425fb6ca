#include "tests/providers/stripe/stripe_api.h"

#include <algorithm>
#include <optional>
#include <set>

#include "tests/providers/stripe/stripe_objects.h"

namespace apisql {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kStripeKey = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
constexpr std::string_view kAccountVersion = "2022-11-15";

ApiAnswer RefuseAsStripe(const StripeError& error) {
  Json body = {{"type", error.type}, {"message", error.message}};
  if (!error.code.empty()) {
    body["code"] = error.code;
    std::string page = error.code;
    std::replace(page.begin(), page.end(), '_', '-');
    body["doc_url"] = "https://stripe.com/docs/error-codes/" + page;
  }
  if (!error.param.empty()) body["param"] = error.param;
  return {error.status, {{"Request-Id", "req_sample"}}, Json{{"error", body}}.dump()};
}

ApiAnswer NoSuchObject(const StripeCollection& collection, const std::string& id, int status = 404,
                       const std::string& param = "id") {
  return RefuseAsStripe({.status = status,
                         .code = "resource_missing",
                         .message = "No such " + std::string(collection.object) + ": '" + id + "'",
                         .param = param});
}

std::optional<StripeError> CheckStripeKey(const ApiCall& call) {
  const std::string sent = call.Header("authorization");
  if (sent == BasicAuthorization(kStripeKey, "") || sent == "Bearer " + std::string(kStripeKey))
    return {};
  if (sent.empty()) {
    return StripeError{.status = 401,
                       .message =
                           "You did not provide an API key. You need to provide your API "
                           "key in the Authorization header, using Bearer auth (e.g. "
                           "'Authorization: Bearer YOUR_SECRET_KEY')."};
  }
  return StripeError{.status = 401, .message = "Invalid API Key provided: sk_test_****"};
}

std::optional<StripeError> CheckStripeVersion(const std::string& version) {
  static const std::set<std::string, std::less<>> kVersions = {
      "2022-11-15", "2023-10-16", "2024-06-20", "2025-03-31.basil", "2025-06-30.basil"};
  if (kVersions.contains(version)) return {};
  return StripeError{.message = "Invalid Stripe API version: " + version};
}

const StripeCollection* StripeCollectionOf(const ApiCall& call) {
  if (call.segments.size() < 2 || call.segments[0] != "v1") return nullptr;
  for (const StripeCollection& collection : StripeCollections()) {
    if (collection.name == call.segments[1]) return &collection;
  }
  return nullptr;
}

// The query without what every list takes.
RequestFields StripeFiltersOf(const ApiCall& call) {
  static const std::set<std::string, std::less<>> kPaging = {"limit", "starting_after",
                                                             "ending_before", "expand[]"};
  RequestFields filters;
  for (const auto& field : call.query) {
    if (!kPaging.contains(field.first)) filters.push_back(field);
  }
  return filters;
}

std::optional<StripeError> ReadStripeLimit(const ApiCall& call, size_t& limit) {
  const auto text = call.Parameter("limit");
  if (!text) return {};
  const auto number = ReadStripeInteger(*text);
  StripeError error{.code = "parameter_invalid_integer", .param = "limit"};
  error.message = "Invalid integer: " + *text;
  if (!number) return error;
  error.message = "This value must be less than or equal to 100.";
  if (*number > 100) return error;
  error.message = "This value must be greater than or equal to 1.";
  if (*number < 1) return error;
  limit = static_cast<size_t>(*number);
  return {};
}

}  // namespace

StripeApi::StripeApi(const ApiOptions& options) {
  const auto number = [&](const char* name, int fallback) {
    const auto option = options.find(name);
    return option == options.end() ? fallback : std::stoi(option->second);
  };
  throttle_ = number("throttle", 0);
  lost_ = number("lost", 0);
  AddSamples(number("customers", 5));
}

void StripeApi::Configure(const std::string&, ProviderConfig& config) const {
  config.secrets[{"", "username"}].value = Secret(std::string(kStripeKey));
}

ApiAnswer StripeApi::Answer(const ApiCall& call) {
  if (throttle_ > 0) {
    --throttle_;
    return RefuseAsStripe({.status = 429,
                           .code = "rate_limit",
                           .message =
                               "Request rate limit exceeded. You can learn more about rate limits "
                               "here https://stripe.com/docs/rate-limits."});
  }
  if (const auto error = CheckStripeKey(call)) return RefuseAsStripe(*error);
  const std::string asked = call.Header("stripe-version");
  version_ = asked.empty() ? std::string(kAccountVersion) : asked;
  if (const auto error = CheckStripeVersion(version_)) return RefuseAsStripe(*error);
  ApiAnswer answer = Route(call);
  answer.headers.emplace_back("Stripe-Version", version_);
  return answer;
}

ApiAnswer StripeApi::Route(const ApiCall& call) {
  const StripeCollection* collection = StripeCollectionOf(call);
  const size_t depth = call.segments.size();
  if (collection != nullptr && depth <= 4) {
    if (call.method == "GET" && depth == 2) return List(call, *collection);
    if (call.method == "GET" && depth == 3) return Get(call, *collection);
    if (call.method == "POST") return Post(call, *collection);
    if (call.method == "DELETE" && depth == 3 && collection->deletes) {
      return Delete(call, *collection);
    }
  }
  return RefuseAsStripe({.status = 404,
                         .message = "Unrecognized request URL (" + call.method + ": " + call.path +
                                    "). Please see https://stripe.com/docs or we can help at "
                                    "https://support.stripe.com/."});
}

ApiAnswer StripeApi::Post(const ApiCall& call, const StripeCollection& collection) {
  const std::string type = call.Header("content-type");
  if (!call.body.empty() && !type.starts_with("application/x-www-form-urlencoded")) {
    return RefuseAsStripe({.message =
                               "Invalid request (check that your POST content type is "
                               "application/x-www-form-urlencoded). If you have any questions, we "
                               "can help at https://support.stripe.com/."});
  }
  const std::string key = call.Header("idempotency-key");
  if (key.empty()) return PostOnce(call, collection);
  const std::string sent = call.path + "\n" + call.body;
  const auto known = answered_.find(key);
  if (known == answered_.end()) {
    const ApiAnswer& answer =
        answered_.emplace(key, std::pair(sent, PostOnce(call, collection))).first->second.second;
    if (lost_ == 0) return answer;
    --lost_;
    return {502, {{"Content-Type", "text/html"}}, "<html>Bad Gateway</html>"};
  }
  if (known->second.first != sent) {
    return RefuseAsStripe(
        {.message = "Keys for idempotent requests can only be used with the same "
                    "parameters they were first used with. Try using a key other than '" +
                    key + "' if you meant to execute a different request.",
         .type = "idempotency_error"});
  }
  ApiAnswer again = known->second.second;
  again.headers.emplace_back("Idempotent-Replayed", "true");
  return again;
}

ApiAnswer StripeApi::PostOnce(const ApiCall& call, const StripeCollection& collection) {
  const RequestFields fields = ReadFields(call.body);
  const size_t depth = call.segments.size();
  if (depth == 2 && !collection.create.empty()) return Create(collection, fields);
  const std::string id = depth > 2 ? call.segments[2] : "";
  Json* object = Find(collection.name, id);
  if (depth > 2 && object == nullptr) return NoSuchObject(collection, id);
  if (depth == 3 && !collection.update.empty()) return Update(collection, *object, fields);
  const auto& actions = collection.actions;
  if (depth == 4 && std::find(actions.begin(), actions.end(), call.segments[3]) != actions.end()) {
    return Act(*object, call.segments[3]);
  }
  return RefuseAsStripe(
      {.status = 404, .message = "Unrecognized request URL (POST: " + call.path + ")."});
}

ApiAnswer StripeApi::List(const ApiCall& call, const StripeCollection& collection) const {
  StripeError error;
  const auto filters = ReadStripeFields(StripeFiltersOf(call), collection.filters, error);
  if (!filters) return RefuseAsStripe(error);
  size_t limit = 10;
  if (const auto refused = ReadStripeLimit(call, limit)) return RefuseAsStripe(*refused);
  std::vector<Json> found;
  for (const Json& object : objects_.find(collection.name)->second) {
    if (StripeMatches(object, *filters)) found.push_back(object);
  }
  size_t first = 0;
  if (const auto after = call.Parameter("starting_after")) {
    const auto last = std::find_if(found.begin(), found.end(),
                                   [&](const Json& each) { return each["id"] == *after; });
    if (last == found.end()) return NoSuchObject(collection, *after, 400, "starting_after");
    first = static_cast<size_t>(last - found.begin()) + 1;
  }
  Json data = Json::array();
  for (size_t i = first; i < found.size() && i < first + limit; ++i) {
    data.push_back(StripeInVersion(found[i], version_));
  }
  return {200,
          {},
          Json{{"object", "list"},
               {"url", call.path},
               {"has_more", first + limit < found.size()},
               {"data", data}}
              .dump()};
}

ApiAnswer StripeApi::Get(const ApiCall& call, const StripeCollection& collection) const {
  const std::string& id = call.segments[2];
  for (const Json& object : objects_.find(collection.name)->second) {
    if (object["id"] == id) return Send(object);
  }
  const auto deleted = deleted_customers_.find(id);
  if (collection.name == "customers" && deleted != deleted_customers_.end()) {
    return Send(deleted->second);
  }
  return NoSuchObject(collection, id);
}

ApiAnswer StripeApi::Create(const StripeCollection& collection, const RequestFields& fields) {
  StripeError error;
  const auto given = ReadStripeFields(fields, collection.create, error);
  if (!given) return RefuseAsStripe(error);
  Json object = StripeDefaults(collection.object);
  object["id"] = given->contains("id") ? (*given)["id"].get<std::string>() : NewId(collection);
  object["created"] = now_++;
  StripeApply(object, *given);
  if (!Complete(collection, object, error)) return RefuseAsStripe(error);
  auto& objects = objects_[std::string(collection.name)];
  objects.insert(objects.begin(), object);
  Tell("created", object);
  return Send(object);
}

ApiAnswer StripeApi::Update(const StripeCollection& collection, Json& object,
                            const RequestFields& fields) {
  StripeError error;
  const auto given = ReadStripeFields(fields, collection.update, error);
  if (!given) return RefuseAsStripe(error);
  const bool closed = collection.name == "invoices" && object["status"] != "draft";
  if (closed && given->contains("due_date")) {
    return RefuseAsStripe({.code = "invoice_not_editable",
                           .message = "Finalized invoices can't be updated in this way",
                           .param = {}});
  }
  StripeApply(object, *given);
  const Json changed = object;  // Tell adds objects.
  Tell("updated", changed);
  return Send(changed);
}

ApiAnswer StripeApi::Act(Json& invoice, std::string_view action) {
  const std::string status = invoice["status"];
  const std::string needed = action == "finalize" ? "draft" : "open";
  if (status != needed && !(action == "pay" && status == "draft")) {
    return RefuseAsStripe({.code = {},
                           .message = "You can only " + std::string(action) + " " + needed +
                                      " invoices. This invoice isn't " + needed + ".",
                           .param = {}});
  }
  const std::map<std::string_view, std::string> after = {{"finalize", "open"},
                                                         {"send", "open"},
                                                         {"pay", "paid"},
                                                         {"void", "void"},
                                                         {"mark_uncollectible", "uncollectible"}};
  invoice["status"] = after.at(action);
  if (action == "finalize") invoice["number"] = "A1B2-" + std::to_string(1000 + made_++);
  const Json changed = invoice;
  Tell("updated", changed);
  return Send(changed);
}

ApiAnswer StripeApi::Delete(const ApiCall& call, const StripeCollection& collection) {
  const std::string& id = call.segments[2];
  Json* object = Find(collection.name, id);
  if (object == nullptr) return NoSuchObject(collection, id);
  if (collection.name == "subscriptions") {  // It is kept, and says so.
    (*object)["status"] = "canceled";
    (*object)["canceled_at"] = now_;
    const Json canceled = *object;
    Tell("deleted", canceled);
    return Send(canceled);
  }
  if (collection.name == "invoices" && (*object)["status"] != "draft") {
    return RefuseAsStripe(
        {.code = {}, .message = "You can only delete draft invoices.", .param = {}});
  }
  const Json gone = *object;
  std::erase_if(objects_[std::string(collection.name)],
                [&](const Json& each) { return each["id"] == id; });
  const Json mark = {{"id", id}, {"object", collection.object}, {"deleted", true}};
  if (collection.name == "customers") deleted_customers_[id] = mark;
  Tell("deleted", gone);
  return Send(mark);
}

ApiAnswer StripeApi::Send(const Json& object) const {
  return {200, {}, StripeInVersion(object, version_).dump()};
}

Json* StripeApi::Find(std::string_view collection, const std::string& id) {
  for (Json& object : objects_.find(collection)->second) {
    if (object["id"] == id) return &object;
  }
  return nullptr;
}

bool StripeApi::Complete(const StripeCollection& collection, Json& object, StripeError& error) {
  const auto refers = [&](std::string_view to, const std::string& member) {
    if (!object.contains(member) || object[member].is_null()) return true;
    const std::string id = object[member];
    if (Find(to, id) != nullptr) return true;
    error = {.code = "resource_missing",
             .message = "No such " + member + ": '" + id + "'",
             .param = member};
    return false;
  };
  if (!refers("customers", "customer")) return false;
  if (!refers("products", "product")) return false;
  if (collection.name != "subscriptions") return true;
  for (Json& item : object["items"]["data"]) {
    const std::string price = item["price"];
    const Json* known = Find("prices", price);
    if (known == nullptr) {
      error = {.code = "resource_missing",
               .message = "No such price: '" + price + "'",
               .param = "items[0][price]"};
      return false;
    }
    item = StripeItem(*known, item.value("quantity", 1), object["created"]);
  }
  return true;
}

void StripeApi::Tell(const std::string& verb, const Json& object) {
  std::string type = object["object"].get<std::string>() + "." + verb;
  if (object["object"] == "subscription") type = "customer." + type;
  Json event = {{"id", "evt_" + std::to_string(1000 + made_++)},
                {"object", "event"},
                {"api_version", kAccountVersion},
                {"created", now_},
                {"livemode", false},
                {"pending_webhooks", 0},
                {"request", {{"id", "req_sample"}, {"idempotency_key", nullptr}}},
                {"type", std::move(type)},
                {"data", {{"object", object}}}};
  auto& events = objects_["events"];
  events.insert(events.begin(), std::move(event));
}

std::string StripeApi::NewId(const StripeCollection& collection) {
  return std::string(collection.prefix) + "New" + std::to_string(1000 + made_++);
}

void StripeApi::AddSamples(int customers) {
  for (const StripeCollection& collection : StripeCollections()) {
    objects_[std::string(collection.name)] = StripeSamples(collection.object, customers);
  }
}

}  // namespace apisql
