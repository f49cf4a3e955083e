import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `prisma generate` when prisma/schema.prisma or Prisma's version changed since the last time. */
export async function generatePrismaClient(root, say) {
  const schema = join(root, 'prisma', 'schema.prisma');
  if (!existsSync(schema)) return;
  const packageJson = readFileSync(join(root, 'node_modules', 'prisma', 'package.json'), 'utf8');
  const version = JSON.parse(packageJson).version;
  const hash = createHash('sha256').update(version).update(readFileSync(schema)).digest('hex');
  const stamp = join(root, 'libs', 'store', 'src', 'generated', '.stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('generating the Prisma client');
  await generate(root, schema);
  writeFileSync(stamp, hash);
}

async function generate(root, schema) {
  const { spawnSync } = await import('node:child_process');
  // The client needs no schema engine. Naming one that always fails keeps Prisma from trying to download it;
  // never name one that always succeeds: `migrate deploy` would then report success having done nothing.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  const cli = join(root, 'node_modules', 'prisma', 'build', 'index.js');
  const args = [cli, 'generate', '--schema', schema];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`prisma generate failed\n${`${stdout}${stderr}`.trim()}`);
}
