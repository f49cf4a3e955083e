import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startLab, type Lab } from '../../testkit/lab';

const PAGE = '<!doctype html><title>page</title>';
const SCRIPT = 'console.log(1)';

describe('the files of the web interface', () => {
  let lab: Lab;
  const folder = mkdtempSync(join(tmpdir(), 'jf-web-'));

  beforeAll(async () => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), PAGE);
    writeFileSync(join(folder, 'assets', 'main-abc.js'), SCRIPT);
    writeFileSync(join(folder, 'assets', 'main-abc.js.gz'), gzipSync(SCRIPT));
    lab = await startLab({ twins: [], controller: { webFolder: folder } });
  });
  afterAll(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const get = (path: string, headers: Record<string, string> = { accept: 'text/html' }) =>
    fetch(`${lab.controller().url}${path}`, { headers });

  it('are served at every path that a browser navigates to, under a strict policy', async () => {
    for (const path of ['/', '/fleet/nano-1', '/campaigns?x=1']) {
      const response = await get(path);
      expect(await response.text()).toBe(PAGE);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      const policy = response.headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).not.toContain('unsafe');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const etag = response.headers.get('etag')!;
      expect((await get(path, { accept: 'text/html', 'if-none-match': etag })).status).toBe(304);
    }
  });

  it('are kept for ever by their names, and sent compressed where that is taken', async () => {
    const response = await get('/assets/main-abc.js', { 'accept-encoding': 'gzip' });
    expect(await response.text()).toBe(SCRIPT);
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-type')).toContain('text/javascript');
    const plain = await get('/assets/main-abc.js', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
  });

  it('leave the API as it is, also what it has not', async () => {
    for (const path of ['/v1/nothing', '/v1', '/assets/old-name.js']) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    }
    expect((await get('/fleet', { accept: '*/*' })).status).toBe(404);
    expect((await fetch(`${lab.controller().url}/fleet`, { method: 'POST' })).status).not.toBe(200);
  });

  it('do not lead out of their folder', async () => {
    const { port } = new URL(lab.controller().url);
    const status = await new Promise<number>((resolve, reject) => {
      const path = '/assets/../../../../../../etc/passwd';
      request({ port, path, headers: { accept: '*/*' } }, (response) => resolve(response.statusCode!))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
  });
});
