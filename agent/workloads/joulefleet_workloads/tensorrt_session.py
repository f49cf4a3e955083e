"""TensorRT through its Python API: an engine built once from ONNX, and kept. Memory of the GPU is had from CUDA itself, by ctypes."""

import ctypes
import os

from .cuda_loading import attested_loading
from .example_input import example_input
from .exported_model import exported_model
from .failures import Failure, first_lines, not_supported
from .session import Session
from .used_options import describe_use

TO_DEVICE = 1
WORKSPACE_BYTES = 512 * 1024 * 1024
RUNTIME_LIBRARIES = ('libcudart.so', 'libcudart.so.12', 'libcudart.so.11.0', 'libcudart.so.10.2', '/usr/local/cuda/lib64/libcudart.so')


class TensorrtSession(Session):
    def prepare(self):
        import tensorrt

        request = self.request
        if request.graph_mode != 'static' or not request.on_gpu:
            raise not_supported('TensorRT has a static graph on the GPU only', 'Ask for graph: static, or for runtime pytorch.')
        self.precision = request.precision or 'fp32'
        self.path = exported_model(request, 'onnx')
        engine = '%s.%s.trt%s' % (self.path, self.precision, tensorrt.__version__)
        if not os.path.exists(engine):
            build_engine(tensorrt, self.path, engine, self.precision)
        self.engine_path = engine

    def load(self):
        import numpy
        import tensorrt

        self.cuda = CudaRuntime()
        with open(self.engine_path, 'rb') as file:
            self.engine = tensorrt.Runtime(tensorrt.Logger(tensorrt.Logger.ERROR)).deserialize_cuda_engine(file.read())
        if self.engine is None:
            raise Failure('cuda_mismatch', 'the engine %s does not fit this TensorRT' % self.engine_path, 'Delete the file.')
        self.context = self.engine.create_execution_context()
        self.stream = self.cuda.stream()
        self.tensors = [Tensor(*each) for each in describe_tensors(tensorrt, self.engine)]
        for tensor in self.tensors:
            tensor.address = self.cuda.allocate(tensor.bytes_of(numpy))
            if tensor.is_input:
                self.cuda.copy_in(tensor.address, tensor.example(numpy, self.request.parameters['seed']))
        self.start = self.bind()
        self.used = describe_use(self.request, 'tensorrt', self.precision, tensorrt)
        self.used.update(attested_loading(self.request, None))

    def bind(self):
        """How a batch is started: the newer interface by names, or the older one by numbers."""
        if hasattr(self.context, 'execute_async_v3'):
            for tensor in self.tensors:
                self.context.set_tensor_address(tensor.name, tensor.address)
            return lambda: self.context.execute_async_v3(self.stream)
        bindings = [tensor.address for tensor in self.tensors]
        return lambda: self.context.execute_async_v2(bindings, self.stream)

    def infer(self):
        """Returns when the batch is done."""
        if not self.start():
            raise Failure('workload_failed', 'TensorRT did not start a batch')
        self.cuda.wait(self.stream)


class Tensor:
    def __init__(self, name, shape, kind, is_input):
        self.name, self.shape, self.kind, self.is_input = name, shape, kind, is_input
        self.address = None

    def bytes_of(self, numpy):
        return int(numpy.prod(self.shape)) * numpy.dtype(self.kind).itemsize

    def example(self, numpy, seed):
        return example_input(numpy, self.name, self.shape, self.kind, seed)


def describe_tensors(tensorrt, engine):
    """(name, shape, numpy type, is input) of each, in the order of the engine."""
    if hasattr(engine, 'num_io_tensors'):
        for name in [engine.get_tensor_name(i) for i in range(engine.num_io_tensors)]:
            is_input = engine.get_tensor_mode(name) == tensorrt.TensorIOMode.INPUT
            yield name, tuple(engine.get_tensor_shape(name)), tensorrt.nptype(engine.get_tensor_dtype(name)), is_input
    else:
        for i in range(engine.num_bindings):
            kind = tensorrt.nptype(engine.get_binding_dtype(i))
            yield engine.get_binding_name(i), tuple(engine.get_binding_shape(i)), kind, engine.binding_is_input(i)


def build_engine(tensorrt, onnx, path, precision):
    builder = tensorrt.Builder(tensorrt.Logger(tensorrt.Logger.ERROR))
    # The one kind there is since TensorRT 10, which no longer needs the flag.
    explicit = getattr(tensorrt.NetworkDefinitionCreationFlag, 'EXPLICIT_BATCH', None)
    network = builder.create_network(0 if explicit is None else 1 << int(explicit))
    parser = tensorrt.OnnxParser(network, tensorrt.Logger(tensorrt.Logger.ERROR))
    with open(onnx, 'rb') as file:
        if not parser.parse(file.read()):
            raise Failure('export_failed', 'TensorRT cannot read the model: %s' % first_lines(str(parser.get_error(0)), 300))
    config = builder.create_builder_config()
    if hasattr(config, 'set_memory_pool_limit'):
        config.set_memory_pool_limit(tensorrt.MemoryPoolType.WORKSPACE, WORKSPACE_BYTES)
    else:
        config.max_workspace_size = WORKSPACE_BYTES
    set_precision(tensorrt, config, precision)
    data = builder.build_serialized_network(network, config)
    if data is None:
        raise Failure('export_failed', 'TensorRT could not build an engine', 'Use a smaller batch size if memory is short.')
    with open(path + '.part', 'wb') as file:
        file.write(data)
    os.rename(path + '.part', path)


def set_precision(tensorrt, config, precision):
    """By itself TensorRT may use TF32; fp32 is without."""
    if hasattr(tensorrt.BuilderFlag, 'TF32') and precision != 'tf32':
        config.clear_flag(tensorrt.BuilderFlag.TF32)
    if precision == 'fp16':
        config.set_flag(tensorrt.BuilderFlag.FP16)


class CudaRuntime:
    """The few calls of the CUDA runtime that are needed; each raises Failure with CUDA's own words."""

    def __init__(self):
        self.library = open_runtime()
        self.library.cudaGetErrorString.restype = ctypes.c_char_p

    def call(self, name, *arguments):
        code = getattr(self.library, name)(*arguments)
        if code != 0:
            told = self.library.cudaGetErrorString(code).decode('utf-8', 'replace')
            raise RuntimeError('CUDA error: %s (%s)' % (told, name))

    def allocate(self, size):
        address = ctypes.c_void_p()
        self.call('cudaMalloc', ctypes.byref(address), ctypes.c_size_t(max(1, size)))
        return address.value

    def copy_in(self, address, array):
        source = array.ctypes.data_as(ctypes.c_void_p)
        self.call('cudaMemcpy', ctypes.c_void_p(address), source, ctypes.c_size_t(array.nbytes), TO_DEVICE)

    def stream(self):
        stream = ctypes.c_void_p()
        self.call('cudaStreamCreate', ctypes.byref(stream))
        return stream.value

    def wait(self, stream):
        self.call('cudaStreamSynchronize', ctypes.c_void_p(stream))


def open_runtime():
    for name in RUNTIME_LIBRARIES:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    raise Failure('cuda_missing', 'libcudart.so is not found', 'Install CUDA of this JetPack: sudo apt install nvidia-jetpack.')
