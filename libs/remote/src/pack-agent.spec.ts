import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { packAgent } from './pack-agent';

const AGENT = join(__dirname, '../../../agent');

describe('packing the agent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-pack-'));
  const copy = join(folder, 'agent');
  const main = join(copy, '__main__.py');
  const agent = packAgent(AGENT);

  beforeEach(() => cpSync(AGENT, copy, { recursive: true }));
  afterEach(() => rmSync(copy, { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('takes the modules as they are, sorted, and no tests', () => {
    const entries = unzipSync(agent.content);
    const names = Object.keys(entries);
    expect(names).toContain('joulefleet_agent/serve.py');
    expect(names[0]).toBe('__main__.py');
    expect(names).toEqual([...names].sort());
    expect(names.filter((name) => !/^(__main__|joulefleet_agent\/[a-z0-9_]+)\.py$/.test(name))).toEqual([]);
    for (const name of names) expect(Buffer.from(entries[name]!)).toEqual(readFileSync(join(AGENT, name)));
  });

  it('takes the runners into an archive of their own, sources of C++ included', () => {
    const names = Object.keys(unzipSync(agent.runners!.content));
    expect(names[0]).toBe('__main__.py');
    expect(names).toContain('joulefleet_workloads/pytorch_session.py');
    expect(names).toContain('joulefleet_workloads/libtorch/main.cpp');
    expect(names.filter((name) => !/^(__main__\.py|joulefleet_workloads\/)/.test(name))).toEqual([]);
    expect(agent.runners!.remotePath).toBe(`.joulefleet/workloads-${agent.runners!.sha256.slice(0, 16)}.pyz`);
  });

  it('leaves the agent as it was when a runner changes, whose hash a sudo rule does not name', () => {
    writeFileSync(join(copy, 'workloads', '__main__.py'), 'raise SystemExit\n');
    const changed = packAgent(copy);
    expect(changed.sha256).toBe(agent.sha256);
    expect(changed.runners!.sha256).not.toBe(agent.runners!.sha256);
  });

  it('is small enough to be uploaded to many boards at once', () => {
    expect(agent.content.length + agent.runners!.content.length).toBeLessThan(200_000);
  });

  it('gives the same bytes for the same sources, whatever their dates and what lies beside them', () => {
    utimesSync(main, 2_000_000_000, 2_000_000_000);
    mkdirSync(join(copy, 'joulefleet_agent', '__pycache__'), { recursive: true });
    writeFileSync(join(copy, 'joulefleet_agent', '__pycache__', 'serve.cpython-36.pyc'), 'compiled');
    writeFileSync(join(copy, 'tests', 'test_more.py'), 'import unittest\n');
    expect(packAgent(copy)).toEqual(agent);
  });

  it('dates every entry at the start of 1980, in the local time that the format has', () => {
    const [timeAndDateAt, startOf1980] = [10, 0x0021_0000];
    expect(agent.content.readUInt32LE(timeAndDateAt)).toBe(startOf1980);
  });

  it('names the file by its content', () => {
    expect(agent.remotePath).toBe(`.joulefleet/agent-${agent.sha256.slice(0, 16)}.pyz`);
    writeFileSync(main, `${readFileSync(main, 'utf8')}# changed\n`);
    expect(packAgent(copy).remotePath).not.toBe(agent.remotePath);
  });

  it('is started by Python and reports its own hash', () => {
    const path = join(folder, 'agent.pyz');
    writeFileSync(path, agent.content);
    const input = '{"id": 1, "op": "hello"}\n';
    const said = execFileSync('env', [`HOME=${folder}`, 'python3', path, 'serve'], { input, encoding: 'utf8' });
    expect(JSON.parse(said.replace(/^@jf /, ''))).toMatchObject({ ok: true, result: { sha256: agent.sha256 } });
  });
});
