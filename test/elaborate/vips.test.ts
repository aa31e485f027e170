import { expect, test } from "vitest";
import { analyzeText } from "../kit/compile.js";

const site = (vips: string): string => `network lan 10.0.0.0/24\nhost lb[1..2] 10.0.0.[11..12]\ngateway edge on lb[1..2] {\n${vips}\nroute { / -> deny 403 }\n}\n`;
const groups = (vips: string): readonly (string | null)[] => analyzeText(site(vips)).site.vrrps.map(({ group }) => group);

test("one VIP that moves with the others moves them all", () => {
  expect(groups("vip 10.0.0.100 failover together\nvip 10.0.0.101")).toEqual(["edge", "edge"]);
  expect(groups("vip 10.0.0.100 failover together\nvip 10.0.0.101\nvip 10.0.0.102 failover alone")).toEqual(["edge", "edge", null]);
  expect(groups("vip 10.0.0.100\nvip 10.0.0.101")).toEqual([null, null]);
});
