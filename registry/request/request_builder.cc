#include "registry/request/request_builder.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "registry/model/path_template.h"
#include "registry/request/written_value.h"
#include "src/base/text.h"
#include "src/json/form.h"
#include "src/json/reader.h"
#include "src/json/text.h"
#include "src/json/writer.h"
#include "src/paging/paginator.h"

namespace apisql {
namespace {

using Place = Parameter::Place;

bool IsConstant(const Parameter& parameter) { return parameter.column.empty(); }

Status CannotSend(const Method& method, const std::string& what) {
  return {StatusCode::kInvalidArgument, method.name + " " + what};
}

const std::vector<std::string>* FindArgument(const Arguments& arguments, std::string_view name) {
  for (const auto& [argument, values] : arguments) {
    if (argument == name) return &values;
  }
  return nullptr;
}

// The values to send, none when there are none.
std::vector<std::string> ValuesOf(const Parameter& parameter, const Arguments& arguments) {
  if (IsConstant(parameter)) return {parameter.constant};
  const std::vector<std::string>* values = FindArgument(arguments, parameter.id());
  return values == nullptr ? std::vector<std::string>() : *values;
}

StatusOr<std::string> Written(const Method& method, const Parameter& parameter,
                              const std::string& value) {
  std::optional<std::string> written = WrittenValue(parameter, value);
  if (written) return *std::move(written);
  return CannotSend(method, "cannot say '" + Printable(value, 60) + "' for " + parameter.column);
}

// The parameters in the order of the document, each name once: two filters may share one.
std::vector<const Parameter*> ParametersAt(const Method& method, Place place) {
  std::vector<const Parameter*> parameters;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.place != place) continue;
    const bool repeated =
        !IsConstant(parameter) && std::ranges::any_of(parameters, [&](const Parameter* earlier) {
          return !IsConstant(*earlier) && earlier->name == parameter.name;
        });
    if (!repeated) parameters.push_back(&parameter);
  }
  return parameters;
}

// A server's host may be filled from an argument that the method itself does not send.
bool FillsHost(const Resource& resource, const Method& method, const std::string& name) {
  const Server* server =
      resource.provider == nullptr ? nullptr : resource.provider->FindServer(method.server);
  return server != nullptr && server->base_url.find("{" + name + "}") != std::string::npos;
}

// An argument that is silently left out could make the server answer with too many rows.
Status CheckNames(const Resource& resource, const Method& method, const Arguments& arguments) {
  for (const auto& [name, values] : arguments) {
    if (method.FindParameter(name) == nullptr && !FillsHost(resource, method, name)) {
      return {StatusCode::kInternal, method.name + " has no parameter '" + name + "'"};
    }
  }
  return {};
}

Status CheckCounts(const Method& method, const Arguments& arguments, bool body) {
  for (const Parameter& parameter : method.parameters) {
    if (parameter.place == Place::kBody && !body) continue;
    const size_t count = ValuesOf(parameter, arguments).size();
    if (count == 0 && parameter.required) {
      return CannotSend(method, "needs a value for " + parameter.column);
    }
    if (count > 1 && !parameter.repeatable) {
      return CannotSend(method, "takes only one value for " + parameter.column);
    }
  }
  return {};
}

// What is sent under the name of `first`, which is the first of that name: of those that share it
// what each has to say. None where nothing has a value.
StatusOr<std::vector<std::string>> SentValues(const Method& method, const Parameter& first,
                                              const Arguments& arguments) {
  if (IsConstant(first)) return std::vector{first.constant};
  std::vector<std::string> sent;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.name != first.name || parameter.place != first.place) continue;
    if (&parameter != &first && parameter.id() == first.id()) continue;
    std::vector<std::string> own;
    for (const std::string& value : ValuesOf(parameter, arguments)) {
      ASSIGN_OR_RETURN(own.emplace_back(), Written(method, parameter, value));
    }
    std::ranges::move(WithOr(parameter, std::move(own)), std::back_inserter(sent));
  }
  if (sent.size() < 2) return sent;
  if (first.is_formatted()) return std::vector{Join(sent, first.join)};
  if (first.list == Parameter::List::kComma) return std::vector{Join(sent, ",")};
  return sent;
}

