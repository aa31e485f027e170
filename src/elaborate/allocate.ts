import { allocateAddresses } from "./allocate-addresses.js";
import { allocatePorts } from "./allocate-ports.js";
import { allocateRouterIds } from "./allocate-router-ids.js";
import type { Draft } from "./draft.js";
import type { LockEntry } from "./lock.js";
import type { Tables } from "../source/tables.js";

/** Gives each container an address, each VIP a router id and each container of a Docker host a published port; what was locked stays. */
export function allocate(draft: Draft, locked: readonly LockEntry[], tables: Tables): readonly LockEntry[] {
  return [...allocateAddresses(draft, locked), ...allocateRouterIds(draft, locked), ...allocatePorts(draft, locked, tables)];
}
