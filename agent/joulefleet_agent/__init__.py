"""Joulefleet agent: the device side. Python 3.6, standard library only; on a device one file, a zip application.

`serve` speaks JSON lines (docs/agent-protocol.md) over stdin and stdout. `start` forks a detached executor that
measures a shard's trials and spools records to disk; `serve` streams them. One trial, in time:

    apply | read back | load | warm up | plan | go ...... inference ...... | tail | read back | encode, spool, fsync
                      [------------------- sampler thread --------------------]

Everything on the board is looked up below JOULEFLEET_ROOT (default /); state lies in ~/.joulefleet/state.

A connection: main, serve, attachment, control, endings, request_checks, state, spool, privilege.
A shard: launch, executor, recover, snapshot, device, rig.
A trial: trial, mode_switch, targets, operating_point, sensor, sampler, sources_reader, counter_window, refresh, sampling_plan,
    runner, follow_workload, watch, codec.
Power: power_sources (which there are), power_source, ina3221_source, rail_reader, rails, nvml_source, nvml, nvidia_smi, rapl_source,
    file_power_source, tegrastats, line_source.
Between shards: preflight, try_clocks, load, process_list, reboot.
The board: tree, identity, find_clock_domains, clock_domain, fan, thermal_zones, power_mode, workloads, delivered_runners, facts, in_child, settle.
Beneath: errors, log, files, locks, processes, clocks, twin_clock.
"""
