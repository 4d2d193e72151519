import { EditorPage } from './session/editorPage';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root.');
void new EditorPage(root).start();
