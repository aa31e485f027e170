import { describe, expect, test } from "vitest";
import type { OutputFile } from "../../../src/emit/output-file.js";
import type { Container, Engine } from "../../../src/ir/container.js";
import type { Site } from "../../../src/ir/site.js";
import { createTables, type Tables } from "../../../src/source/tables.js";
import { compose } from "../../../src/targets/compose/index.js";
import { createTypist } from "../../kit/edits.js";
import { containerOf, daemonOf, emitSite, engineOf, machineOf, nativeOf, networkOf, originOf, siteOf } from "../../kit/site.js";
import { generated } from "./sentence.js";

const origin = originOf();

/** Two engines with the same names in them; the containers of the first stand in no order. `more`: what those have that are no plain services. */
function manyContainers(more: (at: number) => Partial<Container> = () => ({})): Site {
  const names = Array.from({ length: 150 }, (_, at) => `svc${(at * 37) % 150}`);
  const container = (name: string, at: number): Container =>
    containerOf(name, { image: `example/${name}:1`, publish: [{ address: null, published: 8000, port: 80, transport: "tcp", origin: originOf(name) }], origin: originOf(`service ${name}`), ...more(at) });
  return siteOf({
    networks: [networkOf()],
    machines: ["app1", "app2", ...names].map((name) => machineOf(name)),
    daemons: [daemonOf("compose", "app1"), daemonOf("compose", "app2")],
    engines: [engineOf(names.map(container), { machine: "app1" }), engineOf(names.toSorted().map(container), { machine: "app2" })],
  });
}

interface State {
  readonly site: Site;
  readonly emitted: readonly OutputFile[];
  readonly secrets: Readonly<Record<string, string>>;
}

function withEngine(state: State, place: number, change: (engine: Engine) => Partial<Engine>): State {
  return { ...state, site: { ...state.site, engines: state.site.engines.map((engine, at) => (at === place ? { ...engine, ...change(engine) } : engine)) } };
}

/** What may change about a container from one compilation to the next. */
const changes: readonly ((container: Container, number: number) => Partial<Container>)[] = [
  ({ image }, number) => ({ image: `${image}${number}` }),
  ({ name }, number) => ({ name: `${name}${number}` }),
  (_, number) => ({ name: `über${number}` }),
  (_, number) => ({ sysctls: number % 2 === 0 ? [{ key: "net.a", value: `${number}`, origin }] : [] }),
  (_, number) => ({ memory: number % 2 === 0 ? 1024 : null }),
  (_, number) => ({ networks: [{ network: "lan", address: number % 2 === 0 ? "192.168.0.9" : null, aliases: ["a"], origin }] }),
  (_, number) => ({ environment: [{ name: "A", value: number % 2 === 0 ? { name: "word", origin } : `${number}`, origin }] }),
  (_, number) => ({ after: [{ container: `svc${number % 160}`, condition: "started", origin }] }),
  (_, number) => ({ native: [nativeOf("compose", number % 2 === 0 ? [["tty", "true"]] : [["raw", "'x-a: 1"]])] }),
  (_, number) => ({ mounts: [{ kind: "volume", source: `data${number}`, target: "/data", readOnly: false, origin }] }),
  ({ name }, number) => ({ sidecar: true, node: `svc${number % 160}`, hostname: null, name }),
];

