import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ALL_ROUTES, generateOpenApi, type Route } from '@joulefleet/contracts';
import { ControllerModule } from '../../../apps/controller/src/app.module';
import { ROUTE } from '../../../apps/controller/src/http/endpoint';
import { startLab } from '../../testkit/lab';

const FILE = resolve('docs/openapi.json');
const { version } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as { version: string };
const generated = generateOpenApi(ALL_ROUTES, version);

/** What the validator says of the document in a file; it is an ES module, which Jest does not load. */
async function validate(file: string): Promise<{ valid: boolean; errors?: unknown }> {
  const script = join(__dirname, 'validate-openapi.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, file]);
  return JSON.parse(stdout) as { valid: boolean; errors?: unknown };
}

/** Every method of every controller that answers requests, with the route that it serves. */
function handlers(): { name: string; route: Route | undefined }[] {
  const { controllers = [] } = ControllerModule.forRoot({ urls: { redisUrl: 'redis://localhost' } } as never);
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, object>;
    return Object.getOwnPropertyNames(prototype)
      .filter((name) => name !== 'constructor' && Reflect.hasMetadata('path', prototype[name]!))
      .map((name) => ({
        name: `${controller.name}.${name}`,
        route: Reflect.getMetadata(ROUTE, prototype[name]!) as Route | undefined,
      }));
  });
}

describe('the OpenAPI document', () => {
  it('is the one in docs/openapi.json (node dist/apps/controller/src/main.js --print-openapi > docs/openapi.json)', () => {
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(generated)));
  });

  it('is printed whole into a pipe, which takes a part at a time', async () => {
    const program = resolve('dist/apps/controller/src/main.js');
    const options = { maxBuffer: 16_000_000 };
    const { stdout } = await promisify(execFile)(process.execPath, [program, '--print-openapi'], options);
    expect(stdout).toBe(`${JSON.stringify(generated, null, 2)}\n`);
  });

  it('is valid OpenAPI 3.1, and a broken one is found to be broken', async () => {
    expect(await validate(FILE)).toEqual({ valid: true, version: '3.1' });
    expect(await validate(join(__dirname, '..', '..', '..', 'package.json'))).toMatchObject({ valid: false });
  });

  it('is served to everyone', async () => {
    const lab = await startLab({ twins: [], urls: { version } });
    const response = await fetch(`${lab.controller().url}/v1/openapi.json`);
    expect(await response.json()).toEqual(JSON.parse(JSON.stringify(generated)));
    await lab.stop();
  });
});

describe('handlers and routes', () => {
  it('have each other, one for one', () => {
    const served = handlers();
    expect(served.filter(({ route }) => !route).map(({ name }) => name)).toEqual([]);
    expect(served.map(({ route }) => route!.id).sort()).toEqual(ALL_ROUTES.map(({ id }) => id).sort());
  });
});
