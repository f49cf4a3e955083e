"""Joulefleet agent: the device side. Python 3.6, standard library only; on a device one file, a zip application.

`serve` speaks JSON lines (docs/agent-protocol.md) over stdin and stdout. `start` forks a detached executor that
measures a shard's trials and spools records to disk; `serve` streams them. One trial, in time:

    apply | read back | load | warm up | plan | go ...... inference ...... | tail | read back | encode, spool, fsync
                      [------------------- sampler thread --------------------]

Everything on the board is looked up below JOULEFLEET_ROOT (default /); state lies in ~/.joulefleet/state.

A connection: main, serve, attachment, control, endings, request_checks, state, spool, privilege.
A shard: launch, executor, recover, snapshot, device, rig.
A trial: trial, mode_switch, targets, operating_point, sensor, sampler, rail_reader, sampling_plan, runner, follow_workload, watch, codec.
Between shards: preflight, try_clocks, load, process_list, reboot.
The board: tree, find_clock_domains, clock_domain, rails, fan, thermal_zones, power_mode, workloads, delivered_runners, facts, settle.
Beneath: errors, log, files, locks, processes, clocks, twin_clock.
"""
