import type { Checker } from "./checker.js";
import { compose } from "./compose.js";
import { consul } from "./consul.js";
import { filebeat } from "./filebeat.js";
import { haproxy } from "./haproxy.js";
import { keepalived } from "./keepalived.js";
import { logstash } from "./logstash.js";
import { nginx } from "./nginx.js";
import { shell } from "./shell.js";
import { squid } from "./squid.js";
import { yaml } from "./yaml.js";

export const checkers: readonly Checker[] = [compose, consul, filebeat, haproxy, keepalived, logstash, nginx, shell, squid, yaml];

/** The checkers that judge a file: its daemon's own, and that of its format. */
export function checkersFor(daemon: string, path: string): readonly Checker[] {
  const own = checkers.find(({ name }) => name === (daemon === "docker-compose" ? "compose" : daemon));
  const wanted = new Set<Checker>(own === undefined ? [] : [own]);
  if (/\.ya?ml$/.test(path)) wanted.add(yaml);
  if (path.endsWith(".sh")) wanted.add(shell);
  return [...wanted];
}
