import { type DiagnosticDefinition, defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Tls } from "../../ir/basics.js";
import type { Machine } from "../../ir/place.js";
import type { Origin } from "../../source/origin.js";
import type { Own } from "./own.js";

interface Taken {
  readonly transport: "tcp" | "udp";
  readonly port: number;
  /** What takes it; the same thing may take it for several collections. */
  readonly by: string;
  readonly collection: string;
  readonly origin: Origin;
}

/** Reports two inputs on one port, and ports that only root may listen on. */
export function checkPorts(own: readonly Own[], machine: Machine, report: Report): void {
  const seen = new Map<string, Taken>();
  const privileged = new Set<number>();
  for (const taken of own.flatMap(portsOf)) {
    const key = `${taken.transport} ${taken.port}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, taken);
      // Docker lets every user of a container listen on any port.
      if (taken.port < 1024 && machine.kind === "host" && privileged.size < privileged.add(taken.port).size) report(privilegedPort, { at: taken.origin, data: { port: taken.port } });
    } else if (first.by !== taken.by) {
      report(inputPortTaken, { at: taken.origin, data: { port: taken.port, transport: taken.transport, machine: machine.name, first: first.collection, second: taken.collection }, related: [{ span: first.origin.span, text: "the first" }] });
    }
  }
}

function portsOf({ collection, pipeline }: Own): readonly Taken[] {
  const { name } = collection;
  const { beats, listens } = pipeline;
  const filebeat: readonly Taken[] = beats === null || collection.buffer !== null ? [] : [{ transport: "tcp", port: beats.port, by: `beats ${JSON.stringify(alikeTls(beats.tls))}`, collection: name, origin: beats.origin }];
  return [
    ...filebeat,
    ...listens.flatMap((listen, place) => {
      const transports = listen.input === "syslog" ? (["tcp", "udp"] as const) : [listen.input];
      return transports.map((transport): Taken => ({ transport, port: listen.port, by: `${name} ${place}`, collection: name, origin: listen.origin }));
    }),
  ];
}

/** What must be alike for two collections to share a port. */
function alikeTls(tls: Tls | null): unknown {
  return tls && [tls.certificate, tls.key, tls.verify, tls.minimum];
}

export const inputPortTaken = defineDiagnostic({
  code: "input-port-taken",
  severity: "error",
  summary: "Two inputs of one Logstash listen on one port.",
  explanation: `
Each pipeline opens its ports itself, and a port can be opened once. Collections that come from Filebeat share their port, as long as they have
the same certificate; all other inputs need ports of their own.

    logs a through pipeline listen tcp 5000 to search
    logs b through pipeline listen tcp 5000 to search     # error
`,
  message: (data: { readonly port: number; readonly transport: string; readonly machine: string; readonly first: string; readonly second: string }) =>
    data.first === data.second
      ? `\`${data.first}\` listens twice on port ${data.port} (${data.transport}) of \`${data.machine}\``
      : `\`${data.first}\` and \`${data.second}\` both listen on port ${data.port} (${data.transport}) of \`${data.machine}\``,
  help: () => "give one of them another port",
});

export const privilegedPort = defineDiagnostic({
  code: "privileged-input-port",
  severity: "error",
  summary: "Logstash is to listen on a port below 1024.",
  explanation: `
On a host Logstash runs as the user \`logstash\`, and only root may open ports below 1024: the pipeline fails when it starts.

    logs devices through pipeline listen syslog 514 to search      # error
    logs devices through pipeline listen syslog 5514 to search     # and the devices send there
`,
  message: (data: { readonly port: number }) => `Logstash does not run as root, and cannot listen on port ${data.port}`,
  help: ({ port }) => `listen on a port from 1024 on, for example ${port + 5000}`,
});

export const portDiagnostics: readonly DiagnosticDefinition<never>[] = [inputPortTaken, privilegedPort];
