import { haproxyChecker } from "../../src/targets/haproxy/checker.js";
import type { TestChecker } from "./checker.js";

export const haproxy: TestChecker = { ...haproxyChecker, needs: ["haproxy"] };
