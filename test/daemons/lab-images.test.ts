import { describe, expect, it } from "vitest";
import { build, inLab, take } from "./lab-kit.js";
import { nginx } from "./nginx.js";
import { requireDaemon } from "./require.js";

const isThere = (...needs: string[]): boolean => [nginx, { name: needs[0]!, needs: [...needs, "haproxy", "keepalived"] }].every(requireDaemon);

describe.runIf(isThere("redis-server", "redis-cli"))("redis in a lab", () => {
  it("replicates with its password, and a balancer tells the primary from the replicas", { timeout: 120_000 }, async () => {
    const built = build(`network lan 10.8.0.0/24
secret pass from env PASS
redis sessions x3 { auth secret pass }
balancer front { vip 10.8.0.100; listen 6379 tcp -> sessions primary; listen 6380 tcp -> sessions replicas }
expect e {
  within 10s connect 10.8.0.100:6379 -> sessions-1
  kill sessions-3
  within 10s connect 10.8.0.100:6380 -> sessions-2
}`);
    const fault = await inLab(built, async (lab) => {
      const said = async (on: string, ...argv: string[]): Promise<string> => (await lab.exec(on, ["env", "REDISCLI_AUTH=tried-it", "redis-cli", ...argv])).stdout.trim();
      expect((await lab.exec("sessions-1", ["redis-cli", "-h", "sessions-2", "get", "a"])).stdout).toContain("NOAUTH");
      await expect.poll(async () => await said("sessions-2", "role"), { timeout: 10_000 }).toMatch(/^slave\n\S+\n6379\nconnected/);
      expect(await said("sessions-3", "-h", "10.8.0.100", "set", "cart", "3 apples")).toBe("OK");
      await expect.poll(async () => await said("front-1", "-h", "10.8.0.100", "-p", "6380", "get", "cart"), { timeout: 5000 }).toBe("3 apples");
      expect(await said("front-1", "-h", "10.8.0.100", "-p", "6380", "set", "cart", "none")).toContain("READONLY");
      const taken = await take(lab, built.site, built.site.expectations[0]!);
      // After a loss of power the data are still there.
      await lab.kill("sessions-1");
      await lab.heal("sessions-1");
      await expect.poll(async () => await said("sessions-1", "role"), { timeout: 10_000 }).toMatch(/^master/);
      return taken;
    });
    expect(fault).toBeUndefined();
  });

  it("on an engine's host answers where it is published", { timeout: 60_000 }, async () => {
    const built = build(`network lan 10.8.0.0/24
host app1 10.8.0.21 { runtime docker }
redis sessions on app1 publish 6380 -> 6379
expect e { connect 10.8.0.21:6380 -> sessions }`);
    expect(await inLab(built, async (lab) => await take(lab, built.site, built.site.expectations[0]!))).toBeUndefined();
  });
});

describe.runIf(isThere("rabbitmq-server"))("RabbitMQ in a lab", () => {
  it("becomes one cluster by its cookie, of which two may die", { timeout: 180_000 }, async () => {
    const built = build(`network lan 10.8.0.0/24
secret cookie from env COOKIE
secret pass from env PASS
rabbitmq rabbit x3 { cookie secret cookie; user app secret pass }
balancer front { vip 10.8.0.100; listen 5600 tcp -> rabbit }
expect e {
  within 10s connect 10.8.0.100:5600 -> rabbit
  kill rabbit-1
  kill rabbit-2
  within 15s connect 10.8.0.100:5600 -> rabbit-3
}`);
    const fault = await inLab(built, async (lab) => {
      const { environment } = lab.entryTo("rabbit-3");
      const said = async (...argv: string[]): Promise<string> => (await lab.exec("rabbit-3", ["env", ...environment, "rabbitmqctl", "-q", ...argv])).stdout;
      const running = async (): Promise<unknown> => (JSON.parse(await said("cluster_status", "--formatter", "json")) as { readonly running_nodes: readonly string[] }).running_nodes.toSorted();
      expect(await running()).toEqual(["rabbit@rabbit-1", "rabbit@rabbit-2", "rabbit@rabbit-3"]);
      expect(await said("authenticate_user", "app", "tried-it")).not.toContain("Error");
      return await take(lab, built.site, built.site.expectations[0]!);
    });
    expect(fault).toBeUndefined();
  });
});

describe.runIf(isThere("postgres", "etcd"))("databases in a lab", () => {
  it("start as their images do, from the environment", { timeout: 60_000 }, async () => {
    const built = build(`network lan 10.8.0.0/24
secret pass from env PASS
postgres pg { auth secret pass; env POSTGRES_DB orders }
etcd state x3
expect e {
  within 5s connect pg:5432 -> pg
  kill state-3
  within 5s connect state-2:2379 -> state-2
}`);
    const fault = await inLab(built, async (lab) => {
      const signIn = async (password: string): Promise<string> => (await lab.exec("state-1", ["env", `PGPASSWORD=${password}`, "psql", "-h", "pg", "-U", "postgres", "-Atc", "select current_database()", "orders"])).stdout;
      expect([await signIn("tried-it"), await signIn("wrong")]).toEqual(["orders\n", ""]);
      const ask = ["curl", "-s", "-X", "POST", "-d", "{}", "http://state-1:2379/v3/cluster/member/list"] as const;
      expect(Object.keys(JSON.parse((await lab.exec("pg", ask)).stdout) as object)).toContain("members");
      return await take(lab, built.site, built.site.expectations[0]!);
    });
    expect(fault).toBeUndefined();
  });
});
