"""Models as files for runtimes that are not PyTorch: made once, in a process of its own, and kept in the home of whoever runs it."""

import hashlib
import json
import os
import subprocess
import sys

from .failures import Failure

FOLDER = os.path.join('.joulefleet', 'models')
ONNX_OPSET = 14


def exported_model(request, kind, precision='fp32'):
    """Path of the model as `onnx` or `torchscript`; a file for each workload, batch size, precision, seed and weights."""
    weights = request.parameters['weights']
    if weights is not None and weights.endswith('.' + kind):
        return require_file(weights)
    told = {
        'kind': kind, 'workload': request.workload, 'batchSize': request.batch_size, 'precision': precision,
        'parameters': {name: request.parameters[name] for name in ('weights', 'cfg', 'seed', 'processor')},
        'stamp': None if weights is None else os.path.getmtime(require_file(weights)),
    }
    key = hashlib.sha256(json.dumps(told, sort_keys=True).encode('utf-8')).hexdigest()[:16]
    path = os.path.join(models_folder(), '%s-%s.%s' % (request.workload, key, kind))
    if not os.path.exists(path):
        export(told, path)
    return path


def models_folder():
    folder = os.path.join(os.path.expanduser('~'), FOLDER)
    os.makedirs(folder, exist_ok=True)
    return folder


def require_file(path):
    if not os.path.isfile(path):
        raise Failure('weights_missing', 'there is no file %s on the board' % path, 'Copy it there, or leave the parameter weights out.')
    return path


def export(told, path):
    """In a child process: what PyTorch takes of the memory is given back before the run."""
    line = json.dumps(dict(told, path=path)) + '\n'
    child = subprocess.Popen([sys.executable, sys.argv[0], 'export'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    said = child.communicate(line.encode('utf-8'))[0].decode('utf-8', 'replace').strip()
    if child.returncode == 0:
        return
    try:
        failure = json.loads(said.splitlines()[-1])
    except (ValueError, IndexError):
        raise Failure('export_failed', 'the model could not be exported: exit code %d' % child.returncode)
    raise Failure(failure['code'], 'exporting the model: %s' % failure['message'], failure.get('remedy'))


def export_main(line):
    """The child: writes the file under another name first."""
    from .request import Request

    told = json.loads(line)
    parameters = {name: value for name, value in told['parameters'].items() if value is not None}
    request = Request({
        'workload': told['workload'], 'batchSize': told['batchSize'], 'inferences': told['batchSize'], 'graphMode': 'static',
        'warmupBatches': 0, 'warmupMaxS': 0, 'parameters': parameters,
    })
    import torch

    from .torch_models import build_model, example_inputs

    model, inputs = build_model(request), example_inputs(request)
    if told['precision'] == 'fp16':
        model, inputs = model.half().cuda(), tuple(each.half() if each.is_floating_point() else each for each in inputs)
        inputs = tuple(each.cuda() for each in inputs)
    elif told['kind'] == 'torchscript' and request.on_gpu:
        model, inputs = model.cuda(), tuple(each.cuda() for each in inputs)
    part = told['path'] + '.part'
    with torch.no_grad():
        write_onnx(torch, model, inputs, part) if told['kind'] == 'onnx' else write_torchscript(torch, model, inputs, part)
    os.rename(part, told['path'])


def write_onnx(torch, model, inputs, path):
    import inspect

    # By default later versions export in another way, which needs further packages.
    own_way = {'dynamo': False} if 'dynamo' in inspect.signature(torch.onnx.export).parameters else {}
    names = ['input%d' % i for i in range(len(inputs))]
    torch.onnx.export(model, inputs, path, input_names=names, opset_version=ONNX_OPSET, **own_way)


def write_torchscript(torch, model, inputs, path):
    torch.jit.freeze(torch.jit.trace(model, inputs, check_trace=False).eval()).save(path)
