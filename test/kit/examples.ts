import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Any name has a secret, of eight characters, as VRRP takes no more. */
export const exampleSecrets = new Proxy({}, { get: (_, name) => `s3cr-${String(name).slice(0, 3)}`, has: () => true }) as Readonly<Record<string, string>>;

/** A file of an example, or `undefined` when it has none of that name. */
export function readExample(example: string, path: string): string | undefined {
  try {
    return readFileSync(join(import.meta.dirname, "../../examples", example, path), "utf8");
  } catch {
    return undefined;
  }
}
