/** Remembers what an org wants to be reminded of: streaming sessions stay on one server by a cookie. Names and values only; a session is short. */
export class Cookies {
  readonly #values = new Map<string, string>();

  /** @param header `set-cookie` of an answer; several stand in one text with commas between */
  take(header: string | undefined): void {
    for (const cookie of (header ?? '').split(/,(?=\s*[\w!#$%&'*+.^`|~-]+=)/)) {
      const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined) this.#values.set(name, value!);
    }
  }

  header(): Readonly<Record<string, string>> {
    return this.#values.size === 0 ? {} : { cookie: [...this.#values].map(([name, value]) => `${name}=${value}`).join('; ') };
  }
}
