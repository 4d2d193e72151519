// One bundle a place where code runs: host for node, host for web, page, worker for web, worker for node, command line.
const path = require('node:path');
const CopyPlugin = require('copy-webpack-plugin');
const { BannerPlugin } = require('webpack');
const ThirdPartyNotices = require('./scripts/webpack/thirdPartyNotices.js');

/** @type {(env: unknown, argv: { mode?: string }) => import('webpack').Configuration[]} */
module.exports = (_env, argv) => {
  const production = argv.mode !== 'development';
  const output = path.join(__dirname, 'dist');
  const notices = new ThirdPartyNotices(path.join(output, 'thirdPartyNotices.txt'));
  const bundle = (name, entry, target, extra = {}) => ({
    name,
    mode: production ? 'production' : 'development',
    target,
    entry: { [name]: entry },
    output: {
      path: output,
      filename: '[name].js',
      cssFilename: '[name].css',
      ...(extra.library ? { library: { type: extra.library } } : {}),
    },
    // A worker started from a blob: URL cannot load further scripts, so every bundle is one file.
    module: {
      parser: { javascript: { dynamicImportMode: 'eager' } },
      rules: [
        {
          test: /\.ts$/,
          exclude: /node_modules/,
          // Types are checked by `npm run types`, once for all bundles.
          use: [{ loader: 'ts-loader', options: { transpileOnly: true, compilerOptions: { noEmit: false, sourceMap: true } } }],
        },
      ],
    },
    resolve: { extensions: ['.ts', '.js'], alias: extra.alias ?? {} },
    externals: extra.externals ?? {},
    plugins: [notices, ...(extra.plugins ?? [])],
    // Styles that a module imports become the style sheet beside its bundle.
    experiments: { css: true },
    devtool: production ? false : 'source-map',
    performance: { hints: false },
    optimization: { splitChunks: false, runtimeChunk: false },
    // Nothing is kept between builds: a whole one takes seconds, and two at a time cannot spoil each other's cache.
    cache: false,
    stats: 'errors-warnings',
  });
  const vscode = { vscode: 'commonjs vscode' };
  // GPU.js has no GPU in Node: its code would only lengthen the start of what never calls it.
  const alias = { 'gpu.js': false };
  return [
    bundle('extension', './src/extension/extension.ts', 'node20', { library: 'commonjs2', externals: vscode, alias }),
    bundle('extension.web', './src/extension/extensionWeb.ts', 'webworker', { library: 'commonjs2', externals: vscode }),
    bundle('processWorker', './src/compute/processWorker.ts', 'node20', { alias }),
    bundle('cli', './src/cli/main.ts', 'node20', {
      // A command that npm links to: the system asks its first line what runs it.
      plugins: [new BannerPlugin({ banner: '#!/usr/bin/env node', raw: true })],
    }),
    bundle('pageWorker', './src/compute/pageWorker.ts', 'webworker'),
    bundle('page', './webview/main.ts', 'web', {
      plugins: [
        new CopyPlugin({
          patterns: [
            { from: 'node_modules/@vscode/codicons/dist/codicon.css', to: 'codicon.css' },
            { from: 'node_modules/@vscode/codicons/dist/codicon.ttf', to: 'codicon.ttf' },
            {
              // One sheet for the page, its parts in the order of their names.
              from: '{node_modules/uplot/dist/uPlot.min.css,webview/styles/*.css}',
              to: 'page.css',
              transformAll: (sheets) =>
                Buffer.concat([...sheets].sort((a, b) => (a.sourceFilename < b.sourceFilename ? -1 : 1)).map((sheet) => Buffer.from(sheet.data))),
            },
          ],
        }),
      ],
    }),
  ];
};
