import path from 'node:path';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Which folders each layer may import from, besides itself; the table is the architecture's picture (CONTRIBUTING.md). */
const layers = {
  'src/model': [],
  'src/messaging': ['src/model'],
  'src/formats': ['src/model'],
  'src/geometry': ['src/model'],
  'src/detection': ['src/model', 'src/geometry'],
  'src/gpu': ['src/model', 'src/geometry', 'src/detection'],
  'src/operations': ['src/model', 'src/formats', 'src/geometry', 'src/detection', 'src/gpu'],
  'src/compute': ['src/model', 'src/messaging', 'src/formats', 'src/geometry', 'src/detection', 'src/gpu', 'src/operations'],
  'src/extension': ['src/model', 'src/messaging', 'src/formats', 'src/geometry', 'src/detection', 'src/gpu', 'src/operations', 'src/compute'],
  'src/cli': ['src/model', 'src/messaging', 'src/formats', 'src/geometry', 'src/detection', 'src/gpu', 'src/operations', 'src/compute'],
  webview: ['src/model', 'src/messaging', 'src/formats', 'src/geometry', 'src/detection', 'src/gpu', 'src/operations', 'src/compute'],
};
/** Packages that one layer alone may use. */
const packagesOfOneLayer = { vscode: 'src/extension', three: 'webview', 'gpu.js': 'src/gpu' };
/** Layers that also run where there is no Node. */
const withoutNode = ['src/model', 'src/messaging', 'src/formats', 'src/geometry', 'src/detection', 'src/gpu', 'webview'];

const layerOf = (file) => {
  const relative = path.relative(import.meta.dirname, file).split(path.sep).join('/');
  return Object.keys(layers).find((layer) => relative.startsWith(`${layer}/`));
};

const layersRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = layerOf(context.filename);
    if (!from) return {};
    const check = (node, specifier) => {
      if (specifier.startsWith('.')) {
        const to = layerOf(path.resolve(path.dirname(context.filename), specifier) + '/');
        if (to && to !== from && !layers[from].includes(to)) context.report({ node, message: `${from} must not import ${to}.` });
        return;
      }
      for (const [name, owner] of Object.entries(packagesOfOneLayer)) {
        if ((specifier === name || specifier.startsWith(`${name}/`)) && from !== owner) context.report({ node, message: `Only ${owner} imports ${name}.` });
      }
      if (specifier.startsWith('node:') && withoutNode.includes(from)) context.report({ node, message: `${from} also runs where there is no Node.` });
    };
    const visit = (node) => {
      if (node.source && typeof node.source.value === 'string') check(node, node.source.value);
    };
    return { ImportDeclaration: visit, ExportNamedDeclaration: visit, ExportAllDeclaration: visit, ImportExpression: visit };
  },
};

const domGlobals = ['document', 'window', 'HTMLElement', 'navigator', 'localStorage', 'requestAnimationFrame'];

export default tseslint.config(
  { ignores: ['dist/', '.vscode-test/', 'node_modules/', 'test/fixtures/'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { inspect3d: { rules: { layers: layersRule } } },
    rules: {
      'inspect3d/layers': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-eval': 'error',
      'no-new-func': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...domGlobals.map((name) => ({ name, message: 'Only webview/ touches the DOM.' }))] },
  },
  {
    files: ['test/**/*.ts'],
    // mocha's suites are promises that nobody awaits, and chai-free assertions narrow by throwing.
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: { require: 'readonly', module: 'writable', __dirname: 'readonly', process: 'readonly', console: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', Buffer: 'readonly', URL: 'readonly', fetch: 'readonly' },
    },
  },
);