/** The next of a row of sites that differ in little. */
function edited(state: State, below: (count: number) => number): State {
  const { site } = state;
  const number = below(1000);
  const place = below(2);
  const { containers } = site.engines[place]!;
  const at = below(containers.length);
  const one = containers[at]!;
  switch (below(11)) {
    case 0:
      return withEngine(state, place, () => ({ containers: containers.toSpliced(at, 1 + below(40)) }));
    case 1:
      return withEngine(state, place, () => ({ containers: [...containers.slice(0, at), ...Array.from({ length: 1 + below(40) }, (_, more) => containerOf(`new${number}-${more}`, { origin })), ...containers.slice(at)] }));
    case 2:
      return withEngine(state, place, () => ({ containers: containers.toReversed() }));
    case 3:
      return withEngine(state, place, ({ native }) => ({ native: native.length > 0 ? [] : [nativeOf("compose", [["tty", "true"], ["x-number", `${number}`]])] }));
    case 4:
      return { ...state, site: { ...site, networks: [networkOf(site.networks[0]!.family === "ipv4" ? { cidr: "fd00::/64" } : {})] } };
    case 5:
      return { ...state, emitted: number % 3 === 0 ? [] : [...state.emitted, generated(one.name, `/etc/${number}`, number % 3 === 1 ? { claim: ["chown", "a", "/etc"] } : {})] };
    case 6:
      return { ...state, secrets: { word: `${number}` } };
    default: {
      const change = changes[below(changes.length)]!;
      return withEngine(state, place, () => ({ containers: containers.with(at, { ...one, ...change(one, number) }) }));
    }
  }
}

function emit({ site, emitted, secrets }: State, tables?: Tables): unknown {
  const { files, diagnostics } = emitSite(compose, site, { emitted, secrets, ...(tables && { tables }) });
  return { files: files.map((file) => ({ ...file })), diagnostics };
}

const plain: State = { site: manyContainers(), emitted: [], secrets: {} };

const mixed: State = {
  ...plain,
  site: manyContainers((at) => {
    if (at % 7 === 0) return { after: [{ container: `svc${at}`, condition: "started", origin }] };
    return at % 11 === 0 ? { sidecar: true, node: `svc${at + 1}`, hostname: null } : {};
  }),
};

describe("a Compose file of containers of which some are as they were", () => {
  test.each([
    [1, plain],
    [2, plain],
    [3, mixed],
    [4, mixed],
  ])("is what it is when all of them are printed (%i)", (seed, first) => {
    const { below } = createTypist(seed);
    const tables = createTables();
    for (let round = 0, state = first; round < 60; round++, state = round % 20 === 0 ? first : edited(state, below)) expect(emit(state, tables)).toEqual(emit(state));
  });

  test("prints those near an edit alone", () => {
    const tables = createTables();
    let printed = 0;
    // What a container is printed from is asked for by its printing alone.
    const counted = (container: Container): Container => Object.defineProperty({ ...container }, "stopGraceMs", { get: () => (printed++, null), enumerable: true });
    const state = withEngine(plain, 0, ({ containers }) => ({ containers: containers.map(counted) }));
    emit(state, tables);
    expect(printed).toBe(150);
    for (const edit of [
      (containers: readonly Container[]) => containers.with(70, counted({ ...plain.site.engines[0]!.containers[70]!, image: "other" })),
      (containers: readonly Container[]) => containers.toSpliced(70, 1),
      (containers: readonly Container[]) => [...containers, counted(containerOf("svc77b", { origin }))],
      (containers: readonly Container[]) => containers.toReversed(),
    ]) {
      printed = 0;
      emit(withEngine(state, 0, ({ containers }) => ({ containers: [...edit(containers)] })), tables);
      expect(printed).toBeLessThan(70);
    }
  });

  test("prints none beside those that lean on others again", () => {
    const tables = createTables();
    const printed: string[] = [];
    const counted = (container: Container): Container => Object.defineProperty({ ...container }, "stopGraceMs", { get: () => (printed.push(container.name), null), enumerable: true });
    const state = withEngine(mixed, 0, ({ containers }) => ({ containers: containers.map(counted) }));
    emit(state, tables);
    printed.length = 0;
    emit(state, tables);
    const leaning = state.site.engines[0]!.containers.filter(({ after, sidecar }) => after.length > 0 || sidecar).map(({ name }) => name);
    expect(new Set(printed)).toEqual(new Set(leaning));
  });
});
