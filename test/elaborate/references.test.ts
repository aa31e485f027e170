import { expect, it } from "vitest";
import { analyze } from "../../src/index.js";

const reportsOf = (lines: readonly string[]) =>
  analyze({ entry: { path: "site.infra", text: `${lines.join("\n")}\n` } }).diagnostics.filter(({ code }) => code === "unknown-reference");

it("looks for the nearest name of each unknown one, but not of hundreds: then more is lost than a letter", () => {
  const gateways = Array.from({ length: 300 }, (_, at) => `gateway edge${at}z on h { listen ${1000 + at} }`);
  const services = Array.from({ length: 300 }, (_, at) => `service goods${at} on h port ${2000 + at} behind edeg${at}z`);
  const reports = reportsOf(["host h 10.0.0.1", ...gateways, ...services]);
  expect(reports).toHaveLength(300);
  expect(reports[0]!.help).toContain("`edge0z`");
  expect(reports[199]!.help).toContain("`edge199z`");
  for (const { help } of reports.slice(200)) expect(help).not.toContain("edge");
});
