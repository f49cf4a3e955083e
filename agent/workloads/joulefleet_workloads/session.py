"""What a runtime does for a run."""

from .events import now_us


class Session:
    """
    A model in a runtime, ready to infer. `prepare` makes what can be kept from run to run (an exported file, an engine); it is no part of
    the load. `load` has the model where it computes. `infer` starts one batch; in a runtime that queues work it may return earlier.
    `used` is what the event `options` says.
    """

    def __init__(self, request):
        self.request = request
        self.used = {}

    def prepare(self):
        """Nothing, in most runtimes."""

    def load(self):
        raise NotImplementedError

    def infer(self):
        raise NotImplementedError

    def synchronise(self):
        """Returns when all that was started is done."""

    def is_finite(self):
        """Whether the last batch has only numbers in its output; None where that cannot be told."""
        return None

    def measure(self, batches):
        """Runs the batches. (start_us, end_us, times of each batch in us), the edges synchronised."""
        each = self.request.parameters['syncBatches']
        marks = [0.0] * (batches + 1)
        self.synchronise()
        marks[0] = now_us()
        for i in range(1, batches + 1):
            self.infer()
            if each:
                self.synchronise()
            marks[i] = now_us()
        self.synchronise()
        marks[-1] = end_us = now_us()
        return marks[0], end_us, [marks[i + 1] - marks[i] for i in range(batches)]
