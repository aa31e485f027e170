import { describe, expect, test } from "vitest";
import { check } from "./checker.js";
import { expectFault, type Fault } from "./plant.js";
import { requireDaemon } from "./require.js";
import { shell } from "./shell.js";

const path = "/usr/local/sbin/lvs-realserver.sh";
const text = `#!/bin/sh
set -eu

case "\${1:-}" in
start)
    ip addr add "192.168.0.146/32" dev lo label lo:0
    ;;
*)
    echo "usage: $0 start" >&2
    exit 2
    ;;
esac
`;

const faults: Readonly<Record<string, Fault>> = {
  "a word without quotes": { from: '"192.168.0.146/32"', to: "$1", says: /SC2086/, line: 6 },
  "a syntax error": { from: "*)", to: "* )) (", says: /SC1072/, line: 8 },
  "a bashism": { from: "set -eu", to: "set -o pipefail", says: /SC3040/, line: 2 },
};

describe.runIf(requireDaemon(shell))("the checker of shell scripts", () => {
  test("is content with a sound script", async () => {
    expect(await check(shell, { path, text })).toEqual([]);
  });

  test.each(Object.entries(faults))("finds %s", async (_, fault) => {
    await expectFault(shell, { path, text }, {}, fault);
  });

  test("asks the shell itself too", async () => {
    const complaints = await check(shell, { path, text: "if true; then\n" });
    expect(complaints).toContainEqual(expect.objectContaining({ text: expect.stringMatching(/^Syntax error: end of file unexpected/), line: 2 }));
  });
});
