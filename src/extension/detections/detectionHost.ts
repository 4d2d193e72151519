import * as vscode from 'vscode';
import type { DetectionHostProtocol, DetectionPageProtocol } from '../../compute/detections/detectionHostProtocol';
import { cloudModelLane, detectionLane, otherModelLane } from '../../compute/detections/detectionHostProtocol';
import type { OpenedFile } from '../../compute/editorProtocol';
import { Channel } from '../../messaging/channel';
import { lane } from '../../messaging/lanes';
import type { Port } from '../../messaging/port';
import { OperationError } from '../../model/errors';
import { Disposables } from '../disposables';
import { FileRoute } from '../fileRoute';
import { FileWatch } from '../fileWatch';
import type { Platform } from '../platform';
import { chooseFile } from '../reports/fileChoice';
import type { ReportServices } from '../reports/reportServices';
import type { DetectionLinks } from './detectionLinks';
import { detectionHostValidators } from './detectionMessages';
import { liftToFrustum } from './liftToFrustum';
import { folderDocument, homeOf } from './folderDocument';
import { findCloud, findPicture } from './pictureFiles';

/** The host's side of what a detection editor has besides other editors: pictures, the file to compare with, reports. */
export class DetectionHost extends Disposables {
  private readonly channel: Channel<DetectionHostProtocol, DetectionPageProtocol>;
  private other = new Disposables();
  private otherUri: vscode.Uri | null = null;
  private cloud = new Disposables();
  private cloudUri: vscode.Uri | null = null;
  private readonly platform: Platform;

  constructor(
    private readonly uri: vscode.Uri,
    private readonly panel: vscode.WebviewPanel,
    private readonly port: Port,
    private readonly reports: ReportServices,
    private readonly links: DetectionLinks,
  ) {
    super();
    this.platform = reports.platform;
    this.channel = this.own(this.connect());
    this.own({ dispose: () => this.other.dispose() });
    this.own({ dispose: () => this.cloud.dispose() });
    this.own(
      links.onDidWish(({ file, other, target }) => {
        if (file.toString() !== uri.toString()) return;
        void this.goTo(other, target);
      }),
    );
    this.own(
      links.onDidLift(() => {
        if (panel.active) this.channel.notify('liftSelected', {});
      }),
    );
  }

  private async lift(cloud: string, box: readonly number[], projection: readonly number[]): Promise<number> {
    const { uri, links, platform } = this;
    const file = await findCloud(homeOf(uri), links.pictureFolders.get(uri), cloud, platform);
    if (!file) throw new OperationError('The cloud was not found beside the file.');
    return liftToFrustum(file, { box, projection }, this.reports);
  }

  private connect(): Channel<DetectionHostProtocol, DetectionPageProtocol> {
    const { uri, links } = this;
    return new Channel<DetectionHostProtocol, DetectionPageProtocol>(
      lane(this.port, detectionLane),
      {
        begin: async () => {
          const wish = links.take(uri);
          const other = wish?.other ?? links.others.get(uri);
          return { other: other ? await this.openOther(other).catch(() => null) : null, target: wish?.target ?? null };
        },
        picture: async ({ names }, { transfer }) => {
          const found = await findPicture(homeOf(uri), links.pictureFolders.get(uri), names, this.platform);
          if (found.kind === 'found') transfer([found.bytes.buffer]);
          return found;
        },
        cloud: async ({ name }) => {
          const cloud = await findCloud(homeOf(uri), links.pictureFolders.get(uri), name, this.platform);
          this.cloud.dispose();
          this.cloud = new Disposables();
          this.cloudUri = cloud;
          if (!cloud) return { kind: 'missing', reason: 'The cloud was not found beside the file.' };
          const route = this.cloud.own(new FileRoute(cloud, this.panel.webview, this.port, cloudModelLane, this.platform));
          return { kind: 'found', file: await route.open() };
        },
        readCloud: async ({ offset, length }) => {
          if (!this.cloudUri) throw new OperationError('There is no cloud.');
          const bytes = await vscode.workspace.fs.readFile(this.cloudUri);
          return new Uint8Array(bytes.subarray(offset, offset + length));
        },
        lift: ({ cloud, box, projection }) => this.lift(cloud, box, projection),
        choosePictureFolder: async () => {
          const [folder] =
            (await vscode.window.showOpenDialog({
              title: 'Folder of the Pictures',
              canSelectFiles: false,
              canSelectFolders: true,
              defaultUri: links.pictureFolders.get(uri) ?? homeOf(uri),
            })) ?? [];
          if (!folder) return false;
          links.pictureFolders.set(uri, folder);
          return true;
        },
        chooseOther: async ({ truth }) => {
          const name = truth ? 'truth' : 'detections';
          const chosen = await chooseFile({ name, title: truth ? 'Truth to Compare with' : 'Detections to Compare with', kinds: ['detections'] });
          if (!chosen) return null;
          const opened = await this.openOther(chosen);
          links.others.set(uri, chosen);
          return opened;
        },
        readOther: async ({ offset, length }) => {
          if (!this.otherUri) throw new OperationError('There is no file to compare with.');
          const bytes = await vscode.workspace.fs.readFile(this.otherUri);
          return new Uint8Array(bytes.subarray(offset, offset + length));
        },
        forgetOther: () => {
          links.others.set(uri, null);
          this.closeOther();
          return null;
        },
        evaluate: ({ otherIsTruth, iou }) => {
          if (!this.otherUri) throw new OperationError('There is no file to compare with.');
          const files = otherIsTruth ? [this.otherUri, uri] : [uri, this.otherUri];
          // The report answers with its numbers when it is done; nobody here waits for them.
          void vscode.commands.executeCommand('inspect3d.evaluate', files, { iou });
          return null;
        },
        chooseParts: () => {
          const document = folderDocument(uri);
          if (!document) throw new OperationError('The file is no folder.');
          const { folder, layout, roles } = document;
          void vscode.commands.executeCommand('inspect3d.openDetectionFolder', folder, { layout, roles, ask: true });
          return null;
        },
        suppress: ({ iou, score, classAgnostic }) => {
          void vscode.commands.executeCommand('inspect3d.nms', [uri], { iou, score, 'class-agnostic': classAgnostic });
          return null;
        },
      },
      {},
      detectionHostValidators,
    );
  }

  private async openOther(other: vscode.Uri): Promise<OpenedFile> {
    this.closeOther();
    this.otherUri = other;
    const route = this.other.own(new FileRoute(other, this.panel.webview, this.port, otherModelLane, this.platform));
    this.other.own(
      new FileWatch(other, (event) => {
        if (event !== 'changed') return;
        route.open().then(
          (file) => this.channel.notify('otherChanged', { other: file }),
          () => undefined,
        );
      }),
    );
    return route.open();
  }

  private closeOther(): void {
    this.other.dispose();
    this.other = new Disposables();
    this.otherUri = null;
  }

  private async goTo(other: vscode.Uri | null, target: DetectionPageProtocol['notices']['land']['target'] | null): Promise<void> {
    if (other && other.toString() !== this.otherUri?.toString()) {
      const file = await this.openOther(other);
      this.channel.notify('otherChanged', { other: file });
    }
    if (target) this.channel.notify('land', { target });
  }
}
