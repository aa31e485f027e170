import { auditDiagnostics } from "./audit/diagnostics.js";
import { acceptDiagnostics } from "./bind/accept-diagnostics.js";
import { bindDiagnostics } from "./bind/diagnostics.js";
import { unusedDefinition } from "./bind/unused.js";
import type { DiagnosticDefinition } from "./diagnostics/define.js";
import { elaborateDiagnostics } from "./elaborate/diagnostics.js";
import { badLock } from "./elaborate/lock.js";
import { logsElaborateDiagnostics } from "./elaborate/logs-diagnostics.js";
import { placingDiagnostics } from "./elaborate/placing-diagnostics.js";
import { missingSecret } from "./emit/missing-secret.js";
import { nativeDiagnostics } from "./emit/native.js";
import { unrepresentableText } from "./emit/quoted.js";
import { yamlNativeDiagnostics } from "./emit/yaml-native.js";
import { cacheDiagnostics } from "./lower/cache.js";
import { idleDiagnostics } from "./lower/idle-clauses.js";
import { lowerDiagnostics } from "./lower/diagnostics.js";
import { clusterDiagnostics } from "./lower/cluster-diagnostics.js";
import { elasticDiagnostics } from "./lower/elastic-diagnostics.js";
import { limitDiagnostics } from "./lower/limits.js";
import { logsLowerDiagnostics } from "./lower/logs-diagnostics.js";
import { proofDiagnostics } from "./proof/diagnostics.js";
import { rules } from "./rules/index.js";
import { syntaxDiagnostics } from "./syntax/index.js";
import { targets } from "./targets/index.js";

/** All that infc can say of a program, by code. */
export const catalogue: ReadonlyMap<string, DiagnosticDefinition<never>> = new Map(
  ([
    ...syntaxDiagnostics,
    ...bindDiagnostics,
    unusedDefinition,
    ...acceptDiagnostics,
    ...elaborateDiagnostics,
    ...logsElaborateDiagnostics,
    ...placingDiagnostics,
    badLock,
    ...lowerDiagnostics,
    ...logsLowerDiagnostics,
    ...elasticDiagnostics,
    ...clusterDiagnostics,
    ...cacheDiagnostics,
    ...idleDiagnostics,
    ...limitDiagnostics,
    ...rules.map(({ definition }) => definition),
    ...nativeDiagnostics,
    ...yamlNativeDiagnostics,
    unrepresentableText,
    missingSecret,
    ...targets.flatMap(({ diagnostics }) => diagnostics),
    ...proofDiagnostics,
    ...auditDiagnostics,
  ] satisfies readonly DiagnosticDefinition<never>[]).map((definition) => [definition.code, definition]),
);
