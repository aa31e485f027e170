import { defineRule } from "./rule.js";

/** A logstash that is fed its own log: each entry that it cannot write makes another. */
export const logsFeedback = defineRule({
  code: "logs-feedback",
  severity: "warning",
  summary: "A logstash takes its own log.",
  explanation: `
Logstash writes a line to its own log for what it cannot take apart or cannot store. Where that log comes to it again, the line cannot be stored either, and makes
another: in the night in which Elasticsearch is full, the disks of the logstash fill too.

    logstash pipeline
    logs system from pipeline, goods through pipeline           # warning
    logs system from goods through pipeline
`,
  message: ({ name }: { readonly name: string }) => `what \`${name}\` cannot store makes a line in its log, which comes to \`${name}\` again`,
  help: ({ name }) => `leave \`${name}\` out of what goes through it`,

  check(site, report) {
    for (const { shippers, pipeline } of site.logs) {
      const own = shippers.flatMap(({ sources }) => sources).find(({ entity }) => pipeline !== null && entity === pipeline.entity);
      if (own !== undefined) report({ at: own.origin, data: { name: pipeline!.entity } });
    }
  },
});
