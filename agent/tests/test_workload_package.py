"""The delivered runners without any library: requests, events, names of failures, files of weights."""

import json
import math
import os
import subprocess
import sys
import tempfile
import unittest

import workloads_path
from joulefleet_agent import workloads as agent_workloads
from joulefleet_workloads.batch_times import describe_batches
from joulefleet_workloads.catalogue import MODELS, RUNTIMES, modules_of, takes
from joulefleet_workloads.cuda_loading import attested_loading
from joulefleet_workloads.darknet import YOLOV4_TINY, convolutions, parse_cfg, read_model
from joulefleet_workloads.failures import Failure, name_failure
from joulefleet_workloads.request import read_request

ASKED = {'batchSize': 8, 'graphMode': 'dynamic', 'inferences': 100, 'warmupBatches': 3, 'warmupMaxS': 5}
CHECK = os.path.join(workloads_path.AGENT_FOLDER, 'tools', 'check_runner.py')
# A run of the package's own loop; the model sleeps.
SLEEPER = """
import sys, time
sys.path.insert(0, %r)
from joulefleet_workloads.events import Events, own_stdout
from joulefleet_workloads.measured_run import run
from joulefleet_workloads.request import read_request
from joulefleet_workloads.session import Session
class Sleeper(Session):
    def load(self):
        print('a library talks')
        self.used = {'runtime': 'pytorch', 'precision': 'fp32', 'seeded': True}
    def infer(self):
        time.sleep(0.002)
    def is_finite(self):
        return %s
events = Events(sys.stdin, own_stdout())
request = read_request(sys.stdin.readline())
run(Sleeper(request), request, events)
"""


def request(**changes):
    return read_request(json.dumps(dict(ASKED, workload='resnet18', **changes)))


def check(command, timeout_s=20, **workload):
    """The report of the agent's own check of a command."""
    asked = dict(ASKED, name='resnet18', **workload)
    line = json.dumps({'command': command, 'workload': asked, 'timeoutS': timeout_s}) + '\n'
    return json.loads(subprocess.check_output([sys.executable, CHECK], input=line.encode('utf-8')).decode('utf-8'))


class Requests(unittest.TestCase):
    def refused(self, code, *words, **changes):
        with self.assertRaises(Failure) as raised:
            request(**changes)
        self.assertEqual(raised.exception.code, code)
        for word in words:
            self.assertIn(word, raised.exception.message)

    def test_what_is_not_asked_for_is_not_known(self):
        found = request()
        self.assertEqual((found.runtime, found.precision, found.lazy_loading, found.garbage_collection), (None,) * 4)
        self.assertEqual((found.batches, found.on_gpu, found.parameters['seed']), (13, True, 1))

    def test_parameters_are_of_their_kinds(self):
        found = request(parameters={'processor': 'cpu', 'threads': 2, 'weights': '/w', 'syncBatches': True})
        self.assertEqual((found.on_gpu, found.parameters['threads'], found.parameters['syncBatches']), (False, 2, True))
        for wrong, word in (({'threads': '2'}, 'whole number'), ({'threads': True}, 'whole number'), ({'threads': 0}, '0'),
                            ({'processor': 'npu'}, 'gpu, cpu'), ({'thread': 2}, 'threads'), ({'syncBatches': 1}, 'true or false')):
            self.refused('option_not_supported', word, parameters=wrong)

    def test_what_no_runner_can_do_is_an_option(self):
        self.refused('option_not_supported', 'int8', precision='int8')
        self.refused('option_not_supported', 'frozen', graphMode='frozen')

    def test_an_ill_formed_request_says_what_is_wrong(self):
        for changes in ({'batchSize': 0}, {'batchSize': '8'}, {'inferences': 1.5}, {'warmupMaxS': None}, {'lazyLoading': 'yes'}):
            self.refused('request_invalid', list(changes)[0], **changes)
        for line in ('', '[]', 'null', '{'):
            with self.assertRaises(Failure) as raised:
                read_request(line)
            self.assertEqual(raised.exception.code, 'request_invalid')


