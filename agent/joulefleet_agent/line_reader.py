"""Lines out of what a pipe delivers."""

MAX_LINE = 65536


class LineReader:
    """Whole lines, in order. One that is too long is left out, whatever follows it, and takes no memory."""

    def __init__(self):
        self.part = b''
        self.lines = []
        self.too_long = False

    def add(self, data):
        *whole, rest = data.split(b'\n')
        for line in whole:
            if not self.too_long and len(self.part) + len(line) <= MAX_LINE:
                self.lines.append(self.part + line)
            self.part, self.too_long = b'', False
        self.part += rest
        if len(self.part) > MAX_LINE:
            self.part, self.too_long = b'', True

    def take(self):
        """The lines since the last call."""
        lines, self.lines = self.lines, []
        return lines
