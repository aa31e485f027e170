import type { Origin } from "../../source/origin.js";
import type { ShellWord, UnitText } from "./quote.js";

/** How an instance is found to be well: one of these. */
export interface Probe {
  /** Nothing is looked at. */
  readonly always: boolean;
  readonly tcp: TcpProbe | null;
  readonly http: HttpProbe | null;
  /** The name of a process as a pattern of pgrep(1). */
  readonly process: ShellWord | null;
  readonly script: { readonly path: ShellWord; readonly timeout: number } | null;
  readonly origin: Origin;
}

/** Of a connection; one of `bash`, a redirection of bash that opens it, and `nc`, host and port. */
export interface TcpProbe {
  readonly bash: ShellWord | null;
  readonly nc: ShellWord | null;
  readonly timeout: number;
}

/** Of a page; one of `status` and `body`. */
export interface HttpProbe {
  readonly url: ShellWord;
  /** Whether the address is that of a TLS port, whose certificate is not asked. */
  readonly insecure: boolean;
  readonly head: boolean;
  readonly method: ShellWord | null;
  readonly host: ShellWord | null;
  /** In seconds. */
  readonly timeout: number;
  /** Both inclusive. */
  readonly status: readonly { readonly from: number; readonly to: number }[] | null;
  readonly body: { readonly option: "-F" | "-E"; readonly pattern: ShellWord } | null;
}

/** The script: what stands in Consul, where, and when. Durations are seconds. */
export interface RegistrarScript {
  /** Base of Consul's API: `http://127.0.0.1:8500`. */
  readonly consul: ShellWord;
  /** In Consul's KV; null: in its catalog. */
  readonly kv: { readonly key: ShellWord; readonly path: ShellWord; readonly value: ShellWord; readonly origin: Origin } | null;
  readonly catalog: { readonly id: ShellWord; readonly path: ShellWord; readonly definition: ShellWord; readonly origin: Origin } | null;
  /** Whether Consul asks for a token. */
  readonly token: boolean;
  readonly probe: Probe;
  readonly rise: number;
  readonly fall: number;
  readonly every: number;
  /** From one success to the next until the first verdict. */
  readonly firstEvery: number;
  /** The checks after which Consul is asked again whether it has the key; null: at each. */
  readonly rounds: number | null;
  readonly origin: Origin;
}

/** The unit that runs the script on a host; systemd.unit(5), systemd.service(5), systemd.exec(5). */
export interface RegistrarUnit {
  readonly description: UnitText;
  /** Without `.service`, in systemd's escapes. */
  readonly name: UnitText;
  readonly script: UnitText;
  readonly token: boolean;
  /** Whether the check looks at other processes. */
  readonly seesProcesses: boolean;
  readonly origin: Origin;
}

/** One registered instance. */
export interface Registrar {
  /** The path of the script. */
  readonly path: string;
  readonly script: RegistrarScript;
  /** null in a container. */
  readonly unit: RegistrarUnit | null;
}
