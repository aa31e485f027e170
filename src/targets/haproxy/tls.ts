import { defineDiagnostic } from "../../diagnostics/define.js";
import { compareVersions } from "../../emit/versions.js";
import type { Tls } from "../../ir/basics.js";
import type { Origin } from "../../source/origin.js";
import type { Line } from "./model.js";
import type { Plan } from "./plan.js";
import { type Quoted, words } from "./quote.js";
import type { Scope } from "./scope.js";

/** How HAProxy finds the private keys of all certificates of the process. */
export interface Keys {
  /** Certificate and key by name, in `crt-store`. */
  readonly load: readonly Line[];
  /** Set: the key of `x.crt` is looked for in `x.key`, not in `x.crt.key`. */
  readonly deletesExtension: Origin | null;
}

/**
 * A certificate may hold its key; else HAProxy looks beside it, for CERTIFICATE.key. A key of another name needs HAProxy 3.0, which has a
 * `crt-store`, or an ending `.crt`, which an option replaces by `.key`; anything else is reported.
 */
export function findKeys(scope: Scope, plan: Plan): Keys {
  const apart: { readonly certificate: string; readonly key: string; readonly origin: Origin }[] = [];
  const add = (tls: Tls | null): void => {
    if (tls !== null && tls.certificate !== null && tls.key !== null && tls.key !== tls.certificate) apart.push({ certificate: tls.certificate, key: tls.key, origin: tls.origin });
  };
  for (const { listens, telling } of plan.proxies) {
    for (const { listen } of listens) add(listen.tls);
    for (const { pool } of telling) add(pool.tls);
  }
  const elsewhere = apart.filter(({ certificate, key }) => key !== `${certificate}.key`);
  if (scope.daemon.version !== null && compareVersions(scope.daemon.version, "3.0") >= 0) {
    const load = elsewhere.map(({ certificate, key, origin }) => ({ origin, text: words`crt ${scope.quote.word(certificate, origin)} key ${scope.quote.word(key, origin)}` }));
    return { load: load.filter(({ text }, at) => load.findIndex((other) => other.text === text) === at), deletesExtension: null };
  }
  const [replaced] = elsewhere.filter(({ certificate, key }) => certificate.endsWith(".crt") && key === certificate.replace(/\.crt$/, ".key"));
  for (const { certificate, key, origin } of apart) {
    const expected = replaced !== undefined && certificate.endsWith(".crt") ? certificate.replace(/\.crt$/, ".key") : `${certificate}.key`;
    if (key !== expected) scope.report(haproxyKey, { at: origin, data: { certificate, key, expected } });
  }
  return { load: [], deletesExtension: replaced?.origin ?? null };
}

/** What a `bind` line says of TLS. Source: HAProxy Configuration Manual, section 5.1. */
export function bindTls(scope: Scope, tls: Tls | null, mode: "http" | "tcp"): readonly Quoted[] {
  if (tls === null) return [];
  const { quote, report } = scope;
  if (tls.certificate === null) report(haproxyCertificate, { at: tls.origin, data: {} });
  if (tls.verify === "client" && tls.authority === null) report(haproxyAuthority, { at: tls.origin, data: { whose: "clients" } });
  return [
    words`ssl`,
    ...(tls.certificate === null ? [] : [words`crt ${quote.word(tls.certificate, tls.origin)}`]),
    ...(tls.verify === "client" && tls.authority !== null ? [words`ca-file ${quote.word(tls.authority, tls.origin)} verify required`] : []),
    ...protocol(scope, tls),
    ...(mode === "http" ? [words`alpn h2,http/1.1`] : []),
  ];
}

/** What a `server` line says of TLS; `named`: all servers have names, by which their certificates are known. Source: section 5.2. */
export function serverTls(scope: Scope, tls: Tls | null, protocolIsGrpc: boolean, named: boolean): readonly Quoted[] {
  if (tls === null) return protocolIsGrpc ? [words`proto h2`] : [];
  const { quote, report } = scope;
  const checked = tls.verify !== "no";
  // Any certificate that some public authority gave to somebody would do for an address.
  if (checked && tls.authority === null && !named) report(haproxyAuthority, { at: tls.origin, data: { whose: "servers without names" } });
  const authority = tls.authority === null ? words`@system-ca` : quote.word(tls.authority, tls.origin);
  return [
    words`ssl`,
    ...(checked ? [words`verify required ca-file ${authority}`] : [words`verify none`]),
    ...(tls.certificate === null ? [] : [words`crt ${quote.word(tls.certificate, tls.origin)}`]),
    ...protocol(scope, tls),
    ...(protocolIsGrpc ? [words`alpn h2`] : []),
  ];
}

function protocol({ quote }: Scope, { minimum, ciphers, origin }: Tls): readonly Quoted[] {
  // OpenSSL 3 speaks older versions at this level alone, and the ciphers of `global` are none of theirs.
  const old = minimum === "1.0" || minimum === "1.1" ? [words`ciphers DEFAULT@SECLEVEL=0`] : [];
  return [
    ...(minimum === "1.2" ? [] : [words`ssl-min-ver ${quote.word(`TLSv${minimum}`, origin)}`]),
    ...(ciphers === null ? old : [words`ciphers ${quote.word(ciphers, origin)}`]),
  ];
}

export const haproxyKey = defineDiagnostic({
  code: "haproxy-key",
  severity: "error",
  summary: "HAProxy would not find a private key where the program says that it lies.",
  explanation: `
HAProxy reads the private key from the certificate's file, or from a file beside it that is named after it: \`shop.pem\` and \`shop.pem.key\`, or for all certificates that end in
\`.crt\`: \`shop.crt\` and \`shop.key\`. From HAProxy 3.0 on (\`version 3.0\`) it can lie anywhere.

    tls /etc/ssl/fullchain.pem key /etc/ssl/privkey.pem         # error before 3.0
    tls /etc/ssl/shop.pem                                       # one file with both
    tls /etc/ssl/fullchain.pem key /etc/ssl/fullchain.pem.key
`,
  message: (data: { readonly certificate: string; readonly key: string; readonly expected: string }) => `haproxy does not look for the key of \`${data.certificate}\` at \`${data.key}\``,
  help: ({ expected }) => `put the key at \`${expected}\`, or both into one file and leave \`key\` out`,
});

export const haproxyCertificate = defineDiagnostic({
  code: "haproxy-certificate",
  severity: "error",
  summary: "A listen has TLS and no certificate.",
  explanation: "HAProxy does not start when a port with TLS has no certificate.\n\n    listen 443 tls /etc/ssl/shop.pem -> shop\n",
  message: (_data: object) => "haproxy needs a certificate to listen with TLS",
  help: () => "write `tls PATH`, a PEM file with the certificate, those between it and its authority, and the key",
});

export const haproxyAuthority = defineDiagnostic({
  code: "haproxy-authority",
  severity: "error",
  summary: "Certificates are to be checked and nothing says by which authority.",
  explanation: `
A certificate proves something only together with the authority it must come from. Servers that have names may be checked with the authorities of the machine; an address, and
a client, cannot.

    service goods at 192.168.0.21:443 protocol https { tls ca /etc/ssl/internal-ca.pem }
`,
  message: (data: { readonly whose: string }) => `nothing says which authority the certificates of ${data.whose} must come from`,
  help: () => "write `ca PATH`, or `verify no` to trust whoever answers",
});
