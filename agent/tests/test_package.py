import ast
import hashlib
import json
import subprocess
import sys
import unittest

from agent_archive import archived_agent
from agent_path import PACKAGE, module_names, module_source
from executor_case import ExecutorCase

MAX_MODULE = 250
LISTED = """
import json, sys
sys.path.insert(0, sys.argv[1])
import joulefleet_agent.main
print(json.dumps(sorted(sys.modules)))
"""


def imports_of(source):
    """Modules of the package that a source imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found.update([node.module] if node.module else [alias.name for alias in node.names])
    return found


def circle_in(imports):
    """Modules that import each other in a circle; None when there is none."""
    done = set()

    def visit(name, path):
        if name in path:
            return path[path.index(name):] + [name]
        if name not in done:
            for other in sorted(imports[name]):
                circle = visit(other, path + [name])
                if circle:
                    return circle
            done.add(name)
        return None

    return next(filter(None, (visit(name, []) for name in sorted(imports))), None)


class Package(ExecutorCase):
    from_archive = True

    def test_no_modules_import_each_other_in_a_circle(self):
        self.assertIsNone(circle_in({name: imports_of(module_source(name)) for name in module_names()}))
        sources = {'a': 'from .b import x', 'b': 'def f():\n    from . import c', 'c': 'from .b import y'}
        self.assertEqual(circle_in({name: imports_of(source) for name, source in sources.items()}), ['b', 'c', 'b'])

    def test_every_module_is_small(self):
        lengths = {name: module_source(name).count('\n') for name in module_names()}
        self.assertEqual({name: lines for name, lines in lengths.items() if lines > MAX_MODULE}, {})

    def test_what_measures_is_not_compiled_before_hello(self):
        listed = subprocess.check_output([sys.executable, '-c', LISTED, archived_agent()])
        loaded = set(json.loads(listed.decode('utf-8')))
        self.assertIn(PACKAGE + '.control', loaded)
        late = ('executor', 'facts', 'launch', 'recover', 'sampler', 'trial', 'twin_clock')
        self.assertEqual([name for name in late if '%s.%s' % (PACKAGE, name) in loaded], [])

    def test_hello_tells_the_hash_of_the_archive(self):
        with open(archived_agent(), 'rb') as file:
            sha256 = hashlib.sha256(file.read()).hexdigest()
        self.assertEqual(self.client().request('hello')['sha256'], sha256)


if __name__ == '__main__':
    unittest.main()
