import type { ReportFileKind } from '../../src/compute/reportProtocol';
import { reportCsv } from '../../src/operations/documents/reportCsv';
import { reportHtml } from '../../src/operations/documents/reportHtml';
import { reportJson } from '../../src/operations/documents/reportJson';
import { reportMarkdown } from '../../src/operations/documents/reportMarkdown';
import type { OperationDescriptor, Report } from '../../src/operations/operation';

/** A report as the text of a file of a kind. */
export function reportDocument(kind: ReportFileKind, report: Report, descriptor: OperationDescriptor): string {
  switch (kind) {
    case 'json':
      return reportJson(report);
    case 'csv':
      return reportCsv(report, descriptor);
    case 'markdown':
      return reportMarkdown(report, descriptor);
    case 'html':
      return reportHtml(report, descriptor);
  }
}

/** The name to save under, without extension: "chamfer-bunny". */
export function reportFileName(report: Report): string {
  const stem = (report.inputs.at(0)?.file ?? '').replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  return (stem === '' ? report.operation : `${report.operation}-${stem}`).slice(0, 200);
}
