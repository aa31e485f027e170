import type { Step } from "../ir/expectation.js";

/** What a client got: a page, a line of another protocol, or why nothing came. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: string;
  readonly line?: string;
  /** Who has the connection, where the lab has found out. */
  readonly instance?: string;
  readonly error?: string;
}

/** What is wrong with an answer, as the end of the sentence "it …"; undefined when nothing is. */
export function judgeAnswer(step: Step & { readonly do: "get" | "connect" }, answer: Answer): string | undefined {
  const isRefused = answer.error !== undefined || (answer.status ?? 0) >= 500;
  if (step.fails) return isRefused ? undefined : `answered, with ${describe(answer)}`;
  if (answer.error !== undefined) return `gave no answer (${answer.error})`;
  if (step.do === "get") {
    const status = answer.status ?? 0;
    if (step.status === null ? status >= 400 : status !== step.status) return `answered with status ${status}${step.status === null ? "" : `, not ${step.status}`}`;
  }
  const instance = instanceOf(answer);
  if (step.from.length > 0 && !step.from.includes(instance ?? "")) return instance === undefined ? "answered without saying which instance it is" : `was answered by ${instance}`;
  return undefined;
}

/** Who has answered: the stand-ins of a lab say it, of others the lab knows it. */
export function instanceOf({ headers, line, instance }: Answer): string | undefined {
  if (instance !== undefined) return instance;
  const named = headers?.["x-infc-instance"];
  return typeof named === "string" ? named : line === "" ? undefined : line;
}

function describe(answer: Answer): string {
  return answer.status === undefined ? `\`${answer.line ?? ""}\`` : `status ${answer.status}`;
}

/** What is wrong with who holds an address. */
export function judgeVip(step: Step & { readonly do: "vip" }, holders: readonly string[]): string | undefined {
  if (holders.length === 0) return "is held by nobody";
  if (holders.length > 1) return `is held by ${holders.join(" and ")} at once`;
  return step.on.length > 0 && !step.on.includes(holders[0]!) ? `is on ${holders[0]!}` : undefined;
}

/** A step in the words of a program. */
export function stepText(step: Step): string {
  const { source, start, end } = step.origin.span;
  return source.text.slice(start, end).replaceAll(/\s+/g, " ");
}
