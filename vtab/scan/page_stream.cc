#include "vtab/scan/page_stream.h"

#include <utility>

#include "registry/server_error.h"
#include "src/rows/decode.h"

namespace apisql {
namespace {

bool Wants(uint64_t columns, size_t column) {
  return ((columns >> (column < 63 ? column : 63)) & 1) != 0;
}

// The value of the parameter that fills the "{name}" in a server's URL; "" when there is none.
std::string HostOf(const Call& call) {
  const Server* server = call.resource->provider->FindServer(call.method->server);
  if (server == nullptr) return "";
  const size_t open = server->base_url.find('{');
  const size_t close = server->base_url.find('}');
  if (open == std::string::npos || close == std::string::npos) return "";
  const std::string name = server->base_url.substr(open + 1, close - open - 1);
  for (const auto& [parameter, values] : call.arguments) {
    if (parameter == name && !values.empty()) return values[0];
  }
  return "";
}

}  // namespace

PageStream::PageStream(ScanContext& context, Call call)
    : context_(context), call_(std::move(call)) {}

PageStream::~PageStream() {
  if (in_flight_) context_.client().Cancel(*in_flight_);
}

Status PageStream::Named(Status status) const {
  return std::move(status).Annotate(call_.resource->name);
}

void PageStream::Start() {
  if (std::exchange(started_, true)) return;
  const auto begin = [this]() -> Status {
    ASSIGN_OR_RETURN(endpoint_, context_.EndpointFor(*call_.resource->provider,
                                                     call_.method->server, HostOf(call_)));
    ASSIGN_OR_RETURN(paginator_, MakePaginator(call_.method->paging));
    return Send(paginator_->First(call_.page_size));
  };
  error_ = Named(begin());
}

Status PageStream::Send(const QueryParameters& paging) {
  ASSIGN_OR_RETURN(Request request, BuildRequest(*call_.resource, *call_.method,
                                                 endpoint_->base_url, call_.arguments, paging));
  request.label.statement = context_.statement_number();
  next_.reset();
  in_flight_ = context_.client().Send(endpoint_, std::move(request));
  return OkStatus();
}

Status PageStream::Receive(uint64_t columns) {
  if (!in_flight_) RETURN_IF_ERROR(Send(*next_));
  ASSIGN_OR_RETURN(Response response, context_.client().Wait(*std::exchange(in_flight_, {})));
  return Accept(std::move(response), columns);
}

Status PageStream::Accept(Response response, uint64_t columns) {
  Status refused = CheckResponse(*call_.resource, response);
  // After a page with rows the same words say that the rest could not be read.
  if (pages_.empty() && IsAbsent(*call_.resource, *call_.method, response)) {
    absent_ = Named(std::move(refused));
    done_ = true;
    return OkStatus();
  }
  RETURN_IF_ERROR(refused);
  auto decoded = Decode(response.body, columns);
  if (!decoded.ok()) {
    return std::move(decoded).status().Annotate("answer of " + response.method + " " +
                                                response.url);
  }
  const Page& page = (*decoded)->page;
  if (RequestRecord* record = context_.client().log().Find(response.log_entry)) {
    record->rows = static_cast<int64_t>(page.rows);
  }
  ASSIGN_OR_RETURN(next_, paginator_->Next({&response, page.rows, page.envelope}));
  done_ = !next_;
  pages_.push_back({std::move(response.body), *std::move(decoded)});
  return OkStatus();
}

StatusOr<std::shared_ptr<const DecodedPage>> PageStream::Decode(const std::string& body,
                                                                uint64_t columns) {
  auto decoded = std::make_shared<DecodedPage>();
  decoded->columns = columns;
  PageShape shape{call_.method->rows_kind, call_.method->rows, {}, paginator_->EnvelopePaths()};
  const auto& all = call_.resource->columns;
  for (const Column& column : all) {
    if (column.secret) shape.secrets.push_back(column.path);
  }
  for (size_t i = 0; i < all.size(); ++i) {
    const bool wanted =
        Wants(columns, i) && !all[i].secret && all[i].source != Column::Source::kParameter;
    decoded->fields.push_back(wanted ? static_cast<int>(shape.fields.size()) : -1);
    if (!wanted) continue;
    shape.fields.push_back({all[i].path, all[i].type, all[i].source == Column::Source::kMapKey});
  }
  ASSIGN_OR_RETURN(decoded->page, DecodePage(body, shape));
  return std::shared_ptr<const DecodedPage>(std::move(decoded));
}

StatusOr<std::shared_ptr<const DecodedPage>> PageStream::Get(size_t number, uint64_t columns) {
  Start();
  while (error_.ok() && !done_ && pages_.size() <= number) error_ = Named(Receive(columns));
  if (number < pages_.size()) {
    Fetched& fetched = pages_[number];
    if ((columns & ~fetched.decoded->columns) != 0) {
      ASSIGN_OR_RETURN(fetched.decoded, Decode(fetched.body, columns | fetched.decoded->columns));
    }
    return fetched.decoded;
  }
  if (!error_.ok()) return error_;
  return std::shared_ptr<const DecodedPage>();
}

}  // namespace apisql
