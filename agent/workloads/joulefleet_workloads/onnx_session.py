"""ONNX Runtime, on what PyTorch exported."""

from .cuda_loading import attested_loading
from .example_input import example_input
from .exported_model import exported_model
from .failures import Failure, not_supported
from .session import Session
from .used_options import describe_use

PROVIDERS = {'gpu': 'CUDAExecutionProvider', 'cpu': 'CPUExecutionProvider'}
NO_CUDA = 'Install the onnxruntime-gpu wheel for this JetPack: see `joulefleet device doctor NAME`. Or parameters processor=cpu.'


class OnnxSession(Session):
    def prepare(self):
        request = self.request
        if request.graph_mode != 'static':
            raise not_supported('ONNX Runtime has a static graph only', 'Ask for graph: static, or for runtime pytorch.')
        if request.precision not in (None, 'fp32') and not (request.precision == 'fp16' and request.on_gpu):
            raise not_supported('ONNX Runtime takes precision fp32, and fp16 on the GPU; not %s' % request.precision)
        self.precision = request.precision or 'fp32'
        self.path = exported_model(request, 'onnx', self.precision)

    def load(self):
        import numpy
        import onnxruntime

        request = self.request
        provider = PROVIDERS[request.parameters['processor']]
        if provider not in onnxruntime.get_available_providers():
            raise Failure('cuda_missing', 'ONNX Runtime %s was built without CUDA' % onnxruntime.__version__, NO_CUDA)
        options = onnxruntime.SessionOptions()
        if request.parameters['threads'] is not None:
            options.intra_op_num_threads = request.parameters['threads']
        self.session = onnxruntime.InferenceSession(self.path, options, providers=[provider])
        if self.session.get_providers()[0] != provider:
            raise Failure('cuda_mismatch', 'ONNX Runtime %s could not start CUDA' % onnxruntime.__version__, NO_CUDA)
        self.numpy = numpy
        self.feed = {each.name: make_input(numpy, each, request.parameters['seed']) for each in self.session.get_inputs()}
        self.used = describe_use(request, 'onnxruntime', self.precision, onnxruntime)
        self.used.update(attested_loading(request, None))

    def infer(self):
        """Returns when the batch is done: inputs and outputs are on the CPU."""
        self.output = self.session.run(None, self.feed)

    def is_finite(self):
        return all(bool(self.numpy.isfinite(each).all()) for each in self.output)


def make_input(numpy, declared, seed):
    """An input as the model declares it, like `tensor(float16)`."""
    kind = next((kind for kind in ('int64', 'float16') if kind in declared.type), 'float32')
    return example_input(numpy, declared.name, declared.shape, kind, seed)
