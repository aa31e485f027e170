import { areSameHosts, canRunInContainer } from "../elaborate/draft.js";
import type { Host } from "../ir/place.js";
import type { Service, Sheet } from "./sheets.js";

/** Where an instance of a declaration stands. */
export interface Seat {
  /** Undefined on the local engine. Of a host that is not declared, its name alone is known. */
  readonly host: Pick<Host, "name" | "address"> | undefined;
  readonly inContainer: boolean;
  /** How many instances of the declaration are there in all, and the place of this one among them. */
  readonly sharing: number;
  readonly place: number;
}

/** The seats of the instances of a declaration. Most stand where those of the one before do. */
export function createSeating(hosts: ReadonlyMap<string, Host>): (sheet: Sheet) => readonly Seat[] {
  let last: { readonly hosts: Hosts; readonly count: number; readonly canContain: boolean; readonly seats: readonly Seat[] } | undefined;
  return ({ entity, on }) => {
    const own = on?.args.hosts ?? none;
    const { times } = entity.args as { readonly times?: { readonly value: number } };
    const count = times?.value ?? Math.max(1, own.length);
    const canContain = canRunInContainer(entity);
    if (last === undefined || last.count !== count || last.canContain !== canContain || !areSameHosts(last.hosts, own)) {
      last = { hosts: own, count, canContain, seats: dealSeats(own.map(({ value }) => value.name), count, canContain, hosts) };
    }
    return last.seats;
  };
}

type Hosts = Service["on"]["args"]["hosts"];
const none: Hosts = [];

/** Number i is on host i, and round again. */
function dealSeats(names: readonly string[], count: number, canContain: boolean, hosts: ReadonlyMap<string, Host>): readonly Seat[] {
  const met = new Map<string | undefined, number>();
  const placed = Array.from({ length: count }, (_, at) => {
    const name = names[at % names.length];
    const place = met.get(name) ?? 0;
    met.set(name, place + 1);
    return { name, place };
  });
  return placed.map(({ name, place }): Seat => {
    const host = name === undefined ? undefined : hosts.get(name);
    return {
      host: name === undefined ? undefined : (host ?? { name, address: name }),
      inContainer: name === undefined || (canContain && host?.runtime === "docker"),
      sharing: met.get(name)!,
      place,
    };
  });
}
