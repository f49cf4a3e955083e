"""The runner for tokens of examples/, with a program in the place of llama.cpp's server: its events, not its figures."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

import agent_path

ROOT = os.path.dirname(agent_path.AGENT_FOLDER)
CHECK = os.path.join(agent_path.AGENT_FOLDER, 'tools', 'check_runner.py')
RUNNER = os.path.join(ROOT, 'examples', 'runners', 'llama_tokens.py')
SERVER = """#!%s
import http.server, json, sys
class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer({'status': 'ok'})
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers['Content-Length'])).decode('utf-8'))
        self.answer({'tokens_predicted': asked['n_predict'] - %d})
    def answer(self, told):
        data = json.dumps(told).encode('utf-8')
        self.send_response(200)
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)
http.server.HTTPServer(('127.0.0.1', int(sys.argv[sys.argv.index('--port') + 1])), Answers).serve_forever()
"""


class Tokens(unittest.TestCase):
    def check(self, short=0, **parameters):
        with tempfile.TemporaryDirectory() as folder:
            server = os.path.join(folder, 'llama-server')
            with open(server, 'w') as file:
                file.write(SERVER % (sys.executable, short))
            os.chmod(server, 0o755)
            asked = {'name': 'llama', 'batchSize': 16, 'graphMode': 'dynamic', 'inferences': 160, 'warmupBatches': 2, 'warmupMaxS': 5}
            options = {'parameters': dict({'model': '/m.gguf', 'server': server}, **parameters)}
            line = json.dumps({'command': [sys.executable, RUNNER], 'workload': dict(asked, options=options), 'timeoutS': 30}) + '\n'
            return json.loads(subprocess.check_output([sys.executable, CHECK], input=line.encode('utf-8')).decode('utf-8'))

    def test_each_request_is_a_batch_of_tokens(self):
        report = self.check()
        self.assertEqual((report['failure'], report['notes']), (None, []))
        self.assertEqual((report['batches']['count'], report['warmupBatches']), (10, 2))
        self.assertEqual(report['options']['parameters.model'], '/m.gguf')

    def test_fewer_tokens_than_asked_for_are_no_result(self):
        self.assertIn('16 tokens were asked for, 15 generated', self.check(short=1)['failure']['message'])

    def test_a_server_that_is_not_there_is_named(self):
        self.assertEqual(self.check(server='/nowhere/llama-server')['failure']['code'], 'dependency_missing')


if __name__ == '__main__':
    unittest.main()
