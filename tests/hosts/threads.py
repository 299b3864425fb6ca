"""Runs ../threads/threads.cc against a sandbox, and says whether the thread sanitizer found a race.

threads.py STATEMENTS. Ends with the program's exit code.
"""

import os
import subprocess
import sys

from sandbox import BUILT, EXTENSION, Sandbox

with Sandbox():
    options = "halt_on_error=0 exitcode=66"
    ended = subprocess.run([os.path.join(BUILT, "threads"), EXTENSION, sys.argv[1]],
                           env={**os.environ, "TSAN_OPTIONS": options})
print("threads: no race" if ended.returncode == 0 else f"threads: failed, {ended.returncode}")
sys.exit(ended.returncode)
