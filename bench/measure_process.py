"""Runs a command and writes what it cost as JSON: python3 measure_process.py RESULT.json COMMAND [ARG...]

Standard output and errors are the command's own. CPU time is that of the command and of all it waited for (wait4).
Peak memory is the larger of the kernel's own peak of the largest process, which misses nothing, and the sampled sum over
the process tree, which sees helpers (pages that two processes share count twice).
"""
import json, os, signal, subprocess, sys, threading, time

SAMPLE_SECONDS = 0.02
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def tree(pid):
    """The process and all below it; processes that end meanwhile are left out."""
    pids = [pid]
    for parent in pids:
        try:
            for thread in os.listdir(f"/proc/{parent}/task"):
                with open(f"/proc/{parent}/task/{thread}/children") as children:
                    pids.extend(int(child) for child in children.read().split())
        except OSError:
            pass
    return pids


def resident_bytes(pid):
    try:
        with open(f"/proc/{pid}/statm") as statm:
            return int(statm.read().split()[1]) * PAGE_BYTES
    except (OSError, IndexError):
        return 0


result_path, command = sys.argv[1], sys.argv[2:]
started = time.monotonic()
child = subprocess.Popen(command)
ended = threading.Event()
sampled_bytes = 0


def sample():
    global sampled_bytes
    while not ended.wait(SAMPLE_SECONDS):
        sampled_bytes = max(sampled_bytes, sum(resident_bytes(pid) for pid in tree(child.pid)))


def stop(*_):
    for pid in reversed(tree(child.pid)):
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            pass


signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)
sampler = threading.Thread(target=sample, daemon=True)
sampler.start()
_, status, usage = os.wait4(child.pid, 0)
wall_seconds = time.monotonic() - started
ended.set()
sampler.join()
with open(result_path, "w") as result:
    json.dump({"wallSeconds": wall_seconds, "cpuSeconds": usage.ru_utime + usage.ru_stime,
               "peakBytes": max(sampled_bytes, usage.ru_maxrss * 1024)}, result)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
