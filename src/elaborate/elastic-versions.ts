import { type Bound, find, imply } from "../bind/bound.js";
import { implied } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import type { Draft } from "./draft.js";
import { saidVersion } from "./images.js";
import { stagesOf } from "./log-stages.js";

/** The `version` that follows from that of an Elasticsearch: what works with it is released with it, under the same numbers. */
export function followElasticsearch(name: string | undefined, entity: Pick<Bound, "origin">, draft: Pick<Draft, "get">): Bound | undefined {
  const elasticsearch = name === undefined ? undefined : draft.get(name);
  // What is implied of it is implied of the others as well.
  const said = elasticsearch?.kind === "elasticsearch" && elasticsearch.clauses.some(({ word, origin: at }) => (word === "version" || word === "image") && at.because === undefined);
  const version = said ? saidVersion(elasticsearch) : undefined;
  if (version === undefined) return undefined;
  return imply(kinds.kibana.clauses.version, "version", { version }, implied({ span: entity.origin.span }, `the version of \`${name}\``));
}

/** The Elasticsearch that a logstash writes to: that of the first collection that goes through it. */
export function destinationOf(logstash: string, draft: Draft): string | undefined {
  const through = draft.ofKind("logs").find((logs) => {
    const clause = find(logs, "through");
    const stages = clause && stagesOf(clause, (name) => draft.get(name)?.kind);
    return stages !== undefined && !("problem" in stages) && stages.logstash === logstash;
  });
  return through && find(through, "to")?.args.cluster.value.name;
}
