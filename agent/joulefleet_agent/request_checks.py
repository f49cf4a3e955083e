"""Refusing requests that are ill-formed."""

import re

from .errors import AgentError


def bad_request(message):
    return AgentError('bad_request', message, 'controller')


def require(condition, message):
    if not condition:
        raise bad_request(message)


def named_runners(request):
    """Hash of the runners that the controller brings; None: it brings none."""
    runners = request.get('runners')
    require(runners is None or isinstance(runners, str) and re.match(r'[0-9a-f]{64}\Z', runners), 'runners is to be a SHA-256')
    return runners


def forced(request):
    force = request.get('force', False)
    require(isinstance(force, bool), 'force is to be true or false')
    return force


def require_shard(shard):
    require(isinstance(shard, dict), 'start needs a shard')
    for name, least in (('fence', 1), ('afterSeq', 0)):
        known = isinstance(shard.get(name), int) and shard[name] >= least
        require(known, 'shard.%s is to be a whole number from %d' % (name, least))
    require(isinstance(shard.get('deadmanS'), (int, float)), 'shard.deadmanS is to be a number')
    trials = shard.get('trials')
    require(isinstance(trials, list) and trials, 'shard.trials is to have at least one trial')
    needed = {'trialId', 'attempt', 'workload', 'point', 'sampling', 'timeoutS'}
    for trial in trials:
        require(isinstance(trial, dict) and needed <= set(trial), 'a trial needs ' + ', '.join(sorted(needed)))
