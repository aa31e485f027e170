import { expect, test } from "vitest";
import { suggest } from "../../src/diagnostics/suggest.js";

test.each([
  ["two letters that changed places, even in a short name", "wbe", ["app", "web"], "web"],
  ["one letter more, less or other", "gatewy", ["gateway", "balancer"], "gateway"],
  ["letters of another case", "EDGE", ["edge"], "edge"],
  ["the nearer of two", "web2", ["web12", "web3", "web20"], "web12"],
  ["the nearer one, though it comes last", "gatewy", ["gatewayy", "gateway"], "gateway"],
  ["the same in another case before all that differs", "Edge", ["edges", "edge"], "edge"],
])("suggests %s", (_, input, candidates, expected) => {
  expect(suggest(input, candidates)).toBe(expected);
});

test.each([
  ["nothing that is far away", "abc", ["xyz"]],
  ["nothing for two slips in a short name", "wbx", ["web"]],
  ["nothing of which half is other letters", "gzip", ["vip"]],
  ["nothing for letters that changed places and another slip", "wxb", ["wbe"]],
])("suggests %s", (_, input, candidates) => {
  expect(suggest(input, candidates)).toBeUndefined();
});
