import * as v from 'valibot';
import type { DetectionHostProtocol } from '../../compute/detections/detectionHostProtocol';
import type { Validators } from '../../messaging/channel';
import { check, nothing, whole } from '../messageSchemas';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const numbers = (count: number) => v.pipe(v.array(v.pipe(v.number(), v.finite())), v.length(count));

/** What the host accepts from the page of a detection file. */
export const detectionHostValidators: Validators<DetectionHostProtocol> = {
  calls: {
    begin: check(nothing),
    picture: check(v.strictObject({ names: v.pipe(v.array(v.pipe(v.string(), v.maxLength(2000))), v.maxLength(12)) })),
    cloud: check(v.strictObject({ name: v.pipe(v.string(), v.maxLength(2000)) })),
    readCloud: check(v.strictObject({ offset: whole, length: whole })),
    lift: check(v.strictObject({ cloud: v.pipe(v.string(), v.maxLength(2000)), box: numbers(4), projection: numbers(12) })),
    choosePictureFolder: check(nothing),
    chooseOther: check(v.strictObject({ truth: v.boolean() })),
    readOther: check(v.strictObject({ offset: whole, length: whole })),
    chooseParts: check(nothing),
    forgetOther: check(nothing),
    evaluate: check(v.strictObject({ otherIsTruth: v.boolean(), iou: share })),
    suppress: check(v.strictObject({ iou: share, score: v.pipe(v.number(), v.finite()), classAgnostic: v.boolean() })),
  },
  notices: {},
};
