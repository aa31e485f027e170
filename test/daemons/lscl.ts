/** A Logstash pipeline as a tree. Lines count from 1. */
export interface Pipeline {
  readonly sections: readonly Section[];
}

export interface Section {
  readonly kind: "input" | "filter" | "output";
  readonly body: readonly Step[];
  readonly line: number;
}

export type Step = Plugin | Branch;

export interface Plugin {
  readonly kind: "plugin";
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly line: number;
}

export interface Attribute {
  readonly name: string;
  readonly value: Value;
  readonly line: number;
}

export type Value =
  | Plugin
  | { readonly kind: "string" | "bareword"; readonly text: string; readonly line: number }
  | { readonly kind: "number"; readonly value: number; readonly line: number }
  | { readonly kind: "array"; readonly items: readonly Value[]; readonly line: number }
  | { readonly kind: "hash"; readonly entries: readonly Attribute[]; readonly line: number };

/** `if`, its `else if`s and its `else`, in order; the `else` has no condition. */
export interface Branch {
  readonly kind: "branch";
  readonly arms: readonly { readonly condition: Condition | undefined; readonly body: readonly Step[]; readonly line: number }[];
  readonly line: number;
}

export type Condition =
  | { readonly kind: "chain"; readonly operators: readonly string[]; readonly operands: readonly Condition[] }
  | { readonly kind: "not"; readonly operand: Condition }
  | { readonly kind: "compare"; readonly operator: string; readonly left: Operand; readonly right: Operand }
  | Operand;

export type Operand =
  | { readonly kind: "string" | "regexp"; readonly text: string; readonly line: number }
  | { readonly kind: "number"; readonly value: number; readonly line: number }
  | { readonly kind: "field"; readonly path: readonly string[]; readonly line: number }
  | { readonly kind: "list"; readonly items: readonly Operand[]; readonly line: number }
  | { readonly kind: "call"; readonly method: string; readonly items: readonly Operand[]; readonly line: number };

export class LsclError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads the configuration language of Logstash as strictly as Logstash does: no commas between attributes or between
 * entries of a hash, barewords of at least two characters, no escapes, comments only up to a line end that is there.
 * Throws an `LsclError` at the first fault.
 */
export function parseLscl(text: string): Pipeline {
  return new Parser(text).pipeline();
}

class Parser {
  #at = 0;

  constructor(readonly text: string) {}

