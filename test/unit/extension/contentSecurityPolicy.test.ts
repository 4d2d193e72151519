import assert from 'node:assert/strict';
import { contentSecurityPolicy } from '../../../src/extension/contentSecurityPolicy';

const directives = new Map(
  contentSecurityPolicy('https://extension.example', 'n0nce')
    .split('; ')
    .map((directive): [string, string] => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
);

describe("a page's policy", () => {
  it('is as strict as it is meant to be', () => {
    assert.deepEqual(Object.fromEntries(directives), {
      'default-src': "'none'",
      'script-src': "'nonce-n0nce'",
      'worker-src': 'blob:',
      'connect-src': 'https://extension.example',
      'font-src': 'https://extension.example',
      'style-src': 'https://extension.example',
      'img-src': 'https://extension.example blob: data:',
      'base-uri': "'none'",
      'form-action': "'none'",
    });
  });

  it('allows no inline script, no evaluation and no other origin', () => {
    for (const [name, sources] of directives) {
      assert.doesNotMatch(sources, /unsafe-|\*|https?:(?!\/\/extension\.example)/, name);
    }
  });
});
