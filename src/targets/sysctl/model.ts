import type { Origin } from "../../source/origin.js";
import type { Text } from "./quote.js";

/** /etc/sysctl.d/60-infc.conf. sysctl.d(5). */
export interface SysctlConf {
  readonly settings: readonly Setting[];
  readonly origin: Origin;
}

export interface Setting {
  /** Why it is there, a comment each; empty where somebody wrote it. */
  readonly reasons: readonly Text[];
  readonly key: Text;
  readonly value: Text;
  readonly origin: Origin;
}
