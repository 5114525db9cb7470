#!/usr/bin/python3
"""The installed kernel under jupyter_kernel_test, and what that suite does not ask, through jupyter_client as every front end does.

    dotnet run --project lib/Course -- kernel install --prefix DIR
    JUPYTER_PATH=DIR/share/jupyter /usr/bin/python3 tests/System/kernel_test.py     (Debian: python3-jupyter-kernel-test, python3-nbclient)

Exit code 0: everything passes and the only skips are those of SKIPPED, each with its reason. The last line counts: "N passed, M failed".
"""

import os
import signal
import subprocess
import sys
import time
import unittest
from queue import Empty

import jupyter_kernel_test
from jupyter_client.manager import KernelManager, start_new_kernel
from jupyter_kernel_test.msgspec_v5 import validate_message

KERNEL = os.environ.get("DESCENT_KERNEL", ".net-csharp")

SKIPPED = {
    "test_pager": "A pager is a payload of ipykernel's magics (?name); C# has no such syntax, inspection (Shift-Tab) gives the same text.",
}


class CSharpKernel(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "C#"
    file_extension = ".cs"

    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oops");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": ["WriteLine"]},
        {"text": "Math.Sqr", "matches": ["Sqrt"]},
        {"text": "using System.Threading.Channel", "matches": ["Channels"]},
        {"text": "zzz"},
    ]
    complete_code_samples = ["1 + 1", "var x = 1;", "int F(int n)\n{\n    return n;\n}", "// nothing", ""]
    incomplete_code_samples = ["1 +", "int F(int n)\n{", 'var s = """', "/* begun", "if (true)"]
    invalid_code_samples = ["var = ;", "1 +)", 'var s = "begun;\nvar t = 1;']
    code_generate_error = 'throw new InvalidOperationException("as wanted");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + "b"', "result": "ab"},
        {"code": "new[] { 1, 2, 3 }.Sum()", "result": "6"},
        {"code": 'HTML("<b>x</b>")', "mime": "text/html", "result": "<b>x</b>"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<i>x</i>"));', "mime": "text/html"},
        {"code": '"**x**".DisplayAs("text/markdown");', "mime": "text/markdown"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.Sqrt"
    code_clear_output = """var json = System.Text.Json.Nodes.JsonNode.Parse("{\\"wait\\": true}").AsObject();
((Delegate)((dynamic)AppContext.GetData("Descent.Host"))["publish"]).DynamicInvoke("clear_output", json, null);"""


class Beyond(unittest.TestCase):
    """Rules of the protocol and promises of the kernel that the suite does not ask for."""

    @classmethod
    def setUpClass(cls):
        began = time.perf_counter()
        cls.km, cls.kc = start_new_kernel(kernel_name=KERNEL)
        cls.start = time.perf_counter() - began
        began = time.perf_counter()
        cls.kc.execute("1 + 1")
        cls.kc.get_shell_msg(timeout=15)
        cls.first = time.perf_counter() - began
        cls.drain()

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel()

    @classmethod
    def drain(cls):
        for get in (cls.kc.get_shell_msg, cls.kc.get_iopub_msg):
            try:
                while True:
                    get(timeout=0.1)
            except Empty:
                pass

    def outputs(self, msg_id, timeout=15):
        """The iopub messages of a request up to its idle, each validated."""
        found = []
        while True:
            msg = self.kc.get_iopub_msg(timeout=timeout)
            if msg["parent_header"].get("msg_id") != msg_id:
                continue
            if not msg["msg_type"].startswith("comm_"):      # the suite has no schema of these
                validate_message(msg)
            found.append(msg)
            if msg["msg_type"] == "status" and msg["content"]["execution_state"] == "idle":
                return found

    def execute(self, code, **options):
        msg_id = self.kc.execute(code, **options)
        return self.reply(msg_id), self.outputs(msg_id)

    def reply(self, msg_id, timeout=15):
        while True:
            reply = self.kc.get_shell_msg(timeout=timeout)
            if reply["parent_header"].get("msg_id") == msg_id:
                return reply["content"]

    def text(self, outputs):
        return "".join(m["content"]["text"] for m in outputs if m["msg_type"] == "stream")

    def request(self, kind, content, channel="shell"):
        msg = self.kc.session.msg(kind, content)
        getattr(self.kc, channel + "_channel").send(msg)
        return msg["header"]["msg_id"]

    def test_start_and_cells_are_fast(self):
        times = []
        for i in range(20):
            began = time.perf_counter()
            self.execute(f"{i} + 1")
            times.append(time.perf_counter() - began)
        median = sorted(times)[len(times) // 2]
        print(f"\nkernel start to idle {self.start:.2f} s, first cell {self.first:.2f} s, later cells {1000 * median:.0f} ms (median of 20)", file=sys.stderr)
        self.assertLess(median, 1)          # the goals are judged on a quiet machine, by bench

    def test_messages_of_a_cell_come_in_order(self):
        reply, found = self.execute('Console.Write("a"); display(1); Console.Error.Write("b"); 2')
        self.assertEqual([m["msg_type"] for m in found],
                         ["status", "execute_input", "stream", "display_data", "stream", "execute_result", "status"])
        self.assertEqual({reply["execution_count"], found[1]["content"]["execution_count"], found[5]["content"]["execution_count"]}, {reply["execution_count"]})

    def test_cells_queued_behind_a_failed_one_are_aborted(self):
        ids = [self.kc.execute(code) for code in ("throw new Exception();", "1", "2")]
        self.assertEqual([self.reply(i)["status"] for i in ids], ["error", "aborted", "aborted"])
        ids = [self.kc.execute("throw new Exception();", stop_on_error=False), self.kc.execute("1")]
        self.assertEqual([self.reply(i)["status"] for i in ids], ["error", "ok"])

    def test_input_is_asked_of_the_front_end(self):
        msg_id = self.kc.execute('Console.Write(Console.ReadLine() + "!");', allow_stdin=True)
        request = self.kc.get_stdin_msg(timeout=15)
        self.assertEqual((request["msg_type"], request["content"]["password"]), ("input_request", False))
        self.kc.input("yes")
        self.assertEqual(self.reply(msg_id)["status"], "ok")
        self.assertEqual(self.text(self.outputs(msg_id)), "yes!")

    def test_input_without_allow_stdin_is_an_error(self):
        self.assertEqual(self.execute("Console.ReadLine()", allow_stdin=False)[0]["status"], "error")

    def test_an_interrupt_stops_a_loop_and_keeps_the_state(self):
        self.execute("var kept = 17;")
        slowest = 0
        for _ in range(5):
            msg_id = self.kc.execute("while (true) { }")
            time.sleep(0.5)
            began = time.perf_counter()
            self.km.interrupt_kernel()
            self.assertEqual(self.reply(msg_id)["ename"], "Interrupted")
            slowest = max(slowest, time.perf_counter() - began)
        print(f"\ninterrupt to reply {1000 * slowest:.0f} ms (slowest of 5)", file=sys.stderr)
        self.assertLess(slowest, 2)
        self.assertEqual(self.execute("kept", user_expressions={"k": "kept + 1", "e": "1 / (kept - 17)"})[0]["user_expressions"]["k"]["data"], {"text/plain": "18"})

    def test_an_interrupt_while_idle_and_a_signal_are_harmless(self):
        self.km.interrupt_kernel()
        os.kill(self.km.provisioner.pid, signal.SIGINT)
        time.sleep(0.2)
        self.assertEqual(self.execute("1 + 1")[0]["status"], "ok")

    def test_a_printing_loop_is_interrupted_between_messages(self):
        for _ in range(10):
            msg_id = self.kc.execute('while (true) Console.WriteLine("0123456789");')
            begun = []
            while not any(m["msg_type"] == "stream" for m in begun):
                begun.append(self.kc.get_iopub_msg(timeout=15))
            self.km.interrupt_kernel()
            self.assertEqual(self.reply(msg_id)["ename"], "Interrupted")
            lines = self.text([m for m in begun if m["parent_header"]["msg_id"] == msg_id] + self.outputs(msg_id)).split("\n")
            self.assertEqual(set(lines[:-1]), {"0123456789"})

    def test_a_hundred_thousand_lines_arrive(self):
        began = time.perf_counter()
        _, found = self.execute("for (var i = 0; i < 100_000; i++) Console.WriteLine(i);")
        print(f"\n100,000 lines in {time.perf_counter() - began:.2f} s, {len(found)} messages", file=sys.stderr)
        self.assertEqual(self.text(found), "".join(f"{i}\n" for i in range(100_000)))

    def test_late_output_belongs_to_the_cell_that_started_it(self):
        msg_id = self.kc.execute('_ = Task.Run(async () => { await Task.Delay(500); Console.Write("late"); });')
        self.outputs(msg_id)
        self.execute('Console.Write("between");')
        late = self.kc.get_iopub_msg(timeout=5)
        self.assertEqual((late["msg_type"], late["content"]["text"], late["parent_header"]["msg_id"]), ("stream", "late", msg_id))

    def test_unknown_and_malformed_requests_do_no_harm(self):
        for kind, content in (("bogus_request", {}), ("execute_request", {}), ("complete_request", {"code": 3}), ("comm_msg", {}), ("history_request", {"n": "x"})):
            self.outputs(self.request(kind, content))
        self.assertEqual(self.execute("1 + 1")[0]["status"], "ok")

    def test_control_answers_while_a_cell_runs(self):
        msg_id = self.kc.execute("System.Threading.Thread.Sleep(1500);")
        time.sleep(0.3)
        began = time.perf_counter()
        self.request("kernel_info_request", {}, "control")
        self.assertEqual(self.kc.get_control_msg(timeout=5)["content"]["protocol_version"], "5.4")
        self.assertLess(time.perf_counter() - began, 1)
        self.assertEqual(self.reply(msg_id)["status"], "ok")

    def test_no_port_but_the_five_is_open(self):
        inodes = {os.readlink(f"/proc/{self.km.provisioner.pid}/fd/{fd}") for fd in os.listdir(f"/proc/{self.km.provisioner.pid}/fd")}
        ports = []
        for table in ("tcp", "tcp6", "udp", "udp6"):
            with open(f"/proc/net/{table}") as lines:
                for line in list(lines)[1:]:
                    _, local, _, state, *rest = line.split()
                    if f"socket:[{rest[5]}]" in inodes and (state == "0A" or "udp" in table):
                        ports.append(int(local.split(":")[1], 16))
        self.assertEqual(sorted(ports), sorted(self.km.ports))

    def test_widgets_of_both_protocols_are_recognised(self):
        widgets = '((Func<int>)((IReadOnlyDictionary<string, Delegate>)AppContext.GetData("Descent.Host"))["widgets"])()'
        self.outputs(self.request("comm_open", {"comm_id": "c1", "target_name": "jupyter.widget.control", "data": {}}))
        self.assertEqual(self.execute(widgets)[1][2]["content"]["data"]["text/plain"], "2")
        answer = self.outputs(self.request("comm_open", {"comm_id": "v1", "target_name": "jupyter.widget.version", "data": {}}))
        self.assertEqual(answer[1]["content"], {"comm_id": "v1", "data": {"version": "~2.1.4"}})
        self.assertEqual(self.execute(widgets)[1][2]["content"]["data"]["text/plain"], "1")
        answer = self.outputs(self.request("comm_open", {"comm_id": "u1", "target_name": "nobody", "data": {}}))
        self.assertEqual((answer[1]["msg_type"], answer[1]["content"]["comm_id"]), ("comm_close", "u1"))


class Life(unittest.TestCase):
    """Starting, restarting and ending."""

    def test_a_restart_forgets_and_goes_on(self):
        km, kc = start_new_kernel(kernel_name=KERNEL)
        kc.execute_interactive("var x = 1;", timeout=15, output_hook=lambda _: None)
        km.restart_kernel(now=False)
        kc.wait_for_ready(timeout=15)
        self.assertEqual(kc.execute_interactive("x", timeout=15, output_hook=lambda _: None)["content"]["ename"], "CompilationError")
        kc.stop_channels()
        pid = km.provisioner.pid
        began = time.perf_counter()
        km.shutdown_kernel()
        self.assertLess(time.perf_counter() - began, 3)
        self.assertFalse(os.path.exists(f"/proc/{pid}"))

    def test_a_kernel_that_runs_a_cell_can_be_shut_down(self):
        km, kc = start_new_kernel(kernel_name=KERNEL)
        kc.execute("while (true) { try { while (true) { } } catch { } }")
        time.sleep(1)
        began = time.perf_counter()
        kc.shutdown()
        km.provisioner.process.wait(timeout=5)
        self.assertLess(time.perf_counter() - began, 5)
        kc.stop_channels()
        km.cleanup_resources()

    def test_the_kernel_ends_with_its_parent(self):
        for variable in ("JPY_PARENT_PID", "NOT_SET"):
            connection = KernelManager(kernel_name=KERNEL)
            connection.write_connection_file()
            connection._launch_args = {}
            command = connection.format_kernel_cmd()
            parent = f"import os, subprocess, sys; p = subprocess.Popen(sys.argv[1:], env={{**os.environ, '{variable}': str(os.getpid())}}); print(p.pid, flush=True); input()"
            process = subprocess.Popen([sys.executable, "-c", parent, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            pid = int(process.stdout.readline())
            client = connection.blocking_client()
            client.start_channels()
            client.wait_for_ready(timeout=15)
            client.stop_channels()
            process.kill()
            process.wait()
            for _ in range(50):
                if not os.path.exists(f"/proc/{pid}"):
                    break
                time.sleep(0.1)
            self.assertFalse(os.path.exists(f"/proc/{pid}"), variable)
            connection.cleanup_connection_file()


def main():
    # jupyter_kernel_test's own base class is collected through its subclass only.
    loader = unittest.TestLoader()
    suite = unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in (CSharpKernel, Beyond, Life))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    unexplained = [test for test, _ in result.skipped if test.id().split(".")[-1].split(" ")[0] not in SKIPPED]
    for test in unexplained:
        print(f"skipped without a reason: {test}", file=sys.stderr)
    for name, reason in SKIPPED.items():
        print(f"skipped {name}: {reason}")
    failed = len({test.id() for test, _ in result.failures + result.errors}) + len(unexplained)
    print(f"{result.testsRun - len(result.skipped) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
