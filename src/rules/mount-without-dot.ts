import type { TextEdit } from "../diagnostics/diagnostic.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A path without `./`: Compose takes it for the name of a volume. */
export const mountWithoutDot = defineRule({
  code: "mount-without-dot",
  severity: "error",
  summary: "What is mounted looks like a path and reads as the name of a volume.",
  explanation: `
A path on the machine begins with \`/\`, \`./\`, \`../\` or \`~/\`; any other word is the name of a volume. Compose reads it in the same way, and a
volume's name has no slash.

    service web { mount conf/app.ini -> /etc/app.ini }          # error
    service web { mount ./conf/app.ini -> /etc/app.ini }
    service web { mount uploads -> /var/lib/uploads }
`,
  message: (data: { readonly source: string }) => `\`${data.source}\` reads as the name of a volume, which has no slash`,
  help: ({ source }) => `write \`./${source}\` for the path beside the compose file`,

  check(_site, report, index) {
    const seen = new Set<Origin>();
    for (const { withMounts } of index.engineParts()) {
      for (const { mounts } of withMounts) {
        for (const { source, kind, origin } of mounts) {
          if (kind !== "volume" || !source.includes("/") || seen.has(origin)) continue;
          seen.add(origin);
          report({ at: origin, data: { source }, fix: dotBefore(source, origin) });
        }
      }
    }
  },
});

/** Where the word stands as it is, and once. */
function dotBefore(source: string, { span }: Origin): readonly TextEdit[] | undefined {
  const text = span.source.text.slice(span.start, span.end);
  const at = text.indexOf(source);
  if (at < 0 || text.indexOf(source, at + 1) >= 0) return undefined;
  return [{ span: { ...span, start: span.start + at, end: span.start + at }, text: "./" }];
}
