/** Things by names, of each name one. */
export interface Named<Thing> {
  /** In order. */
  readonly list: readonly Thing[];
  get(name: string): Thing | undefined;
  has(name: string): boolean;
  /** Others of the same names. */
  with<Other>(list: readonly Other[]): Named<Other>;
}

/** The things of a list by the places that names have in it: these hang on the names alone, and stay when a thing is exchanged. */
export function createNamed<Thing>(places: ReadonlyMap<string, number>, list: readonly Thing[]): Named<Thing> {
  return {
    list,
    get(name) {
      const place = places.get(name);
      return place === undefined ? undefined : list[place];
    },
    has: (name) => places.has(name),
    with: (others) => createNamed(places, others),
  };
}
