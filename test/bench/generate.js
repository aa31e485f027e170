import { programOf } from "./site.js";

// Prints a program of many services: node test/bench/generate.js 1000 > site.infra

const [count, ...options] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(count ?? "") || options.some((option) => option !== "--ranges")) {
  console.error("usage: node test/bench/generate.js COUNT [--ranges]");
  process.exit(2);
}
// Who reads the first lines alone, as `head` does, closes the pipe.
process.stdout.on("error", ({ code }) => process.exit(code === "EPIPE" ? 0 : 1));
process.stdout.write(programOf(Number(count), options.includes("--ranges") ? "ranges" : "declarations"));
