/** What the patterns of grok that infc names match, in short: narrower than grok's own in nothing that the lines below have. */
const named: Readonly<Record<string, string>> = {
  DATA: ".*?",
  GREEDYDATA: ".*",
  HTTPDATE: "\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}",
  INT: "[+-]?\\d+",
  IP: "(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+)",
  IPORHOST: "[\\w.:-]+",
  LOGLEVEL: "(?:debug|info|notice|warn|error|crit|alert|emerg)",
  NONNEGINT: "\\d+",
  NOTSPACE: "\\S+",
  NUMBER: "[+-]?\\d+(?:\\.\\d+)?",
  POSINT: "[1-9]\\d*",
  SYSLOGTIMESTAMP: "\\w{3} +\\d+ \\d\\d:\\d\\d:\\d\\d",
  TIMESTAMP_ISO8601: "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?",
  WORD: "\\w+",
};

/** The fields that the first matching pattern gives, or undefined. */
export function grok(patterns: readonly string[], line: string): Readonly<Record<string, string>> | undefined {
  for (const pattern of patterns) {
    const fields: string[] = [];
    const expression = pattern.replace(/%\{(\w+)(?::([^}:]+))?(?::\w+)?\}/g, (_, name: string, field: string | undefined) => {
      if (named[name] === undefined) throw new Error(`no pattern ${name}`);
      if (field === undefined) return `(?:${named[name]})`;
      fields.push(field);
      return `(?<f${fields.length - 1}>${named[name]})`;
    });
    const groups = new RegExp(expression).exec(line)?.groups;
    if (groups === undefined) continue;
    const found = fields.map((field, index) => [field, groups[`f${index}`]] as const).filter(([, value]) => value !== undefined && value !== "");
    return Object.fromEntries(found) as Readonly<Record<string, string>>;
  }
  return undefined;
}
