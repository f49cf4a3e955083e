// After a plain `npm ci` the sources compile: the Prisma client is generated. `npm run setup` does this too, and more.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatePrismaClient } from './setup/generate-prisma-client.mjs';

await generatePrismaClient(dirname(dirname(fileURLToPath(import.meta.url))), (line) =>
  process.stderr.write(`setup: ${line}\n`),
);
