import { type Bound, find, impliedValue, imply, implyOf, says, withClauses } from "../bind/bound.js";
import type { Report } from "../diagnostics/define.js";
import { implied } from "../source/origin.js";
import type { kinds } from "../vocabulary/index.js";
import { checkArgument } from "./diagnostics.js";

type Check = Bound<(typeof kinds)["service"]["clauses"]["check"]>;

/** Where a check stands, and what it can say. */
type Place = Pick<Check, "declaration" | "origin">;

/** What holds where a check does not say it. */
export interface Usual {
  readonly everyMs: number;
  readonly fall: number;
  readonly rise: number;
}

/** A check with all that is left out: `every`, `timeout`, `fall`, `rise`. */
export function fillCheck<B extends Bound>(bound: B, usual: Usual, report: Report): B {
  const check = bound as unknown as Check;
  reportArguments(check, report);
  const added = check.clauses.length === 0 && check.faulty.size === 0 ? allOf(check, check.args.form.value, usual) : leftOut(check, usual);
  return added.length === 0 ? bound : withClauses(bound, bound.clauses.length === 0 ? added : bound.clauses.concat(added));
}

/** What a check has that says nothing more, as most do. */
export function allOf(check: Place, form: string, { everyMs, fall, rise }: Usual): readonly Bound[] {
  if (form === "passive") return [forOf(check), fallOf(check, fall), riseOf(check, rise)];
  return [everyOf(check, everyMs), timeoutOf(check, everyMs), fallOf(check, fall), riseOf(check, rise)];
}

function leftOut(check: Check, { everyMs, fall, rise }: Usual): readonly Bound[] {
  const added: Bound[] = [];
  if (check.args.form.value === "passive") {
    if (!says(check, "for")) added.push(forOf(check));
  } else {
    if (!says(check, "every")) added.push(everyOf(check, everyMs));
    if (!says(check, "timeout")) added.push(timeoutOf(check, find(check, "every")?.args.interval.value ?? everyMs));
  }
  if (!says(check, "fall")) added.push(fallOf(check, fall));
  if (!says(check, "rise")) added.push(riseOf(check, rise));
  return added;
}

function forOf({ declaration, origin }: Place): Bound {
  return imply(declaration.clauses.for, "for", { time: 10_000 }, implied(origin, "for how long a failed server is left out"));
}

function everyOf({ declaration: { clauses: { every } }, origin }: Place, everyMs: number): Bound {
  const at = implied(origin, "the time between checks");
  return implyOf(every, "every", { interval: impliedValue(every.args.interval.type, everyMs, at) }, at);
}

function timeoutOf({ declaration: { clauses: { timeout } }, origin }: Place, everyMs: number): Bound {
  const at = implied(origin, "the wait of a check");
  return implyOf(timeout, "timeout", { wait: impliedValue(timeout.args.wait.type, Math.min(everyMs, 2000), at) }, at);
}

function fallOf({ declaration: { clauses: { fall } }, origin }: Place, count: number): Bound {
  const at = implied(origin, "failures until an instance is down");
  return implyOf(fall, "fall", { count: impliedValue(fall.args.count.type, count, at) }, at);
}

function riseOf({ declaration: { clauses: { rise } }, origin }: Place, count: number): Bound {
  const at = implied(origin, "successes until an instance is up");
  return implyOf(rise, "rise", { count: impliedValue(rise.args.count.type, count, at) }, at);
}

function reportArguments({ args: { form, path, subject }, origin }: Check, report: Report): void {
  const needsPath = form.value === "http" || form.value === "script";
  if (needsPath && path === undefined && subject !== undefined) {
    return report(checkArgument, { at: subject.origin, label: subject.label, data: { form: form.value, problem: `needs a path, and \`${subject.text}\` does not begin with \`/\`` } });
  }
  const problem = problemOf(form.value, path !== undefined, subject !== undefined);
  if (problem) report(checkArgument, { at: origin, data: { form: form.value, problem } });
}

const needed: Readonly<Record<string, string>> = { mysql: "a user", dns: "a name", process: "the name of the process" };
const named = new Set(["mysql", "postgres", "dns", "process", "redis", "ldap", "smtp"]);

function problemOf(form: string, hasPath: boolean, hasSubject: boolean): string | undefined {
  const takesPath = form === "http" || form === "script";
  if (takesPath && !hasPath) return "needs a path";
  if (!hasSubject && needed[form] !== undefined) return `needs ${needed[form]}`;
  if (hasPath && !takesPath) return "takes no path";
  if (hasSubject && !named.has(form)) return "takes no name";
  return undefined;
}
