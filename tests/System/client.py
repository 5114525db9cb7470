"""Starts a kernel as a front end does, runs a cell, prints one line of JSON (process, ports, what the cell gave), then waits until its input ends.

client.py KERNEL CODE
"""
import json
import sys

from jupyter_client.manager import KernelManager

manager = KernelManager(kernel_name=sys.argv[1])
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
messages = []
reply = client.execute_interactive(sys.argv[2], timeout=60, output_hook=messages.append)
info = manager.get_connection_info()
print(json.dumps({
    "process": manager.provisioner.pid,
    "ports": [info[name + "_port"] for name in ("shell", "iopub", "stdin", "control", "hb")],
    "status": reply["content"]["status"],
    "text": "".join(m["content"].get("text", "") or m["content"].get("data", {}).get("text/plain", "") or m["content"].get("evalue", "") for m in messages),
}), flush=True)
sys.stdin.read()
client.stop_channels()
manager.shutdown_kernel()
