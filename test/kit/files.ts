import { expect } from "vitest";
import { parse as parseYaml } from "yaml";
import { compile } from "../../src/compile.js";
import { dedent } from "./compile.js";

/** A service of a compose file, as far as tests look at it. */
export interface ComposeService {
  readonly image?: string;
  readonly hostname?: string;
  readonly container_name?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: Readonly<Record<string, { readonly ipv4_address?: string }>>;
}

/** The files of a program without errors, by their paths; `secrets` are texts by the names of the program's secrets. */
export function filesOf(text: string, secrets: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  const { files, diagnostics } = compile({ entry: { path: "site.infra", text: dedent(text) } }, secrets);
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  return new Map(files.map((file) => [file.path, file.text]));
}

/** The services of all its compose files, by name. */
export function servicesOf(files: ReadonlyMap<string, string>): ReadonlyMap<string, ComposeService> {
  const composes = [...files].filter(([path]) => path.endsWith("docker-compose.yml")).map(([, text]) => parseYaml(text) as { readonly services: Readonly<Record<string, ComposeService>> });
  return new Map(composes.flatMap(({ services }) => Object.entries(services)));
}

/** The codes of what is wrong with a program. */
export function errorsOf(text: string): readonly string[] {
  const { diagnostics } = compile({ entry: { path: "site.infra", text: dedent(text) } });
  return diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

/** Everything that a pattern's first group finds in files whose path ends so. */
export function found(files: ReadonlyMap<string, string>, ending: string, pattern: RegExp): readonly string[] {
  return [...files].filter(([path]) => path.endsWith(ending)).flatMap(([, text]) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""));
}
