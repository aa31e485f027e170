import { isAbsolute, join } from "node:path";
import { collectDiagnostics } from "../diagnostics/define.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { missingSecret } from "../emit/missing-secret.js";
import type { Secrets } from "../emit/emit.js";
import type { SecretSource, Site } from "../ir/site.js";
import { type Host, HostError } from "./host.js";

/** The secrets of a site, each fetched when it is first asked for; and what was reported until now. */
export interface FetchedSecrets {
  readonly secrets: Secrets;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Gives the texts of a site's secrets. Only those that a file needs are fetched: a command that nothing needs is not run. A text is cut
 * of one line end, and never part of a report.
 */
export function fetchSecrets(host: Host, site: Site, folder: string): FetchedSecrets {
  const { report, diagnostics } = collectDiagnostics();
  const texts = new Map<string, string | undefined>();
  const secrets: Record<string, string> = {};
  for (const source of site.secrets) {
    const get = (): string | undefined => {
      if (!texts.has(source.name)) texts.set(source.name, fetch(source));
      return texts.get(source.name);
    };
    Object.defineProperty(secrets, source.name, { get, enumerable: true });
  }
  return { secrets, diagnostics };

  function fetch(source: SecretSource): string | undefined {
    const found = fetchSecret(host, source, folder);
    if ("text" in found) return found.text;
    report(missingSecret, { at: source.origin, data: { name: source.name, ...found } });
    return undefined;
  }
}

/** Secrets without texts, and the sources of those that files ask for. */
export function askedSecrets(site: Site): { readonly secrets: Secrets; readonly asked: ReadonlySet<SecretSource> } {
  const asked = new Set<SecretSource>();
  const secrets: Record<string, string> = {};
  for (const source of site.secrets) Object.defineProperty(secrets, source.name, { get: () => void asked.add(source), enumerable: true });
  return { secrets, asked };
}

function fetchSecret(host: Host, { from, source }: SecretSource, folder: string): { readonly text: string } | { readonly problem: string; readonly help: string } {
  const [where, help] = {
    env: [`the variable \`${source}\``, `set \`${source}\` when you build, or say \`from file PATH\` or \`from command "…"\` at the secret`],
    file: [`the file \`${source}\``, "write the secret into that file, which belongs in no repository"],
    command: [`the command \`${source}\``, "run it by hand in the program's folder to see what is wrong"],
  }[from] as [string, string];
  const text = read();
  if (text === undefined) return { problem: `${where} ${{ env: "is not set", file: "cannot be read", command: "failed" }[from]}`, help };
  const cut = text.replace(/\r?\n$/, "");
  return cut === "" ? { problem: `${where} ${from === "command" ? "gives nothing" : "is empty"}`, help } : { text: cut };

  function read(): string | undefined {
    // `process.env` has what every object has, such as `constructor`.
    if (from === "env") return Object.hasOwn(host.env, source) ? host.env[source] : undefined;
    if (from === "command") return host.run(source, folder);
    try {
      return host.readText(secretPath(source, folder));
    } catch (error) {
      if (error instanceof HostError) return undefined;
      throw error;
    }
  }
}

/** The path of a secret's file: relative to the program's folder. */
export function secretPath(source: string, folder: string): string {
  return isAbsolute(source) ? source : join(folder, source);
}
