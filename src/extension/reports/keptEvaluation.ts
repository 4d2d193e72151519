import * as vscode from 'vscode';
import type { CurveColumns, EvaluatedSet, EvaluationOverview, VerdictColumns } from '../../compute/evaluationProtocol';
import { identifierKey, type DetectionSet } from '../../model/detectionSet';
import type { EvaluatedDetections } from '../../operations/operation';

/** An evaluation as its process made it, held for the questions of the report's page. Nothing is computed here: columns are passed on. */
export class KeptEvaluation {
  constructor(
    private readonly evaluated: EvaluatedDetections,
    private readonly files: { readonly truth: vscode.Uri; readonly detections: vscode.Uri },
  ) {}

  overview(): EvaluationOverview {
    const { evaluation, truth, detections } = this.evaluated;
    return {
      protocol: evaluation.protocol,
      thresholds: evaluation.thresholds,
      classes: evaluation.classes.map(({ name, ap, truths, detections: count, curves }) => ({ name, ap, truths, detections: count, hasCurves: (curves?.length ?? 0) > 0 })),
      truth: setColumns(truth),
      detections: { ...setColumns(detections), scores: new Float64Array(detections.scores ?? []) },
    };
  }

  curve(row: number, threshold: number): CurveColumns | null {
    const curve = this.evaluated.evaluation.classes.at(row)?.curves?.at(threshold);
    if (!curve) return null;
    const { recall, precision, score, detection, sampledRecall, sampledPrecision } = curve;
    // A copy of its own for each: views would ship their whole buffers.
    return { recall: recall.slice(), precision: precision.slice(), score: score.slice(), detection: detection.slice(), sampledRecall: sampledRecall.slice(), sampledPrecision: sampledPrecision.slice() };
  }

  verdicts(threshold: number): VerdictColumns | null {
    const found = this.evaluated.evaluation.verdicts.at(threshold);
    if (!found) return null;
    return { detections: found.detections.slice(), matched: found.matched.slice(), overlap: found.overlap.slice(), truths: found.truths.slice() };
  }

  async show(of: 'truth' | 'detections', row: number): Promise<void> {
    const { truth, detections } = this.files;
    await vscode.commands.executeCommand('inspect3d.showDetection', detections, { row, of: of === 'detections' ? 'own' : 'other', compareWith: truth });
  }
}

function setColumns({ image, category, images, categories }: DetectionSet): EvaluatedSet {
  return {
    image: new Uint32Array(image),
    category: new Uint32Array(category),
    imageNames: images.map(({ picture, cloud, id }) => picture ?? cloud ?? identifierKey(id)),
    categoryNames: categories.map(({ name }) => name),
  };
}
