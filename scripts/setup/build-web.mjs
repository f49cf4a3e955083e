import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const FOLDER = 'apps/web';
/** Libraries that pages load code of; they import no package. */
const LOADED_LIBRARIES = ['core', 'figures'];
/** What the pages are made of beside their own sources: that code, the table of routes, and the schema of campaign files. */
const LIBRARIES = /^libs\/(core|figures|contracts)\//;
const EXAMPLES = 'examples';

/**
 * Builds the web interface into dist/web when its sources, or what it takes of the libraries and examples, changed; each file also
 * compressed, so that the controller only sends. The sources must be compiled before: routes and schema are read from there.
 */
export async function buildWeb(root, sources, say) {
  if (!existsSync(join(root, FOLDER, 'index.html'))) return;
  const out = join(root, 'dist', 'web');
  const stamp = join(out, '.stamp');
  const hash = hashOf(root, sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('building the web interface');
  rmSync(out, { recursive: true, force: true });
  const { build } = await import('vite');
  await asInProduction(() =>
    build({
      root: join(root, FOLDER),
      configFile: false,
      logLevel: 'error',
      resolve: {
        alias: Object.fromEntries(LOADED_LIBRARIES.map((name) => [`@joulefleet/${name}`, sourceOf(root, name)])),
      },
      define: constantsOf(root),
      build: {
        outDir: out,
        emptyOutDir: true,
        target: 'es2022',
        assetsInlineLimit: 0,
        reportCompressedSize: false,
        rolldownOptions: { output: { codeSplitting: { groups: pageGroups() } } },
      },
    }),
  );
  await compressAll(out);
  writeFileSync(stamp, hash);
}

/** Pages that are loaded together, in this order (`apps/web/src/shell/next-pages.ts`). */
const PAGES_TOGETHER = {
  'overview-page': /overview\.tsx$/,
  'campaign-pages': /(campaigns|campaign|trials\/trials)\.tsx$/,
  'fleet-pages': /(fleet|device\/device)\.tsx$/,
  'result-pages': /results\/results\.tsx$/,
  'schedule-pages': /schedules\/(schedules|schedule)\.tsx$/,
};

/**
 * What the page loads first is one file, and so are the usual pages of a kind with all that they use and no file before them has: a
 * page does not wait for a dozen small requests. Other pages and the large libraries have files of their own.
 */
function pageGroups() {
  const first = { name: 'main', tags: ['$initial'] };
  const pages = Object.entries(PAGES_TOGETHER).map(([name, file]) => ({
    name,
    test: new RegExp(`/apps/web/src/pages/${file.source}`),
  }));
  return [first, ...pages].map((group, i, all) => ({ ...group, priority: all.length - i }));
}

/** Jest sets NODE_ENV, and libraries that find another one than `production` are built to help who develops them, and take twice the time. */
async function asInProduction(work) {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    return await work();
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

function sourceOf(root, library) {
  return join(root, 'libs', library, 'src', 'index.ts');
}

/** What the page needs of the contract at run time: method and path of every route by its id, and the schema of campaign files. */
function constantsOf(root) {
  const path = join(root, 'dist', 'libs', 'contracts', 'src', 'index.js');
  const { ALL_ROUTES, campaignJsonSchema } = createRequire(import.meta.url)(path);
  const routes = Object.fromEntries(ALL_ROUTES.map(({ id, method, path }) => [id, [method, path]]));
  return {
    __ROUTES__: JSON.stringify(routes),
    __VERSION__: JSON.stringify(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version),
    __CAMPAIGN_SCHEMA__: JSON.stringify(campaignJsonSchema()),
    __EXAMPLES__: JSON.stringify(readExamples(root)),
  };
}

/** Commented campaign files by what they are for, as `joulefleet campaign init` has them. */
function readExamples(root) {
  const read = (...path) => readFileSync(join(root, EXAMPLES, ...path), 'utf8');
  const start = readdirSync(join(root, EXAMPLES, 'start')).sort();
  return {
    'first-look': read('quick.yaml'),
    ...Object.fromEntries(start.map((file) => [file.replace(/\.yaml$/, ''), read('start', file)])),
    study: read('study.yaml'),
  };
}

async function compressAll(out) {
  const files = readdirSync(out, { recursive: true }).filter((path) => /\.(js|css|html|svg)$/.test(path));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await Promise.all(
    files.map(async (path) => {
      const content = readFileSync(join(out, path));
      writeFileSync(join(out, `${path}.br`), await promisify(brotliCompress)(content, quality));
      writeFileSync(join(out, `${path}.gz`), await promisify(gzip)(content, { level: 9 }));
    }),
  );
}

function hashOf(root, sources) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { mtimeMs, size } = statSync(join(root, path));
    hash.update(`${path} ${mtimeMs}:${size}\n`);
  };
  ['package.json', 'package-lock.json', 'scripts/setup/build-web.mjs'].forEach(add);
  for (const folder of [FOLDER, EXAMPLES]) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) add(join(entry.parentPath, entry.name).slice(root.length + 1));
  }
  for (const [path, version] of Object.entries(sources)) if (LIBRARIES.test(path)) hash.update(`${path} ${version}\n`);
  return hash.digest('hex');
}
