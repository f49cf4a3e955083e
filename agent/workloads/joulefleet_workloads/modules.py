"""Python modules that are installed, found without importing them."""

import importlib.util
import os
import re


def has_module(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def module_version(name):
    """The version beside a module's folder, by its distribution's metadata or its version file; None: not found."""
    found = importlib.util.find_spec(name)
    places = [os.path.dirname(os.path.dirname(found.origin))] if found and found.origin else []
    for place in places:
        for entry in sorted(os.listdir(place)):
            told = re.match(r'(.+?)-([^-]+)(-py[\d.]+)?\.(dist|egg)-info$', entry)
            if told and told.group(1).lower().replace('-', '_') in distributions_of(name):
                return told.group(2)
    return None


def distributions_of(name):
    if name == 'cv2':
        return ('opencv_python', 'opencv_python_headless', 'opencv_contrib_python', 'opencv_contrib_python_headless')
    if name == 'onnxruntime':
        return ('onnxruntime', 'onnxruntime_gpu')
    return (name,)