class Failures(unittest.TestCase):
    def test_what_libraries_say_has_a_name_and_a_remedy(self):
        for text, code in (
            ('CUDA out of memory. Tried to allocate 47.85 GiB. GPU 0 has a total capacity of 139.80 GiB', 'out_of_memory'),
            ('[enforce fail at alloc_cpu.cpp:73] . DefaultCPUAllocator: can\'t allocate memory: you tried to allocate', 'out_of_memory'),
            ('CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`', 'out_of_memory'),
            ('NvMapMemAllocInternalTagged: 1075072515 error 12', 'out_of_memory'),
            ('CUDA error: no kernel image is available for execution on the device', 'cuda_mismatch'),
            ('The NVIDIA driver on your system is too old (found version 10020).', 'cuda_mismatch'),
            ('libcudart.so.12: cannot open shared object file: No such file or directory', 'cuda_mismatch'),
            ('libcudnn.so.8: cannot open shared object file: No such file or directory', 'cuda_mismatch'),
            ('Torch not compiled with CUDA enabled', 'cuda_missing'),
            ('Found no NVIDIA driver on your system.', 'cuda_missing'),
            ('libopenblas.so.0: cannot open shared object file: No such file or directory', 'library_broken'),
            ("/lib/libc.so.6: version `GLIBC_2.35' not found", 'library_broken'),
            ('libgomp.so.1: cannot allocate memory in static TLS block', 'library_broken'),
        ):
            failure = name_failure(RuntimeError(text))
            self.assertEqual((text, failure.code), (text, code))
            self.assertGreater(len(failure.remedy), 20)

    def test_what_cannot_be_imported_is_missing_by_its_name(self):
        failure = name_failure(ModuleNotFoundError("No module named 'yaml'", name='yaml'))
        self.assertEqual(failure.code, 'dependency_missing')
        self.assertIn('yaml', failure.message)
        self.assertEqual(name_failure(ImportError('libcublas.so.10: cannot open shared object file')).code, 'cuda_mismatch')

    def test_anything_else_fails_by_its_own_words_without_the_stack(self):
        failure = name_failure(ValueError('odd\nException raised from f at x.cpp:1\nframe #0: y'))
        self.assertEqual((failure.code, failure.message, failure.remedy), ('workload_failed', 'ValueError: odd', None))
        self.assertEqual(name_failure(MemoryError()).code, 'out_of_memory')


class BatchTimes(unittest.TestCase):
    def test_are_described_by_mean_deviation_and_ranks(self):
        told = describe_batches([10.0, 30.0, 20.0, 40.0])
        self.assertEqual((told['count'], told['meanUs'], told['p50Us'], told['p95Us'], told['maxUs']), (4, 25.0, 20.0, 40.0, 40.0))
        self.assertAlmostEqual(told['sdUs'], math.sqrt(500 / 3))
        self.assertEqual(describe_batches([7.0])['sdUs'], 0.0)


class Darknet(unittest.TestCase):
    def test_yolov4_tiny_has_the_layers_and_parameters_that_it_is_known_for(self):
        layers = convolutions(parse_cfg(YOLOV4_TINY))
        self.assertEqual((len(layers), layers[0], layers[-1]), (21, (3, 32, 3, True), (256, 255, 1, False)))
        trained = sum(channels * filters * size * size + filters * (2 if normalised else 1)
                      for channels, filters, size, normalised in layers)
        self.assertEqual(trained, 6056606)

    def test_files_that_do_not_belong_together_are_named(self):
        with tempfile.TemporaryDirectory() as folder:
            cfg, weights = os.path.join(folder, 'y.cfg'), os.path.join(folder, 'y.weights')
            with open(cfg, 'w') as file:
                file.write(YOLOV4_TINY)
            with open(weights, 'wb') as file:
                file.write(b'\0' * 1000)
            for arguments, code in (((cfg, None), 'weights_missing'), ((cfg, weights), 'weights_unusable'),
                                    ((cfg, weights + '2'), 'weights_missing'), ((weights, weights), 'weights_unusable')):
                with self.assertRaises(Failure) as raised:
                    read_model(arguments[0], arguments[1], 1)
                self.assertEqual((arguments, raised.exception.code), (arguments, code))


class Catalogue(unittest.TestCase):
    def test_the_agent_knows_which_models_there_are(self):
        self.assertEqual(sorted(agent_workloads.DELIVERED), sorted(MODELS))

    def test_only_yolo_is_opencvs(self):
        self.assertEqual([name for name in sorted(MODELS) if takes(name, 'opencv')], ['yolov4tiny'])
        self.assertFalse(takes('resnet18', 'tflite'))
        self.assertEqual(modules_of('resnet18', 'onnxruntime'), ('numpy', 'onnxruntime', 'torch', 'torchvision'))
        self.assertTrue(all(takes(name, each) for name in MODELS for each in RUNTIMES if each != 'opencv'))


