import { type Bound, find, imply, says, withClauses } from "../bind/bound.js";
import type { Report } from "../diagnostics/define.js";
import { implied, type Origin } from "../source/origin.js";
import type { kinds } from "../vocabulary/index.js";
import { checkArgument } from "./diagnostics.js";

type Check = Bound<(typeof kinds)["service"]["clauses"]["check"]>;

/** What holds where a check does not say it. */
export interface Usual {
  readonly everyMs: number;
  readonly fall: number;
  readonly rise: number;
}

/** A check with all that is left out: `every`, `timeout`, `fall`, `rise`. */
export function fillCheck<B extends Bound>(bound: B, { everyMs, fall, rise }: Usual, report: Report): B {
  const check = bound as unknown as Check;
  reportArguments(check, report);
  const { every, timeout, fall: fallClause, rise: riseClause } = check.declaration.clauses;
  const origin = (because: string): Origin => implied(check.origin, because);
  const interval = find(check, "every")?.args.interval.value ?? everyMs;
  const added: Bound[] = [];
  if (check.args.form.value === "passive") {
    if (!says(check, "for")) added.push(imply(check.declaration.clauses.for, "for", { time: 10_000 }, origin("for how long a failed server is left out")));
  } else {
    if (!says(check, "every")) added.push(imply(every, "every", { interval }, origin("the time between checks")));
    if (!says(check, "timeout")) added.push(imply(timeout, "timeout", { wait: Math.min(interval, 2000) }, origin("the wait of a check")));
  }
  if (!says(check, "fall")) added.push(imply(fallClause, "fall", { count: fall }, origin("failures until an instance is down")));
  if (!says(check, "rise")) added.push(imply(riseClause, "rise", { count: rise }, origin("successes until an instance is up")));
  return added.length === 0 ? bound : withClauses(bound, [...bound.clauses, ...added]);
}

function reportArguments({ args: { form, path, subject }, origin }: Check, report: Report): void {
  const needsPath = form.value === "http" || form.value === "script";
  if (needsPath && path === undefined && subject !== undefined) {
    return report(checkArgument, { at: subject.origin, label: subject.label, data: { form: form.value, problem: `needs a path, and \`${subject.text}\` does not begin with \`/\`` } });
  }
  const problem = problemOf(form.value, path !== undefined, subject !== undefined);
  if (problem) report(checkArgument, { at: origin, data: { form: form.value, problem } });
}

function problemOf(form: string, hasPath: boolean, hasSubject: boolean): string | undefined {
  if ((form === "http" || form === "script") && !hasPath) return "needs a path";
  if (["mysql", "dns", "process"].includes(form) && !hasSubject) return `needs ${{ mysql: "a user", dns: "a name", process: "the name of the process" }[form]}`;
  if (hasPath && form !== "http" && form !== "script") return "takes no path";
  if (hasSubject && !["mysql", "postgres", "dns", "process", "redis", "ldap", "smtp"].includes(form)) return "takes no name";
  return undefined;
}
