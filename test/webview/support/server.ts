import { createReadStream, promises as fileSystem } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { projectFolder } from '../../../scripts/support/paths';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

/** The folders of the project that pages may load from, as a webview's `localResourceRoots`. */
const servedFolders = ['dist', 'media', 'test/fixtures'];

export interface PageServer {
  /** "http://127.0.0.1:PORT". */
  readonly origin: string;
  /** Makes `content` available and gives its address. */
  readonly publish: (name: string, content: string | Uint8Array) => string;
  readonly close: () => Promise<void>;
}

/**
 * A loopback server in the place of a webview's resources: `dist/`, `media/` and `test/fixtures/` of the project, and
 * what tests publish. Like there, a range "bytes=a-b" or "bytes=a-" is answered by 206 and anything else by the whole file.
 */
export async function startServer(): Promise<PageServer> {
  const published = new Map<string, Uint8Array>();
  let count = 0;

  const find = async (pathname: string): Promise<{ size: number; send(from: number, to: number, response: ServerResponse): void } | null> => {
    const bytes = published.get(pathname);
    if (bytes) {
      return {
        size: bytes.byteLength,
        send: (from, to, response) => {
          response.end(bytes.subarray(from, to));
        },
      };
    }
    const file = path.join(projectFolder, pathname);
    const allowed = servedFolders.some((folder) => file.startsWith(path.join(projectFolder, folder) + path.sep));
    const status = allowed ? await fileSystem.stat(file).catch(() => null) : null;
    if (!status?.isFile()) return null;
    return {
      size: status.size,
      send: (from, to, response) => {
        if (to > from) createReadStream(file, { start: from, end: to - 1 }).pipe(response);
        else response.end();
      },
    };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pathname = decodeURIComponent(new URL(request.url ?? '/', 'http://127.0.0.1').pathname);
    const content = await find(pathname);
    if (!content) {
      response.writeHead(404).end();
      return;
    }
    const headers: Record<string, string> = {
      'content-type': types[path.extname(pathname)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    };
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (!range) {
      response.writeHead(200, headers);
      content.send(0, content.size, response);
      return;
    }
    const from = Number(range[1]);
    const to = range[2] === '' ? content.size : Math.min(content.size, Number(range[2]) + 1);
    if (from >= content.size) {
      response.writeHead(416).end();
      return;
    }
    headers['content-range'] = `bytes ${from}-${to - 1}/${content.size}`;
    response.writeHead(206, headers);
    content.send(from, to, response);
  };

  const server: Server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on a port of the network always gives an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    publish: (name, content) => {
      const pathname = `/published/${count++}/${name}`;
      published.set(pathname, typeof content === 'string' ? Buffer.from(content) : content);
      return `http://127.0.0.1:${port}${pathname}`;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
