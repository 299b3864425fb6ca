#include "vtab/prepared/prepared.h"

#include <utility>

namespace apisql {

StatusOr<bool> Prepared::Fetch(RowSink& sink, int64_t limit) {
  StatusOr<bool> more = Next();
  Status pushed = Push(sink, limit, &more);
  if (pushed.ok()) return more;
  return WithWorkDone(std::move(pushed), work_done());
}

// The error is one of `sink`; those of the statement are in `*more`.
Status Prepared::Push(RowSink& sink, int64_t limit, StatusOr<bool>* more) {
  if (columns().empty() || (!more->ok() && !rows_are_whole())) return OkStatus();
  RETURN_IF_ERROR(sink.Begin(columns()));
  for (int64_t rows = 0; more->ok() && **more; *more = Next()) {
    RETURN_IF_ERROR(sink.Row(values()));
    if (++rows >= limit) break;
  }
  return more->ok() || rows_are_whole() ? sink.End() : OkStatus();
}

}  // namespace apisql
