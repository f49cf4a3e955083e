"""What stops a workload, by a name and with a remedy: from what libraries say when they fail."""

import re


class Failure(Exception):
    """Ends the runner with an `error` event. `remedy`: what the operator can do; None where nothing is known."""

    def __init__(self, code, message, remedy=None):
        Exception.__init__(self, message)
        self.code = code
        self.message = message
        self.remedy = remedy


def not_supported(message, remedy=None):
    return Failure('option_not_supported', message, remedy)


SMALLER = 'Use a smaller batch size, precision fp16, or a smaller model; end what else uses the memory of the board.'
DOCTOR = 'See `joulefleet device doctor NAME` for what this board needs.'

# In the order in which they are tried: the first one that an error's text has is its name.
SAID = (
    (r'out of memory|can\'?t allocate memory|cannot allocate memory(?! in static TLS)|ALLOC_FAILED|bad_alloc|NvMapMemAlloc'
     r'|insufficient memory|failed to allocate', 'out_of_memory', SMALLER),
    (r'no kernel image|not compatible with the current PyTorch installation|sm_\d+ is not compatible', 'cuda_mismatch',
     'This build has no kernels for this GPU: install the wheel for this JetPack. ' + DOCTOR),
    (r'driver version is insufficient|driver on your system is too old|forward compatibility', 'cuda_mismatch',
     'The library wants a newer driver than this JetPack has: install the wheel for this JetPack. ' + DOCTOR),
    (r'lib(cu|nv)\w*\.so[.\d]*: cannot open|libcuda\.so|lib(cudart|cublas|cudnn)', 'cuda_mismatch',
     'The library was built for another CUDA than this JetPack has: install the wheel for this JetPack. ' + DOCTOR),
    (r'Torch not compiled with CUDA|no CUDA-capable device|No CUDA GPUs are available|not compiled with CUDA'
     r'|Found no NVIDIA driver', 'cuda_missing', DOCTOR + ' Or measure the CPU: parameters processor=cpu.'),
    (r'static TLS block', 'library_broken', 'Start the board with LD_PRELOAD of the library that the message names, or update it.'),
    (r'GLIBC_|GLIBCXX_|cannot open shared object|undefined symbol|wrong ELF class|Illegal instruction', 'library_broken',
     'The library does not fit this system: install the wheel for this JetPack. ' + DOCTOR),
)


def name_failure(error):
    """The Failure that an exception stands for; `workload_failed` where it has no better name."""
    if isinstance(error, Failure):
        return error
    text = first_lines(str(error)) or type(error).__name__
    if isinstance(error, MemoryError) or type(error).__name__ == 'OutOfMemoryError':
        return Failure('out_of_memory', text, SMALLER)
    for pattern, code, remedy in SAID:
        if re.search(pattern, text, re.IGNORECASE):
            return Failure(code, text, remedy)
    if isinstance(error, ImportError):
        missing = getattr(error, 'name', None) or text
        return Failure('dependency_missing', 'the Python module %s cannot be imported: %s' % (missing, text), DOCTOR)
    return Failure('workload_failed', '%s: %s' % (type(error).__name__, text))


def first_lines(text, limit=600):
    """The beginning of a message, without the stack of C++ frames that PyTorch adds."""
    head = re.split(r'\nException raised from|\nframe #0|\nC\+\+ CapturedTraceback', text)[0]
    return ' '.join(head.split())[:limit]
