"""What a runner is asked for: one JSON line, parsed."""

import json

from .failures import Failure, not_supported

GRAPH_MODES = ('dynamic', 'static')
PRECISIONS = ('fp32', 'tf32', 'fp16')
PROCESSORS = ('gpu', 'cpu')
# Free parameters that the delivered runners know, by name: what is taken, and what it is by itself.
PARAMETERS = {
    'weights': (str, None),
    'cfg': (str, None),
    'seed': (int, 1),
    'processor': (str, 'gpu'),
    'threads': (int, None),
    'syncBatches': (bool, False),
    'copyInputs': (bool, False),
}
EXPECTED = {str: 'a text', int: 'a whole number', bool: 'true or false'}


class Request:
    """
    `workload`, `batch_size`, `inferences`, `graph_mode`, `warmup_batches`, `warmup_max_s`; `runtime`, `precision`, `lazy_loading` and
    `garbage_collection` are None where they were not asked for; `parameters` has a value for each of PARAMETERS.
    """

    def __init__(self, told):
        self.workload = take(told, 'workload', str)
        self.batch_size = take(told, 'batchSize', int, least=1)
        self.inferences = take(told, 'inferences', int, least=1)
        self.graph_mode = one_of('graphMode', take(told, 'graphMode', str), GRAPH_MODES)
        self.warmup_batches = take(told, 'warmupBatches', int, least=0)
        self.warmup_max_s = take(told, 'warmupMaxS', float, least=0)
        self.runtime = take(told, 'runtime', str, None)
        self.precision = one_of('precision', take(told, 'precision', str, None), PRECISIONS + (None,))
        self.lazy_loading = take(told, 'lazyLoading', bool, None)
        self.garbage_collection = take(told, 'garbageCollection', bool, None)
        self.parameters = parse_parameters(take(told, 'parameters', dict, {}))

    @property
    def batches(self):
        """Batches that have at least the inferences asked for; all are whole ones."""
        return -(-self.inferences // self.batch_size)

    @property
    def on_gpu(self):
        return self.parameters['processor'] == 'gpu'


MISSING = object()


def take(told, key, kind, fallback=MISSING, least=None):
    value = told.get(key, fallback)
    if value is MISSING:
        raise invalid('%s is missing' % key)
    if value is fallback:
        return value
    if not is_kind(value, kind) or least is not None and value < least:
        raise invalid('%s is %s' % (key, json.dumps(value)))
    return value


def is_kind(value, kind):
    if kind is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def one_of(key, value, levels):
    if value not in levels:
        known = ', '.join(level for level in levels if level is not None)
        raise not_supported('%s %s is not one of %s' % (key, value, known))
    return value


def parse_parameters(told):
    for name in sorted(told):
        if name not in PARAMETERS:
            raise not_supported('the parameter %s is not known; known are %s' % (name, ', '.join(sorted(PARAMETERS))))
    found = {name: take_parameter(name, told[name]) if name in told else fallback for name, (_, fallback) in PARAMETERS.items()}
    one_of('the parameter processor', found['processor'], PROCESSORS)
    return found


def take_parameter(name, value):
    kind = PARAMETERS[name][0]
    if not is_kind(value, kind) or kind is int and value < 1:
        raise not_supported('the parameter %s is %s; expected %s' % (name, json.dumps(value), EXPECTED[kind]))
    return value


def invalid(message):
    return Failure('request_invalid', 'the request on standard input: ' + message, 'See docs/agent-protocol.md, "Workload runners".')


def read_request(line, workload=None):
    """The request in a line of JSON. `workload`: the name that the runner was started with; it wins."""
    try:
        told = json.loads(line)
    except ValueError as error:
        raise invalid('no JSON: %s' % error)
    if not isinstance(told, dict):
        raise invalid('no JSON object')
    return Request(dict(told, workload=workload) if workload else told)
