import { isProblem, valueType, type ValueType } from "./value-type.js";

/** What either type reads; the first that can. */
export function either<A extends object, B extends number>(first: ValueType<A>, second: ValueType<B>): ValueType<A | B> {
  return valueType<A | B>({
    name: `${first.name} or ${second.name}`,
    title: `${first.title} or ${second.title}`,
    accepts: `${first.accepts ?? first.title}; or ${second.accepts ?? second.title}`,
    examples: [...first.examples, ...second.examples],
    splits: first.splits && second.splits,
    read(text, quoted) {
      const value = first.read(text, quoted);
      if (!isProblem(value)) return value;
      const other = second.read(text, quoted);
      return isProblem(other) ? (/^[\d-]+$/.test(text) ? other : value) : other;
    },
    print: (value) => (typeof value === "number" ? second.print(value as B) : first.print(value as A)),
  });
}

/** What `type` reads, or `no`, which is `null`. */
export function orNo<T>(type: ValueType<T>): ValueType<T | null> {
  return valueType<T | null>({
    name: `${type.name} or no`,
    title: `${type.title} or \`no\``,
    accepts: `${type.title}, or \`no\``,
    examples: [...type.examples, "no"],
    splits: type.splits,
    read: (text, quoted) => (!quoted && text.toLowerCase() === "no" ? null : type.read(text, quoted)),
    print: (value) => (value === null ? "no" : type.print(value)),
  });
}
