import { defineRule } from "./rule.js";
import { spelledOut } from "./requests/cover.js";

/** Who has not signed in is asked to, and goes no further down the list. */
export const ruleAfterLogin = defineRule({
  code: "rule-after-login",
  severity: "warning",
  summary: "A rule stands after `allow login`, which nobody gets past.",
  explanation: `
At \`allow login\` squid asks whoever has not signed in for a password, with 407, and looks at no rule after it; whoever has is allowed. So what
stands after it never decides anything. Rules for those who need no password stand before it.

    allow login
    allow from lan           # warning: the lan is asked for a password, too

    allow from lan
    allow login
`,
  message: (data: { readonly rule: string }) => `this \`${data.rule}\` decides nothing: at the \`allow login\` before it everybody is asked for a password`,
  help: () => "write it before `allow login`",

  check(site, report) {
    for (const cache of site.caches) {
      const rules = cache.rules.filter(({ verdict }) => verdict === "allow" || verdict === "deny");
      const at = rules.findIndex(({ verdict, when }) => {
        const [group, ...more] = spelledOut(when, cache);
        return verdict === "allow" && more.length === 0 && group?.length === 1 && group[0]!.name === "login" && !group[0]!.negated && group[0]!.form === "values" && group[0]!.values.length === 0;
      });
      if (at < 0) continue;
      for (const { verdict, when, origin } of rules.slice(at + 1)) {
        // A last rule for all says what happens anyway, and one for the same users decides what is decided.
        if (origin.because !== undefined || when.length === 0 || isLogin(when)) continue;
        report({ at: origin, data: { rule: verdict }, related: [{ span: rules[at]!.origin.span, text: "asks for a password" }] });
      }
    }
  },
});

function isLogin(when: readonly (readonly { readonly name: string }[])[]): boolean {
  return when.some((group) => group.some(({ name }) => name === "login"));
}
