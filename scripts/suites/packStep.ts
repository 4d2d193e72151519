import { pack } from '../support/pack';

/** Packs what was built, for the suites that look at the package or install it. */
pack().then(console.log, (error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
