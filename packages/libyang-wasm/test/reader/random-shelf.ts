// Random data of the module reader-test, as JSON text.
import fc from "fast-check";

/** Values that hold both kinds of quotation marks among them, which paths write with concat(). */
const word = fc
  .string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(..."abcxyzÄß&<>\"' ].") })
  .filter((text) => text.trim() === text);

/** An object with some of the members. */
function some<T extends Record<string, fc.Arbitrary<unknown>>>(members: T) {
  return fc.record(members, { requiredKeys: [] });
}

const kind = fc.constantFrom(
  "reader-types:novel",
  "reader-types:poem",
  "reader-test:local-kind",
  "reader-augment:essay",
);

const chapter = fc.record(
  {
    number: fc.integer({ min: 0, max: 255 }),
    part: word,
    heading: word,
    read: some({ times: fc.nat(9) }),
  },
  { requiredKeys: ["number", "part"] },
);

const book = fc.record(
  {
    title: word,
    pages: fc.constantFrom(1, 100, 4294967295),
    sold: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
    price: fc.integer({ min: -999, max: 999 }).map((cents) => (cents / 100).toFixed(2)),
    kind,
    "in-print": fc.boolean(),
    marked: fc.constant([null]),
    flags: fc.constantFrom("", "red", "red blue"),
    mixed: fc.oneof(fc.integer({ min: -128, max: 127 }), fc.constant("128"), kind, word),
    target: fc.constantFrom("/reader-test:shelf/book[title='b']/reader-augment:rating", "/reader-test:motto"),
    author: fc.uniqueArray(word, { maxLength: 3 }),
    weight: fc.uniqueArray(fc.integer({ min: 3, max: 6 }), { maxLength: 3 }),
    details: some({ secret: word, colour: word, deep: some({ note: word, rank: fc.constantFrom(5, -6) }) }),
    special: some({ reason: word }),
    chapter: fc.uniqueArray(chapter, { maxLength: 3, selector: ({ number, part }) => `${number} ${part}` }),
    hard: fc.constant([null]),
    "reader-augment:rating": some({ stars: fc.nat(9), kind, title: word }),
  },
  { requiredKeys: ["title"] },
);

/** Every type of value but anydata, and no leaf-list values that are defaults: there we print something else than libyang. */
export function randomShelf(): fc.Arbitrary<string> {
  return some({
    "reader-test:shelf": some({
      book: fc.uniqueArray(book, { maxLength: 5, selector: ({ title }) => title }),
      favourite: word,
    }),
    "reader-test:state": some({
      uptime: fc.constant("12"),
      event: fc.array(some({ text: word }), { maxLength: 2 }),
      name: fc.array(word, { maxLength: 3 }),
    }),
    "reader-test:motto": word,
    "reader-test:top": fc.uniqueArray(fc.record({ name: word, value: fc.integer({ min: -3, max: 3 }) }), {
      maxLength: 3,
      selector: ({ name }) => name,
    }),
    "reader-test:tag": fc.uniqueArray(word, { maxLength: 3 }),
  }).map((shelf) => JSON.stringify(shelf));
}
