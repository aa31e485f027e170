import { scriptChecker } from "../../src/emit/script-checker.js";
import type { TestChecker } from "./checker.js";

export const shell: TestChecker = { ...scriptChecker, needs: ["shellcheck"] };
