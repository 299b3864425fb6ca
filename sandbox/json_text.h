// JsonText: writes one JSON document straight into a string. A page of 100 objects is most of what
// the sandbox does; building it as a tree of values first takes several times as long.
#ifndef APISQL_SANDBOX_JSON_TEXT_H_
#define APISQL_SANDBOX_JSON_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace apisql::sandbox {

// The calls must be nested as the document is. Texts are expected to be UTF-8.
//   JsonText json;
//   json.BeginObject().Field("id", "u-1").Key("roles").BeginArray().Text("admin").EndArray();
//   json.EndObject();
class JsonText {
 public:
  // Grows by itself; for long documents it is faster to say how many bytes are to come.
  explicit JsonText(size_t expected_size = 0) { text_.reserve(expected_size); }

  JsonText& BeginObject() { return Open('{'); }
  JsonText& EndObject() { return Close('}'); }
  JsonText& BeginArray() { return Open('['); }
  JsonText& EndArray() { return Close(']'); }
  JsonText& Key(std::string_view name);
  JsonText& Text(std::string_view value);
  JsonText& Number(int64_t value);
  JsonText& Boolean(bool value);
  JsonText& Null();

  JsonText& Field(std::string_view name, std::string_view value) { return Key(name).Text(value); }
  // Leaves an absent value out.
  JsonText& Optional(std::string_view name, const std::optional<std::string>& value);
  // Writes an absent value as null.
  JsonText& Nullable(std::string_view name, const std::optional<std::string>& value);

  const std::string& text() const { return text_; }
  std::string Take() { return std::move(text_); }

 private:
  JsonText& Open(char bracket);
  JsonText& Close(char bracket);
  void BeforeValue();
  void Quote(std::string_view value);

  std::string text_;
  bool comma_ = false;  // The next value or key needs a comma before it.
};

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_JSON_TEXT_H_
