import type { Check } from "../ir/traffic.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A check that stops or starts something: it is there to look, many times a minute. */
export const checkActs = defineRule({
  code: "check-acts",
  severity: "error",
  summary: "A check stops, starts or restarts something.",
  explanation: `
A check looks, and its exit code says what it saw; what follows is the daemon's. One that stops keepalived lets the node leave for good, with no word in any state; one that
restarts the service does so every two seconds, on each node, while the others take over.

    vip 192.168.0.146 check script "/usr/bin/systemctl stop keepalived"         # error
    vip 192.168.0.146 check script "/usr/bin/systemctl is-active nginx"
    vip 192.168.0.146 check process nginx
`,
  message: ({ command, action }: { readonly command: string; readonly action: string }) => `a check is to look, and \`${command}\` ${action}`,
  help: () => "let it exit with another code than 0 when something is wrong, and change nothing",

  check(site, report, index) {
    const seen = new Set<Origin>();
    const look = (check: Check | null): void => {
      if (check?.form !== "script") return;
      const { path, origin } = check;
      const action = actionOf((path ?? "").trim().split(/\s+/));
      if (action === undefined || seen.has(origin)) return;
      seen.add(origin);
      report({ at: origin, data: { command: path!, action } });
    };
    for (const { checks } of site.vrrps) for (const { check } of checks) look(check);
    for (const { scripted } of index.proxyParts()) for (const { check } of scripted) look(check);
    for (const { check } of site.registrations) look(check);
  },
});

/** Programs that act on services, and the place of the verb among their words; the service is the other word. */
const managers: Readonly<Record<string, number>> = { systemctl: 0, initctl: 0, supervisorctl: 0, docker: 0, podman: 0, service: 1, "rc-service": 1, "invoke-rc.d": 1 };
const verbs: Readonly<Record<string, string>> = { stop: "stops", start: "starts", restart: "restarts", reload: "reloads", "try-restart": "restarts", "reload-or-restart": "restarts", kill: "kills", condrestart: "restarts", "force-reload": "reloads" };

/** What a command does to the world, as a message says it; undefined for one that only looks, as far as its words tell. */
function actionOf([program = "", ...words]: readonly string[]): string | undefined {
  const name = program.replace(/^.*\//, "");
  if (Object.hasOwn(managers, name)) {
    const said = words.filter((word) => !word.startsWith("-"));
    const verb = said[managers[name]!] ?? "";
    return Object.hasOwn(verbs, verb) ? `${verbs[verb]} ${quoted(said[1 - managers[name]!])}` : undefined;
  }
  // Signal 0 asks whether a process is there.
  if (["kill", "killall", "pkill"].includes(name)) return /(^|\s)(-0|-s\s*0|--signal[ =]0)(\s|$)/.test(words.join(" ")) ? undefined : `kills ${quoted(words.findLast((word) => !word.startsWith("-")))}`;
  return ["reboot", "shutdown", "poweroff", "halt"].includes(name) ? "stops the machine" : undefined;
}

function quoted(word: string | undefined): string {
  return word === undefined ? "something" : `\`${word}\``;
}
