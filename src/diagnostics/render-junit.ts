import { attributesOf, element, escapeXml } from "../source/xml.js";
import type { Diagnostic } from "./diagnostic.js";
import { nameOf } from "./levels.js";
import { placeOf } from "./place.js";
import { renderText } from "./render-text.js";

/**
 * Renders reports as JUnit's XML, which most CI systems show as tests: each of the program's `files` without an error is a test that
 * passed, each error one that failed. A warning is a test that passed and printed the report. Notes are left out.
 */
export function renderJunit(diagnostics: readonly Diagnostic[], files: readonly string[]): string {
  const faulty = new Set(diagnostics.filter(({ severity }) => severity === "error").map(({ primary }) => primary.span.source.path));
  const cases = [
    ...files.filter((file) => !faulty.has(file)).map((file) => element("testcase", { classname: file, name: "is sound", time: 0, file }, [])),
    ...diagnostics.filter(({ severity }) => severity !== "info").map(renderCase),
  ];
  const failures = diagnostics.filter(({ severity }) => severity === "error").length;
  const counts = { tests: cases.length, failures, errors: 0, time: 0 };
  const suite = element("testsuite", { name: "infc", ...counts, skipped: 0 }, cases);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name: "infc", ...counts }, [suite])}`;
}

function renderCase(diagnostic: Diagnostic): string {
  const { code, severity, message, primary } = diagnostic;
  const { file, start } = placeOf(primary.span);
  const attributes = { classname: file, name: `${start.line}:${start.column} ${code}: ${message}`, time: 0, file, line: start.line };
  const text = escapeXml(renderText(diagnostic));
  const body = severity === "error" ? `<failure${attributesOf({ type: code, message: `${nameOf(severity)}[${code}]: ${message}` })}>${text}</failure>` : `<system-out>${text}</system-out>`;
  return element("testcase", attributes, [`${body}\n`]);
}
