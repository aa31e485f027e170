import { squidChecker } from "../../src/targets/squid/checker.js";
import type { TestChecker } from "./checker.js";

export const squid: TestChecker = { ...squidChecker, needs: ["squid"] };
