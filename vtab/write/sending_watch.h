// SendingWatch: tells who sends rows that somebody wants it to stop.
#ifndef APISQL_VTAB_WRITE_SENDING_WATCH_H_
#define APISQL_VTAB_WRITE_SENDING_WATCH_H_

namespace apisql {

// Not thread-safe.
class SendingWatch {
 public:
  virtual ~SendingWatch() = default;

  // From here to EndSending() rows are sent.
  virtual void BeginSending() = 0;
  virtual void EndSending() = 0;
  // True: no further row is to leave. What is under way may be waited for.
  virtual bool IsStopping() = 0;
};

}  // namespace apisql

#endif  // APISQL_VTAB_WRITE_SENDING_WATCH_H_
