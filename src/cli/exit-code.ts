/** What the shell sees. `infc --help` shows the table; tests name each. */
export const ExitCode = {
  ok: 0,
  faults: 1,
  usage: 2,
  refused: 3,
  internal: 70,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export const exitCodes: readonly (readonly [ExitCode, string])[] = [
  [ExitCode.ok, "all is well; warnings do not count"],
  [ExitCode.faults, "errors in the program, or warnings under --deny; a find of `fmt --check` or `audit --fail-on`"],
  [ExitCode.usage, "the command line is wrong, or a file cannot be read or written"],
  [ExitCode.refused, "nothing was written: files of a person are in the way, or --locked keeps the lock"],
  [ExitCode.internal, "a bug in infc"],
];
