import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Cache, Condition } from "../../ir/cache.js";
import type { Acls } from "./acls.js";
import type { Line } from "./model.js";
import type { Names } from "./names.js";
import { joinWords, quoteCommand, type Text, words } from "./quote.js";

/** Programs that say whether a request meets a condition. */
export interface Helpers {
  /** external_acl_type lines. */
  readonly lines: readonly Line[];
  aclOf(condition: Condition): Text;
}

const codes: Readonly<Record<Condition["given"][number], Text>> = {
  client: words`%SRC`,
  login: words`%LOGIN`,
  method: words`%METHOD`,
  url: words`%URI`,
  domain: words`%DST`,
  port: words`%PORT`,
  path: words`%PATH`,
};

export function createHelpers(cache: Cache, acls: Acls, names: Names, report: Report): Helpers {
  const lines: Line[] = [];
  const known = new Map<string, Text>();
  return {
    lines,
    aclOf(condition) {
      const { origin, given, ttlMs } = condition;
      const command = condition.values[0]?.text ?? "";
      if (given.includes("login") && cache.login === null) report(missingLogin, { at: origin, data: { cache: cache.name } });
      if (ttlMs !== null && ttlMs % 1000 !== 0) report(inexactForSquid, { at: origin, data: { what: "how long an answer is kept", unit: "whole seconds" } });
      const options = ttlMs === null ? words`` : words` ttl=${Math.ceil(ttlMs / 1000)}`;
      const rest = words`${options} ${joinWords(given.map((what) => codes[what]))} ${quoteCommand(command, origin, report)}`;
      const program = /[^/]*$/.exec(command.split(" ")[0]!)![0];
      let type = known.get(rest);
      if (type === undefined) {
        type = names.claim(program);
        known.set(rest, type);
        lines.push({ directive: words`external_acl_type`, words: words`${type}${rest}`, origin });
      }
      return acls.of({ type: words`external`, form: "plain", values: [{ text: type, origin }], word: "helper", origin }, `helper_${program}`);
    },
  };
}

export const inexactForSquid = defineDiagnostic({
  code: "inexact-for-squid",
  severity: "error",
  summary: "Squid has no unit in which this amount is a whole number.",
  explanation: `
Squid counts the time that an object is fresh in whole minutes, most other times in whole seconds, and a disk in whole megabytes. infc does not round.

    cache cdn { fresh 90s .. 1h }     # error
    cache cdn { fresh 2m .. 1h }
`,
  message: (data: { readonly what: string; readonly unit: string }) => `squid counts ${data.what} in ${data.unit}`,
  help: ({ unit }) => `give it in ${unit}`,
});

export const missingLogin = defineDiagnostic({
  code: "missing-login",
  severity: "error",
  summary: "A rule asks who has signed in, and the cache does not say how users sign in.",
  explanation: `
A rule with \`login\` makes the cache ask for a user and a password. Who checks them is said once, in the cache:

    cache office {
      login file /etc/squid/passwd realm "Office proxy"
      allow login
    }
`,
  message: (data: { readonly cache: string }) => `\`${data.cache}\` does not say how its users sign in`,
  help: () => "add `login file /etc/squid/passwd`, a file made by htpasswd",
});
