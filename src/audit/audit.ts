import { z } from "zod";
import { endpoint, milliseconds, origin, transport } from "../ir/basics.js";

/** Something that can fail: a zone, a host, a Docker engine, one instance, or one daemon. */
export const unit = z.strictObject({
  kind: z.enum(["zone", "host", "engine", "instance", "daemon"]),
  /** As `--without` takes it: `rack-a`, `lb1`, `docker@app1` (`docker` for the local engine), `goods-1`, `nginx@lb1`. */
  name: z.string(),
  /** The host that it is or runs on; null for a zone, and for containers of the local Docker engine. */
  host: z.string().nullable(),
});
export type UnitName = z.infer<typeof unit>;

/** One place of a stage: an instance, or a server outside of this site. */
const member = z.strictObject({
  name: z.string(),
  /** null in containers of the local Docker engine, and outside of this site. */
  host: z.string().nullable(),
  outside: z.boolean(),
});
export type Member = z.infer<typeof member>;

/** One link of a chain: what a request passes next, and the instances of it that can take the request. */
export const stage = z.strictObject({
  /** The declaration; an endpoint where none says it. */
  name: z.string(),
  members: z.array(member),
  /** How many of them must be there. */
  needs: z.int().min(1),
  /** The address that moves among them; null where they have their own. */
  vip: z.string().nullable(),
  /** Whether somebody notices that one of them does not answer, so that nothing is sent to it. */
  checked: z.boolean(),
  origin,
});
export type Stage = z.infer<typeof stage>;

/** What is counted: of a site on one host the instances on it, without hosts the containers of the local Docker engine. */
const place = z.enum(["host", "container", "instance"]);

/** Something that clients reach, and what it takes to answer them. */
export const entry = z.strictObject({
  /** `192.168.0.146:80 shop.example.com/goods`. Unique. */
  id: z.string(),
  /** Where clients come to: `192.168.0.146:80`, `node1:3128`, `*:8080` where the local Docker engine publishes it. */
  door: z.string(),
  transport,
  /** Empty: any. */
  domains: z.array(z.string()),
  /** `/goods`, `= /goods`, `~ ^/a`; null where no request is read. */
  path: z.string().nullable(),
  stages: z.array(stage).min(1),
  /** False: even with everything up nobody answers. */
  served: z.boolean(),
  survives: z.strictObject({
    /** Of whatever fails, that many at a time are always survived; null where all that could fail is outside of this site. */
    failures: z.int().min(0).nullable(),
    of: place,
    /** Whether it survives the loss of any one zone; null where the site has fewer than two. */
    zone: z.boolean().nullable(),
    /** Whether it then takes that another instance of a database is made the primary, which is not infc's doing. */
    promotion: z.boolean(),
  }),
  origin,
});
export type Entry = z.infer<typeof entry>;

/** Why an entry is lost. */
export const reason = z.enum([
  /** `subject` has no other instance. */
  "only-one",
  /** No other instance of `subject` is asked, though there are others. */
  "one-asked",
  /** All instances of `subject` stand on what fails. */
  "together",
  /** What fails has the majority of `subject`, which answers nobody without one. */
  "majority",
  /** Nothing that holds the address `vip` looks at it: the address stays where nobody answers. */
  "unnoticed",
  /** Its check takes less from the priority than would let another one win. */
  "too-light",
  /** Its check lowers the priority, and with `preempt no` nobody takes an address over for that. */
  "not-preempted",
  /** `subject` does not run on the machine that takes the address over. */
  "absent",
  /** The servers of `subject` are found through the Consul agent there, and are forgotten without it. */
  "registry",
  /** The replica that is left of `subject` becomes the primary. */
  "replica",
]);
export type Reason = z.infer<typeof reason>;

/** Who can hold an address. */
const holder = z.strictObject({
  /** The host, or the node in a container. */
  name: z.string(),
  /** With what its checks add to it or take from it. */
  priority: z.int(),
});
export type Holder = z.infer<typeof holder>;

/** What the loss of one thing, or of one host, zone or engine, takes away although it need not. */
export const spof = z.strictObject({
  /** Several where each alone has the same effect: the daemons of one host. */
  units: z.array(unit).min(1),
  reason,
  /** The declaration that has no other, or the VIP that stays. */
  subject: z.string(),
  vip: z.string().nullable(),
  /** Of a check that takes too little: the one that the address stays with, and the next, with their priorities then. */
  priorities: z.array(holder),
  /** The ids of the entries that are lost. */
  lost: z.array(z.string()).min(1),
  /** What to type, or to do. */
  advice: z.string(),
  /** Why the program accepts it, with `accept spof`: it then does not count. null: it does. */
  accepted: z.string().nullable(),
  origin,
});
export type Spof = z.infer<typeof spof>;

