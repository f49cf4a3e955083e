"""PyTorch: eager, or traced and frozen."""

from .cuda_loading import attested_loading
from .events import now_us
from .failures import Failure, not_supported
from .session import Session
from .used_options import describe_use

TF32_SINCE = (8, 0)


class PytorchSession(Session):
    def load(self):
        import torch

        from .torch_models import build_model, example_inputs

        self.torch = torch
        request = self.request
        self.set_threads()
        self.device = self.find_device()
        precision = self.set_precision()
        model = build_model(request).to(self.device)
        self.host_inputs = example_inputs(request)
        if precision == 'fp16':
            model = model.half()
            self.host_inputs = tuple(each.half() if each.is_floating_point() else each for each in self.host_inputs)
        self.inputs = self.to_device()
        with torch.no_grad():
            self.model = self.trace(model) if request.graph_mode == 'static' else model
        self.output = None
        self.used = describe_use(request, 'pytorch', precision, torch)
        self.used.update(attested_loading(request, torch.version.cuda if request.on_gpu else None))

    def set_threads(self):
        threads = self.request.parameters['threads']
        if threads is not None:
            self.torch.set_num_threads(threads)

    def find_device(self):
        torch = self.torch
        if not self.request.on_gpu:
            return torch.device('cpu')
        if torch.version.cuda is None:
            raise Failure('cuda_missing', 'PyTorch %s was built without CUDA' % torch.__version__, PYTORCH_WHEEL)
        torch.cuda.init()
        return torch.device('cuda', 0)

    def set_precision(self):
        """fp32 is that, with TF32 off; PyTorch by itself would use TF32 for convolutions on Ampere and later."""
        torch, request = self.torch, self.request
        precision = request.precision or 'fp32'
        if precision != 'fp32' and not request.on_gpu:
            raise not_supported('precision %s is of the GPU, and the processor is the CPU' % precision)
        if request.on_gpu:
            if precision == 'tf32' and torch.cuda.get_device_capability(0) < TF32_SINCE:
                raise not_supported('precision tf32 needs a GPU of the Ampere generation or later')
            for switch in (torch.backends.cudnn, getattr(torch.backends.cuda, 'matmul', None)):
                if hasattr(switch, 'allow_tf32'):
                    switch.allow_tf32 = precision == 'tf32'
        return precision

    def trace(self, model):
        torch = self.torch
        if not hasattr(torch.jit, 'freeze'):
            raise not_supported('graphMode static needs torch.jit.freeze, of PyTorch 1.7; this is %s' % torch.__version__)
        return torch.jit.freeze(torch.jit.trace(model, self.inputs, check_trace=False).eval())

    def to_device(self):
        return tuple(each.to(self.device) for each in self.host_inputs)

    def infer(self):
        inputs = self.to_device() if self.request.parameters['copyInputs'] else self.inputs
        with self.torch.no_grad():
            self.output = self.model(*inputs)

    def synchronise(self):
        if self.request.on_gpu:
            self.torch.cuda.synchronize()

    def is_finite(self):
        outputs = self.output if isinstance(self.output, (tuple, list)) else (self.output,)
        return all(bool(self.torch.isfinite(each.float()).all()) for each in outputs)

    def measure(self, batches):
        """On the GPU its own clock takes the time of each batch, by events between them: nobody waits before the end."""
        if not self.request.on_gpu or self.request.parameters['syncBatches']:
            return Session.measure(self, batches)
        cuda = self.torch.cuda
        marks = [cuda.Event(enable_timing=True) for _ in range(batches + 1)]
        cuda.synchronize()
        start_us = now_us()
        marks[0].record()
        for i in range(1, batches + 1):
            self.infer()
            marks[i].record()
        cuda.synchronize()
        end_us = now_us()
        return start_us, end_us, [marks[i].elapsed_time(marks[i + 1]) * 1000 for i in range(batches)]


PYTORCH_WHEEL = 'Install the wheel of NVIDIA for this JetPack: see `joulefleet device doctor NAME`. Or parameters processor=cpu.'
