import { type Bound, imply, implyEntity, says, somewhere, type Value } from "../bind/bound.js";
import { implied, type Origin } from "../source/origin.js";
import { once, oncePer } from "../source/once.js";
import type { Source } from "../source/source.js";
import type { Declaration, Kind } from "../vocabulary/declaration.js";
import { kinds } from "../vocabulary/index.js";
import { secret as secretType, type Secret, textOrSecret } from "../vocabulary/values/texts.js";
import type { Draft } from "./draft.js";
import { reportUnusedName } from "./unused-names.js";

/** A secret of which nobody says where it is comes from the variable of its name in capitals. */
export function completeSecrets(entry: Source, draft: Draft): void {
  const { from } = kinds.secret.clauses;
  const because = (origin: Origin): Origin => implied(origin, "a secret comes from the variable of its name");
  const sourceOf = (name: string, origin: Origin): Bound => imply(from, "from", { where: "env", source: name.toUpperCase().replaceAll("-", "_") }, because(origin));
  const declared = draft.ofKind("secret");
  const used = new Map<string, Origin>();
  for (const entity of draft.saying("secret")) collectSecrets(entity, used);
  for (const secret of declared) {
    if (!says(secret, "from")) draft.put({ ...secret, clauses: [...secret.clauses, sourceOf(secret.name, { span: secret.origin.span })] });
    if (!used.has(secret.name)) reportUnusedName("secret", `secret ${secret.name}`, secret.name, secret.nameOrigin, entry, draft);
  }
  const names = new Set(declared.map(({ name }) => name));
  for (const [name, origin] of used) if (!names.has(name)) draft.put(implyEntity(kinds.secret, { name }, because(origin), [sourceOf(name, origin)]));
}

function collectSecrets(bound: Bound<Kind> | Bound, used: Map<string, Origin>): void {
  for (const name of secretsIn(bound.declaration)) {
    const value = (bound.args as Readonly<Record<string, Value<Secret> | undefined>>)[name];
    if (value?.value.secret !== undefined && !used.has(value.value.secret)) used.set(value.value.secret, value.origin);
  }
  for (const clause of bound.clauses) if (takesSecrets(clause.declaration)) collectSecrets(clause, used);
}

const takesSecrets = somewhere((declaration) => secretsIn(declaration).length > 0);

/** The arguments of a declaration that take a secret. */
const secretsIn = oncePer(({ args }: Declaration) => Object.keys(args).filter((name) => args[name]!.type === secretType || args[name]!.type === textOrSecret));

/** The clauses of declarations that take a secret, or hold one that does. */
export const secretWords = once((): ReadonlySet<string> => {
  const words = Object.values(kinds as Readonly<Record<string, Kind>>).flatMap(({ clauses }) => Object.keys(clauses).filter((word) => takesSecrets(clauses[word]!)));
  return new Set(words);
});
