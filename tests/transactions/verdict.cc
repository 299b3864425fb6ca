#include "tests/transactions/verdict.h"

namespace apisql::transactions {

bool IsFault(Verdict verdict) { return verdict >= Verdict::kRowsDiffer; }

const char* VerdictName(Verdict verdict) {
  constexpr const char* kNames[] = {"same rows",
                                    "both fail",
                                    "undecided",
                                    "too much work",
                                    "refused",
                                    "refused by the server",
                                    "ended by failing requests",
                                    "rows differ",
                                    "the state after the transaction differs",
                                    "only the API tables fail",
                                    "only the plain tables fail",
                                    "a GET was sent twice",
                                    "outcomes are wrong",
                                    "more requests than without staged rows"};
  static_assert(sizeof kNames / sizeof *kNames == kVerdicts);
  return kNames[static_cast<size_t>(verdict)];
}

}  // namespace apisql::transactions
