const whole = /^@\{([^{}]+)\}$/;
const anywhere = /@\{([^{}]+)\}/g;
const deepest = 20;

class Missing extends Error {
  readonly reference: string;

  constructor(reference: string) {
    super(reference);
    this.reference = reference;
  }
}

/** A subrequest with `@{refAccount.id}` or `@{query.records[0].Id}` filled in from earlier answers, or the reference that has no value. */
export function filledIn(
  { url, body }: { readonly url: string; readonly body: unknown },
  answers: ReadonlyMap<string, unknown>,
): { readonly url: string; readonly body: unknown } | { readonly missing: string } {
  try {
    return { url: inText(url, answers, encodeURI), body: inValue(body, answers, 0) };
  } catch (error) {
    if (error instanceof Missing) return { missing: error.reference };
    throw error;
  }
}

function inValue(value: unknown, answers: ReadonlyMap<string, unknown>, depth: number): unknown {
  if (typeof value === 'string') {
    const only = whole.exec(value)?.[1];
    return only === undefined ? inText(value, answers, String) : valueOf(only, answers);
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((item) => inValue(item, answers, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inValue(item, answers, depth + 1)]));
}

function inText(text: string, answers: ReadonlyMap<string, unknown>, written: (value: string) => string): string {
  return text.replace(anywhere, (_, reference: string) => written(String(valueOf(reference, answers))));
}

/** Names match in any case: `@{ref.Id}` finds the `id` of a create. */
function valueOf(reference: string, answers: ReadonlyMap<string, unknown>): string | number | boolean {
  const [name = '', ...path] = reference.replace(/\[(\d+)\]/g, '.$1').split('.');
  let at: unknown = answers.get(name);
  for (const part of path) {
    const entries: [string, unknown][] = typeof at === 'object' && at !== null ? Object.entries(at) : [];
    at = (entries.find(([key]) => key === part) ?? entries.find(([key]) => key.toLowerCase() === part.toLowerCase()))?.[1];
  }
  if (typeof at !== 'string' && typeof at !== 'number' && typeof at !== 'boolean') throw new Missing(reference);
  return at;
}
