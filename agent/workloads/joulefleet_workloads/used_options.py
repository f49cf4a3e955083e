"""What the event `options` says."""

import os

from .request import PARAMETERS


def describe_use(request, runtime, precision, library):
    """What every runtime says that it used. Of free parameters those that were set, and whether weights are random."""
    given = {name: value for name, value in request.parameters.items() if value != PARAMETERS[name][1]}
    weights = request.parameters['weights']
    return {
        'runtime': runtime,
        'precision': precision,
        'graphMode': request.graph_mode,
        'processor': request.parameters['processor'],
        'seeded': weights is None,
        'weights': 'random, seed %d' % request.parameters['seed'] if weights is None else os.path.basename(weights)[:100],
        'version': str(getattr(library, '__version__', ''))[:100],
        'parameters': {name: value[-200:] if isinstance(value, str) else value for name, value in given.items()},
    }
