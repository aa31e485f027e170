// Programs that run inside a lab, as texts: they are laid into its machines and run by the Node that runs infc.

/**
 * Answers with the names of instances, at ports given as JSON. To HTTP with a page and `X-Infc-Instance`; to anything else, or to who says
 * nothing for a while, with the name in a line. With TLS it has the throw-away certificate beside it.
 */
export const backendProgram = `
import { connect, createServer } from "node:net";
import { createServer as createTls } from "node:tls";
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";

const page = (name, request) => {
  const [method = "", path = ""] = request.split(" ");
  const body = method === "HEAD" ? "" : name + " answers " + path + "\\n";
  return "HTTP/1.1 200 OK\\r\\nDate: " + new Date().toUTCString() + "\\r\\nContent-Type: text/plain\\r\\nX-Infc-Instance: " + name + "\\r\\nCache-Control: max-age=60\\r\\nContent-Length: " + (method === "HEAD" ? 0 : Buffer.byteLength(body)) + "\\r\\n\\r\\n" + body;
};

function serve(socket, name) {
  let text = "";
  let isHttp = false;
  // Where the server speaks first, a client waits for a greeting.
  const greet = setTimeout(() => socket.write(name + "\\n"), 1000);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => clearTimeout(greet));
  socket.on("data", (chunk) => {
    clearTimeout(greet);
    text += chunk.toString("latin1");
    // The PROXY protocol's first line is for who reads addresses.
    text = text.replace(/^PROXY [^\\r\\n]*\\r\\n/, "");
    isHttp ||= /^[A-Z]+ \\S+ HTTP\\/1\\.[01]\\r?\\n/.test(text);
    if (!isHttp) {
      if (/^[A-Z]{3,7}( |$)/.test(text) && !text.includes("\\n")) return;
      socket.write(name + "\\n");
      text = "";
      return;
    }
    for (let end = text.indexOf("\\r\\n\\r\\n"); end >= 0; end = text.indexOf("\\r\\n\\r\\n")) {
      const head = text.slice(0, end);
      const length = Number(/^content-length: *(\\d+)/im.exec(head)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      text = text.slice(end + 4 + length);
      const closes = /^connection: *close/im.test(head) || / HTTP\\/1\\.0$/m.test(head.split("\\r\\n")[0]);
      socket.write(page(name, head));
      if (closes) socket.end();
    }
  });
}

/** What an engine does for a port that it publishes. */
function pass(instance, port, to) {
  const server = createServer((socket) => {
    const inside = connect({ host: "127.0.0.1", port: to });
    for (const [one, other] of [[socket, inside], [inside, socket]]) one.on("error", () => other.destroy()).on("close", () => other.destroy()).pipe(other);
  });
  server.on("error", (error) => console.error(instance + ": " + error.message));
  server.listen(port, opened);
}

const wanted = JSON.parse(process.argv[2]);
let open = 0;
const opened = () => { if (++open === wanted.length) console.log("listening"); };

for (const { instance, port, transport, tls, to } of wanted) {
  if (to !== null && transport === "tcp") {
    pass(instance, port, to);
    continue;
  }
  if (transport === "udp") {
    const socket = createSocket({ type: "udp6" });
    socket.on("message", (_, { address, port: from }) => socket.send(instance + "\\n", from, address));
    socket.on("error", (error) => console.error(instance + ": " + error.message));
    socket.bind(port, opened);
    continue;
  }
  const pem = tls ? readFileSync("/.infc/certificate.pem") : undefined;
  const server = tls ? createTls({ cert: pem, key: pem }, (socket) => serve(socket, instance)) : createServer((socket) => serve(socket, instance));
  server.on("error", (error) => console.error(instance + ": " + error.message));
  server.listen(port, opened);
}
`;

/**
 * Asks for pages, as a client of the site: a request a line on its input, `{ id, url, addresses }`, an answer a line on its output,
 * `{ id, status, headers, body }` or `{ id, error }`. `addresses` says what names resolve to.
 */
