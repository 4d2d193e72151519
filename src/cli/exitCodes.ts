/** What the process ends with; scripts rely on them. */
export const exitCodes = {
  done: 0,
  /** A `--fail-if` holds. */
  failed: 1,
  /** Anything that kept it from an answer, crashes included. */
  noAnswer: 2,
  interrupted: 130,
} as const;
