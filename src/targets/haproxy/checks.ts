import type { Check } from "../../ir/traffic.js";
import type { Line } from "./model.js";
import type { PlannedPool } from "./plan.js";
import { type Quoted, words } from "./quote.js";
import type { Scope } from "./scope.js";
import { time } from "./time.js";
import { reportUnsupported } from "./unsupported.js";

export interface Checking {
  /** What the section says. */
  readonly lines: readonly Line[];
  /** What its servers say. */
  readonly params: readonly Quoted[];
}

const none: Checking = { lines: [], params: [] };

/** Health checks. Source: HAProxy Configuration Manual, `option httpchk` and its like, `http-check`, `tcp-check`, and section 5.2 from `check` on. */
export function lowerCheck(scope: Scope, planned: PlannedPool): Checking {
  const { check } = planned.pool;
  if (check === null || check.form === "none") return none;
  const texts = linesOf(scope, check, planned);
  const lines = texts.length === 0 ? none.lines : texts.map((text) => ({ origin: check.origin, text }));
  return { lines, params: paramsOf(scope, check, planned) };
}

function linesOf(scope: Scope, check: Check, { pool }: PlannedPool): readonly Quoted[] {
  const { quote, report } = scope;
  const { origin, subject, host } = check;
  switch (check.form) {
    case "http":
      return httpLines(scope, check);
    case "mysql":
      return [subject === null ? words`option mysql-check` : words`option mysql-check user ${quote.word(subject, origin)}`];
    case "postgres":
      // The server asks who it is before it says whether it is ready; whether it would let it in does not matter.
      return [words`option pgsql-check user ${quote.word(subject ?? "haproxy", origin)}`];
    case "redis":
      return redisLines(scope, check);
    case "smtp":
      return [host === null ? words`option smtpchk` : words`option smtpchk EHLO ${quote.word(host, origin)}`];
    case "ldap":
      return [words`option ldap-check`];
    case "dns":
    case "script":
    case "process":
      reportUnsupported(report, origin, `cannot check \`${pool.name}\` by \`${check.form}\``, "check it by `tcp` or `http`, or let the instance say how it is: `check agent PORT`");
      return [];
    case "tcp":
    case "agent":
    case "passive":
    case "none":
      return none.params;
  }
}

function httpLines({ quote }: Scope, { method, path, host, expect, origin }: Check): readonly Quoted[] {
  const hostLine = host === null ? words`` : words` ver HTTP/1.1 hdr Host ${quote.literal(host, origin)}`;
  const request = words`http-check send meth ${quote.word((method ?? "GET").toUpperCase(), origin)} uri ${quote.word(path ?? "/", origin)}${hostLine}`;
  if (expect === null) return [words`option httpchk`, request];
  const wanted =
    "status" in expect
      ? words`status ${quote.word(expect.status.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(","), origin)}`
      : "text" in expect
        ? words`string ${quote.word(expect.text, origin)}`
        : words`rstring ${quote.word(expect.regex, origin)}`;
  return [words`option httpchk`, request, words`http-check expect ${wanted}`];
}

/** As redis-cli would ask: the password, whether it lives, and for a role what it is. */
function redisLines({ quote, reveal }: Scope, { auth, role, origin }: Check): readonly Quoted[] {
  const end = words`\\r\\n`;
  const password = auth === null ? null : reveal(auth).replace(/["\\]/g, "\\$&");
  const isReplica = role !== null && /^(replica|slave)/.test(role);
  return [
    words`option tcp-check`,
    words`tcp-check connect`,
    ...(password === null ? [] : [words`tcp-check send ${quote.word(`AUTH "${password}"`, origin)}${end}`, words`tcp-check expect string +OK`]),
    words`tcp-check send PING${end}`,
    words`tcp-check expect string +PONG`,
    ...(role === null ? [] : [words`tcp-check send 'info replication'${end}`, isReplica ? words`tcp-check expect string role:slave` : words`tcp-check expect string role:master`]),
    words`tcp-check send QUIT${end}`,
    words`tcp-check expect string +OK`,
  ];
}

function paramsOf({ report }: Scope, check: Check, planned: PlannedPool): readonly Quoted[] {
  const { origin, port, fall, rise, form } = check;
  const every = time(form === "passive" ? check.forMs : check.everyMs, "every", origin, report);
  // Passive: one good answer after the pause brings a server back, and only a check can give it.
  if (form === "passive") return [words`check inter ${every} rise 1 observe layer4 error-limit ${fall} on-error mark-down`];
  if (form === "agent") {
    if (port === null) reportUnsupported(report, origin, "needs the port of the agent", "write `check agent PORT`");
    return [words`check inter ${every} fall ${fall} rise ${rise}`, words`agent-check agent-port ${port ?? 1} agent-inter ${every}`];
  }
  const params = [words`check inter ${every} fall ${fall} rise ${rise}`];
  if (port !== null) params.push(words`port ${port}`);
  // The clients' TLS passes through; the check speaks its own, and only wants to know whether it is answered.
  else if (form === "http" && planned.passesTls) params.push(words`check-ssl verify none`);
  return params;
}
