"""The runtime of a request, and its session."""

from .catalogue import MODELS, RUNTIMES, input_kind, modules_of, takes
from .failures import Failure, not_supported
from .modules import has_module


def choose_runtime(request):
    """The one asked for, or PyTorch."""
    input_kind(request.workload)
    if request.runtime is not None and not takes(request.workload, request.runtime):
        raise not_supported('no runner of %s for runtime %s' % (request.workload, request.runtime))
    return request.runtime or 'pytorch'


def runnable_workloads():
    """Models for which some runtime has all of its modules."""
    return [name for name in sorted(MODELS) if any(map(has_all, (modules_of(name, each) for each in RUNTIMES if takes(name, each))))]


def has_all(modules):
    return all(map(has_module, modules))


def open_session(request, events):
    """@raises Failure `dependency_missing`, before anything large is imported."""
    runtime = choose_runtime(request)
    for module in modules_of(request.workload, runtime):
        if not has_module(module):
            told = 'the Python module %s is not installed; %s with %s needs it' % (module, request.workload, runtime)
            raise Failure('dependency_missing', told, 'See `joulefleet device doctor NAME` for the command that installs it.')
    if runtime == 'libtorch':
        from .libtorch_session import LibtorchSession

        return LibtorchSession(request, events)
    return session_class(runtime)(request)


def session_class(runtime):
    if runtime == 'pytorch':
        from .pytorch_session import PytorchSession as found
    elif runtime == 'opencv':
        from .opencv_session import OpencvSession as found
    elif runtime == 'onnxruntime':
        from .onnx_session import OnnxSession as found
    else:
        from .tensorrt_session import TensorrtSession as found
    return found