std::string SentName(const Parameter& parameter) {
  const bool brackets = parameter.repeatable && parameter.list == Parameter::List::kBrackets;
  return parameter.name + (brackets ? "[]" : "");
}

std::optional<std::string> PathValue(const Method& method, const std::string& name,
                                     const Arguments& arguments) {
  const Parameter* parameter = method.FindParameter(name);
  if (parameter != nullptr && IsConstant(*parameter)) return parameter->constant;
  const std::vector<std::string>* values = FindArgument(arguments, name);
  if (values == nullptr || values->empty()) return std::nullopt;
  return values->front();
}

StatusOr<std::string> BuildPath(const Method& method, const Arguments& arguments) {
  Status status;
  std::string path = FillPath(method.path, [&](const PathPlaceholder& placeholder) {
    const std::optional<std::string> value = PathValue(method, placeholder.name, arguments);
    const auto text = value ? PathText(placeholder.segment, *value) : std::nullopt;
    const bool may_lack = placeholder.segment == Parameter::Segment::kOptional;
    if (!value && !may_lack) {
      status = CannotSend(method, "needs a value for " + placeholder.name);
    } else if (value && !text && status.ok()) {
      status = CannotSend(method, "cannot take '" + *value + "' for " + placeholder.name +
                                      ": its URL would be that of another resource");
    }
    return text.value_or("");
  });
  if (!status.ok()) return status;
  return path;
}

void AppendQuery(const std::string& part, std::string* url) {
  if (part.empty()) return;
  *url += url->find('?') == std::string::npos ? '?' : '&';
  *url += part;
}

// The first page may have nothing to say there, and the method has a body all the same.
bool TakesPageInBody(const Method& method) {
  const std::vector<std::string> names = SentParameters(method.paging);
  return std::ranges::any_of(names, [](const std::string& name) { return name.starts_with('/'); });
}

Status AddPageMembers(const Method& method, const PageRequest& paging, JsonBody* body) {
  for (const auto& [path, json] : paging.members) {
    Status status = body->Set(path, JsonText{json});
    if (!status.ok()) return std::move(status).Annotate(method.name + ": " + path.ToString());
  }
  return {};
}

// The body in the method's format. The one place where it is anything else than JSON.
Status WriteBody(const Method& method, const BodyJson& body, Request* request) {
  ASSIGN_OR_RETURN(request->body, WithJsonTexts(method, body.json));
  ASSIGN_OR_RETURN(request->shown_body, WithJsonTexts(method, body.shown));
  if (!method.body_format.is_form) return {};
  for (std::string* text : {&request->body, &request->shown_body}) {
    if (text->empty()) continue;
    auto form = JsonToForm(*text, method.body_format.form);
    if (!form.ok()) return std::move(form).status().Annotate(method.name);
    *text = *std::move(form);
  }
  return {};
}

// Leaves the request without a body when the method takes none.
Status AddBody(const Resource& resource, const Method& method, const Arguments& arguments,
               const PageRequest& paging, Request* request) {
  if (!HasBodyParameters(method) && !TakesPageInBody(method)) return {};
  ASSIGN_OR_RETURN(JsonBody body, StartBody(method));
  for (const Parameter* parameter : ParametersAt(method, Place::kBody)) {
    ASSIGN_OR_RETURN(const std::vector<std::string> values,
                     SentValues(method, *parameter, arguments));
    if (values.empty()) continue;
    Status status =
        body.Set(parameter->body_path, JsonText{ParameterJson(resource, *parameter, values)});
    if (!status.ok()) return std::move(status).Annotate(method.name + ": " + parameter->name);
  }
  RETURN_IF_ERROR(AddPageMembers(method, paging, &body));
  return WriteBody(method, {body.ToString(), ""}, request);
}

// A line end would start a header of its own. In the place of the one that is there already.
Status SetHeader(const Method& method, const std::string& name, std::string value,
                 Request* request) {
  if (std::ranges::any_of(
          value, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; })) {
    return CannotSend(method, "cannot send control characters in " + name);
  }
  for (auto& header : request->headers) {
    if (!EqualsIgnoreCase(header.name, name)) continue;
    header = {name, std::move(value)};
    return {};
  }
  request->headers.push_back({name, std::move(value)});
  return {};
}

