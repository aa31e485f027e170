import { compareVersions } from "../../emit/versions.js";

/** What differs from one version of Logstash to another. */
export interface Dialect {
  /** The settings of TLS have one set of names in all plugins: since 8.11; the older ones are gone in 9. */
  readonly tlsNames: boolean;
  /** The output `elasticsearch` can write to data streams, and has to be told that it shall not: since 7.13. */
  readonly dataStreams: boolean;
  /** `pipeline.ecs_compatibility`; null where there is none yet. */
  readonly ecs: "v8" | "v1" | null;
  /** `api.http.port`; before 7.16 `http.port`. */
  readonly apiNames: boolean;
}

export function dialectOf(version: string | null): Dialect {
  const since = (first: string): boolean => version === null || compareVersions(version, first) >= 0;
  return { tlsNames: since("8.11"), dataStreams: since("7.13"), ecs: since("8.0") ? "v8" : since("7.10") ? "v1" : null, apiNames: since("7.16") };
}
