import type { Proxy as IrProxy, Route } from "../../ir/traffic.js";
import { eachAgain } from "../../source/kept-lists.js";
import type { Origin } from "../../source/origin.js";
import { type AclList, aclOf } from "./matches.js";
import { inListen, type PlannedListen } from "./plan.js";
import { type Quoted, words } from "./quote.js";
import { grouped, type Spec } from "./rules.js";
import type { Scope } from "./scope.js";
import { reportUnsupported } from "./unsupported.js";

/** The name of a header, as it can stand in a rule and inside of parentheses. */
export function headerName({ quote, report }: Scope, name: string, at: Origin): Quoted {
  const sound = /^[A-Za-z0-9_.-]{1,100}$/.test(name);
  if (!sound) reportUnsupported(report, at, `takes no header \`${name}\``, "write a header's name, such as `X-Api-Key`");
  return sound ? quote.word(name, at) : words`-`;
}

/** Headers that routes set or take away. What stands in the program is literal. */
export function headerSpecs(scope: Scope, routes: readonly Route[]): readonly Spec[] {
  const headers = grouped(
    routes.filter((route) => route.headers.length > 0),
    (route) => route.headers,
    ({ on, name, value }) => JSON.stringify([on, name.toLowerCase(), value]),
  );
  return headers.map(({ value: { on, name, value, origin }, routes: having }) => {
    const header = headerName(scope, name, origin);
    const action = value === null ? words`del-header ${header}` : words`set-header ${header} ${scope.quote.literal(value, origin)}`;
    return { routes: having, ending: null, late: on === "response", on, origin, reason: null, action, also: null };
  });
}

const forwarded = {
  client: words`X-Forwarded-For`,
  proto: words`X-Forwarded-Proto`,
  host: words`X-Forwarded-Host`,
  port: words`X-Forwarded-Port`,
};

type Told = keyof typeof forwarded;
const tellings = Object.keys(forwarded) as Told[];

/** A bit for each kind. */
function toldBy({ forward }: Route): number {
  return tellings.reduce((bits, kind, bit) => (forward.includes(kind) ? bits | (1 << bit) : bits), 0);
}

/**
 * What the servers are told of the client, and who the client is. A word of the client itself is replaced; that of the proxies in `trust` is
 * kept, and theirs is the client's address in limits, logs and balancing.
 */
export function forwardSpecs(scope: Scope, planned: PlannedListen, all: readonly Route[], acls: AclList): readonly Spec[] {
  const { listen: { tls }, proxy: { trust } } = planned;
  const values: Readonly<Record<Told, Quoted>> = {
    client: words`%[src]`,
    proto: tls !== null ? words`https` : words`http`,
    host: words`%[req.hdr(host)]`,
    port: words`%[dst_port]`,
  };
  const told = eachAgain(inListen(scope, planned, "forward"), [], all, toldBy, scope.keeping);
  const toldByAll = told.reduce((bits, each) => bits & each);
  const kinds = tellings.flatMap((kind, bit) => {
    const mask = 1 << bit;
    const routes = (toldByAll & mask) !== 0 ? all : all.filter((_, at) => (told[at]! & mask) !== 0);
    return routes.length === 0 ? [] : [{ kind, name: forwarded[kind], routes, origin: routes[0]!.origin }];
  });
  const rule = (routes: readonly Route[], origin: Origin, action: Quoted, also: Quoted | null = null, reason: Quoted | null = null): Spec =>
    ({ routes, ending: null, late: false, on: "request", origin, reason, action, also });
  const set = kinds.map(({ kind, name, routes, origin }) => rule(routes, origin, words`set-header ${name} ${values[kind]}`));
  const [known] = trust;
  if (known === undefined) return set;
  const { origin } = known;
  const trusted = trustedAcl(scope, trust, acls);
  const client = kinds.find(({ kind }) => kind === "client");
  return [
    ...kinds.map(({ name, routes, origin: at }) => rule(routes, at, words`del-header ${name}`, words`!${trusted}`)),
    ...(client === undefined ? [] : [rule(client.routes, client.origin, words`set-var(txn.peer) src`)]),
    // After the first of these `src` is the address that a trusted proxy saw; when that is a trusted proxy too, the second asks on.
    rule(all, origin, words`set-src req.hdr_ip(X-Forwarded-For,-1)`, trusted, words`The client is whom a trusted proxy saw, and behind two of them whom the first saw.`),
    rule(all, origin, words`set-src req.hdr_ip(X-Forwarded-For,-2)`, trusted),
    ...(client === undefined ? [] : [rule(client.routes, client.origin, words`add-header X-Forwarded-For %[var(txn.peer)]`)]),
    ...kinds
      .filter(({ kind }) => kind !== "client")
      .map(({ kind, name, routes, origin: at }) => rule(routes, at, words`set-header ${name} ${values[kind]}`, words`!{ req.hdr(${name}) -m found }`)),
  ];
}

/** The ACL of the addresses in front whose word counts. */
export function trustedAcl({ quote }: Scope, trust: IrProxy["trust"], acls: AclList): Quoted {
  return acls.name(aclOf("trusted", trust[0]!.origin, words`src`, trust.map(({ cidr, origin }) => quote.word(cidr, origin))));
}
