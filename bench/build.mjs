// node build.mjs FOLDER: bundles the other clients' pages, from npm, into FOLDER.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is installed, from the folder where it is. */
const [, , folder, modules] = process.argv;
const installed = createRequire(join(modules, 'package.json'));
const { build } = installed('esbuild');
const { compile } = installed('sass');
const enketo = (path) => join(modules, 'node_modules/enketo-core', path);

await mkdir(folder, { recursive: true });
for (const peer of ['engine', 'odk', 'enketo']) {
  await build({
    entryPoints: [join(import.meta.dirname, 'pages', `${peer}.js`)],
    outdir: join(folder, peer),
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
    nodePaths: [join(modules, 'node_modules')],
    external: ['libxslt'],
    loader: Object.fromEntries(['.png', '.svg', '.woff', '.woff2', '.ttf', '.wasm'].map((it) => [it, 'file'])),
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    alias: peer === 'enketo' ? {
      'enketo/config': enketo('config.js'),
      'enketo/widgets': enketo('src/js/widgets.js'),
      'enketo/translator': enketo('src/js/fake-translator.js'),
      'enketo/dialog': enketo('src/js/fake-dialog.js'),
      'enketo/file-manager': enketo('src/js/file-manager.js'),
      'enketo/xpath-evaluator-binding': enketo('src/js/xpath-evaluator-binding.js'),
    } : {},
  });
  const style = peer === 'enketo' ? '<link rel="stylesheet" href="enketo/formhub.css">' : '';
  await writeFile(join(folder, `${peer}.html`), `<!doctype html><html lang="en"><head><meta charset="utf-8">\
<title>${peer}</title><meta name="viewport" content="width=device-width">${style}</head>\
<body><main id="app"></main><script type="module" src="${peer}/${peer}.js"></script></body></html>`);
}

const { css } = compile(enketo('src/sass/formhub/formhub.scss'), {
  style: 'compressed',
  quietDeps: true,
  logger: { warn() {}, debug() {} },
  loadPaths: [join(modules, 'node_modules')],
  importers: [{
    findFileUrl: (url) =>
      (url.includes('node_modules/') ? pathToFileURL(join(modules, 'node_modules', url.split('node_modules/').pop())) : null),
  }],
});
await writeFile(join(folder, 'enketo', 'formhub.css'), css);

const versions = {};
for (const name of ['@getodk/web-forms', '@getodk/xforms-engine', 'enketo-core', 'enketo-transformer']) {
  const file = join(modules, 'node_modules', name, 'package.json');
  versions[name] = JSON.parse(await readFile(file, 'utf8')).version;
}
await writeFile(join(folder, 'versions.json'), JSON.stringify(versions));
