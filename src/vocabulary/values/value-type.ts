/** What a word was when its type could not read it: the end of the sentence "`eth0` is not …". */
export interface Problem {
  /** `not an IPv4 address: octet 4 is above 255`; follows "`172.20.0.500` is ". */
  readonly problem: string;
  /** Text to type instead. */
  readonly instead?: string;
  /** True when `instead` says the very same in the form that is taken: nobody has to look at it, and the word is read as that after the report. */
  readonly respelled?: boolean;
}

/**
 * How a word is read. The grammar has no numbers, addresses or durations: a declaration says which type it expects, and
 * the type reads the word.
 */
export interface ValueType<T> {
  /** The type's name in the reference, e.g. `duration`. */
  readonly name: string;
  /** With its article, for messages: `a duration`. */
  readonly title: string;
  /** What it takes, for the reference, where title and examples leave it open: no sentence, no full stop. */
  readonly accepts?: string;
  readonly examples: readonly string[];
  /** True when no element can hold a comma, so that `a,b` is the list `a, b`. */
  readonly splits: boolean;
  /** Of a choice, its words; completion and "did you mean" read them. */
  readonly choices?: readonly string[];
  /** `quoted` words are never keywords. */
  read(text: string, quoted: boolean): T | Problem;
  /** The canonical text; `read(print(value))` is `value`. */
  print(value: T): string;
}

export function isProblem(result: unknown): result is Problem {
  return typeof result === "object" && result !== null && "problem" in result;
}

/** Declares a type; nothing but the shape of `T` is inferred. */
export function valueType<T>(type: ValueType<T>): ValueType<T> {
  return type;
}
