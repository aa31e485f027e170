import type { Context } from "../../emit/target.js";
import { type YamlPrinted, YamlPrinter } from "../../emit/yaml.js";
import type { Container, Engine } from "../../ir/container.js";
import type { Site } from "../../ir/site.js";
import { findNamed } from "../../source/group.js";
import { oncePer } from "../../source/once.js";
import { compareNames } from "../../source/order.js";
import { noTables, type Table } from "../../source/tables.js";
import { tunedMachines } from "./lower-service.js";

const indent = "  ";

/**
 * The services of an engine by their names, each printed at once: an engine may run thousands. `print` prints that of a container and tells whether it
 * reported anything; of one that stands alone it was printed before, unless it did.
 */
export function printServices(engine: Engine, context: Context, print: (container: Container, printer: YamlPrinter) => boolean): YamlPrinted {
  const printer = new YamlPrinter(indent);
  const printed = context.tables === noTables ? undefined : printedServices(engine, context);
  for (const container of engine.containers.toSorted((a, b) => compareNames(a.name, b.name))) {
    if (printed === undefined || !standsAlone(container, context)) {
      print(container, printer);
      continue;
    }
    const known = printed.get(container);
    if (known !== undefined) {
      printer.addPrinted(known);
      continue;
    }
    const own = new YamlPrinter(indent);
    const reported = print(container, own);
    const service = own.end();
    printer.addPrinted(service);
    if (!reported) printed.set(container, service);
  }
  return printer.end();
}

/** All that the service of a container that stands alone is printed of besides the container. */
function printedServices({ machine, native }: Engine, { site, tables }: Context): Table<Container, YamlPrinted> {
  return tables.table(`compose ${machine}`, [familiesOf(site), ...native]);
}

/** What an attachment says of its network. */
const familiesOf = oncePer(({ networks }: Site) => JSON.stringify(networks.map(({ name, family }) => [name, family])));

/** Whether a container has nothing of other containers, of the files of other targets, of secrets or of the settings of its machine. */
function standsAlone({ name, sidecar, after, environment }: Container, { site, emittedFor }: Context): boolean {
  if (sidecar || after.length > 0 || emittedFor(name).length > 0) return false;
  return findNamed(tunedMachines(site), name) === undefined && environment.every(({ value }) => typeof value === "string");
}
