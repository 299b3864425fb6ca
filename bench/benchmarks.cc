#include "bench/benchmark.h"

namespace apisql::bench {
namespace {

constexpr int kLatencyMs = 20;
constexpr int kConcurrency = 16;

// Reads what `ideal` reads. Bytes of created_at differ: apisql shows it as SQLite's time text.
std::string ReadingSql(const std::string& from) {
  return "SELECT count(*), sum(length(id) + length(display_name) + length(owner_id) + "
         "length(reference_id)), count(created_at) FROM " +
         from;
}

std::string ListOf(const std::string& name, int64_t rows) {
  return name + "=" + std::to_string(rows);
}

Benchmark FullScan(int64_t rows) {
  Benchmark one;
  one.name = "scan";
  one.server = {ListOf("keys", rows)};
  one.sql = ReadingSql("bench.api.keys");
  one.ideal = {"scan", "keys"};
  one.against = "bare loop over the pages";
  one.budget = 1.15;
  one.rows = rows;
  one.requests = rows / 100;
  one.shows_use = true;
  return one;
}

// What of that is the scan, and what the values that SQLite takes over and adds up.
Benchmark Count(int64_t rows) {
  Benchmark one = FullScan(rows);
  one.name = "count";
  one.sql = "SELECT count(*) FROM bench.api.keys";
  one.budget = 0;
  one.shows_use = false;
  return one;
}

// The sandbox, which writes each page anew.
Benchmark SandboxScan(int64_t rows) {
  Benchmark one = FullScan(rows);
  one.name = "scan-sandbox";
  one.asks_sandbox = true;
  one.server = {"sandbox", "--size", std::to_string(rows)};
  one.sql =
      "SELECT count(*), sum(length(id) + length(display_name) + length(owner_id) + "
      "length(resource_id)), count(created_at) FROM confluent.iam.api_keys";
  one.ideal = {"scan", "/iam/v2/api-keys"};
  one.shows_use = false;
  return one;
}

// A server that takes a millisecond for a page: work and waiting overlap.
Benchmark SlowScan(int64_t rows) {
  Benchmark one = FullScan(rows);
  one.name = "scan-1ms";
  one.server = {"--latency-ms", "1", ListOf("keys", rows)};
  one.shows_use = false;
  return one;
}

// The same rows in groups of ten, against the list without groups.
Benchmark Groups(int64_t rows) {
  Benchmark one = FullScan(rows);
  one.name = "groups";
  one.sql = ReadingSql("bench.api.grouped");
  one.plain_sql = ReadingSql("bench.api.keys");
  one.against = "the same rows in a plain list";
  one.budget = 1.15;
  one.shows_use = false;
  return one;
}

// The same rows, of which each column may have its value in another place, too.
Benchmark Places(int64_t rows) {
  Benchmark one = Groups(rows);
  one.name = "places";
  one.sql = ReadingSql("bench.api.places");
  one.against = "the same columns with one path each";
  return one;
}

Benchmark LongScan(int64_t rows) {
  Benchmark one = FullScan(rows);
  one.name = "memory";
  one.runs = 1;
  one.budget = 0;
  return one;
}

Benchmark Lookups() {
  constexpr int64_t kRows = 500;
  Benchmark one;
  one.name = "lookups";
  one.server = {"--latency-ms", std::to_string(kLatencyMs), ListOf("holders", kRows),
                ListOf("keys", 100'000)};
  one.sql = ReadingSql(
      "(SELECT k.* FROM bench.api.holders h JOIN bench.api.keys k "
      "ON k.id = h.reference_id)");
  one.ideal = {"lookups", "holders", "keys", std::to_string(kConcurrency)};
  one.against = "500 / 16 x 20 ms";
  one.ideal_ms = static_cast<double>(kRows) / kConcurrency * kLatencyMs;
  one.budget = 1.2;
  one.rows = kRows;
  one.requests = kRows + 2;  // With the first page of the list, which tells its length.
  return one;
}

Benchmark FanOut() {
  constexpr int64_t kParents = 100;
  Benchmark one;
  one.name = "fan-out";
  one.server = {"--latency-ms", std::to_string(kLatencyMs), ListOf("projects", kParents)};
  one.sql = ReadingSql("bench.api.members");
  one.ideal = {"fan_out", "projects", std::to_string(kConcurrency)};
  one.against = "bare program, 16 in flight";
  one.budget = 1.2;
  one.rows = kParents * 10;
  one.requests = kParents + 1;
  return one;
}

Benchmark Union() {
  constexpr int64_t kRows = 1000;
  const std::string branch = "SELECT * FROM bench.api.";
  Benchmark one;
  one.name = "union";
  one.server = {"--latency-ms", std::to_string(kLatencyMs), ListOf("red", kRows),
                ListOf("green", kRows), ListOf("blue", kRows)};
  one.sql =
      ReadingSql("(" + branch + "red UNION ALL " + branch + "green UNION ALL " + branch + "blue)");
  one.ideal = {"scan", "red"};
  one.against = "bare loop over one of the three";
  one.budget = 1.2;
  one.rows = 3 * kRows;
  one.requests = 3 * kRows / 100;
  return one;
}

Benchmark Join(int64_t rows) {
  Benchmark one;
  one.name = "join";
  one.server = {ListOf("orders", rows), ListOf("payments", rows)};
  one.sql =
      "SELECT count(*), sum(length(o.display_name) + length(p.owner_id)) "
      "FROM bench.api.orders o JOIN bench.api.payments p ON p.reference_id = o.id";
  one.ideal = {"scan", "orders", "payments"};
  one.against = "bare loop over both lists";
  one.budget = 1.3;
  one.rows = rows;
  one.requests = 2 * rows / 100;
  return one;
}

// What the join costs beyond reading its tables.
Benchmark TwoScans(int64_t rows) {
  Benchmark one = Join(rows);
  one.name = "two-scans";
  one.sql =
      "SELECT (SELECT count(id || display_name) FROM bench.api.orders) + "
      "(SELECT count(reference_id || owner_id) FROM bench.api.payments)";
  one.budget = 0;
  one.rows = 2 * rows;
  return one;
}

// A join in the sandbox: the keys of all who have roles.
Benchmark SandboxJoin(int64_t rows) {
  Benchmark one;
  one.name = "join-sandbox";
  one.asks_sandbox = true;
  one.server = {"sandbox", "--size", std::to_string(rows)};
  one.sql =
      "SELECT (SELECT count(*) FROM plain.iam.keys), count(*), "
      "sum(length(k.display_name) + length(b.role_name)) FROM confluent.iam.role_bindings b "
      "JOIN plain.iam.keys k ON k.owner_id = substr(b.principal, 6)";
  one.ideal = {"scan", "/iam/v2/api-keys", "/iam/v2/role-bindings?crn_pattern={organization}"};
  one.against = "bare loop over both lists";
  one.budget = 1.3;
  one.rows = rows;
  return one;
}

Benchmark Limit(int64_t rows) {
  Benchmark one;
  one.name = "limit";
  one.server = {ListOf("keys", rows)};
  one.sql = "SELECT count(*) FROM (SELECT id FROM bench.api.keys LIMIT 5)";
  one.rows = 5;
  one.requests = 1;
  one.runs = 1;
  return one;
}

}  // namespace

std::vector<Benchmark> AllBenchmarks(int64_t divisor) {
  return {FullScan(100'000 / divisor), Count(100'000 / divisor), SandboxScan(100'000 / divisor),
          SlowScan(100'000 / divisor), Groups(100'000 / divisor), Places(100'000 / divisor),
          LongScan(1'000'000 / divisor), Lookups(), FanOut(), Union(), TwoScans(50'000 / divisor),
          Join(50'000 / divisor),
          // For each 100 keys it has 80 role bindings.
          SandboxJoin(62'500 / divisor), Limit(100'000 / divisor)};
}

}  // namespace apisql::bench
