import { type Problem, valueType } from "./value-type.js";

/** The name of a container's image. */
export const imageName = valueType<string>({
  name: "image",
  title: "the name of an image",
  accepts: "`[HOST[:PORT]/]PATH[:TAG][@DIGEST]`, the path in small letters",
  examples: ["swoft/goods:1.4"],
  splits: false,
  read: (text) => problemOf(text) ?? text,
  print: (value) => value,
});

/** As most are: with no host of a registry and no digest. */
const plainImage = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*(?::\w[\w.-]{0,127})?$/;

/** Source: the grammar of references of the distribution project, which Docker reads them by. */
function problemOf(text: string): Problem | undefined {
  if (plainImage.test(text)) return undefined;
  const wrong = (problem: string): Problem => ({ problem: `not the name of an image: ${problem}` });
  if (!/^[\x21-\x7e]+$/.test(text)) return wrong("it holds white space, or letters that are not of ASCII");
  const [name = "", digest, ...more] = text.split("@");
  const [, path = "", tag] = /^(.*?)(?::([^:/]*))?$/.exec(name)!;
  if (more.length > 0 || (digest !== undefined && !/^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}$/.test(digest))) return wrong("what follows `@` is no digest");
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) return wrong(`\`${tag}\` is no tag`);
  const [first = "", ...rest] = path.split("/");
  const hasHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  if (hasHost && !/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::\d+)?$/i.test(first)) return wrong(`\`${first}\` is no host of a registry`);
  const part = (hasHost ? rest : [first, ...rest]).find((each) => !/^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/.test(each));
  if (part === undefined) return undefined;
  if (!/[A-Z]/.test(part)) return wrong(part === "" ? "a part of its path is empty" : `\`${part}\` is no part of a path`);
  const lower = `${hasHost ? `${first}/` : ""}${(hasHost ? rest : [first, ...rest]).join("/").toLowerCase()}${text.slice(path.length)}`;
  return { ...wrong(`\`${part}\` has capitals`), ...(problemOf(lower) === undefined ? { instead: lower } : {}) };
}

/** Linux's capabilities. Source: capabilities(7); `ALL` is Docker's. */
const capabilities = [
  "ALL", "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE",
  "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT",
  "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "SYSLOG", "WAKE_ALARM",
];

/** A capability as Docker takes it: in any case, with `CAP_` or without. */
export const capability = valueType<string>({
  name: "capability",
  title: "a capability",
  accepts: "a capability of Linux, such as `NET_ADMIN`, or `ALL`",
  examples: ["NET_ADMIN"],
  splits: true,
  choices: capabilities,
  read: (text) => (capabilities.includes(text.toUpperCase().replace(/^CAP_/, "")) ? text : { problem: "not a capability of Linux" }),
  print: (value) => value,
});
