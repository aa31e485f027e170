import { hosts, testRule } from "../kit/rule.js";

testRule("even-quorum", {
  accepts: { "three servers": `${hosts}consul registry on node[1..3]`, "one server, which was written": "consul registry x1" },
  rejects: { "four servers": `${hosts}consul registry on node[1..4]`, "two servers": `${hosts}consul registry on node[1..2]` },
});
