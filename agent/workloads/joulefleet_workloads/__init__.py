"""The runners of the six models of the study. Python 3.6; beside the standard library only what the chosen runtime is.

    python3 ARCHIVE NAME      a runner (docs/agent-protocol.md, "Workload runners"): request on stdin, events on stdout
    python3 ARCHIVE list      the models that can be run here, by a look at what is installed
    python3 ARCHIVE probe     what this machine can run, as one JSON object (docs/workloads.md)
    python3 ARCHIVE export    for runners: writes a model to a file, in a process of its own

A run: main, request, failures, events, measured_run, batch_times, session.
Runtimes: choose_runtime, pytorch_session, opencv_session, onnx_session, tensorrt_session, libtorch.
Models: catalogue, torch_models, darknet, darknet_torch, exported_model.
Machine: cuda_loading, probe, modules.
"""
