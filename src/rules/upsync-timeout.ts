import { groupBy } from "../source/group.js";
import { duration } from "../vocabulary/values/quantities.js";
import { defineRule } from "./rule.js";

/** Consul's own wait, five minutes, and up to a sixteenth of it more. Source: Consul's API, "Blocking Queries". */
const longestWaitMs = 318_750;

/** upsync waits for a change in one long request; when it gives up first, the log fills and changes come late. */
export const upsyncTimeout = defineRule({
  code: "upsync-timeout",
  severity: "info",
  summary: "A read of the registry is given up before Consul would answer it.",
  explanation: `
The module asks Consul once and waits: Consul answers when something changes, else after five minutes and up to 19 seconds more. With a
shorter \`timeout\` each worker of nginx gives up before that, writes an error into its log, and asks again after \`every\`; what
changes in that pause is seen after it.

    discover consul timeout 20s every 1m       # note: an error for each worker every 80 seconds, and up to a minute without the change
    discover consul timeout 6m every 500ms
`,
  message: (data: { readonly service: string; readonly timeoutMs: number; readonly everyMs: number }) =>
    `without a change Consul answers after 5m to 5m19s: each worker of nginx gives up after ${duration.print(data.timeoutMs)}, logs an error and asks for \`${data.service}\` again ${duration.print(data.everyMs)} later`,
  help: () => "write `timeout 6m`, or leave it out",

  check(_site, report, index) {
    const read = index.proxyParts().flatMap(({ proxy: { engine }, discovering }) => (engine === "haproxy" || engine === "lvs" ? [] : discovering.flatMap(({ discovery }) => discovery ?? [])));
    const short = read.filter(({ via, timeoutMs }) => ["upsync", "services", "health"].includes(via) && timeoutMs < longestWaitMs);
    for (const [origin, [first]] of groupBy(short, (each) => each.origin)) {
      const { service, timeoutMs, everyMs } = first!;
      report({ at: origin, data: { service, timeoutMs, everyMs } });
    }
  },
});
