import type { Pipeline } from "../../ir/logs.js";
import { lowerBeats, setting, type Work } from "./lower-inputs.js";
import type { Branch, Folders } from "./model.js";
import { type Named, type Own, pipelinePath } from "./own.js";
import { fixed, joined, type Text } from "./quote.js";

/** The collections of this machine whose Filebeats send to `port`. */
function onPort(port: number, all: readonly Own[]): readonly Own[] {
  return all.filter(({ collection, pipeline }) => collection.buffer === null && pipeline.beats?.port === port);
}

/** Whether other pipelines of the machine get what Filebeat sends to the same port. */
export function isShared({ beats }: Pipeline, all: readonly Own[]): boolean {
  return beats !== null && onPort(beats.port, all).length > 1;
}

/**
 * Where several collections share a port: a pipeline that listens there and passes each entry on to that of its
 * collection. Two pipelines cannot listen on one port, and Filebeat has one output. Source: "Pipeline-to-pipeline
 * communication", the distributor pattern.
 */
export function lowerIntake(all: readonly Own[], folders: Folders, work: Work): readonly Named[] {
  const shared = all.flatMap(({ pipeline }) => (pipeline.beats !== null && isShared(pipeline, all) ? [pipeline.beats.port] : []));
  return [...new Set(shared)].sort((a, b) => a - b).map((port): Named => {
    const sharing = onPort(port, all);
    const beats = sharing[0]!.pipeline.beats!;
    const arms = sharing.map(({ collection: { name, origin } }): Branch["arms"][number] => {
      const quoted: Text = work.quote.string(name, origin);
      return { condition: joined(fixed("[labels][collection] == "), quoted), body: [{ plugin: fixed("pipeline"), settings: [setting("send_to", [quoted])], origin }], origin };
    });
    const id = `beats-${port}`;
    return { id, file: { path: pipelinePath(id, folders), input: [lowerBeats(beats, work)], filter: [], output: [{ arms, origin: beats.origin }], secret: false, origin: beats.origin } };
  });
}
