/** What `make` gives, made when it is first asked for. */
export function once<Value extends {}>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}

/** Gives a new thing a property that is made when it is first asked for. */
export function withLazy<Thing extends object, Key extends keyof Thing>(thing: Thing, key: Key, make: () => Thing[Key] & {}): Thing {
  return Object.defineProperty(thing, key, { get: once(make), enumerable: true, configurable: true });
}

/** What `read` finds in a thing that does not change, found when it is first asked about and then kept as long as the thing. */
export function oncePer<Thing extends object, Found>(read: (thing: Thing) => Found): (thing: Thing) => Found {
  const known = new WeakMap<Thing, { readonly found: Found }>();
  return (thing) => {
    let entry = known.get(thing);
    if (entry === undefined) {
      entry = { found: read(thing) };
      known.set(thing, entry);
    }
    return entry.found;
  };
}
