import { parentPort, workerData } from 'node:worker_threads';
import { parentProcessPort, parentThreadPort } from './nodePorts';
import { serveOperations } from './serveOperations';
import { serveProcess } from './processServer';
import { serveTasks } from './threadPool';
import { isThreadRole } from './workerThread';

/** The node worker: one file that runs as a thread (of operations, or of their pool) and as a child process of the host. */
function main(): void {
  const role: unknown = workerData;
  if (parentPort && isThreadRole(role)) {
    const port = parentThreadPort(parentPort);
    if (role.role === 'tasks') serveTasks(port);
    else serveOperations(port, role.workerPath, role.threads);
    return;
  }
  if (typeof process.send === 'function') {
    // Nobody is left to compute for.
    process.once('disconnect', () => process.exit(0));
    serveProcess(parentProcessPort(), __filename);
    return;
  }
  process.stderr.write('This program is started by Inspect 3D; the command line is inspect3d.\n');
  process.exitCode = 2;
}

main();
