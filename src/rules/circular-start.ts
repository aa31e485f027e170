import type { Outfit } from "../ir/container.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

type Wait = Outfit["after"][number];

/** Containers that wait for each other in a circle: Compose starts none of them. */
export const circularStart = defineRule({
  code: "circular-start",
  severity: "error",
  summary: "Containers wait for each other to start, in a circle.",
  explanation: `
\`after\` says what must be there before a container starts. What a gateway sends to, and what it finds that by, starts before it without being
said. In a circle nothing is first, and Compose refuses the whole file.

    service api port 80 behind edge after edge        # error: \`edge\` starts after what it sends to
    service api port 80 behind edge
`,
  message: (data: { readonly path: readonly string[]; readonly said: string | undefined }) =>
    data.path.length === 2 ? `\`${data.path[0]}\` waits for itself to start` : `these wait for each other to start: ${data.path.map((name) => `\`${name}\``).join(" → ")}`,
  help: ({ path, said }) => (said === undefined ? `let \`${path[0]}\` not wait for \`${path[1]}\`` : `take \`after ${said}\` away`),

  check(_site, report, index) {
    const seen = new Set<Origin>();
    for (const { waiting } of index.engineParts()) {
      const byName = betweenOthers(waiting);
      for (const circle of circlesOf(byName)) {
        const path = circle.map(({ container }) => container);
        const waits = path.map((name, place) => byName.get(name)!.after.find(({ container }) => container === path[(place + 1) % path.length])!);
        // What the program says is what can be mended; the rest follows from who sends to whom.
        const place = Math.max(0, waits.findIndex(isWritten));
        const { origin } = waits[place]!;
        // Of a declaration with many nodes there are many circles, and one `after`.
        if (seen.size === seen.add(origin).size) continue;
        const from = [...path.slice(place), ...path.slice(0, place)];
        const next = byName.get(from[1 % from.length]!)!;
        // As the program says it: mostly the declaration, and sometimes its node.
        const isNode = origin.span.source.text.slice(origin.span.start, origin.span.end).includes(next.name);
        const said = isWritten(waits[place]!) ? (isNode ? next.name : index.node(next.node).entity) : undefined;
        report({
          at: origin,
          data: { path: [...from, from[0]!], said },
          related: waits.filter((wait, index) => index !== place && wait.origin !== origin).slice(0, 4).map(({ container, origin }) => ({ span: origin.span, text: `so \`${container}\` starts first` })),
        });
      }
    }
  },
});

function isWritten({ origin: { span, because } }: Wait): boolean {
  return because === undefined && span.source.text.startsWith("after", span.start);
}

/** Who waits for somebody that waits, too: nobody else is part of a circle. */
function betweenOthers(waiting: readonly Outfit[]): ReadonlyMap<string, Outfit> {
  const names = new Set(waiting.map(({ name }) => name));
  return new Map(waiting.filter(({ after }) => after.some(({ container }) => names.has(container))).map((container) => [container.name, container]));
}

/** One circle for each place where a walk along what is waited for comes back to its own way. */
function circlesOf(byName: ReadonlyMap<string, Outfit>): readonly (readonly { readonly container: string }[])[] {
  const circles: { readonly container: string }[][] = [];
  const done = new Set<string>();
  const way: { readonly container: string; next: number }[] = [];
  const at = new Map<string, number>();
  const enter = (container: string): void => {
    if (done.has(container) || !byName.has(container)) return;
    const known = at.get(container);
    if (known !== undefined) {
      circles.push(way.slice(known));
      return;
    }
    at.set(container, way.length);
    way.push({ container, next: 0 });
  };
  for (const start of byName.keys()) {
    enter(start);
    for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
      const wait = byName.get(last.container)!.after[last.next++];
      if (wait !== undefined) enter(wait.container);
      else {
        way.pop();
        at.delete(last.container);
        done.add(last.container);
      }
    }
  }
  return circles;
}
