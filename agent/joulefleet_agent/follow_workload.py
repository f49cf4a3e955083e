"""Following a workload's events."""

from .runner import PIPES_POLL_S


def follow_workload(runner, events, clock, watch, until):
    """
    Takes events up to the one named; None: to the runner's end, which has to be a good one. Raises WorkloadFailed for an event
    that cannot be used, and for a runner that ends without the one named.
    """
    while True:
        event = runner.next_event(watch, PIPES_POLL_S if until is None else None)
        if event is None:
            return runner.require_success(watch, until and events.missing(until))
        events.take(event, clock.now_us())
        if event['event'] == until:
            return None
