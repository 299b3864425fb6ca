#include "tests/providers/stripe/stripe_objects.h"

#include <algorithm>
#include <map>

namespace apisql {
namespace {

using Json = nlohmann::json;

constexpr int64_t kDay = 86400;
constexpr int64_t kFirstDay = 1767225600;  // 2026-01-01 00:00:00 UTC.

bool InRange(const Json& value, const Json& range) {
  if (!value.is_number()) return false;
  if (range.is_number()) return value == range;
  for (const auto& [name, bound] : range.items()) {
    const bool kept = name == "gt"    ? value > bound
                      : name == "gte" ? value >= bound
                      : name == "lt"  ? value < bound
                                      : value <= bound;
    if (!kept) return false;
  }
  return true;
}

bool IsAmong(const Json& value, const Json& texts) {
  return std::any_of(texts.begin(), texts.end(), [&](const Json& text) { return text == value; });
}

bool HasPrice(const Json& subscription, const Json& price) {
  const Json& items = subscription["items"]["data"];
  return std::any_of(items.begin(), items.end(),
                     [&](const Json& item) { return item["price"]["id"] == price; });
}

// Lists of subscriptions leave canceled ones out, unless they are asked for.
bool HasStatus(const Json& object, const Json& status) {
  if (status == "all") return true;
  if (status == "ended") {
    return object["status"] == "canceled" || object["status"] == "incomplete_expired";
  }
  return object["status"] == status;
}

bool KeepsFilter(const Json& object, const std::string& name, const Json& wanted) {
  if (name == "created" || name == "due_date") return InRange(object[name], wanted);
  if (name == "types") return IsAmong(object["type"], wanted);
  if (name == "ids") return IsAmong(object["id"], wanted);
  if (name == "lookup_keys") return IsAmong(object["lookup_key"], wanted);
  if (name == "price") return HasPrice(object, wanted);
  if (name == "status") return HasStatus(object, wanted);
  if (name == "delivery_success") return (object["pending_webhooks"] == 0) == wanted;
  if (name == "subscription") {
    const Json& parent = object["parent"];
    return parent.is_object() && parent["subscription_details"]["subscription"] == wanted;
  }
  return object.contains(name) && object[name] == wanted;
}

void SetMember(Json& map, const std::string& name, const Json& value) {
  if (!map.is_object()) map = Json::object();
  if (value.is_null()) {
    map.erase(name);
  } else {
    map[name] = value;
  }
}

void SetItems(Json& object, const Json& items) {
  Json data = Json::array();
  for (const Json& item : items) data.push_back(item);
  object["items"] = {{"object", "list"}, {"has_more", false}, {"data", data}};
}

std::string ThreeDigits(int number) {
  std::string text = std::to_string(number);
  return std::string(text.size() < 3 ? 3 - text.size() : 0, '0') + text;
}

Json SampleCustomer(int number) {
  Json customer = StripeDefaults("customer");
  const std::string name = ThreeDigits(number);
  customer["id"] = "cus_" + name;
  customer["created"] = kFirstDay + number * kDay;
  customer["email"] = "person" + name + "@example.com";
  customer["name"] = "Person " + name;
  if (number % 2 == 0) customer["metadata"] = {{"plan", "gold"}, {"tax id", "a&b=c"}};
  if (number % 3 == 0) {
    customer["address"] = {{"line1", "1 Main St"}, {"line2", nullptr},       {"city", "Berlin"},
                           {"state", nullptr},     {"postal_code", "10115"}, {"country", "DE"}};
  }
  return customer;
}

Json SampleProduct(const char* id, const char* name, bool active, int day) {
  Json product = StripeDefaults("product");
  product["id"] = id;
  product["name"] = name;
  product["active"] = active;
  product["created"] = kFirstDay - (10 - day) * kDay;
  return product;
}

Json SamplePrice(const char* id, const char* product, int64_t amount, const char* interval,
                 int day) {
  Json price = StripeDefaults("price");
  price["id"] = id;
  price["product"] = product;
  price["unit_amount"] = amount;
  price["currency"] = "usd";
  price["created"] = kFirstDay - (10 - day) * kDay;
  if (interval != nullptr) {
    price["type"] = "recurring";
    price["recurring"] = {{"interval", interval}, {"interval_count", 1}};
  }
  return price;
}

Json SampleSubscription(int number, const char* customer, const char* price, const char* status) {
  Json subscription = StripeDefaults("subscription");
  subscription["id"] = "sub_" + ThreeDigits(number);
  subscription["created"] = kFirstDay + kDay * 10 * number;
  subscription["customer"] = customer;
  subscription["status"] = status;
  subscription["start_date"] = subscription["created"];
  if (subscription["status"] == "canceled") {
    subscription["canceled_at"] = kFirstDay + kDay * 10 * number + kDay * 5;
    subscription["ended_at"] = subscription["canceled_at"];
  }
  for (const Json& known : StripeSamples("price", 0)) {
    if (known["id"] != price) continue;
    subscription["items"]["data"].push_back(StripeItem(known, number, subscription["created"]));
  }
  return subscription;
}

Json SampleInvoice(int number, const char* customer, const char* subscription, const char* status,
                   int64_t amount) {
  Json invoice = StripeDefaults("invoice");
  invoice["id"] = "in_" + ThreeDigits(number);
  invoice["created"] = kFirstDay + kDay * 15 * number + 43200;
  invoice["customer"] = customer;
  invoice["status"] = status;
  invoice["amount_due"] = amount;
  invoice["amount_paid"] = invoice["status"] == "paid" ? amount : 0;
  invoice["amount_remaining"] = amount - invoice["amount_paid"].get<int64_t>();
  invoice["total"] = amount;
  invoice["number"] = invoice["status"] == "draft" ? Json() : Json("A1B2-" + ThreeDigits(number));
  if (invoice["status"] == "open") invoice["due_date"] = kFirstDay + (number * 15 + 30) * kDay;
  if (subscription != nullptr) {
    invoice["parent"] = {
        {"type", "subscription_details"},
        {"quote_details", nullptr},
        {"subscription_details", {{"subscription", subscription}, {"metadata", Json::object()}}}};
  }
  return invoice;
}

Json SampleEvent(int number, const char* type, const char* object, int pending) {
  return {{"id", "evt_" + ThreeDigits(number)},
          {"object", "event"},
          {"api_version", "2022-11-15"},
          {"created", 1780272000 - (30 - number) * kDay},
          {"livemode", false},
          {"pending_webhooks", pending},
          {"request",
           {{"id", number % 2 == 0 ? Json() : Json("req_" + ThreeDigits(number))},
            {"idempotency_key", nullptr}}},
          {"type", type},
          {"data", {{"object", {{"id", object}}}}}};
}

std::vector<Json> OldestSamplesFirst(std::string_view object, int customers) {
  std::vector<Json> objects;
  if (object == "customer") {
    for (int i = 1; i <= customers; ++i) objects.push_back(SampleCustomer(i));
  } else if (object == "product") {
    objects = {SampleProduct("prod_basic", "Basic", true, 1),
               SampleProduct("prod_pro", "Pro", true, 2),
               SampleProduct("prod_old", "Old", false, 3)};
  } else if (object == "price") {
    objects = {SamplePrice("price_basic", "prod_basic", 900, "month", 1),
               SamplePrice("price_pro", "prod_pro", 2900, "month", 2),
               SamplePrice("price_pro_year", "prod_pro", 29000, "year", 3),
               SamplePrice("price_setup", "prod_pro", 5000, nullptr, 4)};
  } else if (object == "subscription") {
    objects = {SampleSubscription(1, "cus_001", "price_basic", "active"),
               SampleSubscription(2, "cus_002", "price_pro", "active"),
               SampleSubscription(3, "cus_002", "price_basic", "canceled"),
               SampleSubscription(4, "cus_003", "price_pro_year", "past_due")};
  } else if (object == "invoice") {
    objects = {SampleInvoice(1, "cus_001", "sub_001", "paid", 900),
               SampleInvoice(2, "cus_002", "sub_002", "paid", 5800),
               SampleInvoice(3, "cus_002", nullptr, "void", 100),
               SampleInvoice(4, "cus_003", "sub_004", "open", 116000),
               SampleInvoice(5, "cus_001", "sub_001", "draft", 900)};
  } else if (object == "event") {
    objects = {SampleEvent(5, "customer.created", "cus_005", 0),
               SampleEvent(12, "invoice.paid", "in_002", 0),
               SampleEvent(18, "customer.subscription.deleted", "sub_003", 1),
               SampleEvent(21, "invoice.finalized", "in_004", 0)};
  }
  return objects;
}

}  // namespace

bool StripeMatches(const Json& object, const Json& filters) {
  if (object["object"] == "subscription" && !filters.contains("status") &&
      object["status"] == "canceled") {
    return false;
  }
  for (const auto& [name, wanted] : filters.items()) {
    if (!KeepsFilter(object, name, wanted)) return false;
  }
  return true;
}

Json StripeDefaults(std::string_view object) {
  Json made = {{"object", object}, {"livemode", false}, {"metadata", Json::object()}};
  const std::map<std::string_view, const char*> members = {
      {"customer", R"({"address": null, "balance": 0, "currency": null, "delinquent": false,
        "description": null, "email": null, "invoice_prefix": "A1B2C3D4", "name": null,
        "phone": null, "preferred_locales": [], "tax_exempt": "none"})"},
      {"product", R"({"active": true, "default_price": null, "description": null, "images": [],
        "name": null, "type": "service", "url": null})"},
      {"price", R"({"active": true, "billing_scheme": "per_unit", "currency": null,
        "lookup_key": null, "nickname": null, "product": null, "recurring": null,
        "type": "one_time", "unit_amount": null})"},
      {"subscription", R"({"cancel_at": null, "cancel_at_period_end": false, "canceled_at": null,
        "collection_method": "charge_automatically", "currency": "usd", "customer": null,
        "days_until_due": null, "description": null, "ended_at": null,
        "items": {"object": "list", "has_more": false, "data": []}, "latest_invoice": null,
        "start_date": null, "status": "active", "trial_end": null})"},
      {"invoice", R"({"amount_due": 0, "amount_paid": 0, "amount_remaining": 0,
        "auto_advance": false, "collection_method": "charge_automatically", "currency": "usd",
        "customer": null, "description": null, "due_date": null, "footer": null, "number": null,
        "parent": null, "status": "draft", "total": 0})"}};
  const auto known = members.find(object);
  if (known != members.end()) made.update(Json::parse(known->second));
  return made;
}

