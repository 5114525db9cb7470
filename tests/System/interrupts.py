"""Interrupts one kernel again and again. Arguments: the kernel's program (Descent.Notebooks.dll), how often each loop.

The client reads no outputs: an interrupt must not wait for a page that is far behind.
Prints one line for each claim: the claim, a tab, and what was wrong with it (nothing when it holds)."""
import os
import queue
import subprocess
import sys
import tempfile
import time

from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

LOOPS = {
    "an empty loop": "while (true) { }",
    "a loop that prints": 'while (true) Console.WriteLine("hello");',
    "a loop that allocates": "while (true) GC.KeepAlive(new byte[20000]);",
    "a loop of LINQ": "var s = 0L; while (true) s += Enumerable.Range(0, 100).Sum();",
    "a loop that catches everything": "while (true) try { kept++; } catch { }",
    "a recursion": "int F(int n) => n == 0 ? 0 : F(n - 1); while (true) F(100);",
    "a loop of sleeps": "while (true) Thread.Sleep(10);",
    "a loop of awaits": "while (true) await Task.Delay(10);",
}


def reply(client, message, seconds):
    end = time.monotonic() + seconds
    while True:
        answer = client.get_shell_msg(timeout=max(0.01, end - time.monotonic()))
        if answer["parent_header"].get("msg_id") == message:
            return answer["content"]


def run(loop, times):
    folder = tempfile.mkdtemp()
    file, _ = write_connection_file(os.path.join(folder, "connection.json"), ip="127.0.0.1", key=b"interrupts")
    kernel = subprocess.Popen(["dotnet", sys.argv[1], file], stdin=subprocess.DEVNULL, cwd=folder)
    client = BlockingKernelClient()
    client.load_connection_file(file)
    client.start_channels(hb=False)   # a kernel that is not up yet does not beat, and counts as dead
    try:
        client.wait_for_ready(timeout=60)
        reply(client, client.execute("var kept = 41;"), 60)
        took = []
        for i in range(times):
            message = client.execute(loop, stop_on_error=False)
            time.sleep(0.3 + 0.013 * i)
            start = time.monotonic()
            client.control_channel.send(client.session.msg("interrupt_request", {}))
            try:
                content = reply(client, message, 10)
            except queue.Empty:
                return f"interrupt {i + 1} of {times}: " + ("nothing happened in 10 s" if kernel.poll() is None else f"the kernel died, exit code {kernel.returncode}")
            took.append(time.monotonic() - start)
            if content["status"] != "error":
                return f"interrupt {i + 1} of {times}: {content['status']}"
        print(f"# {loop}: ended after {1e3 * sorted(took)[len(took) // 2]:.0f} ms (median), {1e3 * max(took):.0f} ms at most", flush=True)
        content = reply(client, client.execute("", user_expressions={"kept": "kept > 40"}), 60)
        return "" if content["user_expressions"]["kept"]["status"] == "ok" else "the state is lost"
    finally:
        client.stop_channels()
        kernel.kill()
        kernel.wait()


for name, loop in LOOPS.items():
    try:
        problem = run(loop, int(sys.argv[2]))
    except Exception as e:  # a check that breaks has failed
        problem = f"{type(e).__name__}: {e}"
    print(f"{sys.argv[2]} interrupts of {name}\t{problem}", flush=True)
