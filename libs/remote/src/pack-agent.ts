import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packArchive, type UploadedFile } from './pack-archive';

/** The agent as one file, a Python zip application. */
export interface AgentFile extends UploadedFile {
  /** How long its sessions wait for an answer that needs no work; 30 s when left out. */
  requestTimeoutMs?: number;
  /** The runners of the known workloads, for boards that have none of their own; left out: there are none to upload. */
  runners?: UploadedFile;
}

const AGENT = /^(__main__|joulefleet_agent\/.+)\.py$/;
const RUNNERS = /^(__main__\.py|joulefleet_workloads\/.+\.(py|cpp|txt))$/;

/**
 * Packs `__main__.py` and the agent's modules in `folder` into an archive for `python3 FILE serve`, and what lies in `workloads` there
 * into another one: the runners change more often than the agent, whose hash a sudo rule names.
 */
export function packAgent(folder: string): AgentFile {
  const agent = packArchive('agent', folder, (path) => AGENT.test(path));
  const workloads = join(folder, 'workloads');
  if (!existsSync(workloads)) return agent;
  return { ...agent, runners: packArchive('workloads', workloads, (path) => RUNNERS.test(path)) };
}
