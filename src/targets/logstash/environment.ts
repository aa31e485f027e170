import type { Context } from "../../emit/target.js";
import type { Credentials } from "../../ir/logs.js";
import { compareNames } from "../../source/order.js";
import type { Origin } from "../../source/origin.js";
import type { EnvironmentFile } from "./model.js";
import type { Own } from "./own.js";
import { fixed, joined, quoteEnvironment, quoteVariable } from "./quote.js";

/** The passwords that pipelines name as `${…}`, once each. */
function passwordsOf(own: readonly Own[]): readonly Credentials[] {
  const passwords = own.flatMap(({ collection: { buffer, destination } }) => [...(buffer?.by === "redis" && buffer.auth !== null ? [buffer.auth] : []), ...(destination.auth === null ? [] : [destination.auth])]);
  const byVariable = new Map(passwords.toReversed().map((each) => [each.variable, each]));
  return [...byVariable.values()].sort((a, b) => compareNames(a.variable, b.variable));
}

/** What the process on a host needs of its environment: passwords, which its user may not read in a file, and its heap. */
export function lowerEnvironment(own: readonly Own[], origin: Origin, { report, reveal }: Context): EnvironmentFile | null {
  const heap = own.map(({ pipeline }) => pipeline.heap).find((each) => each !== null);
  const passwords = passwordsOf(own).map(({ variable, password, origin: at }) => ({ name: quoteVariable(variable, at, report), value: quoteEnvironment(reveal(password), at, report), origin: at }));
  const java = heap === undefined || heap === null ? [] : [{ name: fixed("LS_JAVA_OPTS"), value: joined(fixed(`"-Xms${javaSize(heap.bytes)} -Xmx${javaSize(heap.bytes)}"`)), origin: heap.origin }];
  if (passwords.length + java.length === 0) return null;
  return { variables: [...java, ...passwords], secret: passwords.length > 0, origin };
}

/** In the largest unit that is exact. */
function javaSize(bytes: number): string {
  const units = [["g", 2 ** 30], ["m", 2 ** 20], ["k", 2 ** 10]] as const;
  const unit = units.find(([, size]) => bytes >= size && bytes % size === 0);
  return unit === undefined ? String(bytes) : `${bytes / unit[1]}${unit[0]}`;
}
