#include "tests/generated/server.h"

#include <utility>

#include "tests/generated/table_service.h"

namespace apisql::generated {

Server::Server(World world)
    : world_(std::move(world)),
      http_([this](const sandbox::RawRequest& request) { return Handle(request); }) {}

Status Server::Start() { return http_.Listen(0); }

std::string Server::url() const { return "http://127.0.0.1:" + std::to_string(http_.port()); }

World Server::Now() const {
  const std::lock_guard lock(mutex_);
  return world_;
}

void Server::SetRows(const World& world) {
  const std::lock_guard lock(mutex_);
  for (size_t i = 0; i < world_.tables.size(); ++i) world_.tables[i].rows = world.tables[i].rows;
}

std::vector<Arrival> Server::TakeArrivals() {
  const std::lock_guard lock(mutex_);
  return std::exchange(arrivals_, {});
}

sandbox::Answer Server::Handle(const sandbox::RawRequest& request) {
  sandbox::Call call;
  call.method = request.method;
  call.body = request.body;
  sandbox::ParseTarget(request.target, call);
  const std::lock_guard lock(mutex_);
  Arrival arrival{request.method, request.target, request.body};
  sandbox::Answer answer = Refusal(400, "there is no such operation");
  for (Table& table : world_.tables) {
    if (call.path.empty() || call.path[0] != table.name) continue;
    TableService service(world_, table, url());
    answer = service.Handle(call);
    arrival.table = table.name;
    arrival.row = service.written();
    arrival.lists = service.lists();
  }
  arrival.status = answer.status;
  arrivals_.push_back(std::move(arrival));
  return answer;
}

}  // namespace apisql::generated
