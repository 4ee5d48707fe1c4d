"""Start-up, first plot and notebook size, asked of the installed kernel as a notebook would ask.

Prints wall-clock time, and processor time of the kernel's process, which other load changes less.
"""

import json
import os
import statistics
import time

from jupyter_client.manager import KernelManager

ROUNDS = 3
MAP = (
    "float[][] values = new float[8][4];"
    "for (int i = 0; i < 32; i++) values[i / 4][i & 3] = 3.2f * (%d + i) / 52f;"
    "new EntropyMap(values, 64)"
)


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(client, code):
    """The outputs of a cell; an error in it ends the benchmark."""
    outputs = []

    def collect(message):
        if message["msg_type"] in ("display_data", "execute_result", "stream"):
            outputs.append(message["content"])
        elif message["msg_type"] == "error":
            raise RuntimeError("\n".join(message["content"]["traceback"]))

    client.execute_interactive(code, output_hook=collect, timeout=600)
    return outputs


def measure():
    begun = time.monotonic()
    manager = KernelManager(kernel_name="entroscope")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=600)
        pid = manager.provisioner.pid
        run(client, "6 * 7")
        result = time.monotonic() - begun, processor_seconds(pid)
        outputs = run(client, MAP % 0)
        plot = time.monotonic() - begun, processor_seconds(pid)
        for i in range(1, 20):
            outputs += run(client, MAP % i)
        return result, plot, len(json.dumps(outputs))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


rounds = [measure() for _ in range(ROUNDS)]
for name, index in (("first result", 0), ("first plot", 1)):
    wall = [r[index][0] for r in rounds]
    processor = statistics.median(r[index][1] for r in rounds)
    print(
        f"{name} after {statistics.median(wall):.2f} s (from {min(wall):.2f} to {max(wall):.2f},"
        f" {ROUNDS} starts), {processor:.2f} s of processor time"
    )
print(f"outputs of twenty heat maps: {rounds[0][2] / 1e6:.2f} MB")
print("load average " + open("/proc/loadavg").read().split()[0])
