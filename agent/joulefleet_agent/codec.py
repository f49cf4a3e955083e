"""Trace codec 1."""

CHUNK_SAMPLES = 4096


def encode_chunks(rails, times, columns):
    """Trace codec 1 (docs/agent-protocol.md): one dict for each 4096 samples, without the trial's name."""
    chunks = []
    for start in range(0, len(times), CHUNK_SAMPLES):
        part = slice(start, start + CHUNK_SAMPLES)
        t_us = times[part]
        chunks.append({
            'chunk': len(chunks),
            'codec': 1,
            'rails': rails,
            'samples': len(t_us),
            'firstTUs': t_us[0],
            'lastTUs': t_us[-1],
            'data': encode_columns(t_us, [column[part] for column in columns]),
        })
    return chunks


def encode_columns(times, columns):
    import base64
    import zlib

    packed = bytearray()
    append_varints(packed, differences(differences(times), 1))
    for column in columns:
        append_varints(packed, differences(column))
    return base64.b64encode(zlib.compress(bytes(packed), 6)).decode('ascii')


def differences(values, kept=0):
    """Each value behind `kept` less the one before it; what stands up to there is kept."""
    return [value - values[i - 1] if i > kept else value for i, value in enumerate(values)]


def append_varints(packed, values):
    """Zigzag, then LEB128: seven bits a byte, the lowest first."""
    append = packed.append
    for value in values:
        rest = value * 2 if value >= 0 else -2 * value - 1
        while rest >= 128:
            append(rest & 127 | 128)
            rest >>= 7
        append(rest)
