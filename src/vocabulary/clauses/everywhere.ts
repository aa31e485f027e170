import { clause, listOf, optional, required } from "../declaration.js";
import { address, bind, endpoint, published } from "../values/addresses.js";
import { capability, imageName } from "../values/images.js";
import { count } from "../values/numbers.js";
import { size } from "../values/quantities.js";
import { choice, cipherList, file, hostReference, line, mounted, networkReference, name, path, anyReference, secret, text, textOrSecret, numberedVersion, variable, version } from "../values/texts.js";

export const yesNo = choice("yes", "no");

/** A native block of `engine`. */
export function native(engine: string, title: string) {
  return clause({
    doc: `${title}'s own directives, for what no clause says.`,
    example: engine === "nginx" ? "nginx { client_max_body_size 10m }" : engine === "haproxy" ? "haproxy { defaults { timeout check 2s } }" : `${engine} { … }`,
    native: engine,
    repeats: true,
  });
}

/** Where a declaration runs. */
export const placement = {
  on: clause({
    doc: "The hosts that it runs on; their order is the order of preference.",
    example: "on lb[1..2]",
    default: "a container of the local Docker engine",
    args: { hosts: listOf(hostReference) },
  }),
  in: clause({
    doc: "The networks that it joins.",
    example: "in lan",
    default: "the network that holds its address, else the only one",
    args: { networks: listOf(networkReference) },
  }),
  address: clause({
    doc: "The addresses of its nodes, in their order.",
    example: "address 192.168.0.7, 192.168.0.8",
    default: "the lowest free ones, kept in `site.lock`",
    args: { addresses: listOf(address) },
  }),
  is: clause({ doc: "The profiles whose clauses hold unless it says them itself.", example: "is php-rpc", args: { profiles: listOf(name) } }),
  version: clause({
    doc: "The version of its program; it selects the image's tag and the dialect of the configuration.",
    example: "version 2.8",
    default: "what every version from Debian 12 on reads",
    args: { version: required(version) },
  }),
} as const;

/** Of what infc writes a configuration for: its number decides what that says. */
export const dialectVersion = clause({ ...placement.version, args: { version: required(numberedVersion) } });

export const at = clause({
  doc: "Where it is already: it belongs to the site, and nothing is generated for it.",
  example: "at 192.168.60.6:4480",
  args: { endpoints: listOf(endpoint) },
});

export const image = clause({ doc: "The container image.", example: "image swoft/goods:1.4", default: "of a service its name, else the usual one of its program", args: { image: required(imageName) } });

export const build = clause({
  doc: "The folder, beside the program, whose Dockerfile makes the image.",
  example: "build ./goods arg VERSION 1.4",
  args: { folder: required(file) },
  clauses: { arg: clause({ doc: "A build argument.", example: "arg VERSION 1.4", args: { variable: required(variable), value: required(line) }, repeats: true }) },
});

/** What only a container has. */
export const container = {
  image,
  build,
  env: clause({
    doc: "A variable of the container's environment.",
    example: "env DB_HOST 192.168.0.31",
    args: { variable: required(variable), value: required(textOrSecret) },
    repeats: true,
  }),
  mount: clause({
    doc: "A folder, file or named volume in the container; read-only unless it says `rw`.",
    example: "mount goods-data -> /var/lib/goods rw",
    args: { source: required(mounted) },
    clauses: {
      "->": clause({ doc: "Where it is in the container.", example: "-> /var/lib/goods rw", args: { target: required(path), mode: optional(choice("rw", "ro")) } }),
    },
    repeats: true,
  }),
  publish: clause({
    doc: "Ports of the engine's host that lead to a port of the container: on each host, the first for its first instance and so on.",
    example: "publish 8080 -> 80",
    default: "none; of a gateway, balancer or cache that nothing stands in front of and that has no VIP, node 1 on the ports it listens on",
    args: { binds: listOf(published) },
    clauses: { "->": clause({ doc: "The container's port.", example: "-> 80", args: { port: required(bind) } }) },
    repeats: true,
  }),
  run: clause({ doc: "The command that the container runs.", example: 'run "php bin/swoft http:start"', args: { command: required(text) } }),
  once: clause({ doc: "The container runs to its end and is not started again.", example: "once" }),
  after: clause({
    doc: "What must be there before it starts: `started`, `healthy`, or `done`, which is meant where that says `once`.",
    example: "after orders healthy",
    default: "what it uses",
    args: { references: listOf(anyReference), condition: optional(choice("started", "healthy", "done")) },
    repeats: true,
  }),
  restart: clause({ doc: "When the container is started again.", example: "restart always", default: "unless-stopped", args: { when: required(choice("no", "always", "on-failure", "unless-stopped")) } }),
  privileged: clause({ doc: "The container has all rights of its host.", example: "privileged", default: "no" }),
  cap: clause({ doc: "Kernel capabilities that the container has besides the usual ones.", example: "cap NET_ADMIN, NET_RAW", args: { capabilities: listOf(capability) } }),
  cpus: clause({ doc: "How many processors the container may use.", example: "cpus 2", args: { cpus: required(count) } }),
} as const;

export const dns = clause({ doc: "The name servers of the container.", example: "dns 192.168.0.2", args: { servers: listOf(address) } });
export const memory = clause({ doc: "How much memory the container may use.", example: "memory 512MB", args: { size: required(size) } });
export const heap = clause({ doc: "The heap of its Java process.", example: "heap 1GB", args: { size: required(size) } });

export const auth = clause({
  doc: "The user and password, or the password alone.",
  example: "auth elastic secret elastic_password",
  args: { user: optional(line), password: required(secret) },
});

export const logs = clause({
  doc: "Where it writes its log: files, a syslog facility or endpoint, or `no`.",
  example: "logs /var/log/goods/*.log",
  default: "the engine's own place",
  args: { kind: optional(choice("access", "error")), to: listOf(line) },
  clauses: {
    format: clause({ doc: "The name of a format of the site, or the text of one.", example: "format main", args: { format: required(line) } }),
    keep: clause({ doc: "How many rotated files are kept.", example: "keep 14", args: { count: required(count) } }),
  },
  repeats: true,
});

export const tls = clause({
  doc: "TLS: of what listens its certificate, towards servers how they are trusted.",
  example: "tls /etc/ssl/shop.pem key /etc/ssl/shop.key",
  args: { certificate: optional(path) },
  clauses: {
    key: clause({ doc: "The private key.", example: "key /etc/ssl/shop.key", default: "in the certificate's file", args: { path: required(path) } }),
    ca: clause({ doc: "The authorities that the other side's certificate must come from.", example: "ca /etc/ssl/ca.pem", args: { path: required(path) } }),
    min: clause({ doc: "The lowest version of TLS.", example: "min 1.3", default: "1.2", args: { version: required(choice("1.0", "1.1", "1.2", "1.3")) } }),
    ciphers: clause({ doc: "The ciphers, in OpenSSL's form.", example: "ciphers HIGH:!aNULL", args: { ciphers: required(cipherList) } }),
    verify: clause({ doc: "Whether the other side's certificate is checked; `client`: clients must show one.", example: "verify client", default: "yes", args: { verify: required(choice("yes", "no", "client")) } }),
  },
});
