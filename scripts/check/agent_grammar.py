"""Holds the agent to Python 3.6, which JetPack 4 ships: its grammar, and the standard library as it was then.

Usage: agent_grammar.py FILE...    Prints FILE:LINE: WHAT for each finding; exit status 1 when there is one.
"""

import ast
import io
import re
import sys
import tokenize

NEW_MODULES = {
    'contextvars': '3.7', 'dataclasses': '3.7', 'graphlib': '3.9', 'tomllib': '3.11', 'zoneinfo': '3.9',
}
# Written as they are called: by module, or by a method name that nothing else has.
NEW_NAMES = {
    'asyncio.create_task': '3.7', 'asyncio.run': '3.7', 'asyncio.to_thread': '3.9', 'contextlib.asynccontextmanager': '3.7',
    'contextlib.nullcontext': '3.7', 'functools.cache': '3.9', 'functools.cached_property': '3.8', 'http.server.ThreadingHTTPServer': '3.7',
    'importlib.metadata': '3.8', 'importlib.resources': '3.7', 'math.dist': '3.8', 'math.isqrt': '3.8', 'math.prod': '3.8',
    'os.pidfd_open': '3.9', 'os.preadv': '3.7', 'os.pwritev': '3.7', 'os.waitstatus_to_exitcode': '3.9', 'queue.SimpleQueue': '3.7',
    'shlex.join': '3.8', 'signal.raise_signal': '3.8', 'signal.strsignal': '3.8', 'socket.create_server': '3.8',
    'threading.excepthook': '3.8', 'threading.get_native_id': '3.8', 'typing.Final': '3.8', 'typing.Literal': '3.8',
    'typing.Protocol': '3.8', 'typing.TypedDict': '3.8',
    'time.clock_gettime_ns': '3.7', 'time.monotonic_ns': '3.7', 'time.perf_counter_ns': '3.7', 'time.process_time_ns': '3.7',
    'time.time_ns': '3.7',
}
NEW_METHODS = {
    'fromisoformat': '3.7', 'is_relative_to': '3.9', 'reconfigure': '3.7', 'removeprefix': '3.9', 'removesuffix': '3.9',
}
NEW_ARGUMENTS = {
    'capture_output': '3.7', 'dirs_exist_ok': '3.8', 'missing_ok': '3.8', 'text': '3.7', 'initializer': '3.7',
}
GENERIC_BUILTINS = {'dict', 'frozenset', 'list', 'set', 'tuple', 'type'}
SELF_NAMING = re.compile(r'\{[^{}]*[^=!<>{}]=\s*(![rsa])?(:[^{}]*)?\}')


def dotted(node):
    """`a.b.c` of nested attributes, or an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        outer = dotted(node.value)
        return outer and outer + '.' + node.attr
    return ''


def names_imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [(node.module or '') + '.' + alias.name for alias in node.names] + [node.module or '']


def findings_of_import(node):
    for name in names_imported(node):
        if name == '__future__.annotations':
            yield 'from __future__ import annotations is of Python 3.7'
        version = NEW_MODULES.get(name.split('.')[0]) or NEW_NAMES.get(name)
        if version:
            yield '{} is of Python {}'.format(name, version)


def findings_of_call(node):
    for keyword in node.keywords:
        if keyword.arg in NEW_ARGUMENTS:
            yield 'the argument {}= is of Python {}'.format(keyword.arg, NEW_ARGUMENTS[keyword.arg])
    if isinstance(node.func, ast.Name) and node.func.id == 'breakpoint':
        yield 'breakpoint() is of Python 3.7'


def findings_of_attribute(node):
    name = dotted(node)
    if name in NEW_NAMES:
        yield '{} is of Python {}'.format(name, NEW_NAMES[name])
    elif node.attr in NEW_METHODS:
        yield '.{} is of Python {}'.format(node.attr, NEW_METHODS[node.attr])


def findings_of_annotation(annotation):
    for node in ast.walk(annotation):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            yield 'X | Y as a type is of Python 3.10'


def findings_of_node(node, source):
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from findings_of_import(node)
    elif isinstance(node, ast.Call):
        yield from findings_of_call(node)
    elif isinstance(node, ast.Attribute):
        yield from findings_of_attribute(node)
    elif isinstance(node, ast.Subscript) and dotted(node.value) in GENERIC_BUILTINS:
        yield '{}[...] as a type is of Python 3.9'.format(dotted(node.value))
    elif isinstance(node, ast.JoinedStr) and SELF_NAMING.search(ast.get_source_segment(source, node) or ''):
        yield "f'{x=}' is of Python 3.8"
    for annotation in (getattr(node, 'annotation', None), getattr(node, 'returns', None)):
        if annotation is not None:
            yield from findings_of_annotation(annotation)


def findings_of_f_strings(source):
    """Python 3.12 reads its own quote, a backslash or a line end inside the braces of an f-string; 3.6 does not."""
    if not hasattr(tokenize, 'FSTRING_START'):
        return  # This Python refuses them by itself.
    quotes = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.FSTRING_START:
            quotes.append(token.string.lstrip('rRfF'))
        elif token.type == tokenize.FSTRING_END:
            quotes.pop()
        elif quotes and token.type == tokenize.STRING and (quotes[-1] in token.string or '\\' in token.string):
            yield token.start[0], 'a quote or backslash inside the braces of an f-string is of Python 3.12'


def check(path):
    with open(path, encoding='utf-8') as file:
        source = file.read()
    try:
        tree = ast.parse(source, path, feature_version=(3, 6))
    except SyntaxError as error:
        return [(error.lineno or 0, error.msg)]
    found = [(node.lineno, what) for node in ast.walk(tree) for what in findings_of_node(node, source)]
    return sorted(set(found + list(findings_of_f_strings(source))))


def main(paths):
    found = [(path, line, what) for path in paths for line, what in check(path)]
    for path, line, what in found:
        print('{}:{}: {}'.format(path, line, what))
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
