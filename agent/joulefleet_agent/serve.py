"""A controller's connection: JSON lines, in both directions."""

import json
import os
import select

from .attachment import LIVE_MEASURING_S, LIVE_S, Attachment
from .errors import AgentError, bug, os_error
from .files import dump, write_all
from .glance import Glance
from .log import log
from .request_checks import require
from .state import without_shard

LINE_MARK = b'@jf '
MAX_REQUEST = 4 * 1024 * 1024
FOLLOW_S = 0.02
FOLLOW_MEASURING_S = 0.2
RECORDS_AT_ONCE = 64


class Serve:
    """One connection of a controller: answers its lines in order and follows the shards it attached to."""

    OPERATIONS = (
        'hello', 'facts', 'preflight', 'start', 'attach', 'ack', 'pause', 'cancel', 'status', 'restore', 'reboot', 'ping', 'runtimes',
    )

    def __init__(self, control, source, sink):
        self.control = control
        self.state = control.state
        self.source = source
        self.sink = sink
        self.unread = b''
        self.attachments = {}
        self.glance = Glance(self.state.at('progress.json'))
        self.progress = None

    def run(self):
        """Until the end of stdin; an executor goes on."""
        while True:
            if select.select([self.source], [], [], self._pause_s())[0]:
                data = os.read(self.source, 65536)
                if not data:
                    return
                self._receive(data)
            if self.attachments:
                self._look()
            for attachment in list(self.attachments.values()):
                self._follow(attachment)

    def _look(self):
        if self.glance.due():
            self.progress = self.state.progress()
            self.glance.looked()

    def _pause_s(self):
        if not self.attachments:
            return None
        return FOLLOW_MEASURING_S if self._measures(self.progress) else FOLLOW_S

    def _measures(self, progress):
        """Whether a window is being measured, which this process is to disturb as little as it can."""
        return not self.control.tree.simulated and (progress or {}).get('phase') == 'measuring'

    def _receive(self, data):
        self.state.hear()
        *lines, self.unread = (self.unread + data).split(b'\n')
        if len(self.unread) > MAX_REQUEST:
            raise SystemExit('a request of more than %d bytes' % MAX_REQUEST)
        for line in lines:
            self._answer(line)

    def _answer(self, line):
        try:
            request = json.loads(line.decode('utf-8'))
            number = request['id']
        except (ValueError, KeyError, TypeError):
            log('not a request: %r' % line[:200])
            return
        try:
            require(request.get('op') in self.OPERATIONS, 'no operation %r' % request.get('op'))
            result = getattr(self.control, request['op'])(request)
            self._send({'id': number, 'ok': True, 'result': result})
            if request['op'] == 'attach':
                spool = self.state.spool(request['shardId'])
                self.attachments[request['shardId']] = Attachment(spool, request['shardId'], request['afterSeq'])
            elif request['op'] == 'ack':
                self._forget(request['shardId'])
            elif request['op'] == 'reboot':
                self.control.go_down()
        except AgentError as error:
            self._send({'id': number, 'ok': False, 'error': error.as_json()})
        except BrokenPipeError:
            raise
        except OSError as error:
            told = os_error('device_io', error.filename or request['op'], error, transient=True)
            self._send({'id': number, 'ok': False, 'error': told.as_json()})
        except Exception as error:
            self._send({'id': number, 'ok': False, 'error': bug(error).as_json()})

    def _forget(self, shard_id):
        """A shard whose last record is acknowledged: a connection may follow many, one after the other."""
        if not os.path.isdir(self.state.spool(shard_id).folder):
            self.attachments.pop(shard_id, None)

    def _follow(self, attachment):
        name = json.dumps(attachment.shard_id).encode('utf-8')
        for sent, record in enumerate(attachment.records()):
            write_all(self.sink, b'%s{"event":"record","shardId":%s,"record":%s}\n' % (LINE_MARK, name, record))
            if sent + 1 == RECORDS_AT_ONCE:
                break
        progress = self.progress
        if progress and progress.get('shardId') == attachment.shard_id:
            self._send_progress(attachment, progress)
        attachment.watch_executor(self.control.endings)

    def _send_progress(self, attachment, progress):
        if progress != attachment.progress:
            attachment.progress = progress
            self._send({'event': 'progress', 'shardId': attachment.shard_id, 'progress': without_shard(progress)})
        every_s = LIVE_MEASURING_S if self._measures(progress) else LIVE_S
        live = attachment.next_live(self.state.live, progress.get('trialId'), every_s)
        if live is not None:
            self._send({'event': 'live', 'shardId': attachment.shard_id, 'live': live})

    def _send(self, message):
        write_all(self.sink, LINE_MARK + dump(message).encode('utf-8') + b'\n')
