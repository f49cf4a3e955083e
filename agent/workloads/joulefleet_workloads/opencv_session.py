"""OpenCV's DNN module, for YOLOv4-Tiny from its cfg and weights."""

from .cuda_loading import attested_loading
from .failures import Failure, not_supported
from .session import Session
from .used_options import describe_use

NO_CUDA = 'Build OpenCV with WITH_CUDA and OPENCV_DNN_CUDA, choose runtime pytorch, or measure the CPU: parameters processor=cpu.'


class OpencvSession(Session):
    def load(self):
        import cv2
        import numpy

        from .catalogue import LARGE_IMAGE, SHAPES
        from .darknet import read_model

        request = self.request
        if request.graph_mode != 'static':
            raise not_supported('OpenCV has a static graph only', 'Ask for graph: static, or for runtime pytorch.')
        threads = request.parameters['threads']
        if threads is not None:
            cv2.setNumThreads(threads)
        self.numpy = numpy
        text, data = read_model(request.parameters['cfg'], request.parameters['weights'], request.parameters['seed'])
        self.net = read_net(cv2, numpy, text, data)
        precision = self.set_target(cv2)
        self.names = output_names(self.net)
        shape = (request.batch_size,) + SHAPES[LARGE_IMAGE]
        self.blob = numpy.random.RandomState(request.parameters['seed']).random_sample(shape).astype('float32')
        self.used = describe_use(request, 'opencv', precision, cv2)
        self.used.update(attested_loading(request, cuda_of(cv2) if request.on_gpu else None))

    def set_target(self, cv2):
        request = self.request
        precision = request.precision or 'fp32'
        if not request.on_gpu:
            if precision != 'fp32':
                raise not_supported('precision %s is of the GPU, and the processor is the CPU' % precision)
            self.net.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
            return precision
        if not has_cuda(cv2):
            raise Failure('cuda_missing', 'OpenCV %s was built without CUDA, or sees no GPU' % cv2.__version__, NO_CUDA)
        targets = {'fp32': cv2.dnn.DNN_TARGET_CUDA, 'fp16': cv2.dnn.DNN_TARGET_CUDA_FP16}
        if precision not in targets:
            raise not_supported('OpenCV takes precision fp32 and fp16, not %s' % precision)
        self.net.setPreferableBackend(cv2.dnn.DNN_BACKEND_CUDA)
        self.net.setPreferableTarget(targets[precision])
        return precision

    def infer(self):
        """Returns when the batch is done: its outputs are on the CPU then."""
        self.net.setInput(self.blob)
        self.output = self.net.forward(self.names)

    def is_finite(self):
        return all(bool(self.numpy.isfinite(each).all()) for each in self.output)


def read_net(cv2, numpy, text, data):
    if not reads_darknet(cv2):
        told = 'OpenCV %s reads no darknet files' % cv2.__version__
        raise Failure('dependency_missing', told, 'Install OpenCV 4, or choose runtime pytorch.')
    try:
        return cv2.dnn.readNetFromDarknet(numpy.frombuffer(text.encode('utf-8'), 'uint8'), numpy.frombuffer(data, 'uint8'))
    except cv2.error as error:
        raise Failure('weights_unusable', 'OpenCV cannot read the cfg or the weights: %s' % str(error)[:300])


def reads_darknet(cv2):
    """OpenCV 5 has lost its reader of darknet files."""
    return hasattr(cv2.dnn, 'readNetFromDarknet')


def output_names(net):
    return list(net.getUnconnectedOutLayersNames())


def has_cuda(cv2):
    return hasattr(cv2, 'cuda') and hasattr(cv2.dnn, 'DNN_TARGET_CUDA') and cv2.cuda.getCudaEnabledDeviceCount() > 0


def cuda_of(cv2):
    """Version of CUDA that OpenCV was built with, such as "11.4"; None: it does not say."""
    import re

    found = re.search(r'NVIDIA CUDA:\s+YES \(ver (\d+\.\d+)', cv2.getBuildInformation())
    return found.group(1) if found else None