void StripeApply(Json& object, const Json& given) {
  for (const auto& [name, value] : given.items()) {
    if (name == "items") {
      SetItems(object, value);
    } else if (name == "preferred_locales") {
      object[name] = Json::array();
      for (const Json& text : value) object[name].push_back(text);
    } else if (name == "subscription") {
      object["parent"] = {{"type", "subscription_details"},
                          {"subscription_details", {{"subscription", value}}}};
    } else if (name == "metadata" && value.is_null()) {
      object[name] = Json::object();
    } else if (value.is_object()) {
      for (const auto& [member, text] : value.items()) SetMember(object[name], member, text);
    } else {
      object[name] = value;
    }
  }
  if (object["object"] == "price" && object["recurring"].is_object()) object["type"] = "recurring";
}

Json StripeItem(const Json& price, int64_t quantity, int64_t start) {
  return {{"id", "si_" + std::to_string(start)},
          {"object", "subscription_item"},
          {"created", start},
          {"current_period_start", start},
          {"current_period_end", start + 30 * kDay},
          {"price", price},
          {"quantity", quantity}};
}

Json StripeInVersion(Json object, std::string_view version) {
  if (version >= "2025-03-31") return object;
  if (object["object"] == "invoice") {
    const Json parent = object["parent"];
    object["subscription"] =
        parent.is_object() ? parent["subscription_details"]["subscription"] : Json();
    object.erase("parent");
  }
  if (object["object"] != "subscription") return object;
  for (Json& item : object["items"]["data"]) {
    for (const char* name : {"current_period_start", "current_period_end"}) {
      object[name] = item[name];
      item.erase(name);
    }
  }
  return object;
}

std::vector<Json> StripeSamples(std::string_view object, int customers) {
  std::vector<Json> objects = OldestSamplesFirst(object, customers);
  std::reverse(objects.begin(), objects.end());
  return objects;
}

}  // namespace apisql
