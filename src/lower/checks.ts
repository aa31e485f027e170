import { type Bound, find } from "../bind/bound.js";
import type { Check } from "../ir/traffic.js";
import type { Origin } from "../source/origin.js";
import { vipCheck } from "../vocabulary/clauses/check.js";

/** What `check no` leaves: nothing is looked at. */
export function noCheckAt(origin: Origin): Check {
  return {
    form: "none", method: null, path: null, port: null, host: null, subject: null, expect: null, everyMs: 10_000, timeoutMs: 2000,
    fall: 3, rise: 1, retries: 1, pauseMs: 1000, weight: null, user: null, forMs: 10_000, role: null, auth: null, origin,
  };
}

type CheckClause = Bound<typeof vipCheck>;

/** A check that every default is written into. `null` for `no`. */
export function lowerCheck(bound: Bound | undefined): Check | null {
  const clause = bound as CheckClause | undefined;
  const form = clause?.args.form.value;
  if (clause === undefined || form === undefined || form === "no") return null;
  const { method, path, port, subject } = clause.args;
  const every = find(clause, "every")?.args.interval.value ?? 2000;
  return {
    form,
    method: form === "http" ? (method?.value.toUpperCase() ?? "GET") : null,
    path: path?.value ?? null,
    port: port?.value ?? null,
    host: find(clause, "host")?.args.domain.value ?? null,
    subject: subject?.value ?? null,
    expect: expectOf(clause, form),
    everyMs: every,
    timeoutMs: find(clause, "timeout")?.args.wait.value ?? Math.min(every, 2000),
    fall: find(clause, "fall")?.args.count.value ?? 3,
    rise: find(clause, "rise")?.args.count.value ?? 2,
    retries: find(clause, "retries")?.args.count.value ?? 1,
    pauseMs: find(clause, "pause")?.args.wait.value ?? 1000,
    weight: find(clause, "weight")?.args.weight.value ?? null,
    user: find(clause, "user")?.args.user.value ?? null,
    forMs: find(clause, "for")?.args.time.value ?? 10_000,
    role: null,
    auth: null,
    origin: clause.origin,
  };
}

/** Of HTTP the statuses or the text that the answer must have; 200 to 399 unless it is said. */
function expectOf(clause: CheckClause, form: string): Check["expect"] {
  const body = find(clause, "body")?.args.text.value;
  if (body !== undefined) return /^\/.*\/$/.test(body) ? { regex: body.slice(1, -1) } : { text: body };
  const status = find(clause, "expect")?.args.status.map(({ value }) => value);
  if (status) return { status: [...status] };
  return form === "http" ? { status: [{ from: 200, to: 399 }] } : null;
}
