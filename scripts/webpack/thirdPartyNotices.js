const { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/** The folder of the package that a file of node_modules is part of, or null. */
function packageFolder(file) {
  const mark = `${path.sep}node_modules${path.sep}`;
  const at = file.lastIndexOf(mark);
  if (at < 0) return null;
  const rest = file.slice(at + mark.length).split(path.sep);
  const name = rest[0].startsWith('@') ? rest.slice(0, 2) : rest.slice(0, 1);
  return path.join(file.slice(0, at + mark.length), ...name);
}

/** Names, versions and licences of the packages whose code or files are in the bundles: gathered from what webpack put there. */
class ThirdPartyNotices {
  constructor(file) {
    this.file = file;
    /** Shared by all bundles of a build: text by "name version". The icons' font is copied, not imported. */
    this.notices = new Map();
    this.add(path.join(__dirname, '..', '..', 'node_modules', '@vscode', 'codicons'));
  }

  add(folder) {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const key = `${name} ${version}`;
    if (this.notices.has(key)) return;
    const texts = readdirSync(folder).filter((entry) => /^(licen[cs]e|copying|notice)/i.test(entry)).sort();
    const text = texts.map((entry) => readFileSync(path.join(folder, entry), 'utf8').trim()).join('\n\n');
    if (text === '' && license === undefined) throw new Error(`${key} is bundled and names no licence.`);
    this.notices.set(key, `${key} (${license ?? 'see below'})\n\n${text}`);
  }

  apply(compiler) {
    compiler.hooks.compilation.tap('ThirdPartyNotices', (compilation) => {
      // Before modules are joined into one another, when each still knows its file.
      compilation.hooks.finishModules.tap('ThirdPartyNotices', (modules) => {
        for (const module of modules) {
          const folder = typeof module.resource === 'string' ? packageFolder(module.resource) : null;
          if (folder !== null && existsSync(path.join(folder, 'package.json'))) this.add(folder);
        }
      });
    });
    compiler.hooks.done.tap('ThirdPartyNotices', () => {
      const sorted = [...this.notices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
      mkdirSync(path.dirname(this.file), { recursive: true });
      const heading = 'Inspect 3D contains code or files of the following packages, each under its own licence.';
      writeFileSync(this.file, `${[heading, ...sorted].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
    });
  }
}

module.exports = ThirdPartyNotices;
