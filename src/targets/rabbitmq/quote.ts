import type { Report } from "../../diagnostics/define.js";
import { type Quoted, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** Text that is safe as a value of rabbitmq.conf. */
export type Text = Quoted<"rabbitmq">;

/** The name of a node: that of its program, and that of its machine as Erlang takes it. */
export function quoteNode(host: string, at: Origin, report: Report): Text {
  if (/^[A-Za-z\d][A-Za-z\d._-]*$/.test(host)) return `rabbit@${host}` as Text;
  reportText(report, at, "RabbitMQ", "a node's name of other characters than letters, digits, `-`, `_` and `.`");
  return "" as Text;
}
