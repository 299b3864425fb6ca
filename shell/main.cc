#include <malloc.h>

#include "shell/program/program.h"

namespace {

// Buffers for pages come and go with each page. Glibc would give them back to the system every time
// and get them anew, which costs more than reading the page.
void KeepFreedMemory() {
#ifdef __GLIBC__
  constexpr int kBytes = 32 << 20;
  mallopt(M_MMAP_THRESHOLD, kBytes);
  mallopt(M_TRIM_THRESHOLD, kBytes);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  KeepFreedMemory();
  return apisql::RunProgram(argc, argv);
}
