import { exponentOf, median, pairedRatio } from "./statistics.js";

const absent = "–";

/** Growth of infc: a line for each count of services, with the ratios to what cannot be undercut. */
export function growthTable(rows, counts) {
  const [start, copy, same, declarations, ranges] = ["start", "copy", "same-bytes", "declarations", "ranges"].map((name) => rows.find((row) => row.name === name));
  const head = ["services", "written", "declarations", "ranges", "÷ `node -e 0`", "÷ `cp -r`", "÷ plain Node, same bytes"];
  return table(head, counts.map((count) => {
    const result = declarations.results.get(count);
    const ratio = (floor) => ratioOf(result, floor.results.get(count));
    return [number(count), result?.bytes === undefined ? absent : bytes(result.bytes), cost(result), cost(ranges.results.get(count)), ratio(start), ratio(copy), ratio(same)];
  }));
}

/** In words, how infc's time and memory grow from 1,000 services on. */
export function exponents(rows, counts) {
  return rows
    .filter(({ name }) => name === "declarations" || name === "ranges")
    .map(({ title, results }) => {
      const measured = counts.filter((count) => count >= 1000 && results.get(count)?.seconds?.length > 0);
      const of = (what) => exponentOf(measured.filter((count) => results.get(count)[what].length > 0).map((count) => [count, median(results.get(count)[what])]));
      const smallest = results.get(counts[0])?.seconds;
      const less = smallest === undefined ? undefined : exponentOf(measured.map((count) => [count, median(results.get(count).seconds) - median(smallest)]).filter(([, seconds]) => seconds > 0));
      const above = less === undefined ? "" : ` (${exponent(less)} of what is above the time for ${number(counts[0])} services)`;
      return `- ${title}: time ${exponent(of("seconds"))}${above}, memory ${exponent(of("mebibytes"))}.`;
    })
    .join("\n");
}

/** Everything that was run, the fastest at the largest count first; each ratio says how many times infc's own time a program takes, in bold where a peer is faster. */
export function raceTable(rows, counts) {
  const own = rows.find(({ name }) => name === "declarations");
  const largest = counts.findLast((count) => own.results.get(count)?.seconds?.length > 0) ?? counts[0];
  const speed = ({ results }) => (results.get(largest)?.seconds?.length > 0 ? median(results.get(largest).seconds) : Infinity);
  const head = ["", `bytes at ${number(largest)}`, ...counts.flatMap((count) => [number(count), "÷ infc"])];
  const sorted = rows.toSorted((a, b) => speed(a) - speed(b));
  return table(head, sorted.map(({ name, title, isPeer, absent: reason, results }) => {
    const shown = name === "declarations" ? `**${title}**` : title;
    if (reason !== undefined) return [`${title}: ${reason}`, absent, ...counts.flatMap(() => [absent, absent])];
    const size = results.get(largest)?.bytes;
    const cells = counts.flatMap((count) => {
      const [mine, its] = [own.results.get(count), results.get(count)];
      const ratio = ratioOf(its, mine);
      return [cost(its), isPeer && pairOf(its, mine) < 1 ? `**${ratio}**` : ratio];
    });
    return [shown, size === undefined || size === 0 ? absent : bytes(size), ...cells];
  }));
}

/** The peers that were faster than infc, in words. */
export function fasterPeers(rows, counts) {
  const own = rows.find(({ name }) => name === "declarations");
  const unknown = counts.filter((count) => !(own.results.get(count)?.seconds?.length > 0));
  const faster = rows.filter(({ isPeer }) => isPeer).flatMap(({ title, results }) => {
    const at = counts.filter((count) => pairOf(results.get(count), own.results.get(count)) < 1);
    return at.length === 0 ? [] : [`${title} at ${at.map(number).join(", ")}`];
  });
  const words = `Faster than infc: ${faster.length === 0 ? "none" : faster.join("; ")}.`;
  return unknown.length === 0 ? words : `${words} infc itself was not measured at ${unknown.map(number).join(", ")}.`;
}

/** How long edits take, a line for each way to edit: the median, and all of them in their order. */
export function editsTable(edits) {
  const all = (values) => values.map((value) => value.toFixed(3)).join(", ");
  return table(["edit of", "median", "all of them, in s", "as infc says, in s"], edits.map(({ name, seconds: each, said }) => [name, seconds(median(each)), all(each), all(said)]));
}

function pairOf(these, those) {
  return these?.seconds?.length > 0 && these.seconds.length === those?.seconds?.length ? pairedRatio(these.seconds, those.seconds) : NaN;
}

function ratioOf(these, those) {
  const ratio = pairOf(these, those);
  return Number.isNaN(ratio) ? absent : ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0);
}

function cost(result) {
  if (result === undefined) return absent;
  if (result.failed !== undefined) return result.failed;
  const memory = result.mebibytes.length === 0 ? "" : `, ${median(result.mebibytes).toFixed(0)} MiB`;
  return `${seconds(median(result.seconds))}${memory}`;
}

function seconds(value) {
  return `${value < 10 ? value.toFixed(3) : value.toFixed(1)} s`;
}

export function number(value) {
  return value.toLocaleString("en-US");
}

function bytes(value) {
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(2)} MB`;
}

function exponent(value) {
  return value === undefined ? "not measured" : value.toFixed(2);
}

function table(head, lines) {
  const row = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...lines.map(row)].join("\n");
}
