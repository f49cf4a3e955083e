"""A darknet model as a PyTorch module, for where OpenCV is not."""

import numpy
import torch

from .darknet import convolutions, numbers, parse_cfg, read_model


class Yolo(torch.nn.Module):
    """Decodes a head as darknet does: boxes relative to the image, objectness, and class scores times objectness."""

    def __init__(self, options, net):
        torch.nn.Module.__init__(self)
        anchors = numpy.array([float(each) for each in options['anchors'].split(',')]).reshape(-1, 2)[numbers(options['mask'])]
        size = torch.tensor([float(net['width']), float(net['height'])])
        self.register_buffer('anchors', torch.tensor(anchors, dtype=torch.float32) / size)
        self.classes = int(options['classes'])
        self.scale = float(options.get('scale_x_y', 1.0))

    def forward(self, x):
        count = self.anchors.shape[0]
        batch, _, height, width = x.shape
        x = x.view(batch, count, 5 + self.classes, height, width).permute(0, 3, 4, 1, 2)
        rows = torch.arange(height, device=x.device, dtype=x.dtype).view(1, height, 1, 1)
        columns = torch.arange(width, device=x.device, dtype=x.dtype).view(1, 1, width, 1)
        centre = torch.sigmoid(x[..., :2]) * self.scale - 0.5 * (self.scale - 1)
        left = (centre[..., 0] + columns) / width
        top = (centre[..., 1] + rows) / height
        extent = torch.exp(x[..., 2:4]) * self.anchors.to(x.dtype)
        objectness = torch.sigmoid(x[..., 4:5])
        scores = torch.sigmoid(x[..., 5:]) * objectness
        found = torch.cat((left.unsqueeze(-1), top.unsqueeze(-1), extent, objectness, scores), -1)
        return found.reshape(batch, height * width * count, 5 + self.classes)


class Darknet(torch.nn.Module):
    """The layers of a cfg. The outputs are those of its heads, in their order."""

    def __init__(self, sections):
        torch.nn.Module.__init__(self)
        self.plan = sections[1:]
        shapes = iter(convolutions(sections))
        self.layers = torch.nn.ModuleList(make_layer(each, shapes, sections[0][1]) for each in self.plan)

    def forward(self, x):
        kept, heads = [], []
        for index, ((name, options), layer) in enumerate(zip(self.plan, self.layers)):
            if name == 'route':
                sources = [kept[each if each >= 0 else index + each] for each in numbers(options['layers'])]
                x = torch.cat(sources, 1) if len(sources) > 1 else sources[0]
                groups = int(options.get('groups', 1))
                x = x.chunk(groups, 1)[int(options.get('group_id', 0))] if groups > 1 else x
                kept.append(x)
            elif name == 'yolo':
                heads.append(layer(x))
                kept.append(x)
            else:
                x = layer(x)
                kept.append(x)
        return tuple(heads)


def make_layer(section, shapes, net):
    name, options = section
    if name == 'convolutional':
        channels, filters, size, normalised = next(shapes)
        parts = [torch.nn.Conv2d(channels, filters, size, int(options['stride']), size // 2, bias=not normalised)]
        parts += [torch.nn.BatchNorm2d(filters)] if normalised else []
        parts += [torch.nn.LeakyReLU(0.1)] if options['activation'] == 'leaky' else []
        return torch.nn.Sequential(*parts)
    if name == 'maxpool':
        return torch.nn.MaxPool2d(int(options['size']), int(options['stride']))
    if name == 'upsample':
        return torch.nn.Upsample(scale_factor=int(options['stride']), mode='nearest')
    return Yolo(options, net) if name == 'yolo' else torch.nn.Identity()


def build_darknet(cfg, weights, seed):
    text, data = read_model(cfg, weights, seed)
    model = Darknet(parse_cfg(text))
    fill(model, numpy.frombuffer(data, '<f4', offset=20))
    return model


def fill(model, values):
    """Weights in darknet's order: of each convolution the normalisation or the bias, then the kernel."""
    at = 0
    for layer in model.layers:
        if not isinstance(layer, torch.nn.Sequential):
            continue
        convolution, normalisation = layer[0], layer[1] if len(layer) > 1 else None
        if isinstance(normalisation, torch.nn.BatchNorm2d):
            parts = [normalisation.bias, normalisation.weight, normalisation.running_mean, normalisation.running_var]
        else:
            parts = [convolution.bias]
        for part in parts + [convolution.weight]:
            count = part.numel()
            part.data.copy_(torch.from_numpy(values[at:at + count].copy()).view_as(part))
            at += count
