import { expect, it } from "vitest";
import { directiveTable } from "../../src/emit/directives.js";
import { adviceOn } from "../../src/emit/stray-directive.js";

const table = directiveTable(
  "nginx",
  ["main", "http"],
  `
gzip               1    http
ssl                1    http    until 1.25.1
types              0    http    { types
weight             1    http    = \`weight 2\`
keepalive_timeout  1-2  http    = \`timeouts idle 30s\`
timeout client     1    http    = \`timeouts client 1m\`
`,
);

it.each([
  ["the clause that says the same, with the value that stands there", "keepalive_timeout 65s", { clause: "`timeouts idle 65s`" }],
  ["the same of a family", "timeout client 5s", { clause: "`timeouts client 5s`" }],
  ["the native block", "gzip on", { block: "nginx { gzip on }" }],
  ["the native block of one that takes a block", "types x", { block: "nginx { types … }" }],
  ["nothing for one that newer versions lack", "ssl on", undefined],
  ["nothing for one that is called as its clause is", "weight 3", undefined],
  ["nothing for a family without its second word", "timeout 30s", undefined],
  ["nothing for a word that the daemon does not have", "vip 10.0.0.1", undefined],
])("advises %s", (_, words, advice) => {
  expect(adviceOn(words.split(" "), table)).toEqual(advice);
});
