"""The command line."""

import os

from .control import Control
from .privilege import device_root, enter_own_home
from .serve import Serve
from .state import State
from .tree import Tree


def serve(program):
    """Serves one controller. The protocol's stream leaves descriptor 1, so that a stray print lands on stderr."""
    os.umask(0o077)
    sink = os.dup(1)
    os.dup2(2, 1)
    tree = Tree(device_root())
    state = State(os.path.join(enter_own_home(), '.joulefleet', 'state'))
    try:
        Serve(Control(state, tree, program), 0, sink).run()
    except BrokenPipeError:
        """The controller is gone; what it had started goes on."""


def main(program, arguments):
    if arguments != ['serve']:
        raise SystemExit('usage: %s serve' % os.path.basename(program))
    serve(program)
