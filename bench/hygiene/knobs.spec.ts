import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareKnobs, readKnobs } from './knobs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jf-knobs-'));
  write('sys/devices/system/cpu/cpufreq/policy0/scaling_min_freq', '102000\n');
  write('sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq', '1479000\n');
  write('sys/class/devfreq/57000000.gpu/max_freq', '921600000\n');
  write('var/lib/nvpmodel/status', 'pmode:0000 fmode:quiet\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

it('reads limits, governors and the power mode, not the clock of the moment', () => {
  expect([...readKnobs(root).keys()].sort()).toEqual([
    'sys/class/devfreq/57000000.gpu/max_freq',
    'sys/devices/system/cpu/cpufreq/policy0/scaling_min_freq',
    'var/lib/nvpmodel/status',
  ]);
});

it('lists what was changed, and what is missing', () => {
  const before = readKnobs(root);
  expect(compareKnobs(before, readKnobs(root))).toEqual([]);
  write('sys/class/devfreq/57000000.gpu/max_freq', '76800000\n');
  rmSync(join(root, 'var/lib/nvpmodel/status'));
  expect(compareKnobs(before, readKnobs(root)).sort()).toEqual([
    'sys/class/devfreq/57000000.gpu/max_freq: was 921600000, is 76800000',
    'var/lib/nvpmodel/status: was pmode:0000 fmode:quiet, is gone',
  ]);
});
