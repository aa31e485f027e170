import { expect, test } from "vitest";
import { analyze } from "../../src/compile.js";
import { fetchSecrets } from "../../src/host/secrets.js";
import { memoryHost } from "../kit/memory-host.js";

test("a variable that is not set is missing, even when every object has something of its name", () => {
  const text = "secret pass from env constructor\nredis cache { auth secret pass }\n";
  const { secrets, diagnostics } = fetchSecrets(memoryHost(), analyze({ entry: { path: "site.infra", text } }).site, ".");
  expect(secrets["pass"]).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(["missing-secret"]);
});
