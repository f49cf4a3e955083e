import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rememberedPort, rememberPort } from './controller-files';

const home = mkdtempSync(join(tmpdir(), 'jf-port-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('remembers the port of a home, and nothing that is none', () => {
  expect(rememberedPort(home)).toBeNull();
  rememberPort(home, 'http://127.0.0.1:4711');
  expect(rememberedPort(home)).toBe(4711);
  for (const text of ['', 'x', '0', '70000', '1.5']) {
    writeFileSync(join(home, 'controller.port'), text);
    expect(rememberedPort(home)).toBeNull();
  }
});
