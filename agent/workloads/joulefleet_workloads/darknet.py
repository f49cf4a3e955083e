"""Darknet: the cfg of YOLOv4-Tiny, a reader of cfgs, and weights as a file has them."""

import struct

from .failures import Failure

ANCHORS = '10,14,  23,27,  37,58,  81,82,  135,169,  344,319'


def convolution(filters, size, stride=1, linear=False):
    kind = 'activation=linear' if linear else 'batch_normalize=1\nactivation=leaky'
    return '[convolutional]\nfilters=%d\nsize=%d\nstride=%d\npad=1\n%s\n' % (filters, size, stride, kind)


def stage(filters):
    """A cross-stage partial block: half of the channels go through two convolutions and meet the others again."""
    half = filters // 2
    return ''.join((
        convolution(filters, 3), '[route]\nlayers=-1\ngroups=2\ngroup_id=1\n', convolution(half, 3), convolution(half, 3),
        '[route]\nlayers=-1,-2\n', convolution(filters, 1), '[route]\nlayers=-6,-1\n', '[maxpool]\nsize=2\nstride=2\n',
    ))


def head(mask):
    told = '[yolo]\nmask=%s\nanchors=%s\nclasses=80\nnum=6\nscale_x_y=1.05\n'
    return convolution(255, 1, linear=True) + told % (mask, ANCHORS)


YOLOV4_TINY = '\n'.join((
    '[net]\nwidth=416\nheight=416\nchannels=3\n',
    convolution(32, 3, 2), convolution(64, 3, 2), stage(64), stage(128), stage(256), convolution(512, 3),
    convolution(256, 1), convolution(512, 3), head('3,4,5'),
    '[route]\nlayers=-4\n', convolution(128, 1), '[upsample]\nstride=2\n', '[route]\nlayers=-1,23\n',
    convolution(256, 3), head('1,2,3'),
))


def parse_cfg(text):
    """The sections of a cfg, as (name, options) in their order."""
    sections = []
    for line in text.splitlines():
        line = line.split('#')[0].strip()
        if line.startswith('['):
            sections.append((line.strip('[]'), {}))
        elif '=' in line and sections:
            key, _, value = line.partition('=')
            sections[-1][1][key.strip()] = value.strip()
    if not sections or sections[0][0] not in ('net', 'network'):
        raise Failure('weights_unusable', 'the cfg has no section [net] at its start')
    return sections


def numbers(text):
    return [int(part) for part in text.split(',')]


def convolutions(sections):
    """(channels in, filters, size, batch normalisation) of each convolution, in the order of the weights."""
    found, channels = [], []
    last = int(sections[0][1].get('channels', 3))
    for index, (name, options) in enumerate(sections[1:]):
        if name == 'convolutional':
            filters, size = int(options['filters']), int(options['size'])
            found.append((last, filters, size, options.get('batch_normalize', '0') == '1'))
            last = filters
        elif name == 'route':
            layers = [each if each >= 0 else index + each for each in numbers(options['layers'])]
            last = sum(channels[each] for each in layers) // int(options.get('groups', 1))
        elif name not in ('maxpool', 'upsample', 'yolo'):
            raise Failure('weights_unusable', 'the cfg has a layer [%s], which the runner does not know' % name)
        channels.append(last)
    return found


def random_weights(sections, seed):
    """A file of weights as bytes, drawn from the seed with numpy: deviation sqrt(2 / fan in), normalisation that changes nothing."""
    import numpy

    drawn = numpy.random.RandomState(seed)
    parts = [struct.pack('<iiiq', 0, 2, 5, 0)]
    for channels, filters, size, normalised in convolutions(sections):
        zeros, ones = numpy.zeros(filters, '<f4'), numpy.ones(filters, '<f4')
        parts += [each.tobytes() for each in ((zeros, ones, zeros, ones) if normalised else (zeros,))]
        fan_in = channels * size * size
        parts.append((drawn.standard_normal(filters * fan_in) * (2.0 / fan_in) ** 0.5).astype('<f4').tobytes())
    return b''.join(parts)


def read_model(cfg, weights, seed):
    """(text of the cfg, bytes of the weights). Without a cfg: YOLOv4-Tiny; without weights and cfg: random ones."""
    if cfg is not None and weights is None:
        told = 'the cfg %s is given without its weights' % cfg
        raise Failure('weights_missing', told, 'Give the parameter weights too, or leave both out for random ones.')
    text = YOLOV4_TINY if cfg is None else read_file(cfg, 'cfg').decode('utf-8', 'replace')
    sections = parse_cfg(text)
    data = random_weights(sections, seed) if weights is None else read_file(weights, 'weights')
    wanted = sum(filters * (4 if normalised else 1) + channels * filters * size * size
                 for channels, filters, size, normalised in convolutions(sections))
    found = (len(data) - 20) // 4
    if found < wanted:
        told = 'the weights %s have %d numbers; the cfg needs %d' % (weights, found, wanted)
        raise Failure('weights_unusable', told, 'Give the weights that belong to the cfg.')
    return text, data


def read_file(path, what):
    try:
        with open(path, 'rb') as file:
            return file.read()
    except OSError as error:
        told = 'the %s %s cannot be read: %s' % (what, path, error.strerror)
        raise Failure('weights_missing', told, 'Copy the file to the board, or leave the parameter out.')
