import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captureIo, ControllerDouble } from '../../fixtures/controller-double';
import { sampleReport } from '../../fixtures/sample-views';
import { runCli } from '../../run-cli';

describe('campaign report as a page', () => {
  let controller: ControllerDouble;
  const report = sampleReport();
  const { id } = report.campaign;

  beforeEach(async () => {
    controller = new ControllerDouble();
    await controller.start();
    writeFileSync(join(controller.home, 'package.json'), '{"version": "1.2.3"}');
    controller.answer(`GET /v1/campaigns/${id}/report`, report);
  });
  afterEach(() => controller.dispose());

  it('writes HTML and Markdown, and over no file unless it is asked to', async () => {
    const io = captureIo(controller.home);
    const words = ['campaign', 'report', id, '--html', 'r.html', '--markdown', 'r.md'];
    expect(await runCli(words, io)).toBe(0);
    expect(io.out()).toBe('Wrote r.html.\nWrote r.md.\n');
    expect(readFileSync(join(controller.home, 'r.html'), 'utf8')).toContain('Joulefleet 1.2.3');
    expect(readFileSync(join(controller.home, 'r.md'), 'utf8')).toMatch(/^# /);
    expect(await runCli(words, captureIo(controller.home))).toBe(2);
    expect(await runCli([...words, '--force'], captureIo(controller.home))).toBe(0);
  });

  it('prints Markdown without a file', async () => {
    const io = captureIo(controller.home);
    expect(await runCli(['campaign', 'report', id, '--markdown'], io)).toBe(0);
    expect(io.out()).toMatch(/^# .*\n/);
    expect(existsSync(join(controller.home, 'r.md'))).toBe(false);
  });
});
