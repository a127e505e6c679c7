/** Makes a thing when it is first asked for, and then keeps it: a schema that most commands never use takes longer to build than they have. */
export function once<T>(make: () => T): () => T {
  let made: { readonly thing: T } | undefined;
  return () => (made ??= { thing: make() }).thing;
}
