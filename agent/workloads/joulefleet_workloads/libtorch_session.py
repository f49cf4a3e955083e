"""LibTorch: a C++ program, built on the device once for each version of PyTorch, that takes the place of this process."""

import hashlib
import json
import os
import pkgutil
import subprocess
import sys

from .catalogue import SHAPES, TEXT, input_kind
from .cuda_loading import attested_loading
from .exported_model import exported_model, models_folder
from .failures import Failure, not_supported
from .modules import module_version
from .probe import BUILD_TOOLS, find_program
from .session import Session
from .used_options import describe_use

SOURCES = ('CMakeLists.txt', 'main.cpp')
PREFIX = 'import torch; print("prefix " + torch.utils.cmake_prefix_path)'


class LibtorchSession(Session):
    def __init__(self, request, events):
        Session.__init__(self, request)
        self.events = events

    def prepare(self):
        """Does not return: the program goes on from here, with the same input and the same descriptor for events."""
        request = self.request
        if request.graph_mode != 'static':
            raise not_supported('LibTorch executes a static graph only', 'Ask for graph: static, or for runtime pytorch.')
        if request.garbage_collection is not None:
            raise not_supported('garbageCollection is of an interpreter, and LibTorch has none')
        if request.precision == 'tf32' or request.precision == 'fp16' and not request.on_gpu:
            raise not_supported('LibTorch takes precision fp32, and fp16 on the GPU; not %s' % request.precision)
        if request.parameters['copyInputs']:
            raise not_supported('the LibTorch runner keeps its inputs where it computes')
        precision = request.precision or 'fp32'
        model = exported_model(request, 'torchscript', precision)
        program = built_runner()
        os.set_inheritable(self.events.sink, True)
        if precision == 'fp32':
            os.environ['NVIDIA_TF32_OVERRIDE'] = '0'
        told = self.arguments(model, precision)
        os.execv(program, [program] + ['%s=%s' % each for each in sorted(told.items())])

    def arguments(self, model, precision):
        request, kind = self.request, input_kind(self.request.workload)
        used = describe_use(request, 'libtorch', precision, None)
        used.update(attested_loading(request, None), version=module_version('torch') or '')
        return {
            'events': self.events.sink, 'model': model, 'shape': 'x'.join(map(str, SHAPES[kind])), 'text': int(kind == TEXT),
            'batch': request.batch_size, 'batches': request.batches, 'warmupBatches': request.warmup_batches,
            'warmupMaxS': request.warmup_max_s, 'gpu': int(request.on_gpu), 'half': int(precision == 'fp16'),
            'seed': request.parameters['seed'], 'threads': request.parameters['threads'] or 0,
            'options': json.dumps(dict(used, event='options'), sort_keys=True),
        }


def built_runner():
    """Path of the program, built when these sources have not been built with this version of PyTorch."""
    for tool in BUILD_TOOLS:
        if find_program(tool) is None:
            raise Failure('dependency_missing', 'the LibTorch runner is built on the board, and %s is missing' % tool,
                          'sudo apt install cmake g++')
    sources = {name: pkgutil.get_data(__package__, 'libtorch/' + name) for name in SOURCES}
    key = hashlib.sha256(b''.join(sources[name] for name in SOURCES) + str(module_version('torch')).encode('utf-8'))
    folder = os.path.join(models_folder(), 'libtorch-' + key.hexdigest()[:16])
    program = os.path.join(folder, 'runner')
    if not os.path.exists(program):
        build(sources, folder)
    return program


def build(sources, folder):
    os.makedirs(folder, exist_ok=True)
    for name, data in sources.items():
        with open(os.path.join(folder, name), 'wb') as file:
            file.write(data)
    said = call([sys.executable, '-c', PREFIX], folder)
    prefix = [line[len('prefix '):] for line in said.splitlines() if line.startswith('prefix ')]
    work = os.path.join(folder, 'build')
    os.makedirs(work, exist_ok=True)
    call(['cmake', folder, '-DCMAKE_PREFIX_PATH=' + prefix[-1]], work)
    call(['cmake', '--build', '.'], work)
    os.rename(os.path.join(work, 'runner'), os.path.join(folder, 'runner'))


def call(argv, folder):
    child = subprocess.Popen(argv, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = child.communicate()[0].decode('utf-8', 'replace')
    if child.returncode != 0:
        told = 'building the LibTorch runner: %s: %s' % (' '.join(argv[:2]), ' '.join(said.split())[-500:])
        raise Failure('build_failed', told, 'The folder %s has what was built so far.' % folder)
    return said
