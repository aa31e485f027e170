import type { Collection, Pipeline } from "../../ir/logs.js";
import type { Machine } from "../../ir/place.js";
import { withDashes } from "../../source/plain-name.js";
import type { Folders, PipelineFile } from "./model.js";

/** A collection that this machine has a pipeline for. */
export interface Own {
  readonly collection: Collection;
  readonly pipeline: Pipeline;
}

/** The file of a pipeline, and the pipeline's name. */
export interface Named {
  readonly id: string;
  readonly file: PipelineFile;
}

export function foldersOf({ kind }: Machine): Folders {
  return kind === "container" ? { settings: "/usr/share/logstash/config", pipelines: "/usr/share/logstash/pipeline" } : { settings: "/etc/logstash", pipelines: "/etc/logstash/conf.d" };
}

/** Names of collections are letters, digits, `.`, `_` and `-`; nothing else gets into a path. */
export function pipelinePath(name: string, { pipelines }: Folders): string {
  return `${pipelines}/${withDashes(name).replace(/^\.+/, "-")}.conf`;
}
