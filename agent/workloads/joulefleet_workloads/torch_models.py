"""The six models as PyTorch modules with random or given weights, and their inputs. Imports PyTorch: not before the load."""

import torch

from .catalogue import SHAPES, TEXT, VOCABULARY, input_kind
from .failures import Failure, first_lines


def build_model(request):
    """The model of a request, in evaluation mode and fp32, on the CPU. What is random is drawn from the seed."""
    input_kind(request.workload)
    torch.manual_seed(request.parameters['seed'])
    weights = request.parameters['weights']
    if request.workload == 'yolov4tiny':
        from .darknet_torch import build_darknet

        return build_darknet(request.parameters['cfg'], weights, request.parameters['seed']).eval()
    model = BUILDERS[request.workload]()
    if weights is not None:
        load_weights(model, weights)
    return (Logits(model) if input_kind(request.workload) == TEXT else model).eval()


def build_vision(name):
    def build():
        import torchvision.models

        return getattr(torchvision.models, name)()

    return build


def build_bert_tiny():
    from transformers import BertConfig, BertForSequenceClassification

    return BertForSequenceClassification(BertConfig(
        vocab_size=VOCABULARY, hidden_size=128, num_hidden_layers=2, num_attention_heads=2, intermediate_size=512,
    ))


def build_distilbert():
    from transformers import DistilBertConfig, DistilBertForSequenceClassification

    return DistilBertForSequenceClassification(DistilBertConfig(vocab_size=VOCABULARY))


BUILDERS = {
    'alexnet': build_vision('alexnet'),
    'resnet18': build_vision('resnet18'),
    'mobilenetv2': build_vision('mobilenet_v2'),
    'berttiny': build_bert_tiny,
    'distilbert': build_distilbert,
}


class Logits(torch.nn.Module):
    """A classifier of texts as a function of its two inputs alone."""

    def __init__(self, model):
        torch.nn.Module.__init__(self)
        self.model = model

    def forward(self, tokens, mask):
        return self.model(input_ids=tokens, attention_mask=mask, return_dict=False)[0]


def load_weights(model, path):
    """A file of `torch.save(model.state_dict())`."""
    try:
        state = torch.load(path, map_location='cpu', **safe_load())
        model.load_state_dict(state)
    except FileNotFoundError:
        raise Failure('weights_missing', 'there is no file %s on the board' % path, 'Copy the weights there, or leave the parameter out.')
    except Exception as error:
        told = 'the weights %s do not fit the model: %s' % (path, first_lines(str(error), 300))
        raise Failure('weights_unusable', told, 'Save the state_dict of this model: torch.save(model.state_dict(), PATH).')


def safe_load():
    """Only tensors, where this version of PyTorch can be told so."""
    import inspect

    return {'weights_only': True} if 'weights_only' in inspect.signature(torch.load).parameters else {}


def example_inputs(request):
    """The inputs of one batch, in fp32 or whole numbers, on the CPU; the same ones for the same seed."""
    kind = input_kind(request.workload)
    generator = torch.Generator().manual_seed(request.parameters['seed'])
    shape = (request.batch_size,) + SHAPES[kind]
    if kind == TEXT:
        tokens = torch.randint(1000, VOCABULARY, shape, generator=generator)
        return tokens, torch.ones(shape, dtype=torch.int64)
    return (torch.rand(shape, generator=generator),)
