import type { Span } from "./source.js";

/** A span with the few words printed beside it. */
export interface Label {
  readonly span: Span;
  readonly text?: string;
}

/**
 * Why something exists: a word that somebody wrote, or a default that a statement implied.
 *
 * `span` is always in the statement that uses the value, so that a report points where the user would mend it.
 */
export interface Origin {
  readonly span: Span;
  /** For what nobody wrote: the default or rule, as a noun phrase: "the port of protocol `http`". */
  readonly because?: string;
  /** What stands behind the span: the `let`, `param`, env or `--set`, the profile, the statement that implied it; in that order. */
  readonly via?: readonly Label[];
}

/** The origin of something that nobody wrote: `origin`'s statement implied it, `because` names the default. */
export function implied(origin: Origin, because: string): Origin {
  return origin.via === undefined ? { span: origin.span, because } : { span: origin.span, because, via: origin.via };
}

/** Whether two say the same: of something that was kept and of something that was made anew they are two objects. */
export function areSameOrigins(one: Origin, other: Origin): boolean {
  return one === other || (one.because === other.because && areSameSpans(one.span, other.span) && areSameLabels(one.via ?? none, other.via ?? none));
}

const none: readonly Label[] = [];

function areSameLabels(some: readonly Label[], others: readonly Label[]): boolean {
  return some.length === others.length && some.every(({ span, text }, at) => text === others[at]!.text && areSameSpans(span, others[at]!.span));
}

function areSameSpans(one: Span, other: Span): boolean {
  return one.start === other.start && one.end === other.end && one.source === other.source;
}
