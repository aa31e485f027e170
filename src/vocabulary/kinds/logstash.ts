import { at, container, dialectVersion, dns, heap, memory, native, placement } from "../clauses/everywhere.js";
import { clause, kind, listOf, optional, required } from "../declaration.js";
import { portRange, times } from "../values/numbers.js";
import { name } from "../values/texts.js";

export const logstash = kind("logstash", 36, {
  doc: "Nodes that run the pipelines of logs; each of a site's collections that goes `through` it is one.",
  example: "logstash pipeline on node1 heap 1GB",
  args: { name: required(name), times: optional(times) },
  clauses: {
    ...placement,
    version: dialectVersion,
    at,
    ...container,
    dns,
    memory,
    heap,
    port: clause({
      doc: "Other ports than the usual ones, by their names: `beats`, and `api` for its own state.",
      example: "port 5045 as beats",
      default: "5044 as beats, 9600 as api",
      args: { ports: listOf(portRange) },
      clauses: { as: clause({ doc: "Which ports they are.", example: "as beats", args: { names: listOf(name) } }) },
      repeats: true,
    }),
    logstash: native("logstash", "Logstash"),
    compose: native("compose", "Compose"),
  },
});
