import type { AnswerContext } from '../../messaging/channel';
import { columnBuffers } from './columns';
import type { DetectionCalls, ImageBoxes } from './detectionProtocol';
import type { DetectionQueries } from './detectionQueries';

type Answers = {
  readonly [Name in keyof DetectionCalls]: (
    params: DetectionCalls[Name]['params'],
    context: AnswerContext<DetectionCalls[Name]['progress']>,
  ) => DetectionCalls[Name]['result'] | Promise<DetectionCalls[Name]['result']>;
};

/** The buffers of an image's boxes, to be handed over rather than copied. */
function boxBuffers({ rows, categories, shapes, flags, rectangles, angles, cuboids, scores, masks }: ImageBoxes): ArrayBuffer[] {
  const columns = [rows, categories, shapes, flags, rectangles, angles, cuboids, scores].flatMap((column) => (column ? [column.buffer] : []));
  const drawn = (masks ?? []).flatMap((mask) => (mask === null ? [] : mask.kind === 'runs' ? [mask.runs.buffer] : mask.rings.map(({ buffer }) => buffer)));
  return [...columns, ...drawn];
}

/** Answers a page's questions about the boxes of the file that is open. */
export function serveDetections(queries: () => DetectionQueries): Answers {
  return {
    detectionOverview: () => queries().overview(),
    detectionBoxes: ({ image, of }, { transfer }) => {
      const boxes = queries().boxes(image, of);
      transfer(boxBuffers(boxes));
      return boxes;
    },
    detectionValues: ({ row, of }) => queries().values(row, of),
    detectionColumns: (_, { transfer }) => {
      const columns = queries().columns();
      transfer(columnBuffers(columns));
      return columns;
    },
    setOther: ({ columns, otherIsTruth }) => queries().setOther(columns, otherIsTruth),
    judgeImage: ({ image, settings }) => queries().judge(image, settings),
    judgeAll: ({ settings }, { signal }) => queries().judgeAll(settings, signal),
    findBox: ({ row, of }) => queries().find(row, of),
  };
}
