import type { Bound, Value } from "../bind/bound.js";
import { kinds } from "../vocabulary/index.js";

type Through = Bound<(typeof kinds)["logs"]["clauses"]["through"]>;

/** What stands between Filebeat and Elasticsearch. */
export interface Stages {
  readonly buffer: string | undefined;
  readonly logstash: string;
}

/** Why stages do not fit together: the end of a sentence about the one at `at`. */
export interface StagesProblem {
  readonly problem: string;
  readonly at: Value;
}

/** The stages of a `through` by the kinds of what it names. */
export function stagesOf(through: Through, kindOf: (name: string) => string | undefined): Stages | StagesProblem {
  const all = [...through.args.stages, ...(through.args.then === undefined ? [] : [through.args.then])];
  const buffers = all.filter(({ value }) => kindOf(value.name) !== "logstash");
  const readers = all.filter(({ value }) => kindOf(value.name) === "logstash");
  if (buffers.length > 1) return { problem: "is a second place to wait", at: buffers[1]! };
  if (readers.length > 1) return { problem: "is a second logstash", at: readers[1]! };
  const [buffer] = buffers;
  const [reader] = readers;
  if (reader === undefined) return { problem: "is read by nobody", at: buffer! };
  if (buffer !== undefined && all.indexOf(buffer) > all.indexOf(reader)) return { problem: "comes after the logstash that is to read it", at: buffer };
  return { buffer: buffer?.value.name, logstash: reader.value.name };
}
