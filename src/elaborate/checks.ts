import { type Bound, find, impliedValue, imply, implyOf, says, withClauses } from "../bind/bound.js";
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
  const c = check.declaration.clauses;
  const origin = (because: string): Origin => implied(check.origin, because);
  const interval = find(check, "every")?.args.interval.value ?? everyMs;
  const added: Bound[] = [];
  if (check.args.form.value === "passive") {
    if (!says(check, "for")) added.push(imply(c.for, "for", { time: 10_000 }, origin("for how long a failed server is left out")));
  } else {
    if (!says(check, "every")) {
      const at = origin("the time between checks");
      added.push(implyOf(c.every, "every", { interval: impliedValue(c.every.args.interval.type, interval, at) }, at));
    }
    if (!says(check, "timeout")) {
      const at = origin("the wait of a check");
      added.push(implyOf(c.timeout, "timeout", { wait: impliedValue(c.timeout.args.wait.type, Math.min(interval, 2000), at) }, at));
    }
  }
  if (!says(check, "fall")) added.push(impliedCount(c.fall, "fall", fall, origin("failures until an instance is down")));
  if (!says(check, "rise")) added.push(impliedCount(c.rise, "rise", rise, origin("successes until an instance is up")));
  return added.length === 0 ? bound : withClauses(bound, bound.clauses.length === 0 ? added : [...bound.clauses, ...added]);
}

type Count = Check["declaration"]["clauses"]["fall"];

function impliedCount(declaration: Count, word: "fall" | "rise", count: number, origin: Origin): Bound {
  return implyOf(declaration, word, { count: impliedValue(declaration.args.count.type, count, origin) }, origin);
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
