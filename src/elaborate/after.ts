import { type Bound, type Entity, says, type Value } from "../bind/bound.js";
import { implied } from "../source/origin.js";
import type { kinds } from "../vocabulary/index.js";
import type { Draft } from "./draft.js";

type After = Bound<(typeof kinds)["service"]["clauses"]["after"]>;

/** Says for what of a service that runs once is waited: for its end, as there is nothing else to wait for. */
export function completeAfter(draft: Draft): void {
  for (const entity of draft.saying("after")) {
    const clauses = entity.clauses.flatMap((clause) => (clause.word === "after" ? completed(clause as unknown as After, draft) : [clause]));
    if (clauses.some((clause, place) => clause !== entity.clauses[place])) draft.put({ ...entity, clauses });
  }
}

/** The clause; or two, where it names others as well. */
function completed(after: After, draft: Draft): readonly Bound[] {
  if (after.args.condition !== undefined) return [after];
  const runsOnce = ({ value }: After["args"]["references"][number]): boolean => {
    const target: Entity | undefined = draft.get(value.name);
    return target !== undefined && says(target, "once");
  };
  const once = after.args.references.filter(runsOnce);
  if (once.length === 0) return [after];
  const others = after.args.references.filter((reference) => !runsOnce(reference));
  const condition: Value<"done"> = { value: "done", text: "done", quoted: false, origin: implied(after.origin, "what runs once is waited for to its end"), label: undefined };
  const done: After = { ...after, args: { references: once, condition } };
  return others.length === 0 ? [done] : [{ ...after, args: { references: others, condition: undefined } }, { ...done, comments: [] }];
}
