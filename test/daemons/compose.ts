import { composeChecker } from "../../src/targets/compose/checker.js";
import type { TestChecker } from "./checker.js";

export const compose: TestChecker = { ...composeChecker, needs: ["compose"] };
