import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Cache } from "../../ir/cache.js";
import type { Log } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import type { Line } from "./model.js";
import { quoteRest, quoteWord, type Text, words } from "./quote.js";

/** Formats that squid has. Source: squid.conf.documented, logformat. */
const builtIn = ["squid", "common", "combined", "referrer", "useragent"];

/** The format of squid's own that is meant, by the name or as the whole text. */
function ownFormat({ format }: Log): string | undefined {
  return format === null ? "squid" : builtIn.find((each) => each === format.text || each === format.name);
}

export function lowerLogs({ logs }: Cache, origin: Origin, report: Report): readonly Line[] {
  const line = (directive: Text, rest: Text, at: Origin): Line => ({ directive, words: rest, origin: at });
  const access = logs.filter(({ kind }) => kind === "access");
  const errors = logs.filter(({ kind }) => kind === "error");
  const formats = access.flatMap((log) => {
    const { format } = log;
    if (format === null || ownFormat(log) !== undefined) return [];
    const { name, text, origin: at } = format;
    return [line(words`logformat`, words`${quoteWord(name, at, report)} ${quoteFormat(text, at, report)}`, at)];
  });
  for (const { keep, origin: at } of logs) if (keep !== null) report(squidLog, { at, data: { what: "how many old files are kept: logrotate does it" } });
  return [
    ...formats.filter((each, at) => formats.findIndex((other) => other.words === each.words) === at),
    ...(access.length === 0 ? [line(words`access_log`, words`daemon:/var/log/squid/access.log squid`, origin)] : access.map((log) => line(words`access_log`, accessTarget(log, report), log.origin))),
    ...(errors.length === 0 ? [line(words`cache_log`, words`/var/log/squid/cache.log`, origin)] : errors.map((log) => line(words`cache_log`, errorTarget(log, report), log.origin))),
  ];
}

function accessTarget(log: Log, report: Report): Text {
  const { to, format, origin } = log;
  const name = quoteWord(ownFormat(log) ?? format?.name ?? "", origin, report);
  switch (to.where) {
    case "file":
      return words`daemon:${quoteWord(to.path, origin, report)} ${name}`;
    case "stdout":
      return words`stdio:/dev/stdout ${name}`;
    case "nowhere":
      return words`none`;
    case "syslog":
      if (to.endpoint !== null) report(squidLog, { at: origin, data: { what: "a syslog on another machine: it writes to its own machine's" } });
      return words`syslog:${quoteWord(to.facility, origin, report)}.info ${name}`;
  }
}

function errorTarget({ to, origin }: Log, report: Report): Text {
  switch (to.where) {
    case "file":
      return quoteWord(to.path, origin, report);
    case "nowhere":
      return words`/dev/null`;
    case "stdout":
      return words`/dev/stdout`;
    case "syslog":
      report(squidLog, { at: origin, data: { what: "its own log to syslog" } });
      return words`/dev/null`;
  }
}

function quoteFormat(text: string, at: Origin, report: Report): Text {
  if (!/\$[a-z{]/i.test(text)) return quoteRest(text, at, report);
  report(squidLog, { at, data: { what: "a format with `$` variables: its codes begin with `%`" } });
  return words`refused`;
}

export const squidLog = defineDiagnostic({
  code: "squid-log",
  severity: "error",
  summary: "Squid cannot write this log as the program says.",
  explanation: `
Squid writes the log of requests to files, to the syslog of its machine or to standard output, in formats of its own codes
(\`%>a %rm %ru\`), and its own log to a file. On Debian logrotate keeps and removes old files.

    cache cdn { logs access /var/log/squid/access.log format combined }
`,
  message: (data: { readonly what: string }) => `squid does not write ${data.what}`,
  help: () => "log to a file, in one of squid's formats such as `combined`",
});
