"""What the models are given: drawn, so that nothing has to be downloaded."""

from .catalogue import VOCABULARY


def example_input(numpy, name, shape, kind, seed):
    """An array of the type `kind`: random values for one of floats; random tokens for the first input, else a mask of ones."""
    drawn = numpy.random.RandomState(seed)
    if numpy.dtype(kind).kind == 'f':
        return drawn.random_sample(shape).astype(kind)
    if name.endswith('0'):
        return drawn.randint(1000, VOCABULARY, shape).astype(kind)
    return numpy.ones(shape, kind)
