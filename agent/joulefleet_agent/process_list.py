"""Processes of a board that are not ours."""

import os
import re

AGENT_FILE = r'(.*/)?agent-[0-9a-f]{16}\.pyz$'
CLOCK_WRITERS = ('jetson_clocks', 'nvpmodel')
MAX_COMMAND = 200


class Process:
    """One process as /proc shows it; `ticks` of processor time, own and of the kernel for it."""

    def __init__(self, folder, pid):
        self.folder = os.path.join(folder, str(pid))
        self.pid = pid
        fields = self._read('stat').rpartition(b')')[2].split()
        self.parent = int(fields[1])
        self.ticks = int(fields[11]) + int(fields[12])

    def _read(self, name):
        with open(os.path.join(self.folder, name), 'rb') as file:
            return file.read()

    def words(self):
        """Program and arguments; the bare name of a kernel thread."""
        line = self._read('cmdline') or self._read('comm').strip()
        return [word.decode('utf-8', 'replace') for word in line.split(b'\0') if word]

    def uid(self):
        """The effective one: what it may write hangs on that."""
        return int(re.search(br'^Uid:\s+\d+\s+(\d+)', self._read('status'), re.MULTILINE).group(1))

    def has_root(self, root):
        return b'JOULEFLEET_ROOT=' + os.fsencode(root) in self._read('environ').split(b'\0')

    def seen(self):
        return {'pid': self.pid, 'user': user_name(self.uid()), 'command': ' '.join(self.words())[:MAX_COMMAND]}


def foreign_processes(tree):
    """
    Those of the board that are neither our ancestors nor our children. A twin's processes are this machine's: those
    with its root in their environment.
    """
    folder = '/proc' if tree.simulated else tree.at('/proc')
    found = {}
    for pid in process_numbers(folder):
        try:
            found[pid] = Process(folder, pid)
        except (OSError, ValueError, IndexError):
            continue  # it ended meanwhile
    ours = family(found, os.getpid())
    return [process for pid, process in sorted(found.items()) if pid not in ours and is_of(process, tree)]


def process_numbers(folder):
    try:
        return [int(name) for name in os.listdir(folder) if name.isdigit()]
    except OSError:
        return []


def is_of(process, tree):
    try:
        return not tree.simulated or process.has_root(tree.root)
    except OSError:
        return False


def family(processes, pid):
    """A process, its ancestors and its descendants."""
    line, at = {pid}, pid
    while at in processes and processes[at].parent not in line:
        at = processes[at].parent
        line.add(at)
    return line | descendants_among(processes, pid)


def descendants_among(processes, pid):
    """A process and all below it."""
    below = {pid}
    grown = True
    while grown:
        more = {p.pid for p in processes.values() if p.parent in below and p.pid not in below}
        grown = bool(more)
        below |= more
    return below


def other_agents(tree):
    """Agents of another user, whom no lock of ours holds off, and programs of anybody that set clocks."""
    found = []
    for process in foreign_processes(tree):
        try:
            words = process.words()
            foreign_agent = is_agent(words) and process.uid() != os.geteuid()
            if foreign_agent or any(os.path.basename(word) in CLOCK_WRITERS for word in words[:2]):
                found.append(process.seen())
        except (OSError, AttributeError):
            continue  # it ended meanwhile
    return found


def is_agent(words):
    return 'serve' in words and any(re.match(AGENT_FILE, word) for word in words)


def user_name(uid):
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
