/**
 * Whether brackets, texts or comments of Lua do not end where they began. nginx's Lua module reads a block in the same
 * way to find its end. Source: the Lua 5.1 reference manual, section 2.1.
 */
export function hasUnbalancedLua(code: string): boolean {
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
  for (let at = 0; at < code.length; ) {
    const next = skipText(code, at);
    if (next === undefined) return true;
    if (next > at) {
      at = next;
      continue;
    }
    const character = code[at++]!;
    if ("([{".includes(character)) open.push(character);
    else if (character in pairs && open.pop() !== pairs[character]) return true;
  }
  return open.length > 0;
}

/** The offset after the text or comment that begins at `at`; `at` itself when none begins; undefined when it has no end. */
function skipText(code: string, at: number): number | undefined {
  if (code.startsWith("--", at)) {
    const long = skipLong(code, at + 2);
    if (long !== at + 2) return long;
    const end = code.indexOf("\n", at);
    // A comment in the last line would hide the closing brace, which goes on a line of its own.
    return end < 0 ? code.length : end + 1;
  }
  const quote = code[at];
  if (quote !== '"' && quote !== "'") return skipLong(code, at);
  for (let next = at + 1; next < code.length; next++) {
    if (code[next] === "\\") next++;
    else if (code[next] === quote) return next + 1;
    else if (code[next] === "\n") return undefined;
  }
  return undefined;
}

/** `[[…]]`, `[==[…]==]`. */
function skipLong(code: string, at: number): number | undefined {
  const [opening, level] = /^\[(=*)\[/.exec(code.slice(at, at + 100)) ?? [];
  if (opening === undefined) return at;
  const closing = `]${level}]`;
  const end = code.indexOf(closing, at + opening.length);
  return end < 0 ? undefined : end + closing.length;
}