  pipeline(): Pipeline {
    const sections: Section[] = [];
    this.#skip();
    while (this.#at < this.text.length) {
      const line = this.#line();
      const kind = this.#take(/(?:input|filter|output)/y) as Section["kind"] | undefined;
      if (kind === undefined) this.#fail("expected `input`, `filter` or `output`");
      sections.push({ kind, body: this.#block(), line });
      this.#skip();
    }
    if (sections.length === 0) this.#fail("expected `input`, `filter` or `output`");
    return { sections };
  }

  /** `{ … }` of plugins and branches. */
  #block(): readonly Step[] {
    const body: Step[] = [];
    this.#skip();
    this.#expect("{");
    for (this.#skip(); !this.#accept("}"); this.#skip()) body.push(this.#branch() ?? this.#plugin());
    return body;
  }

  #branch(): Branch | undefined {
    const line = this.#line();
    if (this.#take(/if(?![A-Za-z0-9_-])/y) === undefined) return undefined;
    const arms: { condition: Condition | undefined; body: readonly Step[]; line: number }[] = [];
    const arm = (at: number, conditional: boolean): void => {
      this.#skip();
      const condition = conditional ? this.#condition() : undefined;
      arms.push({ condition, body: this.#block(), line: at });
    };
    arm(line, true);
    for (;;) {
      const before = this.#at;
      this.#skip();
      const at = this.#line();
      if (this.#take(/else(?![A-Za-z0-9_-])/y) === undefined) {
        this.#at = before;
        return { kind: "branch", arms, line };
      }
      this.#skip();
      const conditional = this.#take(/if(?![A-Za-z0-9_-])/y) !== undefined;
      arm(at, conditional);
      if (!conditional) return { kind: "branch", arms, line };
    }
  }

  #plugin(): Plugin {
    const line = this.#line();
    const name = this.#name();
    this.#skip();
    this.#expect("{", `after \`${name}\``);
    this.#skip();
    const attributes: Attribute[] = [];
    while (!this.#accept("}")) {
      if (attributes.length > 0 && !/[ \t\r\n]/.test(this.text[this.#at - 1]!)) this.#fail("expected white space between two attributes");
      const at = this.#line();
      const key = this.#name();
      attributes.push({ name: key, value: this.#assigned(key, () => this.#value()), line: at });
      this.#skip();
    }
    return { kind: "plugin", name, attributes, line };
  }

  #name(): string {
    const bare = this.#take(/[A-Za-z0-9_-]+/y);
    if (bare !== undefined) return bare;
    return this.#string() ?? this.#fail("expected a name");
  }

  #assigned(key: string, read: () => Value): Value {
    this.#skip();
    this.#expect("=>", `after \`${key}\``);
    this.#skip();
    return read();
  }

  #value(): Value {
    const line = this.#line();
    if (this.#peek(/[A-Za-z0-9_-]+[ \t\r\n]*\{/y)) return this.#plugin();
    const bareword = this.#bareword();
    if (bareword !== undefined) return { kind: "bareword", text: bareword, line };
    const text = this.#string();
    if (text !== undefined) return { kind: "string", text, line };
    const value = this.#number();
    if (value !== undefined) return { kind: "number", value, line };
    if (this.#accept("[")) return { kind: "array", items: this.#list("]", () => this.#value()), line };
    if (this.#accept("{")) return { kind: "hash", entries: this.#entries(), line };
    return this.#fail("expected a value");
  }

  /** Items with commas between them and none at the end. */
  #list<Item>(close: string, read: () => Item): readonly Item[] {
    const items: Item[] = [];
    this.#skip();
    if (this.#accept(close)) return items;
    for (;;) {
      items.push(read());
      this.#skip();
      if (this.#accept(close)) return items;
      this.#expect(",");
      this.#skip();
    }
  }

  #entries(): readonly Attribute[] {
    const entries: Attribute[] = [];
    this.#skip();
    while (!this.#accept("}")) {
      if (entries.length > 0 && !/[ \t\r\n]/.test(this.text[this.#at - 1]!)) this.#fail("expected white space between two entries of a hash");
      const line = this.#line();
      const name = this.#number()?.toString() ?? this.#bareword() ?? this.#string() ?? this.#fail("expected a key");
      entries.push({ name, value: this.#assigned(name, () => this.#value()), line });
      // Between two entries there is white space only: a comment would end the hash.
      const after = this.#at;
      this.#take(/[ \t\r\n]+/y);
      if (this.text[this.#at] === "#") {
        this.#skip();
        if (this.text[this.#at] === "}") continue;
        this.#at = after;
        this.#fail("a comment cannot stand between two entries of a hash");
      }
    }
    return entries;
  }

  #condition(): Condition {
    const operands = [this.#expression()];
    const operators: string[] = [];
    for (;;) {
      const before = this.#at;
      this.#skip();
      const operator = this.#take(/(?:and|or|xor|nand)/y);
      if (operator === undefined) {
        this.#at = before;
        return operators.length === 0 ? operands[0]! : { kind: "chain", operators, operands };
      }
      operators.push(operator);
      this.#skip();
      operands.push(this.#expression());
    }
  }

  #expression(): Condition {
    if (this.#accept("(")) return this.#inParentheses();
    if (this.#accept("!")) {
      this.#skip();
      if (this.#accept("(")) return { kind: "not", operand: this.#inParentheses() };
      return { kind: "not", operand: this.#field() ?? this.#fail("expected `(` or a field after `!`") };
    }
    const left = this.#operand();
    const before = this.#at;
    this.#skip();
    const operator = this.#take(/(?:==|!=|<=|>=|<|>|=~|!~|not [ \t\r\n]*in|in)/y);
    if (operator === undefined) {
      if (this.text[this.#at] === "=") this.#fail("`=` is no operator: `==` compares");
      this.#at = before;
      return left;
    }
    this.#skip();
    const right = this.#operand();
    if (/~/.test(operator) && right.kind !== "string" && right.kind !== "regexp") this.#fail(`\`${operator}\` wants a regular expression or a string`);
    // The grammar tries a field before a list, and a field's name may hold anything but `,` and `]`.
    if (/in$/.test(operator) && right.kind === "field" && /["']/.test(right.path[0]!)) this.#fail(`a list of one item is read as the field \`${right.path[0]}\``);
    return { kind: "compare", operator: operator.startsWith("not") ? "not in" : operator, left, right };
  }

  #inParentheses(): Condition {
    this.#skip();
    const condition = this.#condition();
    this.#skip();
    this.#expect(")");
    return condition;
  }

  #operand(): Operand {
    const line = this.#line();
    const text = this.#string();
    if (text !== undefined) return { kind: "string", text, line };
    const value = this.#number();
    if (value !== undefined) return { kind: "number", value, line };
    const field = this.#field();
    if (field !== undefined) return field;
    if (this.#accept("[")) return { kind: "list", items: this.#list("]", () => this.#operand()), line };
    const method = this.#bareword();
    if (method !== undefined) {
      this.#skip();
      this.#expect("(", `after \`${method}\`; a field is written \`[${method}]\``);
      return { kind: "call", method, items: this.#list(")", () => this.#operand()), line };
    }
    const regexp = this.#take(/\/(?:\\\/|[^/])*\//y);
    if (regexp !== undefined) return { kind: "regexp", text: regexp.slice(1, -1), line };
    return this.#fail("expected a field, a string, a number, a list or a regular expression");
  }

  #field(): Operand | undefined {
    const line = this.#line();
    const found = this.#take(/(?:\[[^\],]+\])+/y);
    return found === undefined ? undefined : { kind: "field", path: found.slice(1, -1).split("]["), line };
  }

  #bareword(): string | undefined {
    const found = this.#take(/[A-Za-z_][A-Za-z0-9_]+/y);
    if (found === undefined && this.#peek(/[A-Za-z_]/y)) this.#fail("a bareword has at least two characters");
    return found;
  }

  #number(): number | undefined {
    const found = this.#take(/-?[0-9]+(?:\.[0-9]*)?/y);
    return found === undefined ? undefined : Number(found);
  }

  /** A backslash means itself, but before the quote it keeps the string from ending there. */
  #string(): string | undefined {
    const quote = this.text[this.#at];
    if (quote !== '"' && quote !== "'") return undefined;
    const found = this.#take(quote === '"' ? /"(?:\\"|[^"])*"/y : /'(?:\\'|[^'])*'/y);
    // The grammar goes back and lets `\` be an ordinary character when nothing else closes the string.
    if (found === undefined) this.#fail("this string does not end; a backslash before a quote does not end it");
    if (found.endsWith(`\\${quote}`)) this.#fail("a string cannot end in a backslash");
    return found.slice(1, -1);
  }

  /** White space and comments. */
  #skip(): void {
    for (;;) {
      this.#take(/[ \t\r\n]+/y);
      if (this.text[this.#at] !== "#") return;
      if (this.#take(/#[^\r\n]*\r?\n/y) === undefined) this.#fail("a comment ends with a line end");
    }
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #peek(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.text);
  }

  #accept(word: string): boolean {
    const found = this.text.startsWith(word, this.#at);
    if (found) this.#at += word.length;
    return found;
  }

  #expect(word: string, where = ""): void {
    if (!this.#accept(word)) this.#fail(`expected \`${word}\`${where === "" ? "" : ` ${where}`}`);
  }

  #line(): number {
    return this.text.slice(0, this.#at).split("\n").length;
  }

  #fail(message: string): never {
    const seen = this.text.slice(this.#at).split("\n", 1)[0]!.slice(0, 30);
    throw new LsclError(this.#line(), `${message}, not ${this.#at >= this.text.length ? "the end" : `\`${seen}\``}`);
  }
}

/** Every plugin of a section, also those in branches, in the order of the text. */
export function pluginsOf(pipeline: Pipeline, kind: Section["kind"]): readonly Plugin[] {
  const flatten = (steps: readonly Step[]): readonly Plugin[] =>
    steps.flatMap((step) => (step.kind === "plugin" ? [step] : step.arms.flatMap(({ body }) => flatten(body))));
  return pipeline.sections.filter((section) => section.kind === kind).flatMap(({ body }) => flatten(body));
}
