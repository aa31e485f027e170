import type { Container } from "../ir/container.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

type Mount = Container["mounts"][number];

/** Two mounts at one place of a container: Docker refuses to make it. */
export const duplicateMount = defineRule({
  code: "duplicate-mount",
  severity: "error",
  summary: "Two things are mounted at one place of a container.",
  explanation: `
At a place of a container stands one mount. Compose's own check passes, and Docker refuses the container: "Duplicate mount point".

    service web { mount ./a.ini -> /etc/web.ini; mount ./b.ini -> /etc/web.ini }        # error
    service web { mount ./a.ini -> /etc/a.ini; mount ./b.ini -> /etc/b.ini }
`,
  message: (data: { readonly target: string; readonly first: string; readonly second: string }) =>
    data.first === data.second ? `\`${data.first}\` is mounted at \`${data.target}\` twice` : `\`${data.first}\` and \`${data.second}\` are both mounted at \`${data.target}\``,
  help: ({ first, second }) => (first === second ? "take one of the two away" : `give \`${second}\` another place: \`mount ${second} -> …\``),

  check(_site, report, index) {
    const seen = new Set<Origin>();
    for (const { withMounts } of index.engineParts()) {
      for (const { mounts } of withMounts) {
        if (mounts.length < 2) continue;
        const byPlace = new Map<string, Mount>();
        for (const mount of mounts) {
          const place = mount.target.replace(/(?<=.)\/+$/, "");
          const first = byPlace.get(place);
          if (first === undefined) byPlace.set(place, mount);
          else if (seen.size < seen.add(mount.origin).size) report({ at: mount.origin, data: { target: place, first: first.source, second: mount.source }, related: [{ span: first.origin.span, text: "the first" }] });
        }
      }
    }
  },
});
