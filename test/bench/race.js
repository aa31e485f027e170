import { contestantsOf, sizeOf } from "./contestants.js";
import { measure } from "./measure.js";

/**
 * Runs everything for each count of services, in turns (A B C, A B C, …), after one run of each that is not counted: it is looked at whether that wrote
 * what it should. What fails at one count is not run at a larger one. Gives rows `{ name, title, isPeer, absent, results }`; of `results`, by count:
 * `seconds` and `mebibytes` of each run and the `bytes` written, or `failed`.
 */
export async function race({ counts, runs, limit, scratch, modules, wanted, say }) {
  const rows = new Map();
  for (const count of counts) {
    const entries = contestantsOf(count, { scratch, modules, wanted });
    const row = ({ name, title, isPeer, absent }) => rows.get(name) ?? rows.set(name, { name, title, isPeer: isPeer === true, absent, results: new Map() }).get(name);
    const ready = [];
    for (const entry of inOrder(entries)) {
      const { results, absent } = row(entry);
      if (absent !== undefined) continue;
      const before = [...results.values()].find(({ failed }) => failed !== undefined);
      const missing = entry.after !== undefined && rows.get(entry.after).results.get(count)?.failed;
      const failed = before?.failed ?? (missing ? "nothing to copy" : await tryOnce(entry, { limit, scratch }));
      if (failed !== undefined) say(`${count} services: ${entry.title}: ${failed}`);
      results.set(count, failed === undefined ? { seconds: [], mebibytes: [], bytes: entry.folder === undefined ? 0 : sizeOf(entry.folder) } : { failed });
      if (failed === undefined) ready.push(entry);
    }
    const turns = entries.filter((entry) => ready.includes(entry));
    for (let run = 0; run < runs; run++) {
      say(`${count} services: run ${run + 1} of ${runs}`);
      for (const entry of turns) {
        const result = row(entry).results.get(count);
        if (result.failed !== undefined) continue;
        entry.prepare();
        const { seconds, mebibytes, failed } = await measure(entry.start, { cwd: entry.cwd, limit, scratch });
        if (failed !== undefined) row(entry).results.set(count, { failed });
        else {
          result.seconds.push(seconds);
          if (mebibytes !== undefined) result.mebibytes.push(mebibytes);
        }
      }
    }
  }
  return [...rows.values()];
}

/** What copies another's files comes after it. */
function inOrder(entries) {
  return entries.toSorted((a, b) => Number(a.after !== undefined) - Number(b.after !== undefined));
}

async function tryOnce(entry, { limit, scratch }) {
  entry.prepare();
  const { failed, stderr } = await measure(entry.start, { cwd: entry.cwd, limit, scratch });
  if (failed === undefined) return entry.judge();
  const words = stderr?.trim().split("\n")[0] ?? "";
  return words === "" ? failed : `${failed}: ${words.slice(0, 100)}`;
}
