"""Text from outside, made fit for a terminal, a log and a database."""

import math
import re

# Control characters but tab and newline, halves of surrogate pairs, and what reverses the direction of a line.
UNFIT = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]')
REPLACEMENT = '\ufffd'


def clean(text):
    return UNFIT.sub(REPLACEMENT, text)


def clean_json(value):
    """A JSON value with every text cleaned, and null for a number that JSON has no word for."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {clean(str(key)): clean_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean_json(item) for item in value]
    return value


def quote(value):
    """A value of foreign JSON as a message shows it: short, on one line."""
    import json

    if isinstance(value, (dict, list)):
        return 'an object' if isinstance(value, dict) else 'a list'
    text = json.dumps(clean(value) if isinstance(value, str) else value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + '...'
