import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may come in: the one browser that brought the token of the address, from then on known by its cookie. */
export interface Admission {
  /** To be put into the address that is printed. Good for one browser. */
  readonly token: string;
  /** The `Set-Cookie` that admits the bearer of the token; undefined when the token is wrong or was used. */
  redeem(token: string): string | undefined;
  isAdmitted(request: IncomingMessage): boolean;
}

/**
 * The cookie is HttpOnly and SameSite=Strict: no script reads it and no other site's request carries it. Its name has the port,
 * because browsers share cookies between the ports of a host. It lives as long as the browser and as this process.
 */
export function openAdmission(port: number): Admission {
  const token = randomBytes(32).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  const name = `sluice-${port}`;
  let isUsed = false;
  return {
    token,
    redeem(given) {
      if (isUsed || !isSame(given, token)) return undefined;
      isUsed = true;
      return `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isAdmitted(request) {
      const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
      return cookies.some((cookie) => cookie.startsWith(`${name}=`) && isSame(cookie.slice(name.length + 1), secret));
    },
  };
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
