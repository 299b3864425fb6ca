// SizeFile: the sizes of one provider's tables at one base URL, kept from session to session.
//
//   {"version":1,"base_url":"https://api.confluent.cloud","tables":{
//   "confluent.iam.users":{"rows":40,"requests":1}}}
//
// Only the choice between plans depends on it. So a file that is not as it should be is no error:
// it counts as none, and the next Write() takes its place.
#ifndef APISQL_VTAB_SIZES_SIZE_FILE_H_
#define APISQL_VTAB_SIZES_SIZE_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "src/base/status.h"
#include "vtab/sizes/table_statistics.h"

namespace apisql {

class SizeFile {
 public:
  using Sizes = TableStatistics::Scans;

  // What a file may hold. Larger ones and larger numbers are not believed.
  static constexpr size_t kMostBytes = size_t{1} << 20;
  static constexpr int64_t kMostRows = 1'000'000'000'000;
  static constexpr int64_t kMostRequests = 1'000'000'000;

  SizeFile(const std::string& folder, std::string provider, std::string base_url);

  // Its full name: in `folder`, another one for each provider and base URL.
  const std::string& name() const { return name_; }

  // None where there is no file, or one that is not to be believed. One impossible number is reason
  // enough to believe none.
  Sizes Read() const;
  // Makes the folder where it is missing. Whoever reads meanwhile finds the old file or the new
  // one, whole. Nobody but the user has access to either.
  Status Write(const Sizes& sizes) const;

 private:
  std::string TextOf(const Sizes& sizes) const;

  std::string provider_;
  std::string base_url_;
  std::string name_;
};

}  // namespace apisql

#endif  // APISQL_VTAB_SIZES_SIZE_FILE_H_