export const probeProgram = `
import http from "node:http";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import { createInterface } from "node:readline";
import { urlToHttpOptions } from "node:url";

const reply = (answer) => process.stdout.write(JSON.stringify(answer) + "\\n");

/** A tunnel through a proxy, or why it does not open one. */
function tunnel({ proxy, target, timeout, opened, refused }) {
  const to = target.hostname + ":" + (target.port || 443);
  const request = http.request({ ...proxy, method: "CONNECT", path: to, headers: { host: to }, agent: false, timeout });
  request.on("connect", (response, socket) => response.statusCode === 200 ? opened(socket) : refused({ status: response.statusCode, headers: response.headers, body: "" }, socket.destroy()));
  request.on("error", (error) => refused({ error: error.code ?? error.message }));
  request.end();
}

function get(asked) {
  const { id, url, timeout, proxy } = asked;
  const target = new URL(url);
  if (proxy === undefined || target.protocol !== "https:") return ask(asked);
  tunnel({ proxy, target, timeout, opened: (socket) => ask({ ...asked, proxy: undefined, socket }), refused: (answer) => reply({ id, ...answer }) });
}

function ask({ id, url, addresses, timeout, proxy, socket }) {
  const target = new URL(url);
  const host = target.hostname.replace(/^\\[|\\]$/g, "");
  const given = addresses[host];
  const module = target.protocol === "https:" ? https : http;
  let done = false;
  const end = (answer) => { if (!done) { done = true; reply({ id, ...answer }); } };
  const request = module.request({
    ...(proxy ?? urlToHttpOptions(target)),
    // A proxy is asked for the whole URL.
    ...(proxy === undefined ? {} : { path: url }), ...(socket === undefined ? {} : { socket, servername: net.isIP(host) ? "" : host }),
    agent: false, rejectUnauthorized: false, timeout, headers: { host: target.host, connection: "close" },
    ...(given === undefined || proxy !== undefined ? {} : { lookup: (_, options, callback) => options.all ? callback(null, [{ address: given, family: net.isIP(given) }]) : callback(null, given, net.isIP(given)) }),
  }, (response) => {
    let body = "";
    response.setEncoding("utf8");
    response.on("data", (chunk) => { if (body.length < 100000) body += chunk; });
    response.on("end", () => end({ status: response.statusCode, headers: response.headers, body }));
    response.on("error", (error) => end({ error: error.message }));
  });
  const clock = setTimeout(() => { request.destroy(); end({ error: "no answer within " + timeout + " ms" }); }, timeout);
  request.on("close", () => clearTimeout(clock));
  request.on("error", (error) => end({ error: error.code ?? error.message }));
  request.end();
}

const held = new Map();

/** Connects, and gives the first line that comes. With \`hold\` the connection stays until it is let go, and nothing is said first to a daemon. */
function connect({ id, host, port, secure, hold, addresses, timeout }) {
  const to = { host: addresses[host] ?? host, port };
  const socket = secure ? tls.connect({ ...to, rejectUnauthorized: false, ...(net.isIP(host) ? {} : { servername: host }) }) : net.connect(to);
  let done = false;
  let isOpen = false;
  const end = (answer) => {
    if (done) return;
    done = true;
    clearTimeout(clock);
    if (hold && answer.error === undefined) held.set(id, socket);
    else socket.destroy();
    reply({ id, ...answer });
  };
  const clock = setTimeout(() => end(isOpen ? { line: "" } : { error: "no answer within " + timeout + " ms" }), timeout);
  socket.on(secure ? "secureConnect" : "connect", () => {
    isOpen = true;
    if (hold) setTimeout(() => end({ line: "" }), 100);
    else socket.write("hello\\n");
  });
  socket.on("data", (chunk) => end({ line: chunk.toString("utf8").split("\\n")[0] }));
  socket.on("end", () => end({ error: "closed without a word" }));
  socket.on("error", (error) => end({ error: error.code ?? error.message }));
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const request = JSON.parse(line);
  if (request.release !== undefined) {
    held.get(request.release)?.destroy();
    held.delete(request.release);
  } else (request.url === undefined ? connect : get)(request);
});
`;