class LazyLoading(unittest.TestCase):
    def test_is_attested_only_where_cuda_knows_it(self):
        self.assertEqual(attested_loading(request(), '11.4'), {})
        self.assertEqual(attested_loading(request(lazyLoading=False), '10.2'), {'lazyLoading': False})
        self.assertEqual(attested_loading(request(lazyLoading=True), '12.6'), {'lazyLoading': True})
        self.assertEqual(attested_loading(request(lazyLoading=True), None), {})
        with self.assertRaises(Failure):
            attested_loading(request(lazyLoading=True), '11.4')


class Processes(unittest.TestCase):
    """Real processes under the agent's own check."""

    def run_sleeper(self, finite='True', **workload):
        return check([sys.executable, '-c', SLEEPER % (workloads_path.WORKLOADS_FOLDER, finite)], **workload)

    def test_a_run_prints_what_the_agent_wants(self):
        report = self.run_sleeper(options={'garbageCollection': False, 'runtime': 'pytorch'})
        self.assertEqual((report['failure'], report['notes']), (None, []))
        self.assertEqual((report['batches']['count'], report['warmupBatches']), (13, 3))
        self.assertEqual((report['options']['garbageCollection'], report['options']['outputsFinite']), (False, True))

    def test_outputs_of_random_weights_need_not_be_finite(self):
        self.assertEqual(self.run_sleeper('False')['options']['outputsFinite'], False)

    def test_the_warm_up_ends_with_its_time(self):
        report = self.run_sleeper(**{'warmupBatches': 1000, 'warmupMaxS': 0.05})
        self.assertIsNone(report['failure'])
        self.assertLess(report['warmupBatches'], 100)

    def bare(self, *arguments, **options):
        """The runner on a Python without any package."""
        return check([sys.executable, '-I', '-S', workloads_path.WORKLOADS_FOLDER] + list(arguments), options=options)['failure']

    def test_a_missing_library_is_named_with_the_remedy(self):
        failure = self.bare('resnet18')
        self.assertEqual(failure['code'], 'dependency_missing')
        self.assertIn('torch', failure['message'])
        self.assertIn('device doctor', failure['remedy'])

    def test_a_library_of_another_cuda_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (('torch', 'raise ImportError("libcudart.so.10.2: cannot open shared object file")'), ('torchvision', '')):
                with open(os.path.join(folder, name + '.py'), 'w') as file:
                    file.write(text)
            failure = check(['env', 'PYTHONPATH=' + folder, sys.executable, workloads_path.WORKLOADS_FOLDER, 'resnet18'])['failure']
        self.assertEqual(failure['code'], 'cuda_mismatch')
        self.assertIn('JetPack', failure['remedy'])

    def test_what_is_not_to_be_had_is_refused(self):
        self.assertEqual(self.bare('resnet18', runtime='opencv')['code'], 'option_not_supported')
        self.assertEqual(self.bare('resnet18', lazyLoading=True, parameters={'processor': 'cpu'})['code'], 'option_not_supported')
        self.assertEqual(self.bare('resnet152')['code'], 'workload_missing')

    def test_the_list_and_the_probe_need_no_library(self):
        bare = [sys.executable, '-I', '-S', workloads_path.WORKLOADS_FOLDER]
        self.assertEqual(json.loads(subprocess.check_output(bare + ['list']).decode('utf-8')), [])
        probe = json.loads(subprocess.check_output(bare + ['probe']).decode('utf-8'))
        self.assertEqual(set(probe['modules'].values()), {None})
        (run,) = [run for run in probe['runs'] if (run['workload'], run['runtime']) == ('yolov4tiny', 'opencv')]
        self.assertEqual((run['missing'], run['gpu']), (['cv2', 'numpy'], False))

    def test_a_library_that_crashes_is_told_as_broken(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (('torch', 'import os; os.abort()'), ('torchvision', ''), ('transformers', 'raise RuntimeError("odd")')):
                with open(os.path.join(folder, name + '.py'), 'w') as file:
                    file.write(text)
            environment = dict(os.environ, PYTHONPATH=folder)
            said = subprocess.check_output([sys.executable, workloads_path.WORKLOADS_FOLDER, 'probe'], env=environment)
        modules = json.loads(said.decode('utf-8'))['modules']
        self.assertEqual((modules['torch']['error'], modules['transformers']['error']), ('ended by signal 6', 'RuntimeError: odd'))


if __name__ == '__main__':
    unittest.main()
