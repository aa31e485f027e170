import { clause, listOf, optional, optionalList, required } from "../declaration.js";
import { dayTime, days } from "../values/calendar.js";
import { destination, headerName, httpMethod, place } from "../values/caching.js";
import { count, portRange } from "../values/numbers.js";
import { duration } from "../values/quantities.js";
import { choice, domain, line, name, path, routePath } from "../values/texts.js";

const not = optional(choice("not"));

const regex = clause({
  doc: "Regular expressions instead of values; one of them is to match.",
  example: "~ '\\.(exe|msi)$'",
  args: { patterns: listOf(line) },
});

const fromFile = clause({
  doc: "A file of the machine that holds the values, one on each line.",
  example: "file /etc/squid/blocked-sites.txt",
  args: { path: required(path) },
});

/**
 * What a rule asks of a request. Different conditions must all hold, values and repetitions of one are alternatives, and
 * `not` turns the list after it round.
 */
export const conditions = {
  from: clause({
    doc: "Where the client is: networks, addresses, or the names of networks and hosts of the site.",
    example: "from lan, 10.0.0.0/8",
    args: { not, places: optionalList(place) },
    clauses: { file: fromFile },
    repeats: true,
  }),
  to: clause({
    doc: "Where the request goes: domains (`.example.com` with all below it, `*.example.com` only those below it), addresses or networks.",
    example: "to .example.com, 203.0.113.0/24",
    args: { not, destinations: optionalList(destination) },
    clauses: { "~": regex, file: fromFile },
    repeats: true,
  }),
  sni: clause({
    doc: "The domain that a client names when it begins TLS, seen without decrypting.",
    example: "sni .example.com",
    args: { not, domains: optionalList(domain) },
    clauses: { "~": regex, file: fromFile },
    repeats: true,
  }),
  port: clause({ doc: "The port that the request goes to.", example: "port 443, 8443", args: { not, ports: listOf(portRange) }, repeats: true }),
  method: clause({ doc: "The method of the request.", example: "method POST, PUT", args: { not, methods: listOf(httpMethod) }, repeats: true }),
  path: clause({
    doc: "What the path of the URL begins with.",
    example: "path /admin, /internal",
    args: { not, paths: optionalList(routePath) },
    clauses: { "~": regex, file: fromFile },
    repeats: true,
  }),
  agent: clause({
    doc: "A part of the name that the client's program gives itself, in large or small letters.",
    example: "agent curl, wget",
    args: { not, texts: optionalList(line) },
    clauses: { "~": regex, file: fromFile },
    repeats: true,
  }),
  header: clause({
    doc: "A header of the request and its whole value.",
    example: "header X-Env staging",
    args: { header: required(headerName), not, texts: optionalList(line) },
    clauses: { "~": regex },
    repeats: true,
  }),
  during: clause({
    doc: "Days of the week and times of the day, by the machine's clock; the last minute belongs to it.",
    example: "during mon-fri 09:00-17:00",
    args: { not, days: optionalList(days), times: optionalList(dayTime) },
    repeats: true,
  }),
  login: clause({
    doc: "Who has signed in: anybody, or the users that are named.",
    example: "login alice, bob",
    args: { not, users: optionalList(line) },
    clauses: { "~": regex, file: fromFile },
    repeats: true,
    narrows: true,
  }),
  connections: clause({ doc: "The client has more than so many connections.", example: "connections 20", args: { not, count: required(count) }, repeats: true }),
  helper: clause({
    doc: "A program of the machine, with its own arguments, that says yes or no.",
    example: 'helper "/usr/lib/squid/ext_session_acl -t 60" given client',
    args: { not, command: required(path) },
    clauses: {
      given: clause({
        doc: "What the program is told of the request, in this order.",
        example: "given client, domain",
        default: "client",
        args: { what: listOf(choice("client", "login", "method", "url", "domain", "port", "path")) },
      }),
      ttl: clause({ doc: "How long an answer of the program is kept.", example: "ttl 5m", default: "1h", args: { time: required(duration) } }),
    },
    repeats: true,
  }),
} as const;

/** The names of matches that a rule begins with: a comma is *or*, side by side is *and*. */
export const matches = {
  not,
  matches: optionalList(name),
  andNot: not,
  and: optionalList(name),
  thenNot: not,
  then: optionalList(name),
} as const;
