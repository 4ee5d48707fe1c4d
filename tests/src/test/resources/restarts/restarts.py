"""Starts our kernel through Jupyter's own manager, restarts it many times, and ends it.

Arguments: how many restarts, a cell that every start runs, and a long one for every fifth start.
Prints "done" and the process ids.
"""

import sys

from jupyter_client.manager import KernelManager

restarts, short, long = int(sys.argv[1]), sys.argv[2], sys.argv[3]
manager = KernelManager(kernel_name="entroscope")
manager.start_kernel()
client = manager.client()
client.start_channels()
pids = []


def run(cell):
    answer = client.execute_interactive(cell, timeout=300, output_hook=note)
    if answer["content"]["status"] != "ok":
        sys.exit("a cell failed: " + str(answer["content"]))


def note(message):
    text = message["content"].get("text", "")
    if text.startswith("pid "):
        pids.append(text.split()[1])


try:
    for turn in range(restarts + 1):
        client.wait_for_ready(timeout=120)
        run(short)
        if turn % 5 == 0:
            run(long)
        if turn < restarts:
            # by turns as the page's button does it, and as a page that has lost patience
            manager.restart_kernel(now=turn % 2 == 1)
finally:
    client.stop_channels()
    manager.shutdown_kernel()
print("done", *pids)
