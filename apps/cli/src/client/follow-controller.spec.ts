import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captureIo, ControllerDouble } from '../fixtures/controller-double';
import { sampleProgress } from '../fixtures/sample-views';
import { ControllerClient } from './controller-client';
import { locateAgain, locateController } from './locate-controller';

it('asks a controller that was started again at its new port', async () => {
  const [before, after] = [new ControllerDouble(), new ControllerDouble()];
  await Promise.all([before.start(), after.start()]);
  try {
    const { environment } = captureIo(before.home);
    let known = locateController(environment, 'up');
    const client = new ControllerClient(() => (known = locateAgain(environment, 'up') ?? known));
    for (const controller of [before, after]) {
      controller.answer('GET /v1/campaigns/c1/progress', sampleProgress({ done: controller === after ? 7 : 3 }));
    }
    expect((await client.progress('c1')).done).toBe(3);

    const state = join(before.home, 'controller.json');
    writeFileSync(state, '');
    expect((await client.progress('c1')).done).toBe(3);
    writeFileSync(state, readFileSync(join(after.home, 'controller.json')));
    expect((await client.progress('c1')).done).toBe(7);
  } finally {
    await Promise.all([before.dispose(), after.dispose()]);
  }
});
