"""Executes one notebook and reports the progress as lines of JSON on standard output.

The only argument is a JSON object: notebook, executed, html, timeout, templates, mathjax (paths, seconds).
With slides and script (paths) instead of executed, html and timeout, it executes nothing and writes slides.
"""

import copy
import json
import os
import re
import signal
import sys

# the kernel inherits standard output and may write to it, so the events get a copy of it
events = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

import nbformat  # noqa: E402
from nbclient import NotebookClient  # noqa: E402
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: E402
from nbconvert.exporters import HTMLExporter  # noqa: E402

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def tell(event, **details):
    try:
        events.write(json.dumps({"event": event, **details}) + "\n")
        events.flush()
    except BrokenPipeError:
        pass  # nobody reads the events any more, but the results are still written


def is_code(cell):
    return cell.cell_type == "code" and cell.source.strip() != ""


class NarratedClient(NotebookClient):
    """Reports when a cell begins and ends."""

    number = 0  # of the running cell among the cells with code, from 1
    kernel_status = None  # the exit status of a kernel that ended by itself

    async def async_execute_cell(self, cell, cell_index, *args, **kwargs):
        if not is_code(cell):
            return await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        self.number += 1
        first_line = next(line for line in cell.source.splitlines() if line.strip())
        tell("cell", number=self.number, source=first_line.strip())
        try:
            result = await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        except DeadKernelError:
            self.kernel_status = status_of(self.km)  # known until the client cleans up
            raise
        tell("done", number=self.number)
        return result


def status_of(manager):
    """Returns the exit status of a kernel's process if Jupyter's manager gives access to it."""
    process = getattr(getattr(manager, "provisioner", None), "process", None)
    return None if process is None else process.poll()


def error_of(problem, cells, number):
    """Returns the title and the details of an error, as reported by the kernel if possible."""
    if isinstance(problem, CellTimeoutError):
        return "timeout", ""
    if isinstance(problem, DeadKernelError):
        return "died", ""
    if isinstance(problem, CellExecutionError):
        for output in cells[number - 1].outputs:
            if output.output_type == "error":
                title = output.ename + (": " + output.evalue if output.evalue else "")
                return title, ANSI.sub("", "\n".join(output.traceback))
    return type(problem).__name__ + ": " + ANSI.sub("", str(problem)), ""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".part", "w", encoding="utf-8") as out:
        out.write(text)
    os.replace(path + ".part", path)


def without_volatile(notebook):
    """Returns a copy without metadata that changes from run to run, for notebooks under version control."""
    tidy = copy.deepcopy(notebook)
    tidy.metadata.pop("widgets", None)
    tidy.metadata.get("language_info", {}).pop("version", None)
    for cell in tidy.cells:
        for key in ("execution", "collapsed", "scrolled"):
            cell.metadata.pop(key, None)
    return tidy


def page(notebook, name, templates, mathjax):
    exporter = HTMLExporter(extra_template_basedirs=[templates], template_name="entroscope", embed_images=True)
    prose = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    source = ""
    if "$" in prose or "\\(" in prose or "\\[" in prose:
        with open(mathjax, encoding="utf-8") as library:
            source = library.read()
    resources = {"metadata": {"name": name}, "mathjax_source": source}
    return exporter.from_notebook_node(notebook, resources)[0]


def main(job):
    notebook = nbformat.read(job["notebook"], as_version=4)
    cells = [cell for cell in notebook.cells if is_code(cell)]
    # remove the outputs of an earlier run
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    tell("start", cells=len(cells))
    client = NarratedClient(
        notebook,
        timeout=job["timeout"],
        startup_timeout=120,
        iopub_timeout=60,  # a busy machine takes longer than the usual 4 s to deliver a cell's last output
        kernel_name=notebook.metadata.get("kernelspec", {}).get("name", "entroscope"),
        record_timing=False,
        resources={"metadata": {"path": os.path.dirname(job["notebook"])}},
    )
    try:
        client.execute()
        tell("ran")
    except BaseException as problem:  # also an interrupt: the outputs so far are kept
        title, details = error_of(problem, cells, client.number)
        tell("failed", number=client.number, title=title, details=details, status=client.kernel_status)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the kernel has ended; the results must still be written
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        notebook = without_volatile(notebook)
        write(job["executed"], nbformat.writes(notebook) + "\n")
        name = os.path.splitext(os.path.basename(job["notebook"]))[0]
        write(job["html"], page(notebook, name, job["templates"], job["mathjax"]))
        tell("written")


def slides(job):
    """Writes the page of a stored notebook with a script that shows it slide by slide."""
    notebook = nbformat.read(job["notebook"], as_version=4)
    name = os.path.splitext(os.path.basename(job["notebook"]))[0]
    html = page(notebook, name, job["templates"], job["mathjax"])
    types = [cell.metadata.get("slideshow", {}).get("slide_type", "-") for cell in notebook.cells]
    with open(job["script"], encoding="utf-8") as script:
        head, end, tail = html.rpartition("</body>")
        text = script.read().replace("@@types@@", json.dumps(types).replace("<", "\\u003c"))
        write(job["slides"], head + text + end + tail)


job = json.loads(sys.argv[1])
slides(job) if "slides" in job else main(job)
