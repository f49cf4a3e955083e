import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The agent's one file and the path, below the login user's home, that its content decides. */
export interface AgentFile {
  content: Buffer;
  sha256: string;
  remotePath: string;
}

export function readAgentFile(path: string): AgentFile {
  const content = readFileSync(path);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { content, sha256, remotePath: `.joulefleet/agent-${sha256.slice(0, 16)}.py` };
}
