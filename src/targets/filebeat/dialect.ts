import { compareVersions } from "../../emit/versions.js";

/** What differs from one version of Filebeat to another. */
export interface Dialect {
  /** The input `filestream`, general since 7.14; before it `log`. */
  readonly filestream: boolean;
  /** The input `container`, since 7.2; before it `docker`. */
  readonly container: boolean;
  /** The lifecycle of indices is on by default, and index settings without effect unless it is turned off: since 7.0. */
  readonly lifecycle: boolean;
  /** The template that Filebeat loads makes data streams: since 8.0. */
  readonly dataStreams: boolean;
}

export function dialectOf(version: string | null): Dialect {
  const since = (first: string): boolean => version === null || compareVersions(version, first) >= 0;
  return { filestream: since("7.14"), container: since("7.2"), lifecycle: since("7.0"), dataStreams: since("8.0") };
}
