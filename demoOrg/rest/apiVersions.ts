const seasons = ['Winter', 'Spring', 'Summer'];
const first = 50;
const last = 68;

/** What `/services/data` lists: three releases a year since Winter '21. */
export const apiVersions = Array.from({ length: last - first + 1 }, (_, index) => ({
  label: `${seasons[index % 3]!} '${21 + Math.floor(index / 3)}`,
  url: `/services/data/v${first + index}.0`,
  version: `${first + index}.0`,
}));

/** `/services/data/v68.0`: what the links in an answer begin with. */
export function baseOf({ params }: { readonly params: Readonly<Record<string, string>> }): string {
  return `/services/data/${params.version!}`;
}
