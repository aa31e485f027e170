import { keepalivedChecker } from "../../src/targets/keepalived/checker.js";
import type { TestChecker } from "./checker.js";

export const keepalived: TestChecker = { ...keepalivedChecker, needs: ["keepalived"] };
