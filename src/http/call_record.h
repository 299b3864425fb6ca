// What the request log says of a call's transfer.
#ifndef APISQL_SRC_HTTP_CALL_RECORD_H_
#define APISQL_SRC_HTTP_CALL_RECORD_H_

#include "src/base/clock.h"
#include "src/base/redactor.h"
#include "src/http/pending_call.h"
#include "src/http/request_log.h"

namespace apisql {

// When `call` leaves, at `wall`; call.started is set.
RequestRecord RecordOf(const PendingCall& call, const Redactor& redactor, Clock::WallTime wall);

// When its transfer has ended with `outcome`, now. No effect when the log has dropped it.
void CompleteRecord(const PendingCall& call, const StatusOr<Response>& outcome,
                    const Redactor& redactor, const Clock& clock, RequestLog* log);

}  // namespace apisql

#endif  // APISQL_SRC_HTTP_CALL_RECORD_H_
