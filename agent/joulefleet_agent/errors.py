"""What can go wrong: whose fault it is, and whether trying again can help."""

from .log import log


class AgentError(Exception):
    """What the controller is told: a code, whose fault it is, and whether trying again can help."""

    def __init__(self, code, message, origin='device', transient=False, remedy=None):
        Exception.__init__(self, message)
        self.code = code
        self.message = message
        self.origin = origin
        self.transient = transient
        self.remedy = remedy

    def as_json(self):
        found = {'code': self.code, 'message': self.message[:4000], 'origin': self.origin, 'transient': self.transient}
        if self.remedy:
            found['remedy'] = self.remedy
        return found


class ShardError(AgentError):
    """One after which no further trial can be measured: the shard ends."""


class WorkloadFailed(AgentError):
    """The workload's own failure: a result of the cell, not a fault of the device."""

    def __init__(self, code, message, remedy=None):
        AgentError.__init__(self, code, message, 'operator', remedy=remedy)


class Cancelled(Exception):
    """The trial in hand is to end now."""


class Postponed(Exception):
    """The shard is to end before the trial in hand has begun its work: there is no record of it."""


def os_error(code, what, error, **kwargs):
    """An AgentError that names what was tried and what the kernel said."""
    return AgentError(code, '%s: %s' % (what, error.strerror or error), **kwargs)


def bug(error):
    import traceback

    log(traceback.format_exc())
    return AgentError('agent_bug', '%s: %s' % (type(error).__name__, error), 'bug')
