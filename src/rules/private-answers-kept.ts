import { defineRule } from "./rule.js";

/** What a server says is for one user alone is kept for all, on every path. */
export const privateAnswersKept = defineRule({
  code: "private-answers-kept",
  severity: "warning",
  summary: "A cache keeps answers that are for one user alone, whatever their path.",
  explanation: `
With \`despite private\` squid keeps what its server says is for one user: the page of one who has signed in is served to the next who asks for it. For pictures
and the like it is sometimes wanted; without a path it holds for everything.

    fresh 5m .. 1h despite private                                  # warning
    fresh 5m .. 1h path ~ '\\.(jpg|png|css)$' despite private
`,
  message: (data: { readonly name: string }) => `\`${data.name}\` keeps answers that are for one user alone, and gives them to others`,
  help: () => "say for which paths: `path /static`, or leave `private` out of `despite`",

  check(site, report) {
    for (const { name, fresh } of site.caches) {
      for (const { despite, paths, form, origin } of fresh) {
        const isAll = paths.length === 0 || (form === "values" && paths.some(({ text }) => text === "/"));
        if (isAll && despite.includes("private")) report({ at: origin, data: { name } });
      }
    }
  },
});
