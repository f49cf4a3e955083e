"""One run, in the order of the protocol: load, warm up, wait for the go, infer."""

import gc

from .batch_times import describe_batches
from .events import now_us
from .failures import Failure


def run(session, request, events):
    """Raises what the runtime raises."""
    set_garbage_collection(request)
    session.prepare()
    events.say('load_start')
    session.load()
    session.synchronise()
    events.say('load_end')
    warm_up(session, request, events)
    events.wait_for_go()
    start_us, end_us, times_us = session.measure(request.batches)
    events.say('inference_start', start_us)
    events.say('inference_end', end_us)
    events.tell('batches', **describe_batches(times_us))


def set_garbage_collection(request):
    """By itself Python collects garbage; for `false` what there is goes first, and then nothing more is collected."""
    if request.garbage_collection is False:
        gc.collect()
        gc.disable()


def warm_up(session, request, events):
    """Each batch is waited for, so that its mark is that of its end. Says what is used, as the last thing before the end."""
    events.say('warmup_start')
    until_us = now_us() + request.warmup_max_s * 1e6
    for _ in range(request.warmup_batches):
        session.infer()
        session.synchronise()
        events.say('batch')
        if now_us() >= until_us:
            break
    tell_options(session, request, events)
    events.say('warmup_end')


def tell_options(session, request, events):
    used = dict({'garbageCollection': gc.isenabled()}, **session.used)
    if request.warmup_batches > 0:
        finite = session.is_finite()
        if finite is False and not session.used.get('seeded'):
            raise Failure('output_not_finite', 'the output has values that are no numbers', 'Use precision fp32, or other weights.')
        used['outputsFinite'] = finite
    events.tell('options', **used)
