import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Texts of what can be executed on a twin; they lie beside this file. */
export interface Programs {
  /** The workloads' executable. */
  runner: string;
  nvpmodel: string;
  reboot: string;
  tegrastats: string;
}

export function readPrograms(): Programs {
  return {
    runner: read('../workload/runner.py'),
    nvpmodel: read('nvpmodel.py'),
    reboot: read('reboot.py'),
    tegrastats: read('tegrastats.py'),
  };
}

/** Where there is none, a shell would say so; a host that has one would otherwise lend it to the twin. */
const NO_SUDO = '#!/bin/sh\necho "sudo: not found" >&2\nexit 127\n';

/** Text of the `sudo` that a login session finds. */
export function sudoProgram(installed: boolean): string {
  return installed ? read('sudo.py') : NO_SUDO;
}

function read(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}
