import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { instanceOf } from "../../src/lab/judge-step.js";
import { consul } from "./consul.js";
import { build, inLab, take } from "./lab-kit.js";
import { nginx } from "./nginx.js";
import { requireDaemon } from "./require.js";

describe.runIf([nginx, consul].map(requireDaemon).every(Boolean))("the upsync module's stand-in", () => {
  it("takes in what registers with Consul, lets go what leaves, and loses no request", { timeout: 240_000 }, async () => {
    const built = build(`network lan 10.8.0.0/24
host node1 10.8.0.31
host lb1 10.8.0.11
host app[1..2] 10.8.0.[21..22]
host spare 10.8.0.29
consul registry on node1
service pages on app[1..2] port 8080 discover registry behind edge
service more on spare port 8080
gateway edge on lb1 { listen 80 }
expect e {
  kill registry
  wait 1s
  get http://10.8.0.11/ -> pages
}`);
    const fault = await inLab(built, async (lab) => {
      const change = async (...how: string[]): Promise<string> => (await lab.exec("spare", ["curl", "-s", ...how, "http://10.8.0.31:8500/v1/kv/upstreams/pages/10.8.0.29:8080"])).stdout;
      const answers: (string | undefined)[] = [];
      const client = { goesOn: true };
      const asking = (async () => {
        while (client.goesOn) {
          const answer = await lab.probe.get("http://10.8.0.11/", {}, 2000);
          answers.push(instanceOf(answer) ?? answer.error ?? String(answer.status));
          await setTimeout(5);
        }
      })();
      const lately = (): string[] => [...new Set(answers.slice(-30).map(String))].toSorted();
      await expect.poll(lately, { timeout: 40_000 }).toEqual(["pages-1", "pages-2"]);
      expect(await change("-X", "PUT", "-d", '{"weight":1}')).toBe("true");
      await expect.poll(lately, { timeout: 40_000 }).toEqual(["more", "pages-1", "pages-2"]);
      expect(await change("-X", "DELETE")).toBe("true");
      await expect.poll(lately, { timeout: 40_000 }).toEqual(["pages-1", "pages-2"]);
      client.goesOn = false;
      await asking;
      expect(new Set(answers)).toEqual(new Set(["pages-1", "pages-2", "more"]));
      return await take(lab, built.site, built.site.expectations[0]!);
    });
    expect(fault).toBeUndefined();
  });
});
