import type { ByteSource } from '../formats/byteSource';
import { gridSlice } from '../geometry/gridSlice';
import { Channel } from '../messaging/channel';
import type { Port } from '../messaging/port';
import { cellValues } from './cellValues';
import { serveDetections } from './detections/serveDetections';
import type { DisplayPiece, ModelClientProtocol, ModelServiceProtocol, OpenParams } from './modelProtocol';
import { ModelSession } from './modelSession';

/** The buffers of a piece, to be handed over rather than copied. */
export function pieceBuffers(piece: DisplayPiece): ArrayBuffer[] {
  switch (piece.kind) {
    case 'sample':
    case 'points':
    case 'vertices':
      return piece.colours ? [piece.positions.buffer, piece.colours.buffer] : [piece.positions.buffer];
    case 'triangles':
      return [piece.indices.buffer, piece.faces.buffer];
    case 'grid':
      return piece.colours ? [piece.values.buffer, piece.colours.buffer] : [piece.values.buffer];
    case 'cells':
      return [piece.words.buffer];
    case 'lines':
      return [piece.indices.buffer];
  }
}

/**
 * Answers the model's protocol on a line. Without `sourceOf` the bytes are asked of the other end, which has them
 * (a page); with it they are read where this runs (a process beside the file).
 */
export function serveModel(
  port: Port,
  sourceOf?: (params: OpenParams) => Promise<ByteSource> | ByteSource,
): Channel<ModelServiceProtocol, ModelClientProtocol> {
  const askedOf = ({ name, bytes }: OpenParams): ByteSource => ({
    name,
    size: bytes,
    read: (offset, length, signal) => channel.request('read', { offset, length }, signal ? { signal } : {}),
  });
  const session = new ModelSession(sourceOf ?? askedOf);
  const channel: Channel<ModelServiceProtocol, ModelClientProtocol> = new Channel<
    ModelServiceProtocol,
    ModelClientProtocol
  >(
    port,
    {
      open: (params, { signal, progress }) =>
        session.open(
          params,
          {
            activity: (share, activity) => progress({ kind: 'activity', share, activity }),
            restart: () => progress({ kind: 'restart' }),
            display: (piece) => progress({ kind: 'display', piece }, pieceBuffers(piece)),
          },
          signal,
        ),
      display: (_, { progress }) => {
        session.display.pieces((piece) => progress(piece, pieceBuffers(piece)));
        return null;
      },
      lines: (_, { progress }) => {
        session.display.lines((piece) => progress(piece, pieceBuffers(piece)));
        return null;
      },
      points: (_, { progress }) => {
        session.display.points((piece) => progress(piece, pieceBuffers(piece)));
        return null;
      },
      hideLabels: ({ labels }, { progress }) => {
        session.cells.hide(labels);
        session.cells.pieces((piece) => progress(piece, pieceBuffers(piece)));
        return null;
      },
      softCells: (_, { transfer }) => {
        const soft = session.cells.soft();
        transfer([soft.values.buffer]);
        return soft;
      },
      scalars: ({ scalar }, { progress }) => session.display.scalarValues(scalar, (piece) => progress(piece, [piece.values.buffer])),
      pick: (params) => session.display.pick(params),
      pointsInside: ({ cuboids, toBoxes }, { progress }) => session.cloud.inside(cuboids, toBoxes, (piece) => progress(piece, [piece.values.buffer])),
      slice: ({ axis, index, component }, { transfer }) => {
        const slice = gridSlice(session.grid, axis, index, component);
        transfer([slice.values.buffer]);
        return slice;
      },
      gridValues: ({ component }) => session.gridValues(component),
      surface: (params, { progress, signal }) => session.surface.change(params, (piece) => progress(piece, pieceBuffers(piece)), signal),
      surfaceFile: async ({ format }, { transfer, signal }) => {
        const bytes = await session.surface.file(format, signal);
        transfer([bytes.buffer]);
        return bytes;
      },
      health: (_, { progress }) => session.surface.health((piece) => progress(piece, pieceBuffers(piece))),
      cell: ({ cell }) => cellValues(session.grid, cell),
      ...serveDetections(() => session.detections),
    },
    {},
  );
  return channel;
}
