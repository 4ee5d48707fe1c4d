"""Builds DJL's native library against the PyTorch of this Python and prints, as lines for a shell,
the settings with which DJL takes the two and finds a GPU.

DJL's own is built for PyTorch 2.7.1. In 2.10 four of the symbols it wants are missing, six where there
is CUDA. But to supply them would not do: a tensor's fields have moved by eight bytes, so the library
loads and then fails at the first array. Built anew from the same sources, it works with 2.13.

python3 native.py SOURCES FOLDER    the sources that tests/gpu/bundle packs, and where to put the
                                    library, with links to PyTorch's own beside it
"""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch

TORCH = Path(torch.__file__).resolve().parent
# what needs neither Python nor, to be loaded, a driver
LIBRARIES = re.compile(r"lib(c10|c10_cuda|torch|torch_cpu|torch_cuda.*|gomp.*)\.so.*")


def compiled(source, sources, folder):
    target = folder / (source.stem + ".o")
    includes = [sources, TORCH / "include", TORCH / "include/torch/csrc/api/include"]
    command = ["g++", "-std=c++20", "-O2", "-fPIC", "-w", "-c", str(source), "-o", str(target)]
    subprocess.run(command + [f"-I{folder}" for folder in includes], check=True)
    return str(target)


def build(sources, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for library in (TORCH / "lib").iterdir():
        link = folder / library.name
        if LIBRARIES.fullmatch(library.name) and not link.exists():
            link.symlink_to(library)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = list(pool.map(lambda s: compiled(s, sources, folder), sources.glob("*.cc")))
    part = folder / "part"  # no name that DJL would load
    link = ["g++", "-shared", "-o", str(part), *objects, f"-L{TORCH / 'lib'}"]
    subprocess.run(link + ["-ltorch", "-ltorch_cpu", "-lc10"], check=True)
    for file in objects:
        os.remove(file)
    part.replace(folder / "libdjl_torch.so")


def cuda_runtime():
    """The folder of the CUDA runtime that PyTorch has loaded, by which DJL counts GPUs."""
    found = re.search(r"(/\S*)/libcudart[^/\s]*", Path("/proc/self/maps").read_text())
    return found.group(1) if found else ""


def main(sources, folder):
    version, _, flavor = torch.__version__.partition("+")
    folder = folder / torch.__version__
    if not (folder / "libdjl_torch.so").exists():
        if not shutil.which("g++"):
            sys.exit("DJL's native library has to be built for this PyTorch, which needs g++: there is none")
        print(f"building DJL's native library for PyTorch {torch.__version__}", file=sys.stderr)
        build(sources, folder)
    print(f"export PYTORCH_LIBRARY_PATH='{folder}'")
    print(f"export PYTORCH_VERSION={version} PYTORCH_FLAVOR={flavor or 'cu'}")
    print(f"cuda_runtime='{cuda_runtime()}'")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
