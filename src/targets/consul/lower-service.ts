import type { Context } from "../../emit/target.js";
import type { Consul, Registration } from "../../ir/consul.js";
import type { Daemon } from "../../ir/place.js";
import type { Origin } from "../../source/origin.js";
import { groupBy, groupsBy } from "../../source/group.js";
import { attribute, block } from "./entries.js";
import { consulDnsName, isDnsLabel } from "./lower-agent.js";
import { lowerCheck } from "./lower-check.js";
import type { Block, HclFile } from "./model.js";
import { quoteText } from "./quote.js";

export interface Services {
  readonly files: readonly HclFile[];
  /** The first check that runs a script; null for none. */
  readonly scripts: Origin | null;
}

const registrationsFrom = groupsBy(({ machine }: Registration) => machine);

/** A file for each service with instances on the machine: the agent there registers them, checks them and answers for them. */
export function lowerServices(consul: Consul, daemon: Daemon, context: Context): Services {
  // Nobody is to be sent to an instance of weight 0, and Consul has no such weight.
  const own = registrationsFrom(context.site.registrations, daemon.machine).filter(({ cluster, weight }) => cluster === consul.name && weight > 0);
  const byService = groupBy(own, ({ service }) => service);
  const lowered = [...byService.values()].map((registrations) => lowerService(registrations, consul, context));
  return { files: lowered.map(({ file }) => file), scripts: lowered.find(({ scripts }) => scripts !== null)?.scripts ?? null };
}

function lowerService(registrations: readonly Registration[], consul: Consul, context: Context): { readonly file: HclFile; readonly scripts: Origin | null } {
  const { service, origin } = registrations[0]!;
  if (!isDnsLabel(service)) context.report(consulDnsName, { at: origin, data: { what: "service", name: service } });
  // Consul takes one `service` in a file, and any number of `services`.
  const keyword = registrations.length === 1 ? "service" : "services";
  const scripts = registrations.find(({ check }) => check.form === "script" || check.form === "process");
  return {
    file: {
      // consul.hcl is the agent's own.
      name: service === "consul" ? "consul-service" : service,
      body: registrations.map((registration) => [lowerInstance(keyword, registration, consul, context)]),
      secret: false,
      origin,
    },
    scripts: scripts?.check.origin ?? null,
  };
}

function lowerInstance(keyword: string, registration: Registration, consul: Consul, context: Context): Block {
  const { node, service, address, port, weight, key, origin } = registration;
  const { report } = context;
  const check = lowerCheck(registration, consul.version, context);
  const weights = weight === 1 ? [] : [block("weights", [[attribute("passing", weight, origin), attribute("warning", 1, origin)]], origin)];
  return block(
    keyword,
    [
      [
        attribute("id", quoteText(node, origin, report), origin),
        attribute("name", quoteText(service, origin, report), origin),
        attribute("address", quoteText(address, origin, report), origin),
        attribute("port", port, origin),
        // nginx-upsync reads weights from the tags alone.
        ...(weight === 1 || key !== null ? [] : [attribute("tags", [quoteText(`weight=${weight}`, origin, report)], origin)]),
      ],
      weights,
      check === null ? [] : [check],
    ],
    origin,
  );
}
