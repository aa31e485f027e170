import { type Runs, runsAgain } from "../../emit/kept-runs.js";
import type { Context } from "../../emit/target.js";
import { type YamlPrinted, YamlPrinter } from "../../emit/yaml.js";
import type { Container, Engine } from "../../ir/container.js";
import type { Network } from "../../ir/place.js";
import { firstPlace } from "../../source/bisect.js";
import { eachAgain } from "../../source/kept-lists.js";
import { sortAgain } from "../../source/kept-order.js";
import { compareNames } from "../../source/order.js";
import { noTables, type Slot, type Tables } from "../../source/tables.js";

/** Prints the service of a container; tells whether it reported anything. */
type Print = (container: Container, printer: YamlPrinter) => boolean;

/** The services of an engine, and the names of those that reported something. */
interface Kept {
  readonly runs: Runs<Container, YamlPrinted> | undefined;
  readonly reported: readonly string[];
}

const indent = "  ";

/** The services of an engine by their names, each printed at once: an engine may run thousands. `networks` are those that they join. */
export function printServices(engine: Engine, networks: readonly Network[], context: Context, print: Print): YamlPrinted {
  const { tables } = context;
  const printer = new YamlPrinter(indent);
  const containers = sortAgain(`services of ${engine.machine}`, engine.containers, (a, b) => compareNames(a.name, b.name), tables);
  if (tables === noTables) for (const container of containers) print(container, printer);
  else for (const { printed } of printRuns(containers, engine, slotOf(engine, networks, tables), context, print).runs) printer.addPrinted(printed);
  return printer.end();
}

/** Besides its container, a service that stands alone is made of native blocks and of the families of networks, and no more. */
function slotOf({ machine, native }: Engine, networks: readonly Network[], tables: Tables): Slot<Kept> {
  return tables.slot(`compose ${machine}`, [tables.same(`natives of ${machine}`, native), ...networks.map(({ name, family }) => `${name} ${family}`)]);
}

function printRuns(containers: readonly Container[], { machine }: Engine, slot: Slot<Kept>, context: Context, print: Print): Runs<Container, YamlPrinted> {
  const before = slot.get() ?? { runs: undefined, reported: [] };
  const reported: string[] = [];
  const { items, apart } = renewed(containers, machine, before.reported, context);
  const printOwn = (own: readonly Container[]): YamlPrinted => {
    const printer = new YamlPrinter(indent);
    for (const container of own) if (print(container, printer)) reported.push(container.name);
    return printer.end();
  };
  const runs = runsAgain(before.runs, items, printOwn, apart);
  slot.set({ runs, reported });
  return runs;
}

const none: ReadonlySet<Container> = new Set();

/** The containers, which are in order; in the place of one that has to be printed anew there is a copy, of which nothing was printed yet. */
function renewed(containers: readonly Container[], machine: string, reported: readonly string[], { emitted, tables }: Context): { readonly items: readonly Container[]; readonly apart: ReadonlySet<Container> } {
  const places = placesOf([...reported, ...mountingIn(containers, emitted())], containers);
  const leaning = eachAgain(`leaning on ${machine}`, [], containers, leansOnOthers, { tables });
  for (let at = leaning.indexOf(true); at >= 0; at = leaning.indexOf(true, at + 1)) places.push(at);
  if (places.length === 0) return { items: containers, apart: none };
  const items = [...containers];
  for (const place of places) items[place] = { ...containers[place]! };
  return { items, apart: new Set(places.map((place) => items[place]!)) };
}

/** The names of those for which other targets have emitted files: by what is fewer, containers or machines with files. */
function mountingIn(containers: readonly Container[], emitted: ReadonlyMap<string, unknown>): readonly string[] {
  return emitted.size < containers.length ? [...emitted.keys()] : containers.flatMap(({ name }) => (emitted.has(name) ? [name] : []));
}

function placesOf(names: readonly string[], containers: readonly Container[]): number[] {
  return names.flatMap((name) => {
    const place = firstPlace(containers.length, (at) => compareNames(containers[at]!.name, name) >= 0);
    return containers[place]?.name === name ? [place] : [];
  });
}

/** Whether its service has something of other containers or of secrets. */
function leansOnOthers({ sidecar, after, environment }: Container): boolean {
  return sidecar || after.length > 0 || environment.some(({ value }) => typeof value !== "string");
}
