// WriteServer: HTTP on loopback that behaves as an API that is written, and keeps its rows. Strict:
// a request that the documents do not make is refused with 400.
#ifndef APISQL_TESTS_GENERATED_WRITES_WRITE_SERVER_H_
#define APISQL_TESTS_GENERATED_WRITES_WRITE_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "sandbox/http_server.h"
#include "src/base/status.h"
#include "tests/generated/writes/resource.h"

namespace apisql::generated::writes {

// A request that came.
struct Received {
  std::string method;
  std::string target;
  std::string body;
  int status = 0;
  std::string changed = {};  // Of a write that was taken, but for a repeated one: table and row.
};

// Thread-safe.
class WriteServer {
 public:
  explicit WriteServer(Api api);

  Status Start() { return http_.Listen(0); }
  std::string url() const;

  // With the rows as they are now.
  Api Now() const;
  std::vector<Received> TakeReceived();

 private:
  // A request, taken apart.
  struct Asked {
    const sandbox::RawRequest& raw;
    sandbox::Call call = {};
    Resource* resource = nullptr;
    std::string verb = {};  // X-Api of it.
    std::string box = {};
    std::string area = {};
    std::string key = {};  // Empty: the path of the list.
  };
  // A write that was accepted, and is not done yet.
  struct Operation {
    std::string verb;
    int looks = 1;
    std::function<sandbox::Answer()> carry_out;
  };
  struct Kept {
    std::string request;
    sandbox::Answer answer;
  };

  sandbox::Answer Handle(const sandbox::RawRequest& request);
  sandbox::Answer Route(Asked& asked, Received& received);
  // False where the path is none that the documents have.
  bool ReadPath(Asked& asked);
  bool HasHeaders(const Asked& asked) const;
  bool ReadsAlone(const Asked& asked) const { return asked.call.method == "GET"; }

  sandbox::Answer Look(const Asked& asked);
  sandbox::Answer ListBoxes(const Asked& asked) const;
  sandbox::Answer List(const Asked& asked) const;
  sandbox::Answer Get(const Asked& asked) const;
  sandbox::Answer WriteOnce(const Asked& asked, Received& received);
  sandbox::Answer Write(const Asked& asked, Received& received);
  sandbox::Answer Insert(const Asked& asked, Received& received);
  sandbox::Answer Update(const Asked& asked, Received& received);
  sandbox::Answer Delete(const Asked& asked, Received& received);
  // Every fourth of those writes is not done yet when it is first looked at: a pause takes time.
  int SomeLooks() { return ++accepted_ % 4 == 0 ? 1 : 0; }
  // Carries it out now or later.
  sandbox::Answer Accept(const Asked& asked, std::function<sandbox::Answer()> carry_out);
  sandbox::Answer RowAnswer(const Resource& resource, const StoredRow& row, int status) const;

  StoredRow* Find(const Asked& asked) const;

  mutable std::mutex mutex_;  // Guards what stands below.
  Api api_;
  std::vector<Received> received_;
  std::map<std::string, Operation> operations_;  // By name.
  int operation_count_ = 0;                      // All that there were.
  int accepted_ = 0;                             // Writes that may be done later.
  std::map<std::string, Kept> keys_;             // By idempotency key.
  sandbox::HttpServer http_;  // The last: it ends first, and its threads with it.
};

}  // namespace apisql::generated::writes

#endif  // APISQL_TESTS_GENERATED_WRITES_WRITE_SERVER_H_
