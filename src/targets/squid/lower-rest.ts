import type { Cache } from "../../ir/cache.js";
import type { Context } from "../../emit/target.js";
import { reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";
import { inexactForSquid } from "./lower-helpers.js";
import type { AuthParam, Line } from "./model.js";
import { joinWords, quoteCommand, quoteRest, quoteWord, type Text, words } from "./quote.js";

const line = (directive: Text, rest: Text, origin: Origin): Line => ({ directive, words: rest, origin });

/** auth_param basic: the one scheme that a file of passwords serves. */
export function lowerAuth(cache: Cache, { report }: Context): AuthParam | null {
  const { login } = cache;
  if (login === null) return null;
  const { how, path, realm, ttlMs, origin } = login;
  if (ttlMs !== null && ttlMs % 1000 !== 0) report(inexactForSquid, { at: origin, data: { what: "how long a password is remembered", unit: "whole seconds" } });
  return {
    program: how === "file" ? words`/usr/lib/squid/basic_ncsa_auth ${quoteWord(path, origin, report)}` : quoteCommand(path, origin, report),
    realm: quoteRest(realm ?? cache.name, origin, report),
    credentialsttl: ttlMs === null ? null : Math.ceil(ttlMs / 1000),
    origin,
  };
}

/** ICAP services and programs that rewrite URLs. */
export function lowerFilters(cache: Cache, { report }: Context): readonly Line[] {
  const icap = cache.filters.filter(({ by }) => by === "icap");
  const [program] = cache.filters.filter(({ by }) => by === "program");
  const services = icap.flatMap(({ target, requests, answers, bypass, origin }, at) => {
    const points = [...(requests ? [[words`reqmod_precache`, words`requests`] as const] : []), ...(answers ? [[words`respmod_precache`, words`answers`] as const] : [])];
    return points.flatMap(([point, word]) => {
      const name = words`${word}_${at + 1}`;
      const fails = bypass ? words`on` : words`off`;
      return [line(words`icap_service`, words`${name} ${point} ${quoteWord(target, origin, report)} bypass=${fails}`, origin), line(words`adaptation_access`, words`${name} allow all`, origin)];
    });
  });
  return [
    ...(icap.length === 0 ? [] : [line(words`icap_enable`, words`on`, icap[0]!.origin), line(words`adaptation_send_client_ip`, words`on`, icap[0]!.origin)]),
    ...services,
    ...(program === undefined ? [] : [line(words`url_rewrite_program`, quoteCommand(program.target, program.origin, report), program.origin)]),
    ...(program?.bypass === true ? [line(words`url_rewrite_bypass`, words`on`, program.origin)] : []),
  ];
}

/** Names, headers, DNS, error pages, the cache manager. */
export function lowerRest(cache: Cache, machine: string, origin: Origin, context: Context): readonly Line[] {
  const { hide, dns, errors, hostname, manager } = cache;
  const { report } = context;
  // Caches that share a public name know each other's Via by another one, and do not take it for a loop.
  const unique = hostname !== null && cache.nodes.length > 1;
  return [
    line(words`visible_hostname`, quoteWord(hostname?.name ?? machine, hostname?.origin ?? origin, report), hostname?.origin ?? origin),
    ...(unique ? [line(words`unique_hostname`, quoteWord(machine, origin, report), origin)] : []),
    ...(manager?.mail == null ? [] : [line(words`cache_mgr`, quoteWord(manager.mail, manager.origin, report), manager.origin)]),
    ...managerPassword(cache, context),
    ...(hide?.client === true ? [line(words`forwarded_for`, words`delete`, hide.origin)] : []),
    ...(hide?.via === true ? [line(words`via`, words`off`, hide.origin)] : []),
    ...(hide?.version === true ? [line(words`httpd_suppress_version_string`, words`on`, hide.origin)] : []),
    ...(dns === null ? [] : [line(words`dns_nameservers`, joinWords(dns.servers.map((server) => quoteWord(server, dns.origin, report))), dns.origin)]),
    ...(errors === null ? [] : [line(words`error_directory`, quoteWord(errors.folder, errors.origin, report), errors.origin)]),
  ];
}

function managerPassword({ manager }: Cache, { report, reveal }: Context): readonly Line[] {
  if (manager === null || manager.password === null) return [];
  const password = reveal(manager.password);
  const isWord = ["none", "disable"].includes(password);
  if (isWord) reportText(report, manager.origin, "squid", `\`${password}\` as a password, which is a word of its own,`);
  return [line(words`cachemgr_passwd`, words`${quoteWord(isWord ? "refused" : password, manager.origin, report)} all`, manager.origin)];
}
