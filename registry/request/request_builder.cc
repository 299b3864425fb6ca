#include "registry/request/request_builder.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "src/json/form.h"
#include "src/json/reader.h"
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
  const std::vector<std::string>* values = FindArgument(arguments, parameter.name);
  return values == nullptr ? std::vector<std::string>() : *values;
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

Status CheckPathValue(const Method& method, const std::string& name, const std::string& value) {
  if (!value.empty() && value != "." && value != "..") return {};
  return CannotSend(method, "cannot take '" + value + "' for " + name +
                                ": its URL would be that of another resource");
}

// Puts text_of(name) in the place of every "{name}" of the path.
template <typename TextOf>
std::string FillPath(std::string_view path, TextOf text_of) {
  std::string filled;
  while (true) {
    const size_t open = path.find('{');
    const size_t close = path.find('}', open == std::string_view::npos ? path.size() : open);
    if (close == std::string_view::npos) return filled += path;
    filled += path.substr(0, open);
    filled += text_of(std::string(path.substr(open + 1, close - open - 1)));
    path.remove_prefix(close + 1);
  }
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
  std::string path = FillPath(method.path, [&](const std::string& name) {
    const std::optional<std::string> value = PathValue(method, name, arguments);
    if (!value) {
      status = CannotSend(method, "needs a value for " + name);
    } else if (status.ok()) {
      status = CheckPathValue(method, name, *value);
    }
    return EncodePathSegment(value.value_or(""));
  });
  if (!status.ok()) return status;
  return path;
}

void AppendQuery(const std::string& part, std::string* url) {
  if (part.empty()) return;
  *url += url->find('?') == std::string::npos ? '?' : '&';
  *url += part;
}

// A column's value, as text, as the JSON that the column's type asks for.
std::string ColumnJson(const Resource& resource, const Parameter& parameter,
                       const std::string& value) {
  const int column = resource.FindColumn(parameter.column);
  const Column& bound = column < 0 ? Column() : resource.columns[static_cast<size_t>(column)];
  const bool counted = bound.type == ColumnType::kTimestamp && bound.time != TimeForm::kText;
  switch (counted ? ColumnType::kReal : bound.type) {
    case ColumnType::kInteger:
    case ColumnType::kReal:
      if (value.find_first_not_of("+-.0123456789eE") == std::string::npos &&
          JsonDocument::Parse(value).ok()) {
        return value;
      }
      break;
    case ColumnType::kBoolean:
      if (value == "1" || value == "true") return "true";
      if (value == "0" || value == "false") return "false";
      break;
    case ColumnType::kJson:
      return value;  // JsonBody refuses what is no JSON.
    case ColumnType::kText:
    case ColumnType::kTimestamp:
      break;
  }
  return QuoteJson(value);
}

std::string ParameterJson(const Resource& resource, const Parameter& parameter,
                          const std::vector<std::string>& values) {
  if (IsConstant(parameter)) return parameter.constant;
  if (!parameter.repeatable) return ColumnJson(resource, parameter, values.front());
  std::string array;
  for (const std::string& value : values) {
    array += (array.empty() ? "[" : ",") + ColumnJson(resource, parameter, value);
  }
  return array + "]";
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
  request->body = body.json;
  request->shown_body = body.shown;
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
    const std::vector<std::string> values = ValuesOf(*parameter, arguments);
    if (values.empty()) continue;
    Status status =
        body.Set(parameter->body_path, JsonText{ParameterJson(resource, *parameter, values)});
    if (!status.ok()) return std::move(status).Annotate(method.name + ": " + parameter->name);
  }
  RETURN_IF_ERROR(AddPageMembers(method, paging, &body));
  return WriteBody(method, {body.ToString(), ""}, request);
}

// A line end would start a header of its own.
Status AddHeader(const Method& method, const std::string& name, const std::string& value,
                 Request* request) {
  if (std::ranges::any_of(
          value, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; })) {
    return CannotSend(method, "cannot send control characters in " + name);
  }
  request->headers.push_back({name, value});
  return {};
}

Status AddHeaders(const Method& method, const Arguments& arguments, const PageRequest& paging,
                  Request* request) {
  request->headers.push_back({"Accept", "application/json"});
  if (!request->body.empty()) {
    request->headers.push_back({"Content-Type", method.body_format.media_type});
  }
  for (const Parameter* parameter : ParametersAt(method, Place::kHeader)) {
    for (const std::string& value : ValuesOf(*parameter, arguments)) {
      RETURN_IF_ERROR(AddHeader(method, parameter->name, value, request));
    }
  }
  for (const auto& [name, value] : paging.headers) {
    RETURN_IF_ERROR(AddHeader(method, name, value, request));
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
    for (std::string& value : ValuesOf(*parameter, arguments)) {
      query.emplace_back(parameter->name, std::move(value));
    }
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
  const auto text_of = [&](const std::string& name) {
    if (const std::optional<std::string> value = PathValue(method, name, known)) {
      return EncodePathSegment(*value);
    }
    const Parameter* parameter = method.FindParameter(name);
    return "{" + (parameter == nullptr ? name : parameter->column) + "}";
  };
  std::string url = base_url + FillPath(method.path, text_of);
  for (const Parameter* parameter : ParametersAt(method, Place::kQuery)) {
    const std::vector<std::string> values = ValuesOf(*parameter, known);
    for (const std::string& value : values) {
      AppendQuery(EncodeQuery({{parameter->name, value}}), &url);
    }
    const bool asked = parameter->required || FindArgument(known, parameter->name) != nullptr;
    if (values.empty() && asked) {
      AppendQuery(EncodeQuery({{parameter->name, ""}}) + "{" + parameter->column + "}", &url);
    }
  }
  AppendQuery(EncodeQuery(paging.parameters), &url);
  return url;
}

std::string BodyTemplate(const Resource& resource, const Method& method, const Arguments& known,
                         const PageRequest& paging) {
  const std::vector<const Parameter*> parameters = ParametersAt(method, Place::kBody);
  if (parameters.empty() && !TakesPageInBody(method)) return "";
  JsonBody body;
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
  return AddPageMembers(method, paging, &body).ok() ? body.ToString() : "";
}

}  // namespace apisql
