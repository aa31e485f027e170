import { clause, listOf, optional, required } from "../declaration.js";
import { bodyText } from "../values/logs.js";
import { checkWeight, count, port, statusRange } from "../values/numbers.js";
import { duration } from "../values/quantities.js";
import { choice, domain, line, path, subject } from "../values/texts.js";

const forms = choice("tcp", "http", "mysql", "postgres", "redis", "smtp", "ldap", "dns", "script", "process", "agent", "passive", "no");

const args = {
  form: required(forms),
  method: optional(choice("get", "head", "post", "options")),
  path: optional(path),
  subject: optional(subject),
  port: optional(port),
} as const;

const common = {
  every: clause({ doc: "The time from one check to the next.", example: "every 2s", default: "2s, of a registrar 10s", args: { interval: required(duration) } }),
  timeout: clause({ doc: "How long one check may take.", example: "timeout 1s", default: "as long as `every`, at most 2s", args: { wait: required(duration) } }),
  fall: clause({ doc: "Failures in a row after which it is down.", example: "fall 3", default: "3, of a VIP 2", args: { count: required(count) } }),
  rise: clause({ doc: "Successes in a row after which it is up.", example: "rise 2", default: "2", args: { count: required(count) } }),
  retries: clause({ doc: "LVS: how often a check is tried again before it counts as failed.", example: "retries 3", default: "1", args: { count: required(count) }, narrows: true }),
  pause: clause({ doc: "LVS: the time between two tries.", example: "pause 3s", default: "1s", args: { wait: required(duration) } }),
  host: clause({ doc: "The Host that a check by HTTP asks for.", example: "host shop.example.com", args: { domain: required(domain) } }),
  expect: clause({ doc: "What the answer must be: a status, or a text of the body.", example: "expect 200-299", default: "200-399", args: { status: listOf(statusRange) } }),
  body: clause({ doc: "What the body of the answer must hold: a text, or a regular expression between slashes.", example: 'body "ok"', args: { text: required(bodyText) }, narrows: true }),
  for: clause({ doc: "With `passive`: how long a server that failed is left out.", example: "for 30s", default: "10s", args: { time: required(duration) } }),
} as const;

/** How an instance is found to be alive, for a service, a listen or a cluster. */
export const check = clause({
  doc: "How an instance is found to be alive: `tcp [PORT]`, `http [METHOD] PATH [PORT]`, `mysql USER`, `postgres`, `redis`, `smtp`, `ldap`, `dns NAME`, `script PATH`, `process NAME`, `agent PORT`, `passive` or `no`.",
  example: "check http /health every 5s fall 2",
  default: "tcp on the first port",
  args,
  clauses: common,
});

/** The same further in: overrides what the service says. */
export const checkHere = { ...check, narrows: true };

/** What must be well for a node to hold a VIP. */
export const vipCheck = clause({
  doc: "What must be well for a node to hold the address: `process NAME [PORT]`, `script PATH`, `tcp PORT` or `http PATH PORT`.",
  example: "check process nginx every 2s",
  default: "the process and the port of what the VIP fronts",
  args,
  clauses: {
    ...common,
    weight: clause({ doc: "What a failed check takes from the priority (or a good one adds); without it a failed check gives the address up.", example: "weight -60", args: { weight: required(checkWeight) }, narrows: true }),
    user: clause({ doc: "The user that the check runs as.", example: "user nobody", default: "root", args: { user: required(line) }, narrows: true }),
  },
  narrows: true,
});
