"""Where Python starts when it is given this folder, or the archive that the controller packs of it."""

import sys

from joulefleet_workloads.main import main

if __name__ == '__main__':
    sys.exit(main(sys.argv[0], sys.argv[1:]))
