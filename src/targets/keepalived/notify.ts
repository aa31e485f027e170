import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Vrrp } from "../../ir/vip.js";
import type { GlobalDefs, VrrpInstance } from "./model.js";
import { joinWords, quoteCommand, quoteWord, type Text } from "./quote.js";

const keywords = { any: "notify", master: "notify_master", backup: "notify_backup", fault: "notify_fault", stop: "notify_stop" } as const;

/** The scripts that an instance runs when its state changes. */
export function lowerNotify({ notify }: Vrrp, report: Report): VrrpInstance["notify"] {
  return notify.map(({ on, script, origin }, at) => {
    if (notify.findIndex((each) => each.on === on) < at) report(notifyTwice, { at: origin, data: { on } });
    return { keyword: keywords[on], script: quoteCommand(script, origin, report), origin };
  });
}

/** The mails of all instances: keepalived has one sender, one server and one list of recipients. */
export function lowerMail(vrrps: readonly Vrrp[], report: Report): GlobalDefs["mail"] {
  const mails = vrrps.flatMap(({ mail }) => mail);
  const [first] = mails;
  if (first === undefined) return null;
  const recipients = new Map(mails.map((mail) => [mail.to, mail.origin]));
  for (const { mail } of vrrps) {
    for (const { from, via, origin } of mail) if (from !== first.from || via !== first.via) report(mailDiffers, { at: origin, data: { what: "sender and one mail server" } });
    const [own] = mail;
    if (own !== undefined && new Set(mail.map(({ to }) => to)).size < recipients.size) report(mailDiffers, { at: own.origin, data: { what: "list of recipients" } });
  }
  return {
    notification_email: [...recipients].map(([address, origin]) => ({ address: quoteWord(address, origin, report), origin })),
    notification_email_from: quoteWord(first.from, first.origin, report),
    smtp_server: lowerServer(first.via),
    origin: first.origin,
  };

  function lowerServer(via: string): Text {
    const [, bracketed, bare, port] = /^(?:\[(.*)\]|([^:]*)):(\d+)$/.exec(via) ?? [];
    const server = quoteWord(bracketed ?? bare ?? via, first!.origin, report);
    return port === undefined ? server : joinWords([server, quoteWord(port, first!.origin, report)]);
  }
}

export const notifyTwice = defineDiagnostic({
  code: "vrrp-notify-twice",
  severity: "error",
  summary: "Two scripts are to be run at one change of state.",
  explanation: `
keepalived runs one script for each change of state of an address, and one for any change. It ignores a second one.

    vip 192.168.0.146 { notify master /etc/keepalived/a.sh; notify master /etc/keepalived/b.sh }     # error
    vip 192.168.0.146 { notify master /etc/keepalived/both.sh }
`,
  message: ({ on }: { readonly on: string }) => `keepalived runs one script when the state becomes \`${on}\``,
  help: () => "let one script do both",
});

export const mailDiffers = defineDiagnostic({
  code: "keepalived-mail",
  severity: "error",
  summary: "Addresses on one machine are to send different mails.",
  explanation: `
One keepalived runs on a machine, whatever addresses it holds. It has one sender, one mail server and one list of recipients.

    site shop { notify mail ops@example.com from keepalived@example.com via mail.example.com }
`,
  message: ({ what }: { readonly what: string }) => `keepalived has one ${what} on a machine, and another address there names others`,
  help: () => "write the same `notify mail` for all addresses of the machine, or one for the site",
});
