import { defineDiagnostic } from "../diagnostics/define.js";

/** Reported by whoever fetches the texts of secrets for `emit`. */
export const missingSecret = defineDiagnostic({
  code: "missing-secret",
  severity: "error",
  summary: "The text of a secret is not where the program says.",
  explanation: `
A build fills secrets in: from the environment, a file, or the output of a command. Without \`from\`, a secret is in the variable of its
name in capitals. One line end at the end of the text is cut; what is left must not be empty. \`check\` and \`ir\` need no secret.

    secret vrrp_pass from env VRRP_PASS
    secret stats     from file ./secrets/stats       # relative to the program
    secret db        from command "pass show db"     # run by /bin/sh in the program's folder

    VRRP_PASS=… infc build site.infra
`,
  message: (data: { readonly name: string; readonly problem: string; readonly help: string }) => `there is no text for the secret \`${data.name}\`: ${data.problem}`,
  help: ({ help }) => help,
});
