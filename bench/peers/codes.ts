/** W1 as JavaScript: whether an e-mail is one, and what is worked out of a row `r`. */
export const isEmail = String.raw`/^[^\s@]+@[^\s@]+\.[^\s@]+$/`;
export const rowCode = `{ const phone = r.Phone ?? ''; const digits = phone.replace(/[^0-9]+/g, ''); r.FullName = r.FirstName + ' ' + r.LastName;
  r.PhoneNorm = phone.startsWith('+') ? '+' + digits : digits.startsWith('00') ? '+' + digits.slice(2) : digits;
  r.AmountAdj = Math.floor((Math.round(Number(r.Amount) * 100) * 11 + 5) / 10) / 100; }`;
