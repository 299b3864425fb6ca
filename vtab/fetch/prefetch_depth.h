// PrefetchDepth: how far requests may go beyond what is read.
#ifndef APISQL_VTAB_FETCH_PREFETCH_DEPTH_H_
#define APISQL_VTAB_FETCH_PREFETCH_DEPTH_H_

namespace apisql {

enum class PrefetchDepth {
  kNothing,     // A few rows are wanted: not even the next call.
  kOnePage,     // The statement may stop early.
  kEverything,  // It will be read to its end.
};

}  // namespace apisql

#endif  // APISQL_VTAB_FETCH_PREFETCH_DEPTH_H_