/** A daemon that a VIP's traffic goes through on the machine that holds it. */
const watched = z.strictObject({
  daemon: z.string(),
  /** `script`: a script of the operator's, of which infc knows nothing. */
  by: z.enum(["check", "script", "nobody"]),
  /** From its end until the next holder has the address, at most; null where the address does not move for it. */
  withinMs: milliseconds.nullable(),
});
export type Watched = z.infer<typeof watched>;

/** How an address moves. */
export const vip = z.strictObject({
  addresses: z.array(z.string()).min(1),
  /** The declaration that holds it. */
  holder: z.string(),
  /** Best first: the first holds it, each next one takes it over. */
  order: z.array(holder).min(1),
  /** From the end of the first one's machine until the second one has the address; null where nobody takes it over. */
  afterMs: milliseconds.nullable(),
  watched: z.array(watched),
  preempt: z.union([z.enum(["yes", "no"]), z.strictObject({ afterMs: milliseconds })]),
  /** VIPs that move with it. */
  together: z.array(z.string()),
  origin,
});
export type VipMoves = z.infer<typeof vip>;

/** A cluster that elects: what it needs, and what happens without. */
export const quorum = z.strictObject({
  name: z.string(),
  kind: z.string(),
  members: z.array(member),
  needs: z.int().min(1),
  survives: z.strictObject({ failures: z.int().min(0), of: place, zone: z.boolean().nullable() }),
  /** What alone takes the majority away: one of few, or a host or zone that has too many. */
  brokenBy: z.array(unit),
  /** False: of an even number of nodes one has no vote, nobody knows which, and without the majority of nodes there may be one of votes. */
  certain: z.boolean(),
  /** What does not work without the majority. */
  without: z.string(),
  /** The services that are found through it; empty for what is no registry. */
  registers: z.array(z.strictObject({ service: z.string(), without: z.string() })),
  origin,
});
export type Quorum = z.infer<typeof quorum>;

/** A collection of logs: where its lines come from, and what they pass. */
export const logChain = z.strictObject({
  name: z.string(),
  /** The machines whose lines are read. */
  machines: z.array(z.string()),
  stages: z.array(stage),
  /** What alone stops it. */
  stoppedBy: z.array(z.strictObject({ unit, stage: z.string() })),
  /** Ports that take lines from others: what comes while nobody listens is lost. */
  intake: z.array(z.string()),
  origin,
});
export type LogChain = z.infer<typeof logChain>;

const moved = z.strictObject({
  vip: z.string(),
  from: z.string(),
  to: holder,
  withinMs: milliseconds,
});
export type Moved = z.infer<typeof moved>;

const shortOf = z.strictObject({ name: z.string(), left: z.int(), of: z.int() });
export type ShortOf = z.infer<typeof shortOf>;

/** What happens when something fails. */
export const failure = z.strictObject({
  units: z.array(unit).min(1),
  /** Entries that nobody answers, by their ids, and the declaration at which their ways end. */
  lost: z.array(z.strictObject({ entry: z.string(), at: z.string() })),
  /** Declarations that go on with fewer instances, or that have none left. */
  degraded: z.array(shortOf),
  moved: z.array(moved),
  /** VIPs that nobody holds. */
  unheld: z.array(z.string()),
  /** Clusters without their majority. */
  quorums: z.array(shortOf.extend({ needs: z.int() })),
  /** Collections of logs whose lines go no further. */
  logs: z.array(z.strictObject({ name: z.string(), stage: z.string() })),
});
export type Failure = z.infer<typeof failure>;

/** What a site survives. Lists of declarations are sorted by name. */
export const audit = z.strictObject({
  site: z.string(),
  /** What all of the site stands on: its only host, its only zone, or the local Docker engine. */
  ground: z.array(unit),
  entries: z.array(entry),
  spofs: z.array(spof),
  vips: z.array(vip),
  quorums: z.array(quorum),
  logs: z.array(logChain),
  /** What entries and logs need that is not of this site; `alone`: there is no other server of `name`. */
  outside: z.array(z.strictObject({ endpoint, name: z.string(), usedBy: z.string(), alone: z.boolean() })),
  /** Databases of which one instance at a time takes writes: that another one does in its place is not infc's doing. */
  primaries: z.array(z.strictObject({ name: z.string(), kind: z.string() })),
  /** Declarations that no chain leads to. */
  unseen: z.array(z.strictObject({ name: z.string(), kind: z.string(), nodes: z.int() })),
  /** Of `--without` the one that was asked for; else each single one that has an effect. */
  failures: z.array(failure),
});
export type Audit = z.infer<typeof audit>;
