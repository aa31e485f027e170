import type { Context } from "../../emit/target.js";
import { type YamlPrinted, YamlPrinter } from "../../emit/yaml.js";
import type { Container, Engine } from "../../ir/container.js";
import type { Network } from "../../ir/place.js";
import { findNamed } from "../../source/group.js";
import { oncePer } from "../../source/once.js";
import { compareNames } from "../../source/order.js";
import { noTables, type Table, type Tables } from "../../source/tables.js";
import { tunedMachines } from "./lower-service.js";

/** Prints the service of a container; tells whether it reported anything. */
type Print = (container: Container, printer: YamlPrinter) => boolean;

/** Containers that stand one after the other in the file, and alone, and what was printed of them. */
interface Run {
  readonly containers: readonly Container[];
  readonly printed: YamlPrinted;
  readonly hasReported: boolean;
}

/** The runs of a file by their first containers. */
type Runs = Map<Container, Run>;

const indent = "  ";

// An edit prints so many again; of so few texts and more a file is put together.
const longestRun = 32;

/** The services of an engine by their names, each printed at once: an engine may run thousands. `networks` are those that they join. */
export function printServices(engine: Engine, networks: readonly Network[], context: Context, print: Print): YamlPrinted {
  const printer = new YamlPrinter(indent);
  const containers = inOrder(engine, context.tables);
  if (context.tables === noTables) for (const container of containers) print(container, printer);
  else {
    const table = tableOf(engine, networks, context.tables);
    table.set(runsKey, addRuns(containers, table.get(runsKey) ?? new Map(), context, print, printer));
  }
  return printer.end();
}

/** By their names, whose order stays while they do. */
function inOrder({ machine, containers }: Engine, tables: Tables): readonly Container[] {
  if (tables === noTables) return containers.toSorted((a, b) => compareNames(a.name, b.name));
  const names = tables.same(`containers of ${machine}`, containers.map(({ name }) => name));
  return orderOf(names).map((place) => containers[place]!);
}

const orderOf = oncePer((names: readonly string[]) => names.map((_, place) => place).sort((a, b) => compareNames(names[a]!, names[b]!)));

/** Its only key: the runs of a file are kept together, so that those which are no longer in it are let go. */
const runsKey = {};

/** Besides its container, a service that stands alone is made of native blocks and of the families of networks, and no more. */
function tableOf({ machine, native }: Engine, networks: readonly Network[], tables: Tables): Table<typeof runsKey, Runs> {
  return tables.table(`compose ${machine}`, [tables.same(`natives of ${machine}`, native), ...networks.map(({ name, family }) => `${name} ${family}`)]);
}

/** Adds the services to `printer`, as they were printed `before` where they were; gives the runs that they are now. */
function addRuns(containers: readonly Container[], before: Runs, context: Context, print: Print, printer: YamlPrinter): Runs {
  const runs: Runs = new Map();
  for (let at = 0; at < containers.length; ) {
    const first = containers[at]!;
    if (!standsAlone(first, context)) {
      print(first, printer);
      at++;
      continue;
    }
    const known = before.get(first);
    const run = known !== undefined && isAt(at, known, containers, context) ? known : printRun(at, containers, before, context, print);
    printer.addPrinted(run.printed);
    if (!run.hasReported) runs.set(first, run);
    at += run.containers.length;
  }
  return runs;
}

function isAt(start: number, run: Run, containers: readonly Container[], context: Context): boolean {
  return run.containers.every((container, at) => container === containers[start + at] && standsAlone(container, context));
}

/** Prints the run from `start` on, up to where another one began `before`. */
function printRun(start: number, containers: readonly Container[], before: Runs, context: Context, print: Print): Run {
  const printer = new YamlPrinter(indent);
  let hasReported = print(containers[start]!, printer);
  let end = start + 1;
  for (; end < containers.length && end - start < longestRun; end++) {
    const container = containers[end]!;
    if (before.has(container) || !standsAlone(container, context)) break;
    if (print(container, printer)) hasReported = true;
  }
  return { containers: containers.slice(start, end), printed: printer.end(), hasReported };
}

/** Whether a container's service has nothing of other containers, of files of other targets, of secrets or of settings of its machine. */
function standsAlone({ name, sidecar, after, environment }: Container, { site, emittedFor }: Context): boolean {
  if (sidecar || after.length > 0 || emittedFor(name).length > 0) return false;
  return findNamed(tunedMachines(site), name) === undefined && environment.every(({ value }) => typeof value === "string");
}
