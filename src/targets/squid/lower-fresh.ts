import type { Report } from "../../diagnostics/define.js";
import type { Cache, Fresh } from "../../ir/cache.js";
import { inexactForSquid } from "./lower-helpers.js";
import type { Line, Refresh } from "./model.js";
import { joinWords, quoteLiteral, quoteRegex, type Text, words } from "./quote.js";

const options: Readonly<Record<Fresh["despite"][number], Text>> = {
  expires: words`override-expire`,
  "last-modified": words`override-lastmod`,
  reload: words`ignore-reload`,
  "no-store": words`ignore-no-store`,
  private: words`ignore-private`,
};

/** refresh_pattern lines; what holds for all URLs comes last, after squid's own lines for FTP and for what is made anew at each request. */
export function lowerFresh(caches: readonly Cache[], report: Report): Refresh {
  const all = caches.flatMap(({ fresh }) => fresh);
  const last = all.find(({ paths }) => paths.length === 0);
  return {
    refresh_pattern: all.flatMap((fresh) => fresh.paths.map(({ text, origin }) => lineOf(fresh, fresh.form === "regex" ? onUrl(text, origin, report) : beginning(text, origin, report), report))),
    ftp: caches.some(({ listens }) => listens.some(({ mode }) => mode !== "accelerate")),
    last: last === undefined ? null : lineOf(last, words`.`, report),
  };
}

function lineOf(fresh: Fresh, pattern: Text, report: Report): Line {
  const { minMs, maxMs, share, despite, origin } = fresh;
  for (const ms of [minMs, maxMs]) {
    if (ms % 60_000 === 0) continue;
    report(inexactForSquid, { at: origin, data: { what: "the time that an object is fresh", unit: "whole minutes" } });
    break;
  }
  const overruled = despite.length === 0 ? words`` : words` ${joinWords(despite.map((each) => options[each]))}`;
  return { directive: words`refresh_pattern`, words: words`${pattern} ${Math.floor(minMs / 60_000)} ${share}% ${Math.floor(maxMs / 60_000)}${overruled}`, origin };
}

/** The scheme and the host, which stand before the path in what squid matches. */
const head = words`^[^:]+://[^/]+`;

function beginning(path: string, at: Fresh["origin"], report: Report): Text {
  return words`${head}${quoteLiteral(path, "anywhere", at, report)}`;
}

/** A pattern on the path as one on the URL: what is bound to its beginning is bound to the host's end. */
function onUrl(pattern: string, at: Fresh["origin"], report: Report): Text {
  return quoteRegex(pattern.replace(/(^|[|(])\^/g, `$1${head.replaceAll("$", "$$$$")}`), at, report);
}
