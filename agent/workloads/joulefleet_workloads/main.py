"""The command line: a runner, a probe, an export."""

import json
import sys

from .cuda_loading import set_lazy_loading
from .events import Events, own_stdout
from .failures import name_failure
from .request import read_request

USAGE = 'usage: %s NAME | list | probe | export'


def main(program, arguments):
    """The exit code."""
    if len(arguments) != 1:
        raise SystemExit(USAGE % program)
    if arguments[0] == 'probe':
        from .probe import probe

        print(json.dumps(probe(), sort_keys=True))
        return 0
    if arguments[0] == 'list':
        from .choose_runtime import runnable_workloads

        print(json.dumps(runnable_workloads()))
        return 0
    if arguments[0] == 'export':
        return export()
    return serve(arguments[0])


def serve(name):
    """One run. A failure is printed as an event with its code and a remedy."""
    events = Events(sys.stdin, own_stdout())
    try:
        request = read_request(sys.stdin.readline(), name)
        set_lazy_loading(request)
        from .choose_runtime import open_session
        from .measured_run import run

        run(open_session(request, events), request, events)
    except Exception as error:
        failure = name_failure(error)
        events.tell('error', **told(failure))
        return 1
    return 0


def export():
    from .exported_model import export_main

    sink = own_stdout()
    try:
        export_main(sys.stdin.readline())
    except Exception as error:
        Events(sys.stdin, sink).write(told(name_failure(error)))
        return 1
    return 0


def told(failure):
    found = {'code': failure.code, 'message': failure.message}
    if failure.remedy:
        found['remedy'] = failure.remedy
    return found