Status AddHeaders(const Method& method, const Arguments& arguments, const PageRequest& paging,
                  Request* request) {
  request->headers.push_back({"Accept", method.xml ? "application/xml" : "application/json"});
  if (!request->body.empty()) {
    request->headers.push_back({"Content-Type", method.body_format.media_type});
  }
  for (const auto& [name, value] : method.headers) {
    RETURN_IF_ERROR(SetHeader(method, name, value, request));
  }
  for (const Parameter* parameter : ParametersAt(method, Place::kHeader)) {
    ASSIGN_OR_RETURN(std::vector<std::string> values, SentValues(method, *parameter, arguments));
    for (std::string& value : values) {
      RETURN_IF_ERROR(SetHeader(method, parameter->name, std::move(value), request));
    }
  }
  for (const auto& [name, value] : paging.headers) {
    RETURN_IF_ERROR(SetHeader(method, name, value, request));
  }
  return {};
}

// A request without its body and headers; its arguments have been checked.
StatusOr<Request> StartRequest(const Resource& resource, const Method& method,
                               const std::string& base_url, const Arguments& arguments,
                               const PageRequest& paging) {
  ASSIGN_OR_RETURN(const std::string path, BuildPath(method, arguments));
  QueryParameters query;
  for (const Parameter* parameter : ParametersAt(method, Place::kQuery)) {
    ASSIGN_OR_RETURN(std::vector<std::string> values, SentValues(method, *parameter, arguments));
    for (std::string& value : values) query.emplace_back(SentName(*parameter), std::move(value));
  }
  query.insert(query.end(), paging.parameters.begin(), paging.parameters.end());

  Request request;
  request.method = method.http_method;
  request.url = base_url + path;
  AppendQuery(EncodeQuery(query), &request.url);
  if (!paging.url.empty()) request.url = paging.url;
  request.idempotent = method.idempotent || request.method == "GET" || request.method == "HEAD";
  request.budgets = method.budgets;
  request.accept_gzip = method.rows_kind != RowsKind::kNdjson;
  request.label.table = resource.name;
  request.label.operation = method.name;
  return request;
}

// What the parameters of one name say in a query, encoded; "{column}" stands where a value is asked
// for that is not known.
std::vector<std::string> TemplateValues(const Method& method, const Parameter& first,
                                        const Arguments& known) {
  if (IsConstant(first)) return {EncodeQueryValue(first.constant)};
  std::vector<std::string> texts;
  for (const Parameter& parameter : method.parameters) {
    if (parameter.name != first.name || parameter.place != first.place) continue;
    const std::vector<std::string>* values = FindArgument(known, parameter.id());
    std::vector<std::string> own;
    for (const std::string& value : values == nullptr ? std::vector<std::string>() : *values) {
      own.push_back(WrittenValue(parameter, value).value_or(value));
    }
    for (const std::string& text : WithOr(parameter, std::move(own))) {
      texts.push_back(EncodeQueryValue(text));
    }
    const bool asked = parameter.required || values != nullptr;
    if (!asked || (values != nullptr && !values->empty())) continue;
    const size_t mark = std::min(parameter.format.find("{}"), parameter.format.size() - 2);
    texts.push_back(EncodeQueryValue(parameter.format.substr(0, mark)) + "{" + parameter.column +
                    "}" + EncodeQueryValue(parameter.format.substr(mark + 2)));
  }
  if (texts.size() < 2) return texts;
  if (first.is_formatted()) return {Join(texts, EncodeQueryValue(first.join))};
  if (first.list == Parameter::List::kComma) return {Join(texts, ",")};
  return texts;
}

}  // namespace

StatusOr<Request> BuildRequest(const Resource& resource, const Method& method,
                               const std::string& base_url, const Arguments& arguments,
                               const PageRequest& paging) {
  RETURN_IF_ERROR(CheckNames(resource, method, arguments));
  RETURN_IF_ERROR(CheckCounts(method, arguments, /*body=*/true));
  ASSIGN_OR_RETURN(Request request, StartRequest(resource, method, base_url, arguments, paging));
  RETURN_IF_ERROR(AddBody(resource, method, arguments, paging, &request));
  RETURN_IF_ERROR(AddHeaders(method, arguments, paging, &request));
  return request;
}

