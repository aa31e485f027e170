import type { Proxy as IrProxy, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import type { AclList } from "./matches.js";
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

/**
 * What the servers are told of the client, and who the client is. A word of the client itself is replaced; that of the proxies in `trust` is
 * kept, and theirs is the client's address in limits, logs and balancing.
 */
export function forwardSpecs(scope: Scope, { trust }: IrProxy, all: readonly Route[], tls: boolean, acls: AclList): readonly Spec[] {
  const values: Readonly<Record<Told, Quoted>> = {
    client: words`%[src]`,
    proto: tls ? words`https` : words`http`,
    host: words`%[req.hdr(host)]`,
    port: words`%[dst_port]`,
  };
  const kinds = (Object.keys(forwarded) as Told[]).flatMap((kind) => {
    const telling = all.filter(({ forward }) => forward.includes(kind));
    // The list itself where it is all of them: that is seen without a look at each.
    const routes = telling.length === all.length ? all : telling;
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
  return acls.name("trusted", [{ origin: trust[0]!.origin, criterion: words`src`, values: trust.map(({ cidr, origin }) => quote.word(cidr, origin)) }]);
}
