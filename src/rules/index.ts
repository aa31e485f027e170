import { evenQuorum } from "./even-quorum.js";
import { listenWithoutTarget } from "./listen-without-target.js";
import { noSharedNetwork } from "./no-shared-network.js";
import { portConflict } from "./port-conflict.js";
import type { Rule } from "./rule.js";
import { unreachableContainer } from "./unreachable-container.js";
import { vipIsNetwork } from "./vip-is-network.js";

/** Every rule about the whole site. `test/rules` has a test for each. */
export const rules: readonly Rule[] = [evenQuorum, listenWithoutTarget, noSharedNetwork, portConflict, unreachableContainer, vipIsNetwork];
