"""The six models of the study, their inputs (its table 4.1), and what executes them."""

from .failures import Failure

IMAGE, LARGE_IMAGE, TEXT = 'image', 'large image', 'text'
# Of one inference: a tensor (3,224,224), a tensor (3,416,416), a text of 512 words, here 512 tokens of the vocabulary.
SHAPES = {IMAGE: (3, 224, 224), LARGE_IMAGE: (3, 416, 416), TEXT: (512,)}
VOCABULARY = 30522

MODELS = {
    'alexnet': IMAGE,
    'resnet18': IMAGE,
    'mobilenetv2': IMAGE,
    'yolov4tiny': LARGE_IMAGE,
    'berttiny': TEXT,
    'distilbert': TEXT,
}
# The Python modules that build a model for PyTorch, and so for what is exported from it.
BUILT_BY = {IMAGE: ('torch', 'torchvision'), LARGE_IMAGE: ('torch', 'numpy'), TEXT: ('torch', 'transformers')}
RUNTIMES = ('pytorch', 'opencv', 'onnxruntime', 'tensorrt', 'libtorch')


def input_kind(workload):
    if workload not in MODELS:
        raise Failure('workload_missing', 'no runner of the name %s; there are %s' % (workload, ', '.join(sorted(MODELS))))
    return MODELS[workload]


def modules_of(workload, runtime):
    """The Python modules that a run needs, by their import names."""
    if runtime == 'opencv':
        return ('cv2', 'numpy')
    extra = {'onnxruntime': ('onnxruntime', 'numpy'), 'tensorrt': ('tensorrt', 'numpy')}.get(runtime, ())
    return tuple(sorted(set(BUILT_BY[MODELS[workload]] + extra)))


def takes(workload, runtime):
    return runtime in RUNTIMES and (runtime != 'opencv' or workload == 'yolov4tiny')
