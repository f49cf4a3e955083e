"""Whether CUDA loads kernels when they are first needed. It looks once, when it starts, so this comes before every library that may start it."""

import os

from .failures import not_supported

VARIABLE = 'CUDA_MODULE_LOADING'
# Before 11.7 CUDA does not know the variable, and loads all at the start.
SINCE = (11, 7)


def set_lazy_loading(request):
    if request.lazy_loading is None:
        return
    if not request.on_gpu:
        raise not_supported('lazyLoading is of CUDA, and the processor is the CPU')
    os.environ[VARIABLE] = 'LAZY' if request.lazy_loading else 'EAGER'


def attested_loading(request, cuda_version):
    """What to say of it: nothing where nothing was asked for. `cuda_version`: such as "11.4"; None: not known."""
    if request.lazy_loading is None:
        return {}
    known = cuda_version is not None
    if request.lazy_loading and known and version_of(cuda_version) < SINCE:
        raise not_supported('lazyLoading true needs CUDA 11.7; this build has CUDA %s' % cuda_version)
    return {'lazyLoading': request.lazy_loading} if known else {}


def version_of(text):
    return tuple(int(part) for part in text.split('.')[:2] if part.isdigit())