StatusOr<Request> BuildRequestWithBody(const Resource& resource, const Method& method,
                                       const std::string& base_url, const Arguments& arguments,
                                       const BodyJson& body) {
  RETURN_IF_ERROR(CheckNames(resource, method, arguments));
  RETURN_IF_ERROR(CheckCounts(method, arguments, /*body=*/false));
  ASSIGN_OR_RETURN(Request request, StartRequest(resource, method, base_url, arguments, {}));
  RETURN_IF_ERROR(WriteBody(method, body, &request));
  RETURN_IF_ERROR(AddHeaders(method, arguments, {}, &request));
  return request;
}

StatusOr<std::string> WithJsonTexts(const Method& method, const std::string& json) {
  if (method.json_texts.empty() || json.empty()) return json;
  JsonBody body;
  RETURN_IF_ERROR(body.Set({}, JsonText{json}));
  ASSIGN_OR_RETURN(const JsonDocument document, JsonDocument::Parse(json));
  for (const JsonPath& path : method.json_texts) {
    const std::optional<std::string> value = document.Json(path);
    if (value) RETURN_IF_ERROR(body.Set(path, *value));
  }
  return body.ToString();
}

StatusOr<JsonBody> StartBody(const Method& method) {
  JsonBody body;
  if (!method.base_body.empty()) RETURN_IF_ERROR(body.Set({}, JsonText{method.base_body}));
  return body;
}

bool HasBodyParameters(const Method& method) {
  return !method.base_body.empty() ||
         std::ranges::find(method.parameters, Place::kBody, &Parameter::place) !=
             method.parameters.end();
}

std::string RequestTemplate(const Resource&, const Method& method, const std::string& base_url,
                            const Arguments& known, const PageRequest& paging) {
  const auto text_of = [&](const PathPlaceholder& placeholder) {
    const bool optional = placeholder.segment == Parameter::Segment::kOptional;
    const auto value = PathValue(method, placeholder.name, known);
    if (value) return PathText(placeholder.segment, *value).value_or(EncodePathSegment(*value));
    if (optional && FindArgument(known, placeholder.name) == nullptr) return std::string();
    const Parameter* parameter = method.FindParameter(placeholder.name);
    return (optional ? "/{" : "{") + (parameter == nullptr ? placeholder.name : parameter->column) +
           "}";
  };
  std::string url = base_url + FillPath(method.path, text_of);
  for (const Parameter* parameter : ParametersAt(method, Place::kQuery)) {
    for (const std::string& text : TemplateValues(method, *parameter, known)) {
      AppendQuery(EncodeQuery({{SentName(*parameter), ""}}) + text, &url);
    }
  }
  AppendQuery(EncodeQuery(paging.parameters), &url);
  return url;
}

std::string BodyTemplate(const Resource& resource, const Method& method, const Arguments& known,
                         const PageRequest& paging) {
  const std::vector<const Parameter*> parameters = ParametersAt(method, Place::kBody);
  if (!HasBodyParameters(method) && !TakesPageInBody(method)) return "";
  StatusOr<JsonBody> started = StartBody(method);
  if (!started.ok()) return "";
  JsonBody& body = *started;
  for (const Parameter* parameter : parameters) {
    const std::vector<std::string> values = ValuesOf(*parameter, known);
    const bool asked = parameter->required || FindArgument(known, parameter->name) != nullptr;
    if (values.empty() && !asked) continue;
    const int column = resource.FindColumn(parameter->column);
    const bool secret = column >= 0 && resource.columns[static_cast<size_t>(column)].secret;
    const std::string json = values.empty() || secret ? QuoteJson("{" + parameter->column + "}")
                                                      : ParameterJson(resource, *parameter, values);
    if (!body.Set(parameter->body_path, JsonText{json}).ok()) return "";
  }
  if (!AddPageMembers(method, paging, &body).ok()) return "";
  StatusOr<std::string> text = WithJsonTexts(method, body.ToString());
  if (text.ok() && method.body_format.is_form) {
    FormStyle style = method.body_format.form;
    style.empty_nulls = true;  // What cannot be sent shows when the values are known.
    text = JsonToFormTemplate(*text, style);
  }
  return text.ok() ? *std::move(text) : "";
}

}  // namespace apisql
