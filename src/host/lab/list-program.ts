/**
 * Keeps lists of servers as Consul says, in the place of nginx's upsync module: it asks as the module does, writes the files that the module
 * writes, keeps the last servers while Consul does not answer or knows none, and then reloads nginx, which the module does not need.
 */
export const listProgram = `
import { execFile } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const { lists, reload } = JSON.parse(process.argv[2]);

const server = (address, { weight = 1, max_fails = 2, fail_timeout = 10, down = 0, backup = 0 }) =>
  "server " + address + " weight=" + weight + " max_fails=" + max_fails + " fail_timeout=" + fail_timeout + "s" + (Number(backup) ? " backup" : "") + (Number(down) ? " down" : "") + ";";

const tagged = (tags) => Object.fromEntries((tags ?? []).map((tag) => tag.split("=")).filter((pair) => pair.length === 2));

const readers = {
  consul: (entries) => entries.flatMap(({ Key, Value }) => {
    const address = Key.slice(Key.lastIndexOf("/") + 1);
    let said = {};
    try { said = JSON.parse(Buffer.from(Value ?? "", "base64").toString("utf8")); } catch {}
    return /:\\d+$/.test(address) ? [server(address, said)] : [];
  }),
  consul_services: (entries) => entries.map((each) => server((each.ServiceAddress || each.Address) + ":" + each.ServicePort, tagged(each.ServiceTags))),
  consul_health: (entries) => entries.filter(({ Checks }) => Checks.every(({ Status }) => Status === "passing")).map(({ Node, Service }) => server((Service.Address || Node.Address) + ":" + Service.Port, tagged(Service.Tags))),
};

let reloading = Promise.resolve();
function reloadOnce() {
  reloading = reloading.then(() => new Promise((resolve) => execFile(reload[0], reload.slice(1), (error) => {
    if (error !== null) console.error(error.message);
    resolve(error === null);
  })));
  return reloading;
}

async function keep({ path, url, type, everyMs }) {
  let index = 0;
  let known = readFileSync(path, "utf8").split("\\n").filter((line) => line.startsWith("server ")).sort().join("\\n");
  for (;;) {
    try {
      const answer = await fetch(url + "?" + (type === "consul" ? "recurse&" : "") + "wait=30s&index=" + index, { signal: AbortSignal.timeout(40000) });
      const found = answer.ok ? readers[type](await answer.json()).sort() : [];
      const text = found.join("\\n");
      if (found.length > 0 && text !== known) {
        writeFileSync(path + ".next", text + "\\n");
        renameSync(path + ".next", path);
        console.log(path + ": " + found.length + " servers");
        if (await reloadOnce()) known = text;
      }
      index = Number(answer.headers.get("x-consul-index")) || 0;
    } catch (error) {
      index = 0;
      if (error.name !== "TimeoutError" && error.cause?.code !== "ECONNREFUSED") console.error(error.message);
    }
    await sleep(everyMs);
  }
}

for (const list of lists) void keep(list);
console.log("listening");
`;
