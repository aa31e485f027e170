import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** A password as plain text of a variable: it is in the program, in the compose file, and in what is kept of both. */
export const secretInEnvironment = defineRule({
  code: "secret-in-environment",
  severity: "warning",
  summary: "A variable whose name says that it is a password has its text in the program.",
  explanation: `
What stands in the program goes into the compose file as it is, and with both into version control. A secret has its text from the environment, a file or a
command when the site is built, and the file that holds it has mode 0600.

    env DB_PASSWORD hunter2                     # warning
    env DB_PASSWORD secret db_password
`,
  message: (data: { readonly variable: string; readonly secret: string }) => `the text of \`${data.variable}\` stands in the program`,
  help: ({ variable, secret }) => `write \`env ${variable} secret ${secret}\``,

  check(_site, report, index) {
    const variables = index.engineParts().flatMap(({ withEnvironment }) => withEnvironment.flatMap(({ environment }) => environment));
    const open = variables.filter(({ name, value, origin }) => origin.because === undefined && typeof value === "string" && isPassword(name) && isText(value));
    for (const [origin, [first]] of groupBy(open, (each) => each.origin)) report({ at: origin, data: { variable: first!.name, secret: first!.name.toLowerCase() } });
  },
});

/** `…_FILE` is a path and `ALLOW_EMPTY_PASSWORD` a switch. */
function isPassword(name: string): boolean {
  return /(^|_)(PASSWORD|PASSWD|PASS|SECRET|SECRET_KEY|API_KEY|ACCESS_KEY|TOKEN|AUTH_TOKEN)$/i.test(name) && !/(ALLOW|RANDOM|EMPTY|REQUIRE|ENABLE)_/i.test(name);
}

/** Neither a switch nor a path. */
function isText(value: string): boolean {
  return value !== "" && !/^(yes|no|true|false|on|off|none|\d)$/i.test(value) && !value.startsWith("/");
}
