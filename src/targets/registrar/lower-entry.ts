import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import { reportText } from "../../emit/quoted.js";
import type { Registration } from "../../ir/consul.js";
import type { Site } from "../../ir/site.js";
import type { Proxy } from "../../ir/traffic.js";
import { groupBy, groupsBy } from "../../source/group.js";
import { oncePer } from "../../source/once.js";
import type { RegistrarScript } from "./model.js";
import { quoteShell } from "./quote.js";

/** The key of an instance and its value, as nginx-upsync-module reads them (README, section "Consul_kv"). */
export function lowerKv(registration: Registration, prefix: string, { site, report }: Context): RegistrarScript["kv"] {
  const { address, port, cluster, origin } = registration;
  const flaw = flawOf(prefix);
  if (flaw !== undefined) report(registryKey, { at: origin, data: { key: prefix, flaw } });
  if (!isIpv4(address)) report(upsyncAddress, { at: origin, data: { address } });
  if (site.consuls.some(({ name, version }) => name === cluster && version === "1.21.5")) report(consulKeyColon, { at: origin, data: { cluster } });
  const key = `${prefix}${prefix.endsWith("/") ? "" : "/"}${address}:${port}`;
  return {
    key: quoteShell(key, origin, report),
    path: quoteShell(`/v1/kv/${escapeUrl(key)}`, origin, report),
    value: quoteShell(valueOf(registration, prefix, site, report), origin, report),
    origin,
  };
}

function valueOf({ node, weight, maxFails, failTimeoutMs, origin }: Registration, prefix: string, site: Site, report: Context["report"]): string {
  if (failTimeoutMs % 1000 !== 0) reportText(report, origin, "a key of nginx-upsync", `a time of ${failTimeoutMs} ms, which is no whole number of seconds,`);
  const backups = backupsOf(prefix, site);
  const siblings = registrationsAt(site.registrations, prefix);
  // upsync forgets neither of these two from one key to the next: where one instance has it, all say it.
  const down = siblings.some((each) => each.weight === 0) ? { down: weight === 0 ? 1 : 0 } : {};
  const backup = siblings.some((each) => backups.has(each.node)) ? { backup: backups.has(node) ? 1 : 0 } : {};
  // It knows no weight 0 either.
  return JSON.stringify({ weight: Math.max(1, weight), max_fails: maxFails, fail_timeout: Math.floor(failTimeoutMs / 1000), ...down, ...backup });
}

/** The instances that serve only when no other can, as the readers of the prefix see them. */
function backupsOf(prefix: string, { proxies }: Site): ReadonlySet<string> {
  return readersOf(proxies).get(prefix) ?? nobody;
}

/** The backup servers of all pools, by the prefix at which they are found. */
const readersOf = oncePer((proxies: readonly Proxy[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const backups = proxies.flatMap(({ pools }) => pools.flatMap(({ discovery, servers }) => servers.flatMap(({ name, backup }) => (backup && discovery?.key != null ? [{ key: discovery.key, name }] : []))));
  return new Map([...groupBy(backups, ({ key }) => key)].map(([key, found]) => [key, new Set(found.map(({ name }) => name))]));
});

const nobody: ReadonlySet<string> = new Set();
const registrationsAt = groupsBy(({ key }: Registration) => key);

/**
 * The instance in the catalog of the agent that is asked, which then looks at it, too: should the registrar end without a
 * word, the instance is dropped in time, and put back by the next one.
 */
export function lowerCatalog({ node, service, address, port, weight, check, origin }: Registration, { report }: Context): RegistrarScript["catalog"] {
  const definition = {
    ID: node,
    Name: service,
    Address: address,
    Port: port,
    ...(weight === 1 ? {} : { Weights: { Passing: weight, Warning: 1 } }),
    Check: {
      TCP: address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`,
      Interval: `${check.everyMs}ms`,
      Timeout: `${check.timeoutMs}ms`,
      Status: "passing",
      DeregisterCriticalServiceAfter: "1h",
    },
  };
  return {
    id: quoteShell(escapeUrl(node), origin, report),
    path: quoteShell("/v1/agent/service", origin, report),
    definition: quoteShell(JSON.stringify(definition), origin, report),
    origin,
  };
}

function flawOf(prefix: string): string | undefined {
  if (prefix === "") return "is empty";
  if (prefix.startsWith("/")) return "begins with a slash";
  if (prefix.includes("//")) return "has two slashes in a row";
  if (prefix.split("/").some((part) => part === "." || part === "..")) return "has a part that is `.` or `..`";
  return prefix.trim() === prefix ? undefined : "begins or ends with a blank";
}

function isIpv4(text: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  return parts !== undefined && parts.every((part) => Number(part) <= 255);
}

/** Text as a path of a URL; slashes and colons stay. */
function escapeUrl(text: string): string {
  const escape = (character: string): string => encodeURIComponent(character).replace(/['()!*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return text.replace(/[^A-Za-z0-9_.~:/-]/gu, (character) => (/\p{Surrogate}/u.test(character) ? character : escape(character)));
}

export const registryKey = defineDiagnostic({
  code: "registry-key",
  severity: "error",
  summary: "The prefix of the keys is one that Consul refuses or changes.",
  explanation: `
Keys in Consul's KV are paths without a slash at their start. Consul refuses a key that begins with one, merges two slashes in a row,
and takes \`..\` for an attack.

    service goods { discover registry { key "/upstreams//goods/" } }     # error
    service goods { discover registry { key upstreams/goods/ } }
`,
  message: ({ key, flaw }: { readonly key: string; readonly flaw: string }) => `the key \`${key}\` ${flaw}`,
  help: () => "write it as `upstreams/goods/`",
});

export const upsyncAddress = defineDiagnostic({
  code: "upsync-address",
  severity: "error",
  summary: "An instance that nginx finds by upsync has no IPv4 address.",
  explanation: `
nginx-upsync-module reads the address of an instance from the last part of its key, and takes an IPv4 address with a port, nothing else.
It skips a name or an IPv6 address with a line in its error log, and the instance gets no traffic.

    host app1                       # a name: error for what \`discover\`s with upsync on it
    host app1 192.168.0.21
`,
  message: ({ address }: { readonly address: string }) => `nginx-upsync skips \`${address}\`, which is no IPv4 address`,
  help: () => "give the host or the node an IPv4 address, or leave `discover` out",
});

export const consulKeyColon = defineDiagnostic({
  code: "consul-key-colon",
  severity: "error",
  summary: "This version of Consul refuses the keys that nginx-upsync reads.",
  explanation: `
Consul 1.21.5 takes only a few characters in a key, and the colon between address and port is not one of them. Its next release, 1.21.6,
takes them again.

    consul registry { version 1.21.5 }     # error with \`discover registry\`
    consul registry { version 1.21.6 }
`,
  message: ({ cluster }: { readonly cluster: string }) => `\`${cluster}\` is Consul 1.21.5, which refuses a key with a colon`,
  help: () => "use version 1.21.6 or later",
});
