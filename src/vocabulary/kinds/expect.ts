import { clause, kind, listOf, optional, required } from "../declaration.js";
import { address, endpoint } from "../values/addresses.js";
import { count } from "../values/numbers.js";
import { duration } from "../values/quantities.js";
import { choice, domain, line, name, referenceTo, url } from "../values/texts.js";

const fails = clause({ doc: "There is to be no answer, or one that a server could not give: of status 500 and above.", example: "fails" });

const answer = {
  "->": clause({ doc: "Which declaration, or which of its nodes, is to answer.", example: "-> goods", default: "whoever does", args: { target: required(referenceTo()) } }),
  status: clause({ doc: "The status of the answer.", example: "status 301", default: "any below 400", args: { status: required(count) } }),
} as const;

/** What can be seen of a site that runs. */
const seen = {
  get: clause({
    doc: "A page is asked for, from where the site's router is.",
    example: "get http://192.168.0.146/goods -> goods status 200",
    args: { url: required(url) },
    clauses: { ...answer, through: clause({ doc: "By a cache that is a proxy for clients, or by one of its nodes.", example: "through web", default: "straight", args: { cache: required(referenceTo("cache")) } }), fails },
    repeats: true,
  }),
  connect: clause({
    doc: "A connection is opened; who answers says its name, where the lab stands in for its daemon.",
    example: "connect 192.168.0.147:5600 -> rabbit",
    args: { to: required(endpoint) },
    clauses: { "->": answer["->"], tls: clause({ doc: "By TLS; whoever its certificate is for.", example: "tls" }), fails },
    repeats: true,
  }),
  vip: clause({
    doc: "Who holds an address.",
    example: "vip 192.168.0.146 on lb2",
    args: { address: required(address) },
    clauses: { on: clause({ doc: "The host, or the node, that is to hold it.", example: "on lb2", args: { holder: required(referenceTo()) } }) },
    repeats: true,
  }),
  log: clause({
    doc: "A line with this text stands in a file that Filebeat reads for a collection of logs.",
    example: 'log access "GET /goods/1"',
    args: { logs: required(referenceTo("logs")), text: required(line) },
    repeats: true,
  }),
} as const;

/** The same within a time. */
const narrowed = { get: { ...seen.get, narrows: true }, connect: { ...seen.connect, narrows: true }, vip: { ...seen.vip, narrows: true }, log: { ...seen.log, narrows: true } } as const;

export const expect = kind("expect", 90, {
  doc: "What the running site is to do. Its steps are taken in their order, by `infc test`, in a lab of the site.",
  example: "expect failover { get http://192.168.0.146/goods; kill lb1; within 4s vip 192.168.0.146 on lb2 }",
  args: { name: required(line) },
  clauses: {
    ...seen,
    within: clause({ doc: "What is to be so within a time; it is tried again and again.", example: "within 4s get http://192.168.0.146/goods", args: { time: required(duration) }, clauses: narrowed, repeats: true }),
    kill: clause({ doc: "A host or a node loses its power, or one daemon of it ends.", example: "kill lb1 nginx", args: { target: required(referenceTo()), daemon: optional(name) }, repeats: true }),
    cut: clause({ doc: "A host or a node loses its network; its daemons go on.", example: "cut lb1", args: { target: required(referenceTo()) }, repeats: true }),
    heal: clause({ doc: "What was killed or cut is as before.", example: "heal lb1", default: "everything", args: { target: optional(referenceTo()) }, repeats: true }),
    wait: clause({ doc: "Time passes.", example: "wait 2s", args: { time: required(duration) }, repeats: true }),
    resolve: clause({ doc: "Names as clients see them.", example: "resolve shop.example.com 192.168.0.146", default: "the domains of routes, at what listens for them", args: { domain: required(domain), address: required(address) }, repeats: true }),
    only: clause({ doc: "The expectation needs a kernel with this, and is left out elsewhere.", example: "only ipvs", args: { what: listOf(choice("ipvs")) } }),
  },
});
