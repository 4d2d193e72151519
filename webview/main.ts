import { descriptors } from '../src/operations/descriptors';
import { ComparisonPage } from './session/comparisonPage';
import { DetectionPage } from './session/detectionPage';
import { EditorPage } from './session/editorPage';
import { hostPort, keepState, keptState } from './session/hostPort';
import { ReportPage } from './session/reportPage';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root.');
const { page } = document.body.dataset;
if (page === 'report') void new ReportPage(root, hostPort, (id) => descriptors.find((descriptor) => descriptor.id === id)).start();
else if (page === 'comparison') void new ComparisonPage(root, hostPort, { read: keptState, write: keepState }).start();
else if (page === 'detections') void new DetectionPage(root).start();
else void new EditorPage(root).start();
