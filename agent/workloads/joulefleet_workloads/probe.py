"""
Finds out what this machine has for the runtimes. Each library is imported in a child process, so that one that hangs or crashes is
reported and does not stop the probe.
"""

import json
import os
import platform
import shutil
import subprocess
import sys

from .catalogue import MODELS, RUNTIMES, modules_of, takes
from .modules import has_module, module_version

MODULES = ('torch', 'torchvision', 'transformers', 'numpy', 'cv2', 'onnxruntime', 'tensorrt', 'onnx')
BUILD_TOOLS = ('cmake', 'g++')
PROGRAMS = BUILD_TOOLS + ('trtexec', 'nvcc')
FURTHER = {'trtexec': '/usr/src/tensorrt/bin/trtexec', 'nvcc': '/usr/local/cuda/bin/nvcc'}
LIMIT_S = 25
ASKED = {
    'torch': 'import torch; told = {"cuda": torch.version.cuda, "gpu": bool(torch.version.cuda and torch.cuda.is_available())}',
    'cv2': 'import cv2; told = {"gpu": hasattr(cv2, "cuda") and cv2.cuda.getCudaEnabledDeviceCount() > 0, "version": cv2.__version__}',
    'onnxruntime': 'import onnxruntime as o; told = {"gpu": "CUDAExecutionProvider" in o.get_available_providers()}',
    'tensorrt': 'import tensorrt; told = {"version": tensorrt.__version__}',
    'torchvision': 'import torchvision; told = {}',
    'transformers': 'import transformers; told = {}',
}


def probe():
    """`modules` by name, `programs` by name (path or null), `runs`: of each workload and runtime what is missing."""
    modules = {name: describe_module(name) for name in MODULES}
    return {
        'python': '%d.%d.%d' % sys.version_info[:3],
        'machine': platform.machine(),
        'modules': modules,
        'programs': {name: find_program(name) for name in sorted(PROGRAMS)},
        'runs': [describe_run(workload, runtime, modules) for workload in sorted(MODELS) for runtime in RUNTIMES
                 if takes(workload, runtime)],
    }


def describe_module(name):
    """`version` (null: not told), `error` (null: it can be imported), and what else it was asked; null: it is not installed."""
    if not has_module(name):
        return None
    found = {'version': module_version(name), 'error': None, 'cuda': None, 'gpu': None}
    if name in ASKED:
        found.update(ask(ASKED[name]))
    return found


def ask(code):
    """What a child process finds out; `error` says why it did not."""
    program = 'import json\n%s\nprint("told " + json.dumps(told))' % code
    child = subprocess.Popen([sys.executable, '-c', program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    try:
        out, err = child.communicate(timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return {'error': 'no answer within %d s' % LIMIT_S}
    told = [line for line in out.decode('utf-8', 'replace').splitlines() if line.startswith('told ')]
    if child.returncode == 0 and told:
        return json.loads(told[-1][len('told '):])
    last = err.decode('utf-8', 'replace').strip().splitlines()[-1:]
    how = 'ended by signal %d' % -child.returncode if child.returncode < 0 else 'exit code %d' % child.returncode
    return {'error': (last[0] if last else how)[:300]}


def find_program(name):
    further = FURTHER.get(name)
    return shutil.which(name) or (further if further and os.access(further, os.X_OK) else None)


def describe_run(workload, runtime, modules):
    """`missing`: modules and programs; `broken`: modules that cannot be imported; `gpu`: whether the runtime reaches the GPU."""
    needed = modules_of(workload, runtime)
    missing = [name for name in needed if modules.get(name) is None]
    if runtime == 'libtorch':
        missing += [name for name in BUILD_TOOLS if find_program(name) is None]
    broken = [name for name in needed if modules.get(name) and modules[name]['error']]
    engine = {'opencv': 'cv2', 'onnxruntime': 'onnxruntime'}.get(runtime, 'torch')
    gpu = bool(modules.get(engine) and modules[engine]['gpu'])
    return {'workload': workload, 'runtime': runtime, 'missing': missing, 'broken': broken, 'gpu': gpu}
