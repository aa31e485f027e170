import type { Site } from "../ir/site.js";

/**
 * Texts for the secrets of a site whose files are only tried, never deployed: of the form that their daemons ask for. VRRP takes eight characters at
 * most, Consul's gossip a key of 32 bytes in base64.
 */
export function secretsToTry(site: Site): Readonly<Record<string, string>> {
  const keys = new Set(site.consuls.flatMap(({ encrypt }) => (encrypt !== null && "name" in encrypt ? [encrypt.name] : [])));
  return Object.fromEntries(site.secrets.map(({ name }) => [name, keys.has(name) ? `${"YQ".repeat(21)}E=` : "tried-it"]));
}
