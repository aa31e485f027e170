import { expect, it } from "vitest";
import { auditOn, failureIn } from "../kit/audit.js";

const goods = "service goods on app1, app2 { port 8080; logs /var/log/goods.log }\n";

/** `UNIT at STAGE` for each that stops the collection. */
function stopsIn(text: string): readonly string[] {
  return auditOn(text).logs[0]!.stoppedBy.map(({ unit, stage }) => `${unit.name} at ${stage}`);
}

it.each<readonly [string, string, readonly string[]]>([
  ["the only logstash", "elasticsearch search on app1, app2, app3\nlogstash pipeline on app4\nlogs all from goods through pipeline to search", ["logstash@app4 at pipeline"]],
  ["nothing, with two of them", "elasticsearch search on app1, app2, app3\nlogstash pipeline on app3, app4\nlogs all from goods through pipeline to search", []],
  ["the only Elasticsearch", "elasticsearch search x1 on app4\nlogs all from goods to search", ["search-1 at search"]],
  ["neither of two, as nobody knows which has the vote", "elasticsearch search on app3, app4\nlogs all from goods to search", []],
  ["the host that has most of Elasticsearch", "elasticsearch search x3 on app3, app4\nlogs all from goods to search", ["app3 at search"]],
  ["the queue in between", "elasticsearch search on app1, app2, app3\nredis queue on app4\nlogstash pipeline on app1, app2\nlogs all from goods through queue pipeline to search", ["queue at queue"]],
  ["nothing of what exists elsewhere", "elasticsearch search at 10.1.1.1:9200\nlogs all from goods to search", []],
])("lines are stopped by %s", (_, text, expected) => {
  expect(stopsIn(goods + text)).toEqual(expected);
});

it("no entry is lost for logs that wait, and the case says at what they do", () => {
  const text = `${goods}elasticsearch search on app1, app2, app3\nlogstash pipeline on app4\nlogs all from goods through pipeline listen syslog 5514 to search`;
  expect(failureIn(text, "app4")).toMatchObject({ lost: [], logs: [{ name: "all", stage: "pipeline" }] });
  expect(auditOn(text).logs[0]).toMatchObject({ machines: ["app1", "app2"], intake: ["syslog 5514"] });
});
