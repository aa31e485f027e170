/** What Node reads at its start because of these takes longer than many a build: with certificates of the user's own, 50 ms. */
const slowing = ["NODE_EXTRA_CA_CERTS", "NODE_OPTIONS"];

/** The environment of all that is timed. */
export function timedEnvironment(given = process.env) {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !slowing.includes(name)));
}
