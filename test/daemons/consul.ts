import { consulChecker } from "../../src/targets/consul/checker.js";
import type { TestChecker } from "./checker.js";

export const consul: TestChecker = { ...consulChecker, needs: ["consul"] };
