/** The commands, in the order of the help. */
export const commandNames = ["init", "build", "check", "fmt", "expand", "explain", "audit", "lab", "test", "ir", "lock"] as const;
export type CommandName = (typeof commandNames)[number];

export function isCommandName(word: string): word is CommandName {
  return (commandNames as readonly string[]).includes(word);
}
